//! Which rules may match at which nodes of a file.

use std::collections::HashMap;
use std::sync::Arc;

use ast_grep_core::Matcher;
use slop_core::tree_sitter::Node;
use slop_core::{Language, Preorder, SourceFile};

use crate::condition::Condition;
use crate::landmarks::{Landmarks, LandmarksBuilder, Places};
use crate::linked::{Branch, Linked};
use crate::needs::{Need, Where};
use crate::rule::Rule;

/// The rules of one language, by the kinds of the nodes that they match.
pub(crate) struct Index {
    landmarks: Landmarks,
    by_kind: Vec<Vec<Attempt>>,
    /// By kind, the bit of those that rules ask for among the children of a node.
    child_bits: Vec<u128>,
}

/// A rule to try, by number, and what must hold for that not to be in vain.
struct Attempt {
    rule: usize,
    condition: Condition<Check>,
}

/// A [`Need`], with landmarks by number and kinds of children by their bit in [`Ways::children`].
#[derive(PartialEq)]
enum Check {
    Is(Where, u16),
    Child(u128),
    Within(usize, usize),
}

/// What may match in a file.
pub(crate) struct Candidates<'tree> {
    /// Nodes, and the numbers of the rules to try there.
    pub(crate) attempts: Vec<(Linked<'tree>, usize)>,
    /// How deep the tree is.
    pub(crate) depth: usize,
}

impl Index {
    /// `None` if no rule is of this language. The rules are known by their places in the slice.
    pub(crate) fn new(rules: &[Arc<Rule>], language: Language) -> Option<Self> {
        let mut checks = Checks::default();
        let mut by_kind: Vec<Vec<Attempt>> = Vec::new();
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
                by_kind[kind].push(Attempt {
                    rule: number,
                    condition: checks.of(&needs),
                });
            }
        }
        (!by_kind.is_empty()).then(|| Self {
            landmarks: checks.landmarks.build(),
            by_kind,
            child_bits: checks.child_bits,
        })
    }

    /// The attempts that are not in vain.
    pub(crate) fn candidates<'tree>(
        &self,
        root: Node<'tree>,
        file: &SourceFile,
    ) -> Candidates<'tree> {
        let mut places = self.landmarks.in_text(file.text());
        let (mut seen, mut depth) = (Vec::new(), 0);
        let mut ways = Ways::default();
        let mut nodes = Preorder::new(root);
        while let Some(node) = nodes.next() {
            depth = depth.max(nodes.depth());
            self.landmarks.add(node, &mut places);
            let kind = node.kind_id();
            let before = ways.pass(kind, nodes.depth());
            if let Some(bit) = self.child_bits.get(usize::from(kind)) {
                ways.add_child(*bit);
            }
            let attempts = self.by_kind.get(usize::from(kind));
            let is_tried = attempts.is_some_and(|attempts| !attempts.is_empty());
            if is_tried || node.child_count() > 0 {
                let number = ways.add(node, kind, before);
                seen.extend(is_tried.then_some(number));
            }
        }
        let mut possible = Vec::new();
        let mut in_file: Vec<Option<Vec<&Attempt>>> = vec![None; self.by_kind.len()];
        for number in seen {
            let kind = usize::from(ways.kinds[number]);
            let attempts =
                in_file[kind].get_or_insert_with(|| possible_in_file(&self.by_kind[kind], &places));
            for attempt in attempts {
                let mut holds = |check: &Check| ways.hold(number, check, &mut places);
                if attempt.condition.holds(&mut holds) {
                    possible.push((ways.to(number), attempt.rule));
                }
            }
        }
        Candidates {
            attempts: possible,
            depth,
        }
    }
}

/// Most landmarks are nowhere in a file.
fn possible_in_file<'a>(attempts: &'a [Attempt], places: &Places) -> Vec<&'a Attempt> {
    let may_hold = |check: &Check| match check {
        Check::Within(_, landmark) => places.is_anywhere(*landmark),
        Check::Is(..) | Check::Child(_) => true,
    };
    let attempts = attempts.iter();
    attempts
        .filter(|attempt| attempt.condition.holds(&mut { may_hold }))
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
        let condition = needs.map(&mut |need| self.check(need));
        condition.cheapest_first(&|check| match check {
            Check::Is(..) | Check::Child(_) => 1,
            Check::Within(0, _) => 2,
            Check::Within(..) => 5,
        })
    }

    /// `None` where it cannot be checked.
    fn check(&mut self, need: &Need) -> Option<Check> {
        Some(match need {
            Need::Is(place, kind) => Check::Is(*place, *kind),
            Need::Child(kind) => Check::Child(self.child_bit(*kind)?),
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

/// Nodes of a tree, in preorder, and what is around each: all that others are below of, or that rules are tried at.
#[derive(Default)]
struct Ways<'tree> {
    nodes: Vec<Node<'tree>>,
    kinds: Vec<u16>,
    parents: Vec<Option<usize>>,
    /// The bits of the kinds of their children.
    children: Vec<u128>,
    /// The kinds of the nodes before and behind them, 0 without such a node.
    neighbours: Vec<[u16; 2]>,
    /// Of the nodes that others were reached from.
    branches: HashMap<usize, Arc<Branch<'tree>>>,
    /// From the root to the parent of the latest node.
    open: Vec<usize>,
    /// From the root to the latest node: its kind, and its number if it has one.
    latest: Vec<(u16, Option<usize>)>,
}

impl<'tree> Ways<'tree> {
    /// Goes on to a node at this depth, and tells the kind of the node before it.
    fn pass(&mut self, kind: u16, depth: usize) -> u16 {
        self.open.truncate(depth);
        let before = match self.latest.get(depth) {
            None => 0,
            Some((before, number)) => {
                if let Some(number) = number {
                    self.neighbours[*number][1] = kind;
                }
                *before
            }
        };
        self.latest.truncate(depth);
        self.latest.push((kind, None));
        before
    }

    /// Takes up the node that was gone on to.
    fn add(&mut self, node: Node<'tree>, kind: u16, before: u16) -> usize {
        let number = self.nodes.len();
        self.nodes.push(node);
        self.kinds.push(kind);
        self.parents.push(self.open.last().copied());
        self.children.push(0);
        self.neighbours.push([before, 0]);
        self.open.push(number);
        if let Some((_, latest)) = self.latest.last_mut() {
            *latest = Some(number);
        }
        number
    }

    /// Notes the kind of the node that was gone on to in its parent.
    fn add_child(&mut self, bit: u128) {
        if let Some(parent) = self.open.last() {
            self.children[*parent] |= bit;
        }
    }

    fn hold(&self, number: usize, check: &Check, places: &mut Places) -> bool {
        match check {
            Check::Is(Where::Before, kind) => self.neighbours[number][0] == *kind,
            Check::Is(Where::Behind, kind) => self.neighbours[number][1] == *kind,
            Check::Is(Where::Above(steps), kind) => {
                let above = self.above(number, *steps);
                above.is_some_and(|above| self.kinds[above] == *kind)
            }
            Check::Child(bit) => self.children[number] & bit != 0,
            Check::Within(0, landmark) => {
                places.is_within(*landmark, &self.nodes[number].byte_range())
            }
            Check::Within(steps, landmark) => {
                let above = self.above(number, *steps).map(|above| self.nodes[above]);
                above.is_some_and(|node| places.is_around(*landmark, &node.byte_range()))
            }
        }
    }

    fn above(&self, number: usize, steps: usize) -> Option<usize> {
        (0..steps).try_fold(number, |number, _| self.parents[number])
    }

    fn to(&mut self, number: usize) -> Linked<'tree> {
        // Up to where the way is known, and down again.
        let mut unknown = vec![number];
        let mut next = self.parents[number];
        let mut branch = None;
        while let Some(above) = next {
            branch = self.branches.get(&above).cloned();
            if branch.is_some() {
                break;
            }
            unknown.push(above);
            next = self.parents[above];
        }
        while let Some(number) = unknown.pop() {
            let node = self.nodes[number];
            let linked = branch.map_or_else(|| Linked::root(node), |up| Linked::under(up, node));
            if unknown.is_empty() {
                return linked;
            }
            let below = linked.branch();
            self.branches.insert(number, Arc::clone(&below));
            branch = Some(below);
        }
        unreachable!("the node itself is the last")
    }
}
