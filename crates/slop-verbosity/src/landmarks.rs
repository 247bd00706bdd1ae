//! Finding the landmarks of a set of rules in a file.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use slop_core::tree_sitter::Node;

use crate::literals::{Literal, is_word};
use crate::need::Landmark;

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
        let automaton = DFA::new(texts).expect("as many states as the rules have letters");
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
    automaton: DFA,
    /// The literals of the automaton, in its order, and their numbers.
    literals: Vec<(Literal, usize)>,
    /// For each node kind, its number.
    kinds: Vec<Option<usize>>,
    count: usize,
}

impl Landmarks {
    /// Where the texts stand; the nodes are not known yet.
    pub(crate) fn in_text(&self, text: &str) -> Sightings {
        let mut seen = Vec::new();
        let whole = Anchored::No;
        let start = self.automaton.start_state(whole);
        let mut state = start.expect("a search can start anywhere");
        // The same as `find_overlapping_iter`, which stops and begins anew at each that it finds: a third more instructions.
        for (last, byte) in text.bytes().enumerate() {
            state = self.automaton.next_state(whole, state, byte);
            if self.automaton.is_special(state) && self.automaton.is_match(state) {
                self.add_found(state, text, last + 1, &mut seen);
            }
        }
        Sightings {
            seen,
            count: self.count,
        }
    }

    /// Adds the texts that end here.
    fn add_found(&self, state: StateID, text: &str, end: usize, seen: &mut Vec<(usize, usize)>) {
        let is_word_at = |index: usize| {
            let byte = text.as_bytes().get(index);
            byte.is_some_and(|byte| is_word(char::from(*byte)))
        };
        for index in 0..self.automaton.match_len(state) {
            let pattern = self.automaton.match_pattern(state, index);
            let (literal, number) = &self.literals[pattern.as_usize()];
            let start = end - literal.text.len();
            let is_cut_before = literal.begins_word && is_word_at(start.wrapping_sub(1));
            let is_cut_behind = literal.ends_word && is_word_at(end);
            if !is_cut_before && !is_cut_behind {
                seen.push((*number, start));
            }
        }
    }

    /// Adds a node, if its kind is a landmark. Nodes come in the order of the text.
    pub(crate) fn add(&self, node: Node<'_>, kind: u16, sightings: &mut Sightings) {
        if let Some(Some(number)) = self.kinds.get(usize::from(kind)) {
            sightings.seen.push((*number, node.start_byte()));
        }
    }
}

/// Landmarks and where they stand; each landmark in the order of the text.
pub(crate) struct Sightings {
    seen: Vec<(usize, usize)>,
    /// How many landmarks there are.
    count: usize,
}

impl Sightings {
    pub(crate) fn places(self) -> Places {
        let mut ends = vec![0; self.count + 1];
        for (landmark, _) in &self.seen {
            ends[landmark + 1] += 1;
        }
        for landmark in 0..self.count {
            ends[landmark + 1] += ends[landmark];
        }
        let starts = ends.clone();
        let mut found = vec![0; self.seen.len()];
        // From where a landmark's places begin to where they end, as they are filled in.
        for (landmark, place) in self.seen {
            found[ends[landmark]] = place;
            ends[landmark] += 1;
        }
        Places {
            next: starts.clone(),
            starts,
            found,
            ends,
        }
    }
}

/// Where each landmark stands, for questions about places that never go back.
pub(crate) struct Places {
    /// The places of all landmarks, one landmark after the other.
    found: Vec<usize>,
    /// For each landmark, where its places begin.
    starts: Vec<usize>,
    /// For each landmark, where its places end.
    ends: Vec<usize>,
    /// For each landmark, the first place that is not behind us.
    next: Vec<usize>,
}

impl Places {
    fn of(&self, landmark: usize) -> &[usize] {
        &self.found[self.starts[landmark]..self.ends[landmark]]
    }

    /// Whether the landmark stands in the range. Each range must start where the last one did or later.
    pub(crate) fn is_within(&mut self, landmark: usize, range: &Range<usize>) -> bool {
        let next = &mut self.next[landmark];
        let mut ahead = &self.found[*next..self.ends[landmark]];
        while let Some((_, rest)) = ahead
            .split_first()
            .filter(|(place, _)| **place < range.start)
        {
            ahead = rest;
            *next += 1;
        }
        // A node may be empty, and stand where its parent ends.
        ahead.first().is_some_and(|place| *place <= range.end)
    }

    pub(crate) fn is_anywhere(&self, landmark: usize) -> bool {
        self.starts[landmark] < self.ends[landmark]
    }

    /// As [`is_within`](Self::is_within), for any range.
    pub(crate) fn is_around(&self, landmark: usize, range: &Range<usize>) -> bool {
        let found = self.of(landmark);
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
        let mut sightings = landmarks.in_text(text);
        file.preorder()
            .for_each(|node| landmarks.add(node, node.kind_id(), &mut sightings));
        let mut places = sightings.places();
        assert_eq!(places.of(word), [0, 11]);
        assert_eq!(places.of(piece), [0, 4, 11, 22]);
        assert_eq!(places.of(list), [18]);

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
