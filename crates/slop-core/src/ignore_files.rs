//! Ignore files, before they are read.

use std::fs::Metadata;
use std::path::Path;

use crate::{DiscoverError, Problem};

/// Refuses those of this directory that a search would read without end: pipes, devices.
pub(crate) fn check(directory: &Path) -> Result<(), DiscoverError> {
    for name in [".gitignore", ".ignore", ".git/info/exclude"] {
        let path = directory.join(name);
        // Directories are passed over.
        let is_neither = |about: Metadata| !about.is_file() && !about.is_dir();
        if path.metadata().is_ok_and(is_neither) {
            let cause = Problem::NotAFile.to_string();
            return Err(DiscoverError::Path { path, cause });
        }
    }
    Ok(())
}
