//! Finding the landmarks of a set of rules in a file.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use slop_core::tree_sitter::Node;

use crate::literals::{Literal, is_word};
use crate::needs::Landmark;

/// Landmarks, numbered in the order in which they were added.
#[derive(Default)]
pub(crate) struct LandmarksBuilder {
    added: Vec<Landmark>,
    numbers: HashMap<Landmark, usize>,
}

impl LandmarksBuilder {
    /// The number of a landmark, which is added when it is new.
    pub(crate) fn number(&mut self, landmark: &Landmark) -> usize {
        if let Some(number) = self.numbers.get(landmark) {
            return *number;
        }
        self.added.push(landmark.clone());
        self.numbers.insert(landmark.clone(), self.added.len() - 1);
        self.added.len() - 1
    }

    pub(crate) fn build(self) -> Landmarks {
        let (mut literals, mut kinds) = (Vec::new(), Vec::new());
        let count = self.added.len();
        for (number, landmark) in self.added.into_iter().enumerate() {
            match landmark {
                Landmark::Text(literal) => literals.push((literal, number)),
                Landmark::Kind(kind) => {
                    let kind = usize::from(kind);
                    kinds.resize(kinds.len().max(kind + 1), None);
                    kinds[kind] = Some(number);
                }
            }
        }
        let texts = literals.iter().map(|(literal, _)| &literal.text);
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(texts)
            .expect("as many states as the rules have letters");
        Landmarks {
            automaton,
            literals,
            kinds,
            count,
        }
    }
}

/// The landmarks that a set of rules looks for.
pub(crate) struct Landmarks {
    automaton: AhoCorasick,
    /// The literals of the automaton, in its order, and their numbers.
    literals: Vec<(Literal, usize)>,
    /// For each node kind, its number.
    kinds: Vec<Option<usize>>,
    count: usize,
}

impl Landmarks {
    /// Where the texts stand; the nodes are not known yet.
    pub(crate) fn in_text(&self, text: &str) -> Places {
        let mut found = vec![Vec::new(); self.count];
        let is_word_at = |index: usize| {
            let byte = text.as_bytes().get(index);
            byte.is_some_and(|byte| is_word(char::from(*byte)))
        };
        for one in self.automaton.find_overlapping_iter(text) {
            let (literal, number) = &self.literals[one.pattern().as_usize()];
            let is_cut_before = literal.begins_word && is_word_at(one.start().wrapping_sub(1));
            let is_cut_behind = literal.ends_word && is_word_at(one.end());
            if !is_cut_before && !is_cut_behind {
                found[*number].push(one.start());
            }
        }
        Places {
            next: vec![0; self.count],
            found,
        }
    }

    /// Adds a node, if its kind is a landmark. Nodes come in the order of the text.
    pub(crate) fn add(&self, node: Node<'_>, places: &mut Places) {
        if let Some(Some(number)) = self.kinds.get(usize::from(node.kind_id())) {
            places.found[*number].push(node.start_byte());
        }
    }
}

/// Where each landmark stands, for questions about places that never go back.
pub(crate) struct Places {
    found: Vec<Vec<usize>>,
    /// For each landmark, the first place that is not behind us.
    next: Vec<usize>,
}

impl Places {
    /// Whether the landmark stands in the range. Each range must start where the last one did or later.
    pub(crate) fn is_within(&mut self, landmark: usize, range: &Range<usize>) -> bool {
        let (found, next) = (&self.found[landmark], &mut self.next[landmark]);
        while found.get(*next).is_some_and(|place| *place < range.start) {
            *next += 1;
        }
        // A node may be empty, and stand where its parent ends.
        found.get(*next).is_some_and(|place| *place <= range.end)
    }

    pub(crate) fn is_anywhere(&self, landmark: usize) -> bool {
        !self.found[landmark].is_empty()
    }

    /// As [`is_within`](Self::is_within), for any range.
    pub(crate) fn is_around(&self, landmark: usize, range: &Range<usize>) -> bool {
        let found = &self.found[landmark];
        let next = found.partition_point(|place| *place < range.start);
        found.get(next).is_some_and(|place| *place <= range.end)
    }
}

#[cfg(test)]
mod tests {
    use slop_core::{Language, SourceFile};

    use super::*;

    #[test]
    fn whole_words_pieces_of_text_and_nodes() {
        let mut builder = LandmarksBuilder::default();
        let piece = Literal {
            begins_word: false,
            ends_word: false,
            ..Literal::word("get")
        };
        let list = Language::Python.grammar().id_for_node_kind("list", true);
        let word = builder.number(&Landmark::Text(Literal::word("get")));
        let piece = builder.number(&Landmark::Text(piece));
        let list = builder.number(&Landmark::Kind(list));
        assert_eq!(builder.number(&Landmark::Text(Literal::word("get"))), word);
        let landmarks = builder.build();

        let text = "get(getter.get) + [widget]";
        let file = SourceFile::parse("a.py", Language::Python, text).expect("valid Python");
        let mut places = landmarks.in_text(text);
        file.preorder()
            .for_each(|node| landmarks.add(node, &mut places));
        assert_eq!(places.found[word], [0, 11]);
        assert_eq!(places.found[piece], [0, 4, 11, 22]);
        assert_eq!(places.found[list], [18]);

        for (landmark, range, is_there) in [
            (word, 0..3, true),
            (word, 4..10, false),
            (word, 4..14, true),
            (list, 4..14, false),
            (list, 12..18, true),
            (word, 12..17, false),
        ] {
            assert_eq!(places.is_around(landmark, &range), is_there, "{range:?}");
            assert_eq!(places.is_within(landmark, &range), is_there, "{range:?}");
        }
    }
}
