//! Which rules may match at which nodes of a file.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use ast_grep_core::Matcher;
use slop_core::tree_sitter::Node;
use slop_core::{Language, Preorder, SourceFile};

use crate::condition::Condition;
use crate::landmarks::{Landmarks, LandmarksBuilder, Places};
use crate::linked::{Branch, Linked};
use crate::needs::Need;
use crate::rule::Rule;

/// The rules of one language, by the kinds of the nodes that they match.
pub(crate) struct Index {
    landmarks: Landmarks,
    by_kind: Vec<Vec<Attempt>>,
    /// By kind, the bit of those that rules ask for among the children of a node.
    child_bits: Vec<u128>,
}

/// A rule to try, by number, and what must hold for that not to be in vain.
#[derive(Clone)]
struct Attempt {
    rule: usize,
    condition: Arc<Condition<Check>>,
}

/// A [`Need`], with landmarks by number and kinds of children by their bit in [`Ways::children`].
#[derive(PartialEq)]
enum Check {
    Is(u16),
    Within(usize),
    Around(usize),
    Child(u128),
    Parent(u16),
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
            let condition = form.needs().map(&mut |need| checks.of(need));
            let attempt = Attempt {
                rule: number,
                condition: Arc::new(condition),
            };
            // Rules without kinds are refused when they are read.
            for kind in &form.matcher().potential_kinds().unwrap_or_default() {
                by_kind.resize(by_kind.len().max(kind + 1), Vec::new());
                by_kind[kind].push(attempt.clone());
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
            if let Some(bit) = self.child_bits.get(usize::from(node.kind_id())) {
                ways.add_child(*bit, nodes.depth());
            }
            let attempts = self.by_kind.get(usize::from(node.kind_id()));
            let attempts = attempts.filter(|attempts| !attempts.is_empty());
            if attempts.is_some() || node.child_count() > 0 {
                let number = ways.add(node, nodes.depth());
                seen.extend(attempts.map(|attempts| (number, attempts)));
            }
        }
        let mut possible = Vec::new();
        for (number, attempts) in seen {
            let around = Surroundings::of(number, &ways);
            for attempt in attempts {
                let is_possible = attempt
                    .condition
                    .holds(&mut |check| around.hold(check, &mut places));
                if is_possible {
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

/// The checks of all rules, as they are read.
#[derive(Default)]
struct Checks {
    landmarks: LandmarksBuilder,
    child_bits: Vec<u128>,
    /// How many bits are taken.
    bits: u32,
}

impl Checks {
    /// `None` where it cannot be checked.
    fn of(&mut self, need: &Need) -> Option<Check> {
        Some(match need {
            Need::Is(kind) => Check::Is(*kind),
            Need::Within(landmark) => Check::Within(self.landmarks.number(landmark)),
            Need::Around(landmark) => Check::Around(self.landmarks.number(landmark)),
            Need::Child(kind) => Check::Child(self.child_bit(*kind)?),
            Need::Parent(kind) => Check::Parent(*kind),
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

/// What checks ask for around a node.
struct Surroundings {
    kind: u16,
    range: Range<usize>,
    children: u128,
    /// The root has none.
    parent: Option<(u16, Range<usize>)>,
}

impl Surroundings {
    fn of(number: usize, ways: &Ways<'_>) -> Self {
        let parent = ways.parents[number].map(|number| ways.nodes[number]);
        let node = ways.nodes[number];
        Self {
            kind: node.kind_id(),
            range: node.byte_range(),
            children: ways.children[number],
            parent: parent.map(|node| (node.kind_id(), node.byte_range())),
        }
    }

    fn hold(&self, check: &Check, places: &mut Places) -> bool {
        match (check, &self.parent) {
            (Check::Is(kind), _) => *kind == self.kind,
            (Check::Within(landmark), _) => places.is_within(*landmark, &self.range),
            (Check::Child(bit), _) => self.children & bit != 0,
            (Check::Around(landmark), Some((_, range))) => places.is_around(*landmark, range),
            (Check::Parent(kind), Some((parent, _))) => kind == parent,
            (Check::Around(_) | Check::Parent(_), None) => false,
        }
    }
}

/// Nodes of a tree, in preorder, and what is above each: all that others are below of, or that rules are tried at.
#[derive(Default)]
struct Ways<'tree> {
    nodes: Vec<Node<'tree>>,
    parents: Vec<Option<usize>>,
    /// The bits of the kinds of their children.
    children: Vec<u128>,
    /// Of the nodes that others were reached from.
    branches: HashMap<usize, Arc<Branch<'tree>>>,
    /// From the root to the latest node.
    open: Vec<usize>,
}

impl<'tree> Ways<'tree> {
    fn add(&mut self, node: Node<'tree>, depth: usize) -> usize {
        self.open.truncate(depth);
        let number = self.nodes.len();
        self.nodes.push(node);
        self.parents.push(self.open.last().copied());
        self.children.push(0);
        self.open.push(number);
        number
    }

    /// Notes the kind of a node at this depth in its parent.
    fn add_child(&mut self, bit: u128, depth: usize) {
        self.open.truncate(depth);
        if let Some(parent) = self.open.last() {
            self.children[*parent] |= bit;
        }
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
