//! Which rules may match at which nodes of a file.

use std::collections::HashMap;
use std::sync::Arc;

use ast_grep_core::Matcher;
use slop_core::tree_sitter::Node;
use slop_core::{Language, Preorder, SourceFile};

use crate::landmarks::{Landmarks, LandmarksBuilder};
use crate::linked::{Branch, Linked};
use crate::rule::Rule;

/// The rules of one language, by the kinds of the nodes that they match.
pub(crate) struct Index {
    landmarks: Landmarks,
    by_kind: Vec<Vec<Attempt>>,
}

/// A rule to try, by number, and the landmarks without which that is in vain.
#[derive(Clone)]
struct Attempt {
    rule: usize,
    clauses: Arc<[Box<[usize]>]>,
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
        let mut landmarks = LandmarksBuilder::default();
        let mut by_kind: Vec<Vec<Attempt>> = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            let Some(form) = rule.form(language) else {
                continue;
            };
            let clauses = form.needs().iter();
            let attempt = Attempt {
                rule: number,
                clauses: clauses
                    .map(|clause| clause.iter().map(|need| landmarks.number(need)).collect())
                    .collect(),
            };
            // Rules without kinds are refused when they are read.
            for kind in &form.matcher().potential_kinds().unwrap_or_default() {
                by_kind.resize(by_kind.len().max(kind + 1), Vec::new());
                by_kind[kind].push(attempt.clone());
            }
        }
        (!by_kind.is_empty()).then(|| Self {
            landmarks: landmarks.build(),
            by_kind,
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
            let attempts = self.by_kind.get(usize::from(node.kind_id()));
            let attempts = attempts.filter(|attempts| !attempts.is_empty());
            if attempts.is_some() || node.child_count() > 0 {
                let number = ways.add(node, nodes.depth());
                seen.extend(attempts.map(|attempts| (number, attempts)));
            }
        }
        let mut possible = Vec::new();
        for (number, attempts) in seen {
            let range = ways.nodes[number].byte_range();
            for attempt in attempts {
                let mut clauses = attempt.clauses.iter();
                if clauses.all(|clause| places.any_in(clause, &range)) {
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

/// Nodes of a tree, in preorder, and what is above each: all that others are below of, or that rules are tried at.
#[derive(Default)]
struct Ways<'tree> {
    nodes: Vec<Node<'tree>>,
    parents: Vec<Option<usize>>,
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
        self.open.push(number);
        number
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
