//! From columns that count bytes to columns that count characters.

use slop_core::Span;

use super::log::{Region, RegionRest};

/// How many characters lie before each part of a text, so that a column far out in a long line costs no more
/// than any other.
pub(super) struct Columns<'a> {
    text: &'a [u8],
    before: Vec<u32>,
}

/// Bytes of a part.
const PART: usize = 256;

impl<'a> Columns<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let (text, mut sum) = (text.as_bytes(), 0);
        let parts = text.chunks(PART).map(characters);
        let mut before = vec![0];
        before.extend(parts.map(|characters| {
            sum += characters;
            sum
        }));
        Self { text, before }
    }

    pub(super) fn region(&self, span: Span) -> Region {
        Region {
            start_line: span.start_line,
            rest: Some(RegionRest {
                start_column: self.column(span.start_byte, span.start_column),
                end_line: span.end_line,
                end_column: self.column(span.end_byte, span.end_column),
            }),
        }
    }

    /// The column from 1, in characters, of a byte with this column from 0, in bytes.
    fn column(&self, byte: u32, column: u32) -> u32 {
        self.characters_before(byte) - self.characters_before(byte - column) + 1
    }

    fn characters_before(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        let part = byte / PART;
        self.before[part] + characters(&self.text[part * PART..byte])
    }
}

/// How many characters begin among these bytes of UTF-8.
fn characters(bytes: &[u8]) -> u32 {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    let number = bytes.iter().filter(begins).count();
    u32::try_from(number).expect("a source file is smaller than 4 GiB")
}

#[cfg(test)]
mod tests {
    use slop_core::{Language, SourceFile};

    use super::*;

    #[test]
    fn columns_count_characters_from_1_to_the_one_after_the_last() {
        // Characters of one to four bytes, over more than one part, on lines that end in both ways.
        let line = "a = 'é€😀' + b\r\nc = '😀' + 'é'\n".repeat(40);
        let file = SourceFile::parse("a.py", Language::Python, &*line).expect("it parses");
        let columns = Columns::of(file.text());
        let lines: Vec<&str> = line.lines().collect();
        let mut checked = 0;
        for node in file.preorder() {
            let span = Span::of(node);
            let region = columns.region(span).rest.expect("columns");
            let of = |line: u32, column: u32| {
                let text = lines.get(line as usize - 1).copied().unwrap_or_default();
                text[..column as usize].chars().count() + 1
            };
            assert_eq!(
                region.start_column as usize,
                of(span.start_line, span.start_column)
            );
            assert_eq!(
                region.end_column as usize,
                of(span.end_line, span.end_column)
            );
            checked += 1;
        }
        assert!(checked > 400, "{checked}");
    }

    #[test]
    fn an_empty_text_has_one_place() {
        let file = SourceFile::parse("a.py", Language::Python, "").expect("it parses");
        let region = Columns::of(file.text()).region(Span::of(file.root()));
        let rest = region.rest.expect("columns");
        assert_eq!((rest.start_column, rest.end_column), (1, 1));
    }
}
