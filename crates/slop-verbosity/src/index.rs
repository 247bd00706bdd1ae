//! Which rules may match at which nodes of a file.

use std::collections::BTreeSet;
use std::sync::Arc;

use ast_grep_core::Matcher;
use ast_grep_core::source::SgNode;
use slop_core::Language;

use crate::condition::{Condition, Steps};
use crate::landmarks::{Landmarks, LandmarksBuilder, Places};
use crate::linked::{Linked, Nodes};
use crate::needs::{Need, Where};
use crate::rule::Rule;

/// The rules of one language, by the kinds of the nodes that they match and of their parents.
pub(crate) struct Index {
    landmarks: Landmarks,
    by_kind: Vec<Slots>,
    /// What is tried at a node; the first is for nodes at which nothing is.
    slots: Vec<Vec<Attempt>>,
    /// By kind, the bit of those that rules ask for among the children of a node.
    child_bits: Vec<u128>,
}

/// Which of the [`Index::slots`] the nodes of a kind have.
#[derive(Default)]
struct Slots {
    /// By the kind of the parent, up to the last kind that a rule names.
    under: Vec<usize>,
    /// Under all other parents, and under none.
    elsewhere: usize,
}

/// A rule to try, by number, and what must hold for that not to be in vain.
struct Attempt {
    rule: usize,
    checks: Steps<Check>,
}

/// A [`Need`], with landmarks by number and kinds of children by their bit in [`Around::children`].
#[derive(Clone, PartialEq)]
enum Check {
    Is(Where, u16),
    Child(Where, u128),
    Within(usize, usize),
}

impl Index {
    /// `None` if no rule is of this language. The rules are known by their places in the slice.
    pub(crate) fn new(rules: &[Arc<Rule>], language: Language) -> Option<Self> {
        let mut checks = Checks::default();
        let mut by_kind: Vec<Vec<(usize, Condition<Check>)>> = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            let Some(form) = rule.form(language) else {
                continue;
            };
            // Rules without kinds are refused when they are read.
            for kind in &form.matcher().potential_kinds().unwrap_or_default() {
                let is_known = |need: &Need| match need {
                    Need::Is(Where::Above(0), wanted) => Some(usize::from(*wanted) == kind),
                    _ => None,
                };
                let Some(needs) = form.needs().clone().given(&is_known) else {
                    continue;
                };
                by_kind.resize_with(by_kind.len().max(kind + 1), Vec::new);
                by_kind[kind].push((number, checks.of(&needs)));
            }
        }
        let mut slots = vec![Vec::new()];
        let by_kind: Vec<_> = by_kind
            .iter()
            .map(|attempts| Slots::of(attempts, &mut slots))
            .collect();
        (!by_kind.is_empty()).then(|| Self {
            landmarks: checks.landmarks.build(),
            by_kind,
            slots,
            child_bits: checks.child_bits,
        })
    }

    /// The attempts that are not in vain: nodes, and the numbers of the rules to try there.
    pub(crate) fn attempts<'t>(
        &self,
        nodes: &'t Nodes<'t>,
        text: &str,
    ) -> Vec<(Linked<'t>, usize)> {
        let mut sightings = self.landmarks.in_text(text);
        let mut children = vec![0; nodes.len()];
        let mut tried = Vec::new();
        for node in nodes.iter() {
            let kind = node.kind_id();
            self.landmarks.add(node.node, kind, &mut sightings);
            let parent = node.parent();
            if let (Some(parent), Some(bit)) = (parent, self.child_bits.get(usize::from(kind))) {
                children[parent.place()] |= *bit;
            }
            let slot = self.slot(kind, parent.map(|parent| parent.kind_id()));
            if !self.slots[slot].is_empty() {
                tried.push((node, slot));
            }
        }
        self.possible(
            &tried,
            Around {
                children,
                places: sightings.places(),
            },
        )
    }

    /// What is tried at a node of this kind under a parent of that kind.
    fn slot(&self, kind: u16, parent: Option<u16>) -> usize {
        self.by_kind.get(usize::from(kind)).map_or(0, |slots| {
            let under = parent.and_then(|parent| slots.under.get(usize::from(parent)));
            under.copied().unwrap_or(slots.elsewhere)
        })
    }

    /// What may match at these nodes, which have these slots.
    fn possible<'t>(
        &self,
        tried: &[(Linked<'t>, usize)],
        mut around: Around,
    ) -> Vec<(Linked<'t>, usize)> {
        let mut possible = Vec::new();
        let mut in_file: Vec<Option<Vec<&Attempt>>> = vec![None; self.slots.len()];
        for &(node, slot) in tried {
            let attempts = in_file[slot]
                .get_or_insert_with(|| possible_in_file(&self.slots[slot], &around.places));
            for attempt in attempts {
                if attempt.checks.hold(|check| around.hold(node, check)) {
                    possible.push((node, attempt.rule));
                }
            }
        }
        possible
    }
}

impl Slots {
    /// Adds what is tried at nodes of a kind, under each kind of parent that matters.
    fn of(rules: &[(usize, Condition<Check>)], slots: &mut Vec<Vec<Attempt>>) -> Self {
        let mut parents = BTreeSet::new();
        for (_, condition) in rules {
            condition.for_each(&mut |check| {
                if let Check::Is(Where::Above(1), kind) = check {
                    parents.insert(*kind);
                }
            });
        }
        let mut add = |parent: Option<u16>| {
            let under = |(rule, condition): &_| Attempt::under(parent, *rule, condition);
            let attempts: Vec<_> = rules.iter().filter_map(under).collect();
            if attempts.is_empty() {
                return 0;
            }
            slots.push(attempts);
            slots.len() - 1
        };
        let elsewhere = add(None);
        let mut under = Vec::new();
        for kind in parents {
            under.resize(usize::from(kind), elsewhere);
            under.push(add(Some(kind)));
        }
        Self { under, elsewhere }
    }
}

impl Attempt {
    /// Under a parent of this kind, or of none that is asked for; `None` if it is in vain there.
    fn under(parent: Option<u16>, rule: usize, condition: &Condition<Check>) -> Option<Self> {
        let known = |check: &Check| match check {
            Check::Is(Where::Above(1), kind) => Some(Some(*kind) == parent),
            _ => None,
        };
        let condition = condition.clone().given(&known)?;
        let checks = Steps::of(condition.cheapest_first(&Check::cost));
        Some(Self { rule, checks })
    }
}

impl Check {
    fn cost(&self) -> usize {
        match self {
            Self::Is(..) | Self::Child(..) => 1,
            Self::Within(0, _) => 2,
            Self::Within(..) => 5,
        }
    }
}

/// Most landmarks are nowhere in a file.
fn possible_in_file<'a>(attempts: &'a [Attempt], places: &Places) -> Vec<&'a Attempt> {
    let may_hold = |check: &Check| match check {
        Check::Within(_, landmark) => places.is_anywhere(*landmark),
        Check::Is(..) | Check::Child(..) => true,
    };
    let attempts = attempts.iter();
    attempts
        .filter(|attempt| attempt.checks.hold(may_hold))
        .collect()
}

/// The checks of all rules, as they are read.
#[derive(Default)]
struct Checks {
    landmarks: LandmarksBuilder,
    child_bits: Vec<u128>,
    /// How many bits are taken.
    bits: u32,
}

impl Checks {
    fn of(&mut self, needs: &Condition<Need>) -> Condition<Check> {
        needs.map(&mut |need| self.check(need))
    }

    /// `None` where it cannot be checked.
    fn check(&mut self, need: &Need) -> Option<Check> {
        Some(match need {
            Need::Is(place, kind) => Check::Is(*place, *kind),
            Need::Child(place, kind) => Check::Child(*place, self.child_bit(*kind)?),
            Need::Within(steps, landmark) => Check::Within(*steps, self.landmarks.number(landmark)),
        })
    }

    /// `None` when all bits are taken by other kinds.
    fn child_bit(&mut self, kind: u16) -> Option<u128> {
        let kind = usize::from(kind);
        self.child_bits
            .resize(self.child_bits.len().max(kind + 1), 0);
        if self.child_bits[kind] == 0 {
            self.child_bits[kind] = 1_u128.checked_shl(self.bits)?;
            self.bits += 1;
        }
        Some(self.child_bits[kind])
    }
}

/// What is around the nodes of a tree, and in them.
struct Around {
    /// For each node, the bits of the kinds of its children.
    children: Vec<u128>,
    places: Places,
}

impl Around {
    fn hold(&mut self, node: Linked<'_>, check: &Check) -> bool {
        match check {
            Check::Is(place, kind) => at(node, *place).is_some_and(|node| node.kind_id() == *kind),
            Check::Child(place, bit) => {
                at(node, *place).is_some_and(|node| self.children[node.place()] & bit != 0)
            }
            Check::Within(0, landmark) => self.places.is_within(*landmark, &node.range()),
            Check::Within(steps, landmark) => {
                let above = above(node, *steps);
                above.is_some_and(|above| self.places.is_around(*landmark, &above.range()))
            }
        }
    }
}

fn at(node: Linked<'_>, place: Where) -> Option<Linked<'_>> {
    match place {
        Where::Above(steps) => above(node, steps),
        Where::Before(steps) => above(node, steps)?.prev(),
        Where::Behind(steps) => above(node, steps)?.next(),
    }
}

fn above(node: Linked<'_>, steps: usize) -> Option<Linked<'_>> {
    (0..steps).try_fold(node, |node, _| node.parent())
}
