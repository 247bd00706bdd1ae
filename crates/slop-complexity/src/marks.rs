//! The nodes in which words and signs stand without which there is neither a callable nor a decision.
//!
//! Most of a tree is far from any such mark, and is never looked at.

use std::iter::Peekable;
use std::vec;

use slop_core::tree_sitter::Node;
use slop_core::{Descent, SourceFile};

/// Words and signs to look for in a text, all at once.
///
/// This is the shift-and method of R. Baeza-Yates and G. H. Gonnet ("A New Approach to Text Searching", Communications
/// of the ACM, 1992): a bit says that what has been read ends with so many bytes of a pattern.
pub(crate) struct Patterns {
    /// For each byte, the bits of the places in patterns where it may stand.
    masks: [u64; 256],
    first: u64,
    last: u64,
    bits: u32,
}

impl Patterns {
    /// # Panics
    ///
    /// If the patterns have more than 64 bytes, with one behind each.
    pub(crate) fn new(words: &[&str], signs: &str) -> Self {
        let mut patterns = Self {
            masks: [0; 256],
            first: 0,
            last: 0,
            bits: 0,
        };
        // A word may begin in what looks like another: Python reads `0xfor x` as `0xf or x`.
        for word in words {
            let letters = word.bytes().map(|letter| move |byte| byte == letter);
            let behind = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b'_';
            patterns.add(letters, behind);
        }
        let is_sign = |byte| signs.as_bytes().contains(&byte);
        patterns.add([is_sign].into_iter(), |_| true);
        patterns
    }

    fn add(&mut self, letters: impl Iterator<Item = impl Fn(u8) -> bool>, behind: fn(u8) -> bool) {
        self.first |= 1 << self.bits;
        for letter in letters {
            self.add_byte(letter);
        }
        self.add_byte(behind);
        self.last |= 1 << (self.bits - 1);
    }

    fn add_byte(&mut self, is_possible: impl Fn(u8) -> bool) {
        for byte in (0..=u8::MAX).filter(|byte| is_possible(*byte)) {
            self.masks[usize::from(byte)] |= 1 << self.bits;
        }
        self.bits += 1;
    }

    /// Where patterns end in the text, in code or elsewhere.
    fn marks_in(&self, text: &str) -> Vec<usize> {
        let mut marks = Vec::new();
        let mut read = 0;
        for (at, byte) in text.bytes().enumerate() {
            read = (read << 1 | self.first) & self.masks[usize::from(byte)];
            if read & self.last != 0 {
                marks.push(at - 1);
            }
        }
        marks
    }
}

/// A walk over the root and the nodes in which marks stand, parents first.
pub(crate) struct MarkedNodes<'t> {
    marks: Peekable<vec::IntoIter<usize>>,
    /// Until it is returned.
    root: Option<Node<'t>>,
    /// To the innermost node returned that has children and may have more marks.
    path: Descent<'t>,
}

impl<'t> MarkedNodes<'t> {
    pub(crate) fn of(file: &'t SourceFile, patterns: &Patterns) -> Self {
        Self {
            marks: patterns.marks_in(file.text()).into_iter().peekable(),
            root: Some(file.root()),
            path: Descent::new(file.root()),
        }
    }

    /// The child of the innermost node on the path in which the mark stands, if it is not in that node alone.
    fn child_around(&mut self, mark: usize) -> Option<Node<'t>> {
        self.path.leave_before(mark);
        let child = self.path.first_child_for_byte(mark)?;
        (child.start_byte() <= mark).then_some(child)
    }

    /// Passes all marks in a node without children, such as a comment.
    fn pass(&mut self, leaf: Node<'_>) {
        let end = leaf.end_byte();
        while self.marks.next_if(|mark| *mark < end).is_some() {}
    }
}

impl<'t> Iterator for MarkedNodes<'t> {
    /// A node, and how far it is below the root.
    type Item = (Node<'t>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(root) = self.root.take() {
            return Some((root, 0));
        }
        loop {
            let mark = *self.marks.peek()?;
            let Some(node) = self.child_around(mark) else {
                self.marks.next();
                continue;
            };
            let depth = self.path.depth() + 1;
            if node.child_count() == 0 {
                self.pass(node);
            } else {
                self.path.enter(node);
            }
            return Some((node, depth));
        }
    }
}
