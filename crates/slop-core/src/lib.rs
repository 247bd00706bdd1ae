//! A source file read once, parsed once, and described in lines and spans.
//!
//! ```
//! use slop_core::{Language, SourceFile};
//!
//! let text = "def greet(name):\n    # polite\n    return f'hello {name}'\n";
//! let file = SourceFile::parse("greet.py", Language::Python, text)?;
//! assert_eq!(file.loc(), 3);
//! assert_eq!(file.source_lines().iter().collect::<Vec<_>>(), [1, 3]);
//! # Ok::<(), slop_core::SourceError>(())
//! ```
//!
//! Every measure of the slop workspace takes a [`SourceFile`] and reports places as [`Span`]s and
//! [`LineSet`]s, so measures can be combined line by line without parsing anything twice.
//!
//! | item | what it is |
//! | --- | --- |
//! | [`Language`] | what can be parsed: file endings, grammar |
//! | [`ByLanguage`] | figures of each language and of all |
//! | [`Discovery`] | the source files under some paths, `.gitignore` honoured |
//! | [`TreeDir`] | the same in a tree that is not on the disk |
//! | [`SourceFile`] | text and syntax tree of one file |
//! | [`SourceError`] | why a file could not be measured, with path and line |
//! | [`Span`] | a place in a file |
//! | [`LineSet`] | a set of line numbers |
//! | [`Generated`] | why a file is taken for code that nobody wrote |
//! | [`Fingerprint`] | what a piece of code is known by, wherever it stands |
//! | [`Preorder`], [`KindSet`] | walking a tree of any depth without recursion |
//! | [`Descent`] | going down a tree to places in its text |
//! | [`Nodes`] | the nodes of a tree as a list, each with the places of its relatives |
//!
//! This crate counts lines, finds files and parses them. It knows nothing of complexity, rules or
//! clones, prints nothing, and keeps no state between calls that a caller could observe.

mod by_language;
mod descent;
mod discover;
mod error;
mod fingerprint;
mod generated;
mod ignore_files;
mod kinds;
mod language;
mod line_set;
mod nodes;
mod preorder;
mod sloc;
mod source;
mod span;
mod syntax_error;
mod tree_dir;

pub use crate::by_language::ByLanguage;
pub use crate::descent::Descent;
pub use crate::discover::{Candidate, DiscoverError, Discovered, Discovery};
pub use crate::error::{Problem, SourceError};
pub use crate::fingerprint::Fingerprint;
pub use crate::generated::Generated;
pub use crate::kinds::KindSet;
pub use crate::language::{Language, UnknownLanguage};
pub use crate::line_set::LineSet;
pub use crate::nodes::Nodes;
pub use crate::preorder::Preorder;
pub use crate::source::{DEFAULT_MAX_BYTES, SourceFile, read_text};
pub use crate::span::Span;
pub use crate::tree_dir::TreeDir;

pub use tree_sitter;

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
