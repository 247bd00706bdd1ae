//! Symbols as characters.

use slop_core::Language;

use super::tokens::{CLOSE, CloneTokens};

/// Gives each symbol of each language a character: the more frequent, the smaller.
///
/// There are some hundred symbols and the first 128 are one byte of UTF-8 each, so a text is hardly longer than
/// its symbols are many.
pub(super) struct Alphabet {
    /// By language and symbol.
    letters: Vec<Vec<char>>,
    /// By character.
    spellings: Vec<String>,
}

impl Alphabet {
    pub(super) fn of(files: &[CloneTokens]) -> Self {
        let languages: Vec<_> = Language::all().collect();
        let mut counts: Vec<Vec<u64>> = languages
            .iter()
            .map(|language| vec![0; 2 * language.grammar().node_kind_count()])
            .collect();
        for file in files {
            let counts = &mut counts[file.language as usize];
            for symbol in &file.symbols {
                counts[usize::from(*symbol)] += 1;
            }
        }
        let mut used = Vec::new();
        for (language, counts) in languages.iter().zip(&counts) {
            for (symbol, count) in (0_u16..).zip(counts).filter(|(_, count)| **count > 0) {
                used.push((std::cmp::Reverse(*count), *language, symbol));
            }
        }
        used.sort_unstable();
        let mut letters: Vec<_> = counts.iter().map(|c| vec!['\0'; c.len()]).collect();
        for (letter, (_, language, symbol)) in ('\0'..).zip(&used) {
            letters[*language as usize][usize::from(*symbol)] = letter;
        }
        let spellings = used
            .iter()
            .map(|(_, language, symbol)| spelling(*language, *symbol))
            .collect();
        Self { letters, spellings }
    }

    pub(super) fn letters(&self, language: Language) -> &[char] {
        &self.letters[language as usize]
    }

    /// What a letter stands for, the same whatever letter it was given.
    pub(super) fn spelling(&self, letter: char) -> &str {
        &self.spellings[letter as usize]
    }
}

fn spelling(language: Language, symbol: u16) -> String {
    if symbol == CLOSE {
        return ")".to_owned();
    }
    let grammar = language.grammar();
    let kind = grammar
        .node_kind_for_id(symbol >> 1)
        .expect("a kind of the grammar");
    let opens = if symbol & 1 == 0 { "(" } else { "," };
    format!("{kind}{opens}")
}
