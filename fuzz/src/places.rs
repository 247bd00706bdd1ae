//! Where spans and lines must be.

use slop_core::{LineSet, Span};

/// The rows of a text.
pub(crate) struct Rows<'a> {
    text: &'a str,
    /// The offset of the first byte of each, and of the end.
    starts: Vec<usize>,
    /// LOC.
    pub(crate) count: u32,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        let count = u32::try_from(text.lines().count()).expect("a short text");
        Self {
            text,
            starts,
            count,
        }
    }

    /// A span is a piece of the text, and its lines and columns are those of its bytes.
    pub(crate) fn check_span(&self, span: Span) {
        assert!(self.text.get(span.bytes()).is_some(), "{span:?}");
        self.check_lines(span.start_line, span.end_line);
        for (line, column, byte) in [
            (span.start_line, span.start_column, span.start_byte),
            (span.end_line, span.end_column, span.end_byte),
        ] {
            let start = self.starts[line as usize - 1];
            assert_eq!(start + column as usize, byte as usize, "{span:?}");
        }
    }

    /// Lines are in order, and there are that many.
    pub(crate) fn check_lines(&self, first: u32, last: u32) {
        let loc = self.count;
        assert!(
            1 <= first && first <= last && last <= loc,
            "{first} to {last} of {loc} lines"
        );
    }

    /// No line of a set is outside.
    pub(crate) fn check_set(&self, lines: &LineSet) {
        if let (Some(first), Some(last)) = (lines.iter().next(), lines.iter().last()) {
            self.check_lines(first, last);
        }
    }
}

/// A share is from 0 to 1, if there is one.
pub(crate) fn check_share(share: Option<f64>) {
    assert!(
        share.is_none_or(|share| (0.0..=1.0).contains(&share)),
        "{share:?}"
    );
}
