//! Which rules may match at which nodes of a file.

use std::sync::Arc;

use ast_grep_core::Matcher;
use slop_core::tree_sitter::Node;
use slop_core::{Language, Preorder, SourceFile};

use crate::landmarks::{Landmarks, LandmarksBuilder};
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
    pub(crate) attempts: Vec<(Node<'tree>, usize)>,
    /// How deep the tree is.
    pub(crate) depth: usize,
}

impl Index {
    /// `None` if no rule is of this language. The rules are known by their places in the slice.
    pub(crate) fn new(rules: &[Arc<Rule>], language: Language) -> Option<Self> {
        let mut landmarks = LandmarksBuilder::default();
        let mut by_kind: Vec<Vec<Attempt>> = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            if rule.language != language {
                continue;
            }
            let clauses = rule.needs().iter();
            let attempt = Attempt {
                rule: number,
                clauses: clauses
                    .map(|clause| clause.iter().map(|need| landmarks.number(need)).collect())
                    .collect(),
            };
            // Rules without kinds are refused when they are read.
            for kind in &rule.matcher().potential_kinds().unwrap_or_default() {
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
        let mut nodes = Preorder::new(root);
        while let Some(node) = nodes.next() {
            depth = depth.max(nodes.depth());
            self.landmarks.add(node, &mut places);
            let attempts = self.by_kind.get(usize::from(node.kind_id()));
            if let Some(attempts) = attempts.filter(|attempts| !attempts.is_empty()) {
                seen.push((node, attempts));
            }
        }
        let mut possible = Vec::new();
        for (node, attempts) in seen {
            let range = node.byte_range();
            for attempt in attempts {
                let mut clauses = attempt.clauses.iter();
                if clauses.all(|clause| places.any_in(clause, &range)) {
                    possible.push((node, attempt.rule));
                }
            }
        }
        Candidates {
            attempts: possible,
            depth,
        }
    }
}
