//! Find wasteful and duplicated code: the verbosity of the SlopCodeBench paper, its 137 rules and its clones.
//!
//! ```
//! use slop_core::{Language, SourceFile};
//! use slop_verbosity::{RuleSet, flagged_lines};
//!
//! let rules = RuleSet::paper();
//! let text = "def first(items):\n    if len(items) == 0:\n        return None\n    return items[0]\n";
//! let file = SourceFile::parse("first.py", Language::Python, text)?;
//! let findings = rules.scan(&file);
//! assert!(findings.iter().any(|finding| &*finding.rule == "len-as-condition"));
//! assert!(flagged_lines(&findings).contains(2));
//! # Ok::<(), slop_core::SourceError>(())
//! ```
//!
//! | group | what its rules find |
//! | --- | --- |
//! | `async` | promises and async functions that go the long way (JavaScript and TypeScript) |
//! | `comparisons` | comparisons with constants, lengths, types and literal lists |
//! | `comprehensions` | comprehensions that copy, wrap or throw away |
//! | `conditionals` | branches that a plain expression or an early return says in one line |
//! | `conversions` | conversions of what is converted already |
//! | `defensive` | guards against what cannot happen, or said many times |
//! | `dicts` | detours around `get`, `setdefault`, `items` and `Counter` |
//! | `duplication` | the same lines, conditions and branches again |
//! | `loops` | loops over indices, and loops that a builtin replaces |
//! | `misc` | needless lambdas, returns, initial values |
//! | `strings` | string building, splitting and parsing by hand |
//! | `typing` | annotations that say nothing |
//!
//! [`RuleSet::paper`] has the rules of the paper ([arXiv 2603.24755]), for Python, written anew; on its reference
//! packages they flag the same lines. [`RuleSet::javascript`] has ours for JavaScript and TypeScript: at least nine
//! of ten findings that were read in real packages are right. [`RuleSet::from_dir`] reads rules of your own, in ast-grep's format. Rules match
//! on the tree that the [`SourceFile`](slop_core::SourceFile) has already; nothing is parsed twice.
//!
//! [`CloneIndex`] finds duplicated functions, branches and loops, in one file or over a project, with one suffix
//! array; [`Verbosity`] puts flagged lines and clone lines together as the paper does.
//!
//! This crate knows nothing of complexity, prints nothing and reads no file but rules.
//!
//! [arXiv 2603.24755]: https://arxiv.org/abs/2603.24755

mod clones;
mod condition;
mod index;
mod landmarks;
mod lang;
mod linked;
mod literals;
mod need;
mod needs;
mod raw_rule;
mod rule;
mod rule_set;
mod scan;
mod score;
mod steps;
mod suppression;

pub use crate::clones::{
    CloneGroup, CloneIndex, CloneIndexBuilder, CloneInstance, CloneScope, CloneTokens,
    DEFAULT_MIN_LINES, DEFAULT_MIN_SEQUENCE_LINES, SequenceClones, clone_lines,
};
pub use crate::rule::{Rule, RuleError, Severity};
pub use crate::rule_set::{RuleSet, UnknownRule};
pub use crate::scan::{Finding, flagged_lines};
pub use crate::score::Verbosity;
pub use crate::suppression::{
    Suppressed, SuppressionProblem, SuppressionProblemKind, Suppressions,
};

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
