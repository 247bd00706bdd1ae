//! Subtrees that are equal up to consistent renaming.

use std::collections::HashMap;
use std::hash::Hasher;
use std::ops::Range;

use siphasher::sip128::{Hasher128, SipHasher13};
use slop_core::{Fingerprint, tree_sitter};

use super::sources::Sources;
use super::tokens::{self, Subtree};

pub(super) struct Shapes {
    /// By the number of the subtree; `None` for one that is no candidate or like no other.
    pub(super) of: Vec<Option<u32>>,
    /// By shape.
    pub(super) fingerprints: Vec<Fingerprint>,
}

/// Finds the shape of every candidate: its class in the suffix array, split by consistent renaming.
///
/// Whether two trees of one class differ in more than names depends on which identifiers have the same name as
/// an earlier one inside, and which one (Baker's parameterized match, 1993). Each such binding belongs to the smallest
/// candidate around both identifiers. Then two candidates are equal when their classes, the shapes of the
/// candidates in them and their own bindings are: nothing is looked at twice, however deep candidates nest.
pub(super) fn of(sources: &Sources, classes: &[Option<u32>]) -> Shapes {
    let mut shapes = Interner {
        sources,
        known: HashMap::new(),
        shapes: Shapes {
            of: vec![None; sources.subtrees.len()],
            fingerprints: Vec::new(),
        },
    };
    for file in &sources.files {
        let mut candidates = candidates(sources, classes, file.subtrees.clone());
        bind(&mut candidates, &sources.names);
        // Those inside come before the one around them.
        for candidate in candidates.iter().rev() {
            let shape = shapes.intern(candidate, &file.language.grammar());
            shapes.shapes.of[candidate.number] = Some(shape);
        }
    }
    shapes.shapes
}

struct Candidate<'a> {
    number: usize,
    subtree: &'a Subtree,
    class: u32,
    /// The numbers of the candidates in it that are in no smaller one.
    inside: Vec<usize>,
    /// The bindings in it that are in no smaller one.
    bindings: Vec<Binding>,
}

/// An identifier with the name of an earlier one: its place among the names, and how far back that one is.
struct Binding {
    name: u32,
    distance: u32,
}

impl Candidate<'_> {
    fn names(&self) -> Range<u32> {
        self.subtree.first_name..self.subtree.last_name
    }

    /// Each binding, with its place counted from the beginning of the candidate.
    fn bindings(&self) -> impl Iterator<Item = [u32; 2]> {
        let first = self.subtree.first_name;
        let bindings = self.bindings.iter();
        bindings.map(move |binding| [binding.name - first, binding.distance])
    }
}

/// The candidates of a file that are like another one. What is inside such a one is like something too.
fn candidates<'a>(
    sources: &'a Sources,
    classes: &[Option<u32>],
    subtrees: Range<usize>,
) -> Vec<Candidate<'a>> {
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    let mut around: Vec<usize> = Vec::new();
    for number in subtrees {
        let subtree = &sources.subtrees[number];
        let (true, Some(class)) = (subtree.is_candidate, classes[number]) else {
            continue;
        };
        let is_before = |index: &mut usize| candidates[*index].subtree.end <= subtree.start;
        while around.pop_if(is_before).is_some() {}
        if let Some(smallest) = around.last() {
            candidates[*smallest].inside.push(number);
        }
        around.push(candidates.len());
        candidates.push(Candidate {
            number,
            subtree,
            class,
            inside: Vec::new(),
            bindings: Vec::new(),
        });
    }
    candidates
}

struct Interner<'a> {
    sources: &'a Sources,
    /// The shapes by class, shapes inside, own bindings.
    known: HashMap<Vec<u32>, u32>,
    shapes: Shapes,
}

impl Interner<'_> {
    fn intern(&mut self, candidate: &Candidate<'_>, grammar: &tree_sitter::Language) -> u32 {
        // The class says how many shapes there are inside, so nothing need stand before the bindings.
        let inside = candidate
            .inside
            .iter()
            .filter_map(|number| self.shapes.of[*number]);
        let key = std::iter::once(candidate.class).chain(inside);
        let key: Vec<_> = key.chain(candidate.bindings().flatten()).collect();
        if let Some(shape) = self.known.get(&key) {
            return *shape;
        }
        let fingerprint = self.fingerprint(candidate, grammar);
        let fresh = to_u32(self.shapes.fingerprints.len());
        self.shapes.fingerprints.push(fingerprint);
        self.known.insert(key, fresh);
        fresh
    }

    /// Like the key, but with nothing in it that depends on the other files.
    fn fingerprint(
        &self,
        candidate: &Candidate<'_>,
        grammar: &tree_sitter::Language,
    ) -> Fingerprint {
        let symbols =
            |range: Range<u32>| &self.sources.symbols[range.start as usize..range.end as usize];
        let mut hasher = SipHasher13::new();
        let mut start = candidate.subtree.start;
        for number in &candidate.inside {
            let subtree = &self.sources.subtrees[*number];
            tokens::hash(symbols(start..subtree.start), grammar, &mut hasher);
            let shape = self.shapes.of[*number].expect("those inside come first");
            hasher.write(&self.shapes.fingerprints[shape as usize].0.to_le_bytes());
            start = subtree.end;
        }
        tokens::hash(symbols(start..candidate.subtree.end), grammar, &mut hasher);
        for number in candidate.bindings().flatten() {
            hasher.write(&number.to_le_bytes());
        }
        Fingerprint(hasher.finish128().as_u128())
    }
}

/// Gives each binding of a file to the smallest candidate that holds both identifiers.
fn bind(candidates: &mut [Candidate<'_>], names: &[u32]) {
    let places = candidates.iter().map(Candidate::names);
    let Some(places) = places.reduce(|a, b| a.start..a.end.max(b.end)) else {
        return;
    };
    let distinct = names[places.start as usize..places.end as usize]
        .iter()
        .max();
    let mut latest = vec![None; distinct.map_or(0, |greatest| *greatest as usize + 1)];
    let mut next = 0;
    // The candidates around the place, each inside the one before it.
    let mut around: Vec<usize> = Vec::new();
    for name in places {
        while around
            .pop_if(|index| candidates[*index].names().end <= name)
            .is_some()
        {}
        while next < candidates.len() && candidates[next].names().start == name {
            around.extend((!candidates[next].names().is_empty()).then_some(next));
            next += 1;
        }
        let Some(earlier) = latest[names[name as usize] as usize].replace(name) else {
            continue;
        };
        let holding = around.partition_point(|index| candidates[*index].names().start <= earlier);
        if let Some(smallest) = holding.checked_sub(1) {
            let distance = name - earlier;
            candidates[around[smallest]]
                .bindings
                .push(Binding { name, distance });
        }
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("fewer shapes than symbols")
}
