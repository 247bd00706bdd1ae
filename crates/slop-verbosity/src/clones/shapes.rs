//! Subtrees that are equal up to consistent renaming.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hasher;
use std::ops::Range;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::sources::Sources;
use super::tokens::{self, Subtree};

/// What is the same in all instances of a clone: the same on every machine and in every run of one version.
///
/// It is 128 bits of a hash of the normalized tree, shown as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

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
        let mut candidates = Vec::new();
        for number in file.subtrees.clone() {
            let subtree = &sources.subtrees[number];
            if let (true, Some(class)) = (subtree.is_candidate, classes[number]) {
                candidates.push(Candidate {
                    number,
                    subtree,
                    class,
                });
            }
        }
        shapes.file(&candidates);
    }
    shapes.shapes
}

struct Candidate<'a> {
    number: usize,
    subtree: &'a Subtree,
    class: u32,
}

/// An identifier with the name of an earlier one: its place among the names, and how far back that one is.
struct Binding {
    name: u32,
    distance: u32,
}

struct Interner<'a> {
    sources: &'a Sources,
    /// The shapes by class, shapes inside, own bindings.
    known: HashMap<Vec<u32>, u32>,
    shapes: Shapes,
}

impl Interner<'_> {
    fn file(&mut self, candidates: &[Candidate<'_>]) {
        let bindings = bindings(candidates, &self.sources.names);
        // By candidate: how many there are from it to the end of what it holds.
        let mut sizes = vec![1; candidates.len()];
        let mut key = Vec::new();
        // Those inside come before the one around them.
        for index in (0..candidates.len()).rev() {
            let candidate = &candidates[index];
            let mut inside = Vec::new();
            let mut next = index + 1;
            while next < candidates.len() && candidates[next].subtree.start < candidate.subtree.end
            {
                inside.push(candidates[next].number);
                next += sizes[next];
            }
            sizes[index] = next - index;
            self.key(candidate, &inside, &bindings[index], &mut key);
            self.intern(candidate, &inside, &bindings[index], &key);
        }
    }

    /// The class says how many shapes there are inside, so nothing need stand before the bindings.
    fn key(
        &self,
        candidate: &Candidate<'_>,
        inside: &[usize],
        bindings: &[Binding],
        key: &mut Vec<u32>,
    ) {
        key.clear();
        key.push(candidate.class);
        key.extend(inside.iter().filter_map(|number| self.shapes.of[*number]));
        for binding in bindings {
            key.extend([
                binding.name - candidate.subtree.first_name,
                binding.distance,
            ]);
        }
    }

    fn intern(
        &mut self,
        candidate: &Candidate<'_>,
        inside: &[usize],
        bindings: &[Binding],
        key: &[u32],
    ) {
        let shape = self.known.get(key).copied().unwrap_or_else(|| {
            let fingerprint = self.fingerprint(candidate, inside, bindings);
            let fresh = to_u32(self.shapes.fingerprints.len());
            self.shapes.fingerprints.push(fingerprint);
            self.known.insert(key.to_owned(), fresh);
            fresh
        });
        self.shapes.of[candidate.number] = Some(shape);
    }

    /// Like the key, but with nothing in it that depends on the other files.
    fn fingerprint(
        &self,
        candidate: &Candidate<'_>,
        inside: &[usize],
        bindings: &[Binding],
    ) -> Fingerprint {
        let language = self.sources.files[self.sources.file_of(candidate.number)].language;
        let grammar = language.grammar();
        let hash = |range: Range<u32>, hasher: &mut SipHasher13| {
            let symbols = &self.sources.symbols[range.start as usize..range.end as usize];
            tokens::hash(symbols, &grammar, hasher);
        };
        let mut hasher = SipHasher13::new();
        let mut start = candidate.subtree.start;
        for number in inside {
            let subtree = &self.sources.subtrees[*number];
            hash(start..subtree.start, &mut hasher);
            let shape = self.shapes.of[*number].expect("those inside come first");
            hasher.write(&self.shapes.fingerprints[shape as usize].0.to_le_bytes());
            start = subtree.end;
        }
        hash(start..candidate.subtree.end, &mut hasher);
        for binding in bindings {
            let name = binding.name - candidate.subtree.first_name;
            hasher.write(&name.to_le_bytes());
            hasher.write(&binding.distance.to_le_bytes());
        }
        Fingerprint(hasher.finish128().as_u128())
    }
}

/// For each candidate of a file, the bindings that no smaller one holds.
fn bindings(candidates: &[Candidate<'_>], names: &[u32]) -> Vec<Vec<Binding>> {
    let range = |index: usize| {
        let subtree = candidates[index].subtree;
        subtree.first_name..subtree.last_name
    };
    let mut bindings: Vec<_> = candidates.iter().map(|_| Vec::new()).collect();
    let starts = (0..candidates.len()).map(|index| range(index).start).min();
    let ends = (0..candidates.len()).map(|index| range(index).end).max();
    let places = starts.unwrap_or(0)..ends.unwrap_or(0);
    let distinct = names[places.start as usize..places.end as usize]
        .iter()
        .max();
    let mut latest = vec![None; distinct.map_or(0, |greatest| *greatest as usize + 1)];
    let mut next = (0..candidates.len())
        .filter(|index| !range(*index).is_empty())
        .peekable();
    // The candidates around the place, each inside the one before it.
    let mut around: Vec<usize> = Vec::new();
    for name in places {
        while around.pop_if(|index| range(*index).end <= name).is_some() {}
        while let Some(index) = next.next_if(|index| range(*index).start == name) {
            around.push(index);
        }
        let Some(earlier) = latest[names[name as usize] as usize].replace(name) else {
            continue;
        };
        let holding = around.partition_point(|index| range(*index).start <= earlier);
        if let Some(smallest) = holding.checked_sub(1) {
            let distance = name - earlier;
            bindings[around[smallest]].push(Binding { name, distance });
        }
    }
    bindings
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("fewer shapes than symbols")
}
