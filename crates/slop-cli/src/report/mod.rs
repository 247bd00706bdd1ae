//! Putting results into formats.

pub(crate) mod json;
pub(crate) mod text;

use std::path::{MAIN_SEPARATOR, Path};

/// A path as it stands in every report: as it was given, with `/` between its parts.
pub(crate) fn shown_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' {
        path.into_owned()
    } else {
        path.replace(MAIN_SEPARATOR, "/")
    }
}
