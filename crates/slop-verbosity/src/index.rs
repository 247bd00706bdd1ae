//! Which rules may match at which nodes of a file.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use ast_grep_core::Matcher;
use slop_core::{Language, Nodes};

use crate::condition::Condition;
use crate::landmarks::{Landmarks, LandmarksBuilder, Places};
use crate::need::{Need, Where};
use crate::rule::Rule;
use crate::steps::Steps;

/// The rules of one language, by the kinds of the nodes that they match and of their parents.
pub(crate) struct Index {
    landmarks: Landmarks,
    by_kind: Vec<Slots>,
    /// What is tried at a node; the first is for nodes at which nothing is.
    slots: Vec<Vec<Attempt>>,
    /// By kind, the bit of those that rules ask for among the children of a node.
    child_bits: Vec<u64>,
}

/// The slot of nodes at which nothing is tried.
const NO_RULES: u32 = 0;

/// Which of the [`Index::slots`] the nodes of a kind have.
#[derive(Default)]
struct Slots {
    /// By the kind of the parent, up to the last kind that a rule names.
    under: Vec<u32>,
    /// Under all other parents, and under none.
    elsewhere: u32,
}

/// A rule to try, by number, and what must hold for that not to be in vain.
struct Attempt {
    rule: u32,
    checks: Steps<Check>,
}

/// A [`Need`], with landmarks by number and kinds of children by their bit in [`Around::children`].
#[derive(Clone, PartialEq)]
enum Check {
    Is(Where, u16),
    /// Any of these.
    Child(Where, u64),
    /// All of these.
    Children(Where, u64),
    Within(u8, u32),
}

impl Index {
    /// `None` if no rule is of this language. The rules are known by their places in the slice.
    pub(crate) fn new(rules: &[Arc<Rule>], language: Language) -> Option<Self> {
        let mut checks = Checks::default();
        let mut by_kind: Vec<Vec<(u32, Condition<Check>)>> = Vec::new();
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
                let needs = checks.of(&needs).factored();
                let needs = needs.merged(&Check::both, &Check::either);
                by_kind[kind].push((to_u32(number), needs));
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

    /// The attempts that are not in vain: places of nodes, and the numbers of the rules to try there.
    pub(crate) fn attempts(&self, nodes: &Nodes<'_>, text: &str) -> Vec<(u32, u32)> {
        let mut sightings = self.landmarks.in_text(text);
        let mut children = vec![0; nodes.count() as usize];
        let mut tried = Vec::new();
        for place in 0..nodes.count() {
            let kind = nodes.kind(place);
            self.landmarks.add(nodes.node(place), kind, &mut sightings);
            let parent = nodes.parent(place);
            if let (Some(parent), Some(bit)) = (parent, self.child_bits.get(usize::from(kind))) {
                children[parent as usize] |= *bit;
            }
            let slot = self.slot(kind, parent.map(|parent| nodes.kind(parent)));
            if slot != NO_RULES {
                tried.push((place, slot));
            }
        }
        let around = Around {
            nodes,
            children,
            places: sightings.places(),
        };
        self.possible(&tried, around)
    }

    /// What is tried at a node of this kind under a parent of that kind.
    fn slot(&self, kind: u16, parent: Option<u16>) -> u32 {
        self.by_kind
            .get(usize::from(kind))
            .map_or(NO_RULES, |slots| {
                let under = parent.and_then(|parent| slots.under.get(usize::from(parent)));
                under.copied().unwrap_or(slots.elsewhere)
            })
    }

    /// What may match at these places, which have these slots.
    fn possible(&self, tried: &[(u32, u32)], mut around: Around<'_>) -> Vec<(u32, u32)> {
        let mut possible = Vec::new();
        let nodes = around.nodes;
        let mut in_file: Vec<Option<Vec<&Attempt>>> = vec![None; self.slots.len()];
        for &(place, slot) in tried {
            let slot = slot as usize;
            let attempts = in_file[slot]
                .get_or_insert_with(|| possible_in_file(&self.slots[slot], &around.places));
            let range = nodes.node(place).byte_range();
            for attempt in attempts {
                let holds = |check: &Check| around.hold(place, &range, check);
                if attempt.checks.hold(holds) {
                    possible.push((place, attempt.rule));
                }
            }
        }
        possible
    }
}

impl Slots {
    /// Adds what is tried at nodes of a kind, under each kind of parent that matters.
    fn of(rules: &[(u32, Condition<Check>)], slots: &mut Vec<Vec<Attempt>>) -> Self {
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
                return NO_RULES;
            }
            slots.push(attempts);
            to_u32(slots.len() - 1)
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
    fn under(parent: Option<u16>, rule: u32, condition: &Condition<Check>) -> Option<Self> {
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
    /// A check that both hold, if there is one.
    fn both(&self, other: &Self) -> Option<Self> {
        let kinds = |check: &Self| match check {
            Self::Child(at, kind) if kind.is_power_of_two() => Some((*at, *kind)),
            Self::Children(at, kinds) => Some((*at, *kinds)),
            _ => None,
        };
        let ((at, some), (place, more)) = (kinds(self)?, kinds(other)?);
        (at == place).then_some(Self::Children(at, some | more))
    }

    /// A check that one or both hold, if there is one.
    fn either(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Child(at, some), Self::Child(place, more)) if at == place => {
                Some(Self::Child(*at, some | more))
            }
            _ => None,
        }
    }

    fn cost(&self) -> usize {
        match self {
            Self::Is(..) | Self::Child(..) | Self::Children(..) => 1,
            Self::Within(0, _) => 2,
            Self::Within(..) => 5,
        }
    }
}

fn to_u32(place: usize) -> u32 {
    u32::try_from(place).expect("fewer rules than that")
}

/// Most landmarks are nowhere in a file.
fn possible_in_file<'a>(attempts: &'a [Attempt], places: &Places) -> Vec<&'a Attempt> {
    let may_hold = |check: &Check| match check {
        Check::Within(_, landmark) => places.is_anywhere(*landmark as usize),
        Check::Is(..) | Check::Child(..) | Check::Children(..) => true,
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
    child_bits: Vec<u64>,
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
            Need::Within(steps, landmark) => {
                Check::Within(*steps, to_u32(self.landmarks.number(landmark)))
            }
        })
    }

    /// `None` when all bits are taken by other kinds.
    fn child_bit(&mut self, kind: u16) -> Option<u64> {
        let kind = usize::from(kind);
        self.child_bits
            .resize(self.child_bits.len().max(kind + 1), 0);
        if self.child_bits[kind] == 0 {
            self.child_bits[kind] = 1_u64.checked_shl(self.bits)?;
            self.bits += 1;
        }
        Some(self.child_bits[kind])
    }
}

/// What is around the nodes of a tree, and in them.
struct Around<'t> {
    nodes: &'t Nodes<'t>,
    /// For each node, the bits of the kinds of its children.
    children: Vec<u64>,
    places: Places,
}

impl Around<'_> {
    /// Whether it holds at the node of this place and range.
    fn hold(&mut self, place: u32, range: &Range<usize>, check: &Check) -> bool {
        match check {
            Check::Is(at, kind) => {
                let relative = self.relative(place, *at);
                relative.is_some_and(|place| self.nodes.kind(place) == *kind)
            }
            Check::Child(at, bit) => {
                let relative = self.relative(place, *at);
                relative.is_some_and(|place| self.children[place as usize] & bit != 0)
            }
            Check::Children(at, bits) => {
                let relative = self.relative(place, *at);
                relative.is_some_and(|place| self.children[place as usize] & bits == *bits)
            }
            Check::Within(0, landmark) => self.places.is_within(*landmark as usize, range),
            Check::Within(steps, landmark) => {
                let above = self.above(place, *steps);
                let range = above.map(|above| self.nodes.node(above).byte_range());
                range.is_some_and(|range| self.places.is_around(*landmark as usize, &range))
            }
        }
    }

    fn relative(&self, place: u32, at: Where) -> Option<u32> {
        match at {
            Where::Above(steps) => self.above(place, steps),
            Where::Before(steps) => self.nodes.previous(self.above(place, steps)?),
            Where::Behind(steps) => self.nodes.next(self.above(place, steps)?),
        }
    }

    fn above(&self, place: u32, steps: u8) -> Option<u32> {
        (0..steps).try_fold(place, |place, _| self.nodes.parent(place))
    }
}
