//! The tokens of all files behind each other.

use super::alphabet::Alphabet;
use super::index::IndexedFile;
use super::tokens::{CloneTokens, Subtree};

/// Places in it count from the beginning of the first file.
///
/// Nothing stands between two files: what opens in a file closes in it, so no subtree begins in one file and
/// ends in the next.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) files: Vec<IndexedFile>,
    pub(super) subtrees: Vec<Subtree>,
    /// The symbols, as characters. Subtrees are ranges of its bytes.
    pub(super) text: String,
    /// The number of each identifier's name in its file.
    pub(super) names: Vec<u32>,
}

impl Sources {
    pub(super) fn push(&mut self, file: CloneTokens, alphabet: &Alphabet) {
        let letters = alphabet.letters(file.language);
        let mut places = Vec::with_capacity(file.symbols.len() + 1);
        for symbol in &file.symbols {
            places.push(to_u32(self.text.len()));
            self.text.push(letters[usize::from(*symbol)]);
        }
        places.push(to_u32(self.text.len()));

        let first = self.subtrees.len();
        let names_before = to_u32(self.names.len());
        self.names.extend(file.names);
        self.subtrees
            .extend(file.subtrees.into_iter().map(|subtree| Subtree {
                start: places[subtree.start as usize],
                end: places[subtree.end as usize],
                first_name: names_before + subtree.first_name,
                last_name: names_before + subtree.last_name,
                ..subtree
            }));
        self.files.push(IndexedFile {
            path: file.path,
            language: file.language,
            subtrees: first..self.subtrees.len(),
        });
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("an index holds fewer than 2³² symbols")
}
