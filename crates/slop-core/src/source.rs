//! One source file: its text and its syntax tree.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tree_sitter::{Node, Parser, Tree};

use crate::nodes::ListedTree;
use crate::span::to_u32;
use crate::{Language, LineSet, Nodes, Preorder, Problem, SourceError, sloc, syntax_error};

/// The greatest file that [`SourceFile::from_path`] accepts: 3 MB.
pub const DEFAULT_MAX_BYTES: u64 = 3_000_000;

/// A source file that was read and parsed, without syntax errors.
///
/// Everything that looks at syntax takes a `&SourceFile`, so that a file is parsed once. A clone is the same file: it
/// shares the text and the tree.
#[derive(Debug, Clone)]
pub struct SourceFile(Arc<Parsed>);

#[derive(Debug)]
struct Parsed {
    path: PathBuf,
    language: Language,
    text: String,
    tree: Arc<Tree>,
    nodes: OnceLock<ListedTree>,
    source_lines: OnceLock<LineSet>,
}

impl SourceFile {
    /// Reads and parses a file of at most [`DEFAULT_MAX_BYTES`], its language told by its ending.
    ///
    /// # Errors
    ///
    /// A [`SourceError`] with any [`Problem`].
    pub fn from_path(path: impl Into<PathBuf>) -> Result<Self, SourceError> {
        let path = path.into();
        let language = Language::from_path(&path)
            .ok_or_else(|| SourceError::new(&path, Problem::UnknownLanguage))?;
        Self::read(path, language, DEFAULT_MAX_BYTES)
    }

    /// Reads and parses a file of at most `max_bytes` as this language.
    ///
    /// Only regular files are opened, so a pipe or a device never blocks the caller, and no more
    /// than `max_bytes + 1` bytes are read, whatever size the file claims or grows to.
    ///
    /// # Errors
    ///
    /// A [`SourceError`] with any [`Problem`] but [`Problem::UnknownLanguage`].
    pub fn read(
        path: impl Into<PathBuf>,
        language: Language,
        max_bytes: u64,
    ) -> Result<Self, SourceError> {
        let path = path.into();
        match read_text(&path, max_bytes) {
            Ok(text) => Self::parse(path, language, text),
            Err(problem) => Err(SourceError::new(&path, problem)),
        }
    }

    /// Reads at most `max_bytes` to the end and parses them; `path` is only a name.
    ///
    /// # Errors
    ///
    /// As for [`SourceFile::read`], but for [`Problem::NotAFile`].
    pub fn from_reader(
        path: impl Into<PathBuf>,
        language: Language,
        reader: impl Read,
        max_bytes: u64,
    ) -> Result<Self, SourceError> {
        let path = path.into();
        match text_from(reader, max_bytes) {
            Ok(text) => Self::parse(path, language, text),
            Err(problem) => Err(SourceError::new(&path, problem)),
        }
    }

    /// Parses text that is already in memory; `path` is only a name.
    ///
    /// A leading byte order mark is dropped and takes no part in columns and byte offsets.
    ///
    /// # Errors
    ///
    /// [`Problem::NulByte`], [`Problem::Syntax`], and [`Problem::TooLarge`] from 4 GiB on.
    ///
    /// # Panics
    ///
    /// Never: the grammars are those of the tree-sitter that this crate is built with.
    pub fn parse(
        path: impl Into<PathBuf>,
        language: Language,
        text: impl Into<String>,
    ) -> Result<Self, SourceError> {
        let (path, mut text) = (path.into(), text.into());
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        match parse_tree(language, &text) {
            Ok(tree) => Ok(Self(Arc::new(Parsed {
                path,
                language,
                text,
                tree: Arc::new(tree),
                nodes: OnceLock::new(),
                source_lines: OnceLock::new(),
            }))),
            Err(problem) => Err(SourceError::new(&path, problem)),
        }
    }

    /// The path, as it was given.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The language it was parsed as.
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The syntax tree, which holds no error node.
    pub fn tree(&self) -> &Tree {
        &self.0.tree
    }

    /// The root of the tree.
    pub fn root(&self) -> Node<'_> {
        self.0.tree.root_node()
    }

    /// A walk over all nodes of the tree, parents first.
    pub fn preorder(&self) -> Preorder<'_> {
        match self.0.nodes.get() {
            Some(tree) => Preorder::over(tree.nodes()),
            None => Preorder::new(self.root()),
        }
    }

    /// All nodes of the tree as a list, parents first.
    ///
    /// Made when first asked for, then kept: 48 bytes a node, or about 11 a byte of ordinary source. Walks that begin
    /// later go over the list.
    pub fn nodes(&self) -> &Nodes<'_> {
        let listed = || ListedTree::of(Arc::clone(&self.0.tree));
        self.0.nodes.get_or_init(listed).nodes()
    }

    /// LOC: the number of rows, blank and comment lines included.
    ///
    /// A row ends at LF or CRLF; a last row without an end counts, an empty text has none.
    ///
    /// # Panics
    ///
    /// Never: the text is under 4 GiB.
    pub fn loc(&self) -> u32 {
        let text = &self.0.text;
        let ends = text.bytes().filter(|byte| *byte == b'\n').count();
        to_u32(ends + usize::from(!text.is_empty() && !text.ends_with('\n')))
    }

    /// SLOC lines: those on which a token starts, other than a comment, minus docstring lines.
    ///
    /// Computed when first asked for, then kept. A string literal is one token; an f-string and a
    /// template literal are several, as in CPython 3.12 and ECMAScript. The definition, corner by
    /// corner, is in the project's `docs/definitions.md`.
    pub fn source_lines(&self) -> &LineSet {
        self.0.source_lines.get_or_init(|| sloc::source_lines(self))
    }
}

/// Reads a text of at most `max_bytes`, as [`SourceFile::read`] reads sources: from regular files only, and no more
/// than one byte above the limit.
///
/// For files that a search comes upon, such as settings: whoever made the directory decides what stands in it.
///
/// # Errors
///
/// [`Problem::Unreadable`], [`Problem::NotAFile`], [`Problem::TooLarge`] and [`Problem::NotUtf8`].
pub fn read_text(path: &Path, max_bytes: u64) -> Result<String, Problem> {
    // Before opening: opening a pipe waits for its writer.
    if !path.metadata().map_err(Problem::Unreadable)?.is_file() {
        return Err(Problem::NotAFile);
    }
    text_from(File::open(path).map_err(Problem::Unreadable)?, max_bytes)
}

fn text_from(reader: impl Read, max_bytes: u64) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let mut limited = reader.take(max_bytes.saturating_add(1));
    limited
        .read_to_end(&mut bytes)
        .map_err(Problem::Unreadable)?;
    if bytes.len() as u64 > max_bytes {
        return Err(Problem::TooLarge { limit: max_bytes });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = line_after(&error.as_bytes()[..valid]);
        Problem::NotUtf8 { line }
    })
}

fn parse_tree(language: Language, text: &str) -> Result<Tree, Problem> {
    if u32::try_from(text.len()).is_err() {
        let limit = u64::from(u32::MAX);
        return Err(Problem::TooLarge { limit });
    }
    if let Some(offset) = text.find('\0') {
        let line = line_after(&text.as_bytes()[..offset]);
        return Err(Problem::NulByte { line });
    }
    with_parser(language, |parser| {
        let tree = parser.parse(text, None);
        let tree = tree.expect("parsing ends early only when it is told to");
        if tree.root_node().has_error() {
            return Err(syntax_error::locate(parser, text));
        }
        Ok(tree)
    })
}

/// Lends the parser that this thread keeps for the language: making one costs as much as parsing a
/// small file.
fn with_parser<T>(language: Language, parse: impl FnOnce(&mut Parser) -> T) -> T {
    thread_local! {
        static PARSERS: RefCell<HashMap<Language, Parser>> = RefCell::default();
    }
    PARSERS.with_borrow_mut(|parsers| {
        parse(parsers.entry(language).or_insert_with(|| {
            let mut parser = Parser::new();
            let set = parser.set_language(&language.grammar());
            set.expect("the grammars are built for this tree-sitter");
            parser
        }))
    })
}

/// The line that the byte after these stands on.
fn line_after(bytes: &[u8]) -> u32 {
    let lines = bytes.split(|byte| *byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}
