//! Points from directories: `checkpoint_1`, `checkpoint_2`, … of one problem or of many.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Error, Method, Snapshot};

/// The checkpoints of one problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What its directory is called.
    pub name: String,
    /// The directories, `checkpoint_2` before `checkpoint_10`.
    pub checkpoints: Vec<PathBuf>,
}

impl Problem {
    /// The problem whose checkpoints stand in a directory, or all those in the directories in it, sorted by name.
    ///
    /// # Errors
    ///
    /// [`Error::NoCheckpoint`] when there are none, [`Error::Io`] when a directory cannot be read.
    pub fn find(directory: &Path) -> Result<Vec<Self>, Error> {
        let mut problems = vec![Self::at(directory)?];
        problems.retain(|problem| !problem.checkpoints.is_empty());
        if problems.is_empty() {
            for inner in directories(directory)? {
                problems.push(Self::at(&inner)?);
            }
            problems.retain(|problem| !problem.checkpoints.is_empty());
        }
        if problems.is_empty() {
            return Err(Error::NoCheckpoint {
                path: directory.to_owned(),
            });
        }
        Ok(problems)
    }

    /// The files of each checkpoint as they are now.
    ///
    /// # Errors
    ///
    /// [`Error::Discover`] when a checkpoint cannot be searched.
    pub fn snapshots(&self, method: &Method) -> Result<Vec<Snapshot>, Error> {
        let checkpoints = self.checkpoints.iter();
        checkpoints
            .map(|path| Snapshot::of_directory(&name(path), path, Path::new(""), method))
            .collect()
    }

    fn at(directory: &Path) -> Result<Self, Error> {
        let mut checkpoints: Vec<_> = directories(directory)?
            .into_iter()
            .filter_map(|path| Some((number(&path)?, path)))
            .collect();
        checkpoints.sort();
        let full = directory.canonicalize();
        Ok(Self {
            name: name(full.as_deref().unwrap_or(directory)),
            checkpoints: checkpoints.into_iter().map(|(_, path)| path).collect(),
        })
    }
}

/// The number of a checkpoint.
fn number(path: &Path) -> Option<u64> {
    let number = path.file_name()?.to_str()?.strip_prefix("checkpoint_")?;
    let are_digits = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| are_digits)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// The directories in a directory, sorted by name.
fn directories(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |cause| Error::Io {
        path: path.to_owned(),
        cause,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let inner = entry.map_err(failed)?.path();
        if inner.is_dir() {
            found.push(inner);
        }
    }
    found.sort();
    Ok(found)
}
