//! What the benches share.

pub mod generate;

use std::path::PathBuf;
use std::time::Instant;

use slop_core::{Generated, Language, SourceFile};
use slop_fixtures::{corpus, files};

/// A file of a project, read.
#[derive(Clone)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// The language.
    pub language: Language,
    /// The text, which can be parsed.
    pub text: String,
}

impl Source {
    /// The file with its tree.
    ///
    /// # Panics
    ///
    /// If it cannot be parsed, which was tried before.
    pub fn parse(self) -> SourceFile {
        SourceFile::parse(self.path, self.language, self.text).expect("it parses")
    }
}

/// The Python files of the Django package.
///
/// # Panics
///
/// If the corpus has not been fetched: `fixtures/conformance/fetch.sh`.
pub fn django() -> Vec<Source> {
    sources("django-5.2.1", &[Language::Python])
}

/// The JavaScript files of Ghost, a server.
///
/// # Panics
///
/// If the corpus has not been fetched: `fixtures/precision/fetch.sh`.
pub fn ghost() -> Vec<Source> {
    sources("npm/ghost-5.130.6", &[Language::JavaScript])
}

/// The TypeScript and TSX files of tldraw, a whiteboard.
///
/// # Panics
///
/// If the corpus has not been fetched: `fixtures/precision/fetch.sh`.
pub fn tldraw() -> Vec<Source> {
    sources("npm/tldraw-5.1.1", &[Language::TypeScript, Language::Tsx])
}

/// What Linux says of the memory of this process, in bytes: `VmRSS:` now, `VmHWM:` at its peak.
///
/// # Panics
///
/// On another system.
pub fn memory(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("a Linux system");
    let line = status.lines().find(|line| line.starts_with(field));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    let kilobytes = kilobytes.and_then(|number| number.parse::<usize>().ok());
    1024 * kilobytes.expect("the field")
}

/// The result and the seconds it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64())
}

/// Whether `cargo bench -- --test` asks if a bench runs, not for its table.
pub fn is_test() -> bool {
    std::env::args().any(|argument| argument == "--test")
}

/// For ratios.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2⁵³")]
pub fn real(number: usize) -> f64 {
    number as f64
}

/// The files of a package that are measured.
fn sources(package: &str, languages: &[Language]) -> Vec<Source> {
    let read = |path: PathBuf| {
        let language = Language::from_path(&path)?;
        let text = std::fs::read_to_string(&path).ok()?;
        let is_measured = Generated::by_text(&text, language).is_none()
            && SourceFile::parse(&path, language, text.as_str()).is_ok();
        is_measured.then_some(Source {
            path,
            language,
            text,
        })
    };
    let endings = languages.iter().flat_map(|language| language.endings());
    let paths = endings.flat_map(|ending| files(&corpus(package), ending));
    let sources: Vec<_> = paths.filter_map(read).collect();
    assert!(!sources.is_empty(), "{package} has no source");
    sources
}
