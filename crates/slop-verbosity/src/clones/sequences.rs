//! Runs of statements that repeat without being one subtree.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};
use slop_core::Fingerprint;

use super::groups::{CloneGroup, CloneInstance, CloneScope, DEFAULT_MIN_LINES};
use super::index::CloneIndex;
use super::order::Place;
use super::sources::Sources;
use super::tokens;

/// The least number of lines of a sequence clone, where nothing else is asked for.
pub const DEFAULT_MIN_SEQUENCE_LINES: u32 = 6;

/// The least number of symbols of a sequence clone.
const MIN_SYMBOLS: usize = 50;
/// How far away in the suffix array, on either side, the best partner of a run is looked for. The nearest have most
/// in common with it; where a statement stands many times in a row they overlap with it, and further ones do not.
const NEIGHBOURS: [usize; 5] = [1, 2, 4, 8, 16];
/// How many statements and names are compared for each one of the index, on average, before the search ends.
const STEPS_FOR_EACH: usize = 64;

/// What [`CloneIndex::sequences`] finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SequenceClones {
    /// Those with most lines to save first. Their kind is `statements`.
    pub groups: Vec<CloneGroup>,
    /// Whether the search came to its end. In contrived sources it is given up when it costs too much.
    pub is_complete: bool,
}

impl CloneIndex {
    /// Runs of two or more statements, one after another in a block, that repeat up to consistent renaming.
    ///
    /// They are not clones in the sense of the paper and enter no score. A run has at least `min_lines` lines and
    /// 50 symbols, is as long as it can be, overlaps with no other one, and has a statement that is not
    /// already a clone by itself. Longer runs are found first, and what stands in one is in no other, so all
    /// of them together are never more than the index.
    pub fn sequences(&self, scope: CloneScope, min_lines: u32) -> SequenceClones {
        let mut search = Search::new(self, min_lines);
        let mut groups = Vec::new();
        for places in self.statements(scope) {
            search.find(&places, &mut groups);
        }
        groups.sort_by(CloneGroup::by_lines_saved);
        SequenceClones {
            groups,
            is_complete: search.steps > 0,
        }
    }

    /// The statements in the order of the suffix array, all together or by file.
    fn statements(&self, scope: CloneScope) -> Vec<Vec<Place>> {
        let sources = &self.sources;
        let mut lists: Vec<Vec<Place>> = sources.files.iter().map(|_| Vec::new()).collect();
        let mut latest = vec![0; lists.len()];
        // Of all that is shared with the place before: each minimum to the end, and where it stands.
        let mut minima: Vec<(usize, u32)> = Vec::new();
        for (at, place) in (1..).zip(&self.order.places) {
            while minima
                .pop_if(|(_, common)| *common >= place.common)
                .is_some()
            {}
            minima.push((at, place.common));
            let subtree = place.subtree as usize;
            if sources.subtrees[subtree].is_statement {
                let list = match scope {
                    CloneScope::File => sources.file_of(subtree),
                    CloneScope::Project => 0,
                };
                let since = minima.partition_point(|(at, _)| *at <= latest[list]);
                let is_first = lists[list].is_empty();
                lists[list].push(Place {
                    subtree: place.subtree,
                    common: if is_first { 0 } else { minima[since].1 },
                });
                latest[list] = at;
            }
        }
        lists
    }

    /// By the number of the subtree: the statement after it in the same block.
    fn next_statements(&self) -> Vec<Option<usize>> {
        let subtrees = &self.sources.subtrees;
        let mut next = vec![None; subtrees.len()];
        let mut open: Vec<usize> = Vec::new();
        for (number, subtree) in subtrees.iter().enumerate() {
            while let Some(ended) = open.pop_if(|last| subtrees[*last].end <= subtree.start) {
                // What closes its block would stand between them.
                if subtrees[ended].end == subtree.start && subtree.is_statement {
                    next[ended] = Some(number);
                }
            }
            open.push(number);
        }
        next
    }

    /// Whether a statement is a clone by itself, or nothing but decoration around one.
    fn is_clone(&self, statement: usize) -> bool {
        let subtrees = &self.sources.subtrees;
        let end = subtrees[statement].span.end_byte;
        let inside = statement..subtrees.len().min(statement + 2);
        inside.into_iter().any(|number| {
            let span = subtrees[number].span;
            self.shapes.of[number].is_some()
                && span.end_byte == end
                && span.line_count() >= DEFAULT_MIN_LINES
        })
    }
}

/// Statements one after another: the first, the last and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    first: usize,
    last: usize,
    statements: usize,
}

struct Search<'a> {
    index: &'a CloneIndex,
    min_lines: u32,
    next: Vec<Option<usize>>,
    /// By the number of the subtree: whether it, or a statement after it, is not a clone by itself.
    is_news: Vec<bool>,
    /// By the number of the subtree: whether it stands in a run that was found.
    is_taken: Vec<bool>,
    renaming: Renaming,
    /// How many statements and names may still be compared.
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(index: &'a CloneIndex, min_lines: u32) -> Self {
        let Sources {
            subtrees, names, ..
        } = &index.sources;
        let next = index.next_statements();
        let mut is_news = vec![false; subtrees.len()];
        for number in (0..subtrees.len()).rev() {
            let goes_on = next[number].is_some_and(|next| is_news[next]);
            is_news[number] = goes_on || !index.is_clone(number);
        }
        Self {
            index,
            min_lines,
            next,
            is_news,
            is_taken: vec![false; subtrees.len()],
            renaming: Renaming::for_names(names),
            steps: 1 + STEPS_FOR_EACH * (subtrees.len() + names.len()),
        }
    }

    /// Longest first. How long a run can be is told by its neighbours; how long it is, by comparing.
    fn find(&mut self, places: &[Place], groups: &mut Vec<CloneGroup>) {
        let common = |at: usize| places.get(at).map_or(0, |place| place.common as usize);
        let may_begin_one = |at: &usize| {
            let subtree = places[*at].subtree as usize;
            self.is_news[subtree] && self.next[subtree].is_some()
        };
        let beginnings = (0..places.len()).filter(may_begin_one);
        let longest = beginnings.map(|at| (common(at).max(common(at + 1)), Reverse(at)));
        let mut queue: BinaryHeap<_> = longest.filter(|(size, _)| *size >= MIN_SYMBOLS).collect();
        while let Some((size, Reverse(at))) = queue.pop() {
            let Some(run) = self.longest(places, at) else {
                continue;
            };
            let actual = self.size(run);
            if actual < size {
                queue.push((actual, Reverse(at)));
            } else {
                groups.extend(self.group(places, at, run));
            }
        }
    }

    /// The longest run from here that stands at one of the neighbours too, if it is long enough to report.
    fn longest(&mut self, places: &[Place], at: usize) -> Option<Run> {
        let first = places[at].subtree as usize;
        if self.is_taken[first] {
            return None;
        }
        let mut longest: Option<Run> = None;
        let before = NEIGHBOURS.iter().map(|away| at.wrapping_sub(*away));
        let after = NEIGHBOURS.iter().map(|away| at + away);
        for neighbour in before.chain(after).filter_map(|at| places.get(at)) {
            let other = neighbour.subtree as usize;
            let run = self.shared(first, other, usize::MAX);
            if run.map_or(0, |run| run.statements) > longest.map_or(0, |run| run.statements) {
                longest = run;
            }
        }
        longest.filter(|run| self.is_worth_reporting(*run))
    }

    /// The run of at most so many statements from `first` that is repeated from `other`.
    fn shared(&mut self, first: usize, other: usize, most: usize) -> Option<Run> {
        self.renaming.clear();
        let (mut a, mut b) = (Some(first), Some(other));
        let mut run = None;
        let mut statements = 0;
        while let (Some(here), Some(there)) = (a, b) {
            let meets = statements > 0 && (here == other || there == first);
            if meets || statements == most || !self.is_same(here, there) {
                break;
            }
            statements += 1;
            run = Some(Run {
                first,
                last: here,
                statements,
            });
            (a, b) = (self.next[here], self.next[there]);
        }
        run
    }

    fn is_same(&mut self, a: usize, b: usize) -> bool {
        self.steps = self.steps.saturating_sub(1);
        let classes = &self.index.classes;
        let is_alike = classes[a].is_some() && classes[a] == classes[b];
        if !is_alike || self.is_taken[a] || self.is_taken[b] {
            return false;
        }
        let sources = &self.index.sources;
        let (names, others) = (sources.names(a, a), sources.names(b, b));
        self.steps = self.steps.saturating_sub(names.len());
        self.steps > 0 && self.renaming.extend(names, others)
    }

    fn is_worth_reporting(&self, run: Run) -> bool {
        let statements = std::iter::successors(Some(run.first), |s| self.next[*s]);
        run.statements > 1
            && self.is_tall(run)
            && self.size(run) >= MIN_SYMBOLS
            && statements
                .take(run.statements)
                .any(|statement| !self.index.is_clone(statement))
    }

    fn is_tall(&self, run: Run) -> bool {
        let span = self.index.sources.span(run.first, run.last);
        span.line_count() >= self.min_lines
    }

    /// All places where the run stands, which are taken from now on.
    fn group(&mut self, places: &[Place], at: usize, run: Run) -> Option<CloneGroup> {
        let size = self.size(run);
        let is_long = |place: &&Place| place.common as usize >= size;
        let before = places[..=at].iter().rev().take_while(is_long).count();
        let after = places[at + 1..].iter().take_while(is_long).count();
        let alike = &places[at - before..=at + after];
        let mut others: Vec<_> = alike.iter().map(|place| place.subtree as usize).collect();
        others.sort_unstable();
        let mut runs = vec![run];
        for other in others {
            let shared = self.shared(other, run.first, run.statements);
            let shared = shared
                .filter(|shared| shared.statements == run.statements && self.is_tall(*shared));
            if let (Some(found), true) = (shared, other != run.first) {
                self.take(found);
                runs.push(found);
            }
        }
        if runs.len() == 1 {
            return None;
        }
        self.take(run);
        Some(self.clone_group(&runs))
    }

    fn take(&mut self, run: Run) {
        let subtrees = &self.index.sources.subtrees;
        let end = subtrees[run.last].end;
        let inside = subtrees[run.first..].partition_point(|subtree| subtree.start < end);
        self.is_taken[run.first..run.first + inside].fill(true);
    }

    fn clone_group(&self, runs: &[Run]) -> CloneGroup {
        let mut instances: Vec<_> = runs
            .iter()
            .map(|run| self.index.sources.instance(run.first, run.last))
            .collect();
        instances.sort();
        CloneGroup {
            fingerprint: self.fingerprint(runs[0]),
            kind: "statements".to_owned(),
            lines: CloneInstance::fewest_lines(&instances),
            instances,
            is_nested: false,
        }
    }

    fn fingerprint(&self, run: Run) -> Fingerprint {
        let sources = &self.index.sources;
        let language = sources.file(run.first).language;
        let symbols = sources.symbols(run.first, run.last);
        let mut hasher = SipHasher13::new();
        tokens::hash(symbols, &language.grammar(), &mut hasher);
        let mut numbers = HashMap::new();
        for name in sources.names(run.first, run.last) {
            let fresh = numbers.len() as u64;
            let number = *numbers.entry(name).or_insert(fresh);
            hasher.write(&number.to_le_bytes());
        }
        Fingerprint(hasher.finish128().as_u128())
    }

    fn size(&self, run: Run) -> usize {
        self.index.sources.symbols(run.first, run.last).len()
    }
}

/// Which name stands for which: one for one.
struct Renaming {
    /// By name: the round in which it was given another one, and that one.
    there: Vec<(u32, u32)>,
    back: Vec<(u32, u32)>,
    round: u32,
}

impl Renaming {
    fn for_names(names: &[u32]) -> Self {
        let names = names
            .iter()
            .max()
            .map_or(0, |greatest| *greatest as usize + 1);
        Self {
            there: vec![(0, 0); names],
            back: vec![(0, 0); names],
            round: 0,
        }
    }

    fn clear(&mut self) {
        self.round += 1;
    }

    /// Whether these names can be exchanged for the others as well.
    fn extend(&mut self, names: &[u32], others: &[u32]) -> bool {
        let round = self.round;
        let agrees = |known: &mut (u32, u32), name: u32| {
            if known.0 != round {
                *known = (round, name);
            }
            known.1 == name
        };
        names.iter().zip(others).all(|(name, other)| {
            agrees(&mut self.there[*name as usize], *other)
                && agrees(&mut self.back[*other as usize], *name)
        })
    }
}
