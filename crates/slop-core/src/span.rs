//! Places in a file.

use std::ops::RangeInclusive;

use tree_sitter::Node;

/// A place in a file: lines for people, bytes for programs.
///
/// Lines count from 1 and both ends are included. Columns count bytes from 0, as tree-sitter and
/// the Language Server Protocol (in its UTF-8 mode) do; the end column is the one *after* the last
/// byte. A line ends at LF or CRLF and nowhere else.
///
/// ```
/// use slop_core::{Language, SourceFile, Span};
///
/// let file = SourceFile::parse("a.py", Language::Python, "x = 1\nif x:\n    x = 2\n")?;
/// let branch = file.root().child(1).expect("two statements");
/// let span = Span::of(branch);
/// assert_eq!((span.start_line, span.end_line, span.line_count()), (2, 3, 2));
/// assert_eq!(&file.text()[span.bytes()], "if x:\n    x = 2");
/// # Ok::<(), slop_core::SourceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// First line, from 1.
    pub start_line: u32,
    /// Byte column of the first byte in its line, from 0.
    pub start_column: u32,
    /// Last line, included.
    pub end_line: u32,
    /// Byte column just after the last byte, in the last line.
    pub end_column: u32,
    /// Offset of the first byte in the text of the file.
    pub start_byte: u32,
    /// Offset just after the last byte.
    pub end_byte: u32,
}

impl Span {
    /// The place of a syntax node.
    ///
    /// # Panics
    ///
    /// Never for nodes of a [`SourceFile`](crate::SourceFile), whose text is under 4 GiB.
    pub fn of(node: Node<'_>) -> Self {
        let (start, end) = (node.start_position(), node.end_position());
        Self {
            start_line: to_u32(start.row) + 1,
            start_column: to_u32(start.column),
            end_line: to_u32(end.row) + 1,
            end_column: to_u32(end.column),
            start_byte: to_u32(node.start_byte()),
            end_byte: to_u32(node.end_byte()),
        }
    }

    /// The lines from first to last.
    pub fn lines(self) -> RangeInclusive<u32> {
        self.start_line..=self.end_line
    }

    /// How many lines there are from first to last: 1 when it begins and ends in one line.
    pub fn line_count(self) -> u32 {
        self.end_line - self.start_line + 1
    }

    /// The bytes, ready to index the text of the file with.
    pub fn bytes(self) -> std::ops::Range<usize> {
        self.start_byte as usize..self.end_byte as usize
    }
}

/// Rows, columns and offsets fit: a [`SourceFile`](crate::SourceFile) is smaller than 4 GiB.
pub(crate) fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("a source file is smaller than 4 GiB")
}
