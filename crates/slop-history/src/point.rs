//! The figures of a point.

use std::path::Path;
use std::sync::Arc;

use slop_complexity::{Erosion, ErosionOptions};
use slop_core::{ByLanguage, Language};
use slop_verbosity::Verbosity;

use crate::file::{FileFigures, Skip};

/// A measured commit or checkpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The id of the commit, or the name of the checkpoint.
    pub name: String,
    /// The tags of the commit, where only commits with tags were asked for.
    pub tags: Vec<String>,
    /// When it was committed, in seconds since 1970; `None` for a directory.
    pub time: Option<i64>,
    /// The first line of the commit's message.
    pub subject: Option<String>,
    /// What `slop-cli scan` measures on a checkout of it.
    pub languages: ByLanguage<Figures>,
    /// The files that could not be measured.
    pub skipped: Vec<SkippedFile>,
    /// How many files are taken for code that nobody wrote.
    pub generated: usize,
    /// What changed since the point before; `None` for the first.
    pub churn: Option<Churn>,
}

/// The figures of the files of one language, or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// `None` for all together.
    pub language: Option<Language>,
    /// How many files were measured.
    pub files: usize,
    /// All rows.
    pub loc: u64,
    /// Source lines.
    pub sloc: u64,
    /// Structural erosion with the sums that it is made of.
    pub erosion: Erosion,
    /// Of the files that there are rules for; `None` without such files.
    pub lines: Option<Verbosity>,
}

/// A file that could not be measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFile {
    /// From the top of the commit or checkpoint on.
    pub path: Arc<Path>,
    /// Why.
    pub why: Skip,
}

/// Lines that are new and lines that are gone, of files that are measured or have a syntax error.
///
/// A file that was only moved counts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Churn {
    /// Lines that were not there before.
    pub added: u64,
    /// Lines that are no longer there.
    pub removed: u64,
}

/// The figures of files in the order of their paths, so that sums are the same to the last digit.
pub(crate) fn figures(files: &[(Language, &FileFigures)]) -> ByLanguage<Figures> {
    let size = |(language, file): &(Language, &FileFigures)| (*language, u64::from(file.sloc));
    ByLanguage::of(files, size, |language, files| {
        let files = || files.iter().map(|(_, file)| *file);
        let weights = files().flat_map(|file| file.weights.iter().copied());
        Figures {
            language,
            files: files().count(),
            loc: files().map(|file| u64::from(file.loc)).sum(),
            sloc: files().map(|file| u64::from(file.sloc)).sum(),
            erosion: Erosion::of_weights(ErosionOptions::default(), weights),
            lines: files()
                .filter_map(|file| file.lines)
                .reduce(|sum, lines| sum + lines),
        }
    })
}
