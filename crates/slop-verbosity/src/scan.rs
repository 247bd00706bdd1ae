//! Matching rules on a tree.

use std::sync::Arc;

use ast_grep_core::matcher::MatcherExt;
use ast_grep_core::tree_sitter::StrDoc;
use ast_grep_core::{AstGrep, NodeMatch};
use slop_core::tree_sitter::Node;
use slop_core::{LineSet, Preorder, SourceFile, Span};

use crate::lang::Lang;
use crate::rule_set::{Attempt, Rule, RuleSet, Severity};

type Tree = AstGrep<StrDoc<Lang>>;

/// A place that a rule flags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: Arc<str>,
    /// The node that the rule reports.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: Arc<str>,
    /// How much it matters.
    pub severity: Severity,
    /// Whether it enters flagged lines and the scores made of them.
    pub counted: bool,
}

/// The lines, first to last, of the findings that are counted.
pub fn flagged_lines<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> LineSet {
    let mut lines = LineSet::new();
    for finding in findings.into_iter().filter(|finding| finding.counted) {
        lines.insert_range(finding.span.lines());
    }
    lines
}

impl RuleSet {
    /// Everything that the rules find in a file, sorted by place and then by rule.
    ///
    /// The tree of the file is used as it is; nothing is parsed. Comments that suppress findings are
    /// not looked at: that is [`Suppressions`](crate::Suppressions)' part.
    ///
    /// A tree more than 500 levels deep is matched on a thread with a larger stack.
    ///
    /// # Panics
    ///
    /// If the system refuses the address space for that stack, 1 kB a level.
    pub fn scan(&self, file: &SourceFile) -> Vec<Finding> {
        if self.index().by_kind(file.language()).is_empty() {
            return Vec::new();
        }
        let root = AstGrep::doc(StrDoc {
            src: file.text().to_owned(),
            lang: Lang(file.language()),
            tree: file.tree().clone(),
        });
        let (candidates, depth) = self.candidates(&root, file);
        let mut findings = on_stack_for(depth, || self.matches(&root, &candidates));
        findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        findings
    }

    /// The rules to try at each node, by number, and how deep the tree is.
    fn candidates<'t>(&self, root: &'t Tree, file: &SourceFile) -> (Vec<(Node<'t>, usize)>, usize) {
        let by_kind = self.index().by_kind(file.language());
        let mut places = self.index().vocabulary.places(file.text());
        let (mut candidates, mut depth) = (Vec::new(), 0);
        let mut nodes = Preorder::new(root.root().get_inner_node());
        while let Some(node) = nodes.next() {
            depth = depth.max(nodes.depth());
            let Some(attempts) = by_kind.get(usize::from(node.kind_id())) else {
                continue;
            };
            if attempts.is_empty() {
                continue;
            }
            let range = node.byte_range();
            let mut is_possible = |attempt: &&Attempt| {
                let words = attempt.words.as_ref();
                words.is_none_or(|words| places.any_in(words, &range))
            };
            let possible = attempts.iter().filter(|attempt| is_possible(attempt));
            candidates.extend(possible.map(|attempt| (node, attempt.rule)));
        }
        (candidates, depth)
    }

    fn matches(&self, root: &Tree, candidates: &[(Node<'_>, usize)]) -> Vec<Finding> {
        let one = |(node, rule): &(Node<'_>, usize)| {
            let rule = self.rule(*rule);
            let found = rule.matcher().match_node(root.adopt(*node))?;
            Some(finding(rule, &found))
        };
        candidates.iter().filter_map(one).collect()
    }
}

/// Runs the work where the stack is large enough for a tree of this depth.
///
/// ast-grep compares subtrees by recursion, when a meta-variable stands twice in a pattern. Trees deeper
/// than source written by people get a thread with a stack of their own size; the system gives memory
/// to the part of it that is used.
fn on_stack_for<T: Send>(depth: usize, work: impl FnOnce() -> T + Send) -> T {
    const USUAL_DEPTH: usize = 500;
    // Frames are large where nothing is optimised.
    const BYTES_PER_LEVEL: usize = if cfg!(debug_assertions) { 8192 } else { 1024 };
    if depth <= USUAL_DEPTH {
        return work();
    }
    std::thread::scope(|scope| {
        let stack = depth
            .saturating_mul(BYTES_PER_LEVEL)
            .saturating_add(1 << 20);
        let thread = std::thread::Builder::new()
            .stack_size(stack)
            .spawn_scoped(scope, work);
        let thread = thread.expect("the system gives address space for a stack");
        thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn finding(rule: &Rule, found: &NodeMatch<'_, StrDoc<Lang>>) -> Finding {
    // Most messages name no meta-variable and need no copy.
    let has_variable = rule.message.contains('$');
    Finding {
        rule: Arc::clone(&rule.id),
        span: Span::of(found.get_inner_node()),
        message: if has_variable {
            rule.config().get_message(found).into()
        } else {
            Arc::clone(&rule.message)
        },
        severity: rule.severity,
        counted: rule.counted,
    }
}
