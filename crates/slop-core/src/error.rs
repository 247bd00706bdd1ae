//! Why a file could not be measured.

use std::io;
use std::path::{Path, PathBuf};

/// A file that could not be measured: which, why and where.
///
/// One bad file never ends a run; the caller lists it as skipped and goes on.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct SourceError {
    path: PathBuf,
    problem: Problem,
}

impl SourceError {
    pub(crate) fn new(path: &Path, problem: Problem) -> Self {
        Self {
            path: path.to_owned(),
            problem,
        }
    }

    /// The file, as its path was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The operating system would not give the file's bytes.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// A directory, a pipe, a device.
    #[error("not a regular file")]
    NotAFile,
    /// The ending of its name belongs to no language of this library.
    #[error(
        "no language has this file ending; known endings: {}",
        crate::Language::all_endings()
    )]
    UnknownLanguage,
    /// More bytes than the caller allows.
    #[error("larger than the limit of {limit} bytes")]
    TooLarge {
        /// The greatest size allowed, in bytes.
        limit: u64,
    },
    /// The bytes are not UTF-8.
    #[error("not UTF-8")]
    NotUtf8 {
        /// The line of the first byte that is not.
        line: u32,
    },
    /// The text holds a NUL character: it is no source text.
    #[error("holds a NUL character")]
    NulByte {
        /// The line of the first NUL.
        line: u32,
    },
    /// The grammar finds an error.
    #[error("syntax error {what}")]
    Syntax {
        /// The line in which the parser could not go on.
        line: u32,
        /// What stands there: ``after `def f(` ``.
        what: String,
    },
}

impl Problem {
    /// A stable word for the kind of problem, for machines: `syntax-error`, `not-utf8`, ….
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::NotAFile => "not-a-file",
            Self::UnknownLanguage => "unknown-language",
            Self::TooLarge { .. } => "too-large",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::NulByte { .. } => "nul-byte",
            Self::Syntax { .. } => "syntax-error",
        }
    }

    /// The line of the problem, from 1, where it has one.
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::NotUtf8 { line } | Self::NulByte { line } | Self::Syntax { line, .. } => {
                Some(*line)
            }
            _ => None,
        }
    }
}
