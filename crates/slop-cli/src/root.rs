//! What the paths in reports for programs are relative to.

use std::io;
use std::path::{Component, Path, PathBuf, absolute};

use crate::report::shown_path;

/// The directory that paths in reports for programs are relative to, so that the same files give the same
/// report from every working directory.
///
/// It is the repository (the nearest directory with `.git`) around all the paths that are measured, or else
/// the nearest directory around them.
pub(crate) struct Root(PathBuf);

impl Root {
    pub(crate) fn of(paths: &[PathBuf]) -> io::Result<Self> {
        let around = around(paths)?;
        let repository = around.ancestors().find(|place| place.join(".git").exists());
        Ok(Self(repository.unwrap_or(&around).to_owned()))
    }

    /// What the directory is called.
    pub(crate) fn name(&self) -> String {
        let name = self.0.file_name().unwrap_or(self.0.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// The path from the root on, with `/` between its parts; outside of it, as it was given.
    pub(crate) fn relative(&self, path: &Path) -> String {
        if path == Path::new(STDIN) {
            return STDIN.to_owned();
        }
        let inside = normal(path).ok();
        let inside = inside
            .as_deref()
            .and_then(|path| path.strip_prefix(&self.0).ok());
        match inside.unwrap_or(path) {
            root if root.as_os_str().is_empty() => ".".to_owned(),
            path => shown_path(path),
        }
    }
    /// How people name a path that is given from the root on: from the current directory on, where it is inside.
    pub(crate) fn shown(&self, relative: &str) -> String {
        shown_from_here(&self.0.join(relative))
    }
}

pub(crate) fn shown_from_here(path: &Path) -> String {
    let here = normal(Path::new(".")).ok();
    let inside = here.and_then(|here| path.strip_prefix(here).ok());
    shown_path(inside.unwrap_or(path))
}

/// What standard input is called where it is given no path.
pub(crate) const STDIN: &str = "<stdin>";

pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The nearest directory around all the paths; without any, the current one.
pub(crate) fn around(paths: &[PathBuf]) -> io::Result<PathBuf> {
    let paths = paths.iter().filter(|path| !is_stdin(path));
    let mut places: Vec<PathBuf> = paths
        .map(|path| directory(path))
        .collect::<Result<_, _>>()?;
    if places.is_empty() {
        places.push(normal(Path::new("."))?);
    }
    let is_around_all = |place: &&Path| places.iter().all(|other| other.starts_with(place));
    let around = places[0].ancestors().find(is_around_all);
    Ok(around.unwrap_or(&places[0]).to_owned())
}

/// The directory itself, or that of a file.
fn directory(path: &Path) -> io::Result<PathBuf> {
    let mut path = normal(path)?;
    if !path.is_dir() {
        path.pop();
    }
    Ok(path)
}

/// The absolute path without `.` and `..`; symbolic links stay what they are called.
pub(crate) fn normal(path: &Path) -> io::Result<PathBuf> {
    let mut normal = PathBuf::new();
    for part in absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    Ok(normal)
}
