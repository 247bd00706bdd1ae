//! How structural erosion and verbosity of a codebase change, over the commits of a git repository or over
//! checkpoint directories.

mod attributes;
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
mod point;
mod series;
mod snapshot;
mod tree;
mod work;

pub use crate::cache::Cache;
pub use crate::checkpoints::Problem;
pub use crate::clones::CloneChange;
pub use crate::comparison::{CallableChange, Comparison, FileChange, Placed};
pub use crate::error::Error;
pub use crate::file::{FileFigures, FileParts, KnownCallable, KnownFinding, Skip};
pub use crate::git::{Commits, Repository};
pub use crate::method::Method;
pub use crate::point::{Churn, Figures, Point, SkippedFile};
pub use crate::series::Series;
pub use crate::snapshot::Snapshot;
pub use crate::work::Progress;
