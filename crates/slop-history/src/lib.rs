//! How structural erosion and verbosity of a codebase change, over the commits of a git repository or over
//! checkpoint directories.
//!
//! A [`Snapshot`] is a commit or a directory: which files stand in it. [`Series::measure`] makes a [`Point`] of each,
//! and measures every distinct content once, on all cores.
//!
//! ```
//! use std::path::Path;
//!
//! use slop_history::{Cache, Method, Series, Snapshot};
//!
//! # let place = std::env::temp_dir().join(format!("slop-history-{}", std::process::id()));
//! # for (day, text) in [("monday", "x = 1\n"), ("friday", "x = 1\ny = 2\n")] {
//! #     std::fs::create_dir_all(place.join(day))?;
//! #     std::fs::write(place.join(day).join("a.py"), text)?;
//! # }
//! let (method, cache) = (Method::default(), Cache::in_memory());
//! let snapshot = |day: &str| Snapshot::of_directory(day, &place.join(day), Path::new(""), &method);
//! let days = vec![snapshot("monday")?, snapshot("friday")?];
//! let series = Series::measure(days, &method, &cache, &|_| true)?;
//! assert_eq!(series.points[1].languages.total.loc, 2);
//! assert_eq!(series.points[1].churn.map(|churn| churn.added), Some(1));
//! # std::fs::remove_dir_all(place)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | item | what it is |
//! | --- | --- |
//! | [`Method`] | what is measured and how, the same for all points |
//! | [`Repository`], [`Commits`] | snapshots from the object database of a git repository |
//! | [`Problem`] | snapshots from `checkpoint_1`, `checkpoint_2`, … |
//! | [`Cache`] | what was measured before |
//! | [`Series`], [`Point`] | the figures, and the lines added and removed |
//! | [`Series::compare`] | callables that grew, findings that are new |
//! | [`Series::clone_changes`] | clones that appeared |
//! | [`Phase`], [`Summary`] | the paper's progress phases; means, intervals, growth and slope over many series |
//!
//! This crate prints nothing and writes nothing but its cache, to a directory of the caller's choice.

mod attributes;
mod bootstrap;
mod cache;
mod checkpoints;
mod churn;
mod clones;
mod comparison;
mod error;
mod file;
mod git;
mod listing;
mod matching;
mod method;
mod phases;
mod point;
mod series;
mod snapshot;
mod statistics;
mod tree;
mod work;

pub use crate::bootstrap::{Estimate, Interval, RESAMPLES};
pub use crate::cache::Cache;
pub use crate::checkpoints::Problem;
pub use crate::clones::CloneChange;
pub use crate::comparison::{CallableChange, Comparison, FileChange, Placed};
pub use crate::error::Error;
pub use crate::file::{FileFigures, FileParts, KnownCallable, KnownFinding, Skip};
pub use crate::git::{Commits, Repository};
pub use crate::method::Method;
pub use crate::phases::Phase;
pub use crate::point::{Churn, Figures, Point, SkippedFile};
pub use crate::series::Series;
pub use crate::snapshot::Snapshot;
pub use crate::statistics::{Growth, Summary};
pub use crate::work::Progress;

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
