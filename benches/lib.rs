//! What the benches share.

pub mod generate;

use slop_fixtures::{corpus, files};

/// The texts of all Python files of the Django package.
///
/// # Panics
///
/// If the corpus has not been fetched: `fixtures/conformance/fetch.sh`.
pub fn django() -> Vec<String> {
    let paths = files(&corpus("django-5.2.1"), "py");
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("UTF-8"))
        .collect()
}
