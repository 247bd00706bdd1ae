//! Why a series cannot be made.

use std::io;
use std::path::PathBuf;

use slop_core::DiscoverError;

/// Why a series cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no git repository at the path or above it.
    #[error("{}: in no git repository", path.display())]
    NoRepository {
        /// The path.
        path: PathBuf,
        /// What was tried.
        cause: Box<gix::Error>,
    },
    /// What was given names no commit.
    #[error("`{name}` names no commit: {cause}")]
    NoCommit {
        /// What was given.
        name: String,
        /// What is wrong with it.
        cause: Box<gix::Error>,
    },
    /// The repository is damaged or lacks objects, as a partial clone does.
    #[error("the repository cannot be read: {0}")]
    Repository(Box<gix::Error>),
    /// A path of a tree cannot be written on this system, or is deeper than any that can.
    #[error("the tree of a commit holds a path that cannot be checked out: {0}")]
    Path(String),
    /// A directory cannot be searched.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// A directory has no checkpoints.
    #[error("{}: no directory is called checkpoint_1, checkpoint_2, …", path.display())]
    NoCheckpoint {
        /// The directory.
        path: PathBuf,
    },
    /// The operating system would not let a path be read.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What it says.
        cause: io::Error,
    },
    /// The caller stopped before there was anything to give back.
    #[error("stopped")]
    Stopped,
}

impl From<gix::Error> for Error {
    fn from(cause: gix::Error) -> Self {
        Self::Repository(Box::new(cause))
    }
}
