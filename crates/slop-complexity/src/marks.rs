//! Where the words and letters stand without which a piece of source has neither callables nor decisions.

use std::iter::Peekable;
use std::vec;

use slop_core::tree_sitter::Node;

/// Such places in a text, in code or elsewhere.
///
/// Most of a tree is far from any of them and need not be entered.
pub(crate) struct Marks(Peekable<vec::IntoIter<usize>>);

impl Marks {
    /// The places of words, of ASCII letters and `_`, and of other single bytes.
    pub(crate) fn of(text: &str, is_word: fn(&[u8]) -> bool, is_byte: fn(u8) -> bool) -> Self {
        let bytes = text.as_bytes();
        let mut places = Vec::new();
        let mut start = 0;
        for word in bytes.split(|byte| !byte.is_ascii_alphabetic() && *byte != b'_') {
            // A number may run into a keyword: Python reads `0xfor x` as `0xf or x`.
            let follows_digit = start > 0 && bytes[start - 1].is_ascii_digit();
            if is_word(word) || follows_digit && (1..word.len()).any(|at| is_word(&word[at..])) {
                places.push(start);
            }
            let end = start + word.len();
            if bytes.get(end).is_some_and(|byte| is_byte(*byte)) {
                places.push(end);
            }
            start = end + 1;
        }
        Self(places.into_iter().peekable())
    }

    /// Whether one stands in the node. Nodes are asked about in preorder.
    pub(crate) fn stand_in(&mut self, node: Node<'_>) -> bool {
        let (start, end) = (node.start_byte(), node.end_byte());
        while self.0.next_if(|at| *at < start).is_some() {}
        self.0.peek().is_some_and(|at| *at < end)
    }
}
