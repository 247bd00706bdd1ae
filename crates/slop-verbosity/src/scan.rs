//! Matching rules on a tree.

use std::sync::Arc;

use ast_grep_core::matcher::MatcherExt;
use ast_grep_core::tree_sitter::StrDoc;
use ast_grep_core::{AstGrep, NodeMatch};
use slop_core::{LineSet, Preorder, SourceFile, Span};

use crate::lang::Lang;
use crate::rule_set::{Attempt, Rule, RuleSet, Severity};

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
    pub fn scan(&self, file: &SourceFile) -> Vec<Finding> {
        let by_kind = self.index().by_kind(file.language());
        if by_kind.is_empty() {
            return Vec::new();
        }
        let root = AstGrep::doc(StrDoc {
            src: file.text().to_owned(),
            lang: Lang(file.language()),
            tree: file.tree().clone(),
        });
        let mut places = self.index().vocabulary.places(file.text());
        let mut findings = Vec::new();
        for node in Preorder::new(root.root().get_inner_node()) {
            let Some(attempts) = by_kind.get(usize::from(node.kind_id())) else {
                continue;
            };
            if attempts.is_empty() {
                continue;
            }
            let range = node.byte_range();
            for Attempt { rule, words } in attempts {
                if words
                    .as_ref()
                    .is_some_and(|words| !places.any_in(words, &range))
                {
                    continue;
                }
                let rule = self.rule(*rule);
                if let Some(found) = rule.matcher().match_node(root.adopt(node)) {
                    findings.push(finding(rule, &found));
                }
            }
        }
        findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        findings
    }
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
