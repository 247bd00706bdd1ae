//! What 48 Python repositories and 11 coding agents score in the SlopCodeBench paper
//! ([arXiv 2603.24755]): the figures that give a score of one's own its context.
//!
//! ```
//! use slop_panel::{Measure, REPOSITORIES};
//!
//! // More verbose than two thirds of the panel, and less than the code of any agent.
//! assert_eq!(Measure::Verbosity.percentile(0.16).round(), 67.0);
//! assert_eq!(Measure::Verbosity.median(), 0.1465);
//! assert_eq!(Measure::Verbosity.range_of_agents(), Some(0.286..=0.388));
//!
//! let flask = REPOSITORIES.iter().find(|repository| repository.name == "flask").unwrap();
//! assert_eq!((flask.erosion, flask.verbosity), (0.244, 0.073));
//! ```
//!
//! The panel is a reference and no verdict:
//!
//! - It is **Python only**. A score of another language has no place in it.
//! - The authors **chose** the 48 repositories; they are no sample of all there are.
//! - **Small repositories score anything.** The two with an erosion of 0 have 600 and 2,000 lines,
//!   that with 0.931 has 1,600.
//! - Repositories were measured **whole, with their tests**. That of requests has an erosion of
//!   0.234; the package alone, at version 2.32.5, has 0.413.
//!
//! Scores are shares from 0 to 1, rounded to three decimals by the paper.
//!
//! [arXiv 2603.24755]: https://arxiv.org/abs/2603.24755

mod agents;
mod measure;
mod repositories;

pub use crate::agents::{AGENTS, Agent, Spread};
pub use crate::measure::Measure;
pub use crate::repositories::{REPOSITORIES, Repository, Tier};

/// Where the figures are from.
pub const SOURCE: &str = "SlopCodeBench, arXiv 2603.24755v1, Tables 1 and 7";

/// When the repositories were measured, each at its newest commit.
pub const DATE: &str = "March 2026";

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
