//! The tokens of all files behind each other.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use slop_core::{Language, Span};

use super::groups::CloneInstance;
use super::tokens::{CloneTokens, Subtree};

/// Places in it count from the beginning of the first file.
///
/// Nothing stands between two files: what opens in a file closes in it, so no subtree begins in one file and
/// ends in the next.
pub(super) struct Sources {
    pub(super) files: Vec<IndexedFile>,
    pub(super) subtrees: Vec<Subtree>,
    pub(super) symbols: Vec<u16>,
    /// The number of each identifier's name in its file.
    pub(super) names: Vec<u32>,
}

pub(super) struct IndexedFile {
    pub(super) path: Arc<Path>,
    pub(super) language: Language,
    pub(super) subtrees: Range<usize>,
}

impl Sources {
    /// The number of the file that a subtree stands in.
    pub(super) fn file_of(&self, subtree: usize) -> usize {
        let is_before = |file: &IndexedFile| file.subtrees.end <= subtree;
        self.files.partition_point(is_before)
    }

    pub(super) fn file(&self, subtree: usize) -> &IndexedFile {
        &self.files[self.file_of(subtree)]
    }

    /// From the first to the last of some subtrees.
    pub(super) fn span(&self, first: usize, last: usize) -> Span {
        let (first, last) = (self.subtrees[first].span, self.subtrees[last].span);
        Span {
            end_line: last.end_line,
            end_column: last.end_column,
            end_byte: last.end_byte,
            ..first
        }
    }

    /// The place from the first to the last of some subtrees.
    pub(super) fn instance(&self, first: usize, last: usize) -> CloneInstance {
        CloneInstance {
            path: Arc::clone(&self.file(first).path),
            span: self.span(first, last),
        }
    }

    pub(super) fn of(tokens: Vec<CloneTokens>) -> Self {
        let total = |len: fn(&CloneTokens) -> usize| tokens.iter().map(len).sum();
        let mut sources = Self {
            files: Vec::with_capacity(tokens.len()),
            subtrees: Vec::with_capacity(total(|file| file.subtrees.len())),
            symbols: Vec::with_capacity(total(CloneTokens::len)),
            names: Vec::with_capacity(total(|file| file.names.len())),
        };
        for file in tokens {
            sources.push(file);
        }
        sources
    }

    fn push(&mut self, file: CloneTokens) {
        let first = self.subtrees.len();
        let (symbols, names) = (to_u32(self.symbols.len()), to_u32(self.names.len()));
        self.symbols.extend(file.symbols);
        self.names.extend(file.names);
        let moved = file.subtrees.into_iter().map(|subtree| Subtree {
            start: symbols + subtree.start,
            end: symbols + subtree.end,
            first_name: names + subtree.first_name,
            last_name: names + subtree.last_name,
            ..subtree
        });
        self.subtrees.extend(moved);
        self.files.push(IndexedFile {
            path: file.path,
            language: file.language,
            subtrees: first..self.subtrees.len(),
        });
    }

    /// The symbols from the first to the last of some subtrees.
    pub(super) fn symbols(&self, first: usize, last: usize) -> &[u16] {
        let (first, last) = (&self.subtrees[first], &self.subtrees[last]);
        &self.symbols[first.start as usize..last.end as usize]
    }

    /// The names from the first to the last of some subtrees.
    pub(super) fn names(&self, first: usize, last: usize) -> &[u32] {
        let (first, last) = (&self.subtrees[first], &self.subtrees[last]);
        &self.names[first.first_name as usize..last.last_name as usize]
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("an index holds fewer than 2³² symbols")
}
