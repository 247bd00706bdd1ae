//! Comments that suppress findings.

use std::fmt;
use std::sync::Arc;

use slop_core::{LineSet, SourceFile, Span};

use crate::rule_set::RuleSet;
use crate::scan::Finding;

/// The comments of a file that suppress findings.
///
/// `# slop: ignore[rule-id, other-id] reason` suppresses what these rules find from its own line on; if
/// it stands alone on its line, from the next line of code. `# slop: ignore-file[rule-id]` holds for
/// the whole file, wherever it stands. In JavaScript the comment begins with `//`.
///
/// ```
/// use slop_core::{Language, SourceFile};
/// use slop_verbosity::{RuleSet, Suppressions};
///
/// let text = "ok = done == True  # slop: ignore[bool-comparison] numpy array\n";
/// let file = SourceFile::parse("a.py", Language::Python, text)?;
/// let rules = RuleSet::paper();
/// let outcome = Suppressions::of(&file).apply(rules.scan(&file), &rules, &rules);
/// assert_eq!((outcome.kept.len(), outcome.suppressed.len()), (0, 1));
/// # Ok::<(), slop_core::SourceError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Suppressions {
    directives: Vec<Directive>,
}

#[derive(Debug, Clone)]
struct Directive {
    span: Span,
    scope: Scope,
    /// The ids between the brackets; `None` without brackets.
    ids: Option<Vec<Arc<str>>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Scope {
    Line(u32),
    File,
    Unknown(String),
}

/// What suppressing left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// The findings that no comment suppresses, in their order.
    pub kept: Vec<Finding>,
    /// The findings that a comment suppresses, in their order.
    pub suppressed: Vec<Finding>,
    /// Comments that do not do what they say, in the order of their places.
    pub problems: Vec<SuppressionProblem>,
}

/// A comment that does not do what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionProblem {
    /// The comment.
    pub span: Span,
    /// What is wrong with it.
    pub kind: SuppressionProblemKind,
}

/// What is wrong with a comment that suppresses findings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SuppressionProblemKind {
    /// No rule has this id.
    UnknownRule(Arc<str>),
    /// The rule of this id finds nothing there.
    Unused(Arc<str>),
    /// It names no rule between brackets.
    NoRule,
    /// It is neither `ignore` nor `ignore-file`.
    UnknownDirective(String),
}

impl fmt::Display for SuppressionProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRule(id) => write!(f, "no rule is called `{id}`"),
            Self::Unused(id) => write!(f, "nothing to suppress for `{id}`"),
            Self::NoRule => write!(f, "name the rules to suppress: slop: ignore[rule-id]"),
            Self::UnknownDirective(word) => {
                write!(
                    f,
                    "`{word}` is unknown: write ignore[rule-id] or ignore-file[rule-id]"
                )
            }
        }
    }
}

const MARK: &str = "slop:";

impl Suppressions {
    /// Reads the comments of a file.
    pub fn of(file: &SourceFile) -> Self {
        if !file.text().contains(MARK) {
            return Self::default();
        }
        let comments: Vec<Span> = file
            .preorder()
            .filter(|node| node.kind() == "comment")
            .map(Span::of)
            .collect();
        let lines: Vec<&str> = file.text().lines().collect();
        let is_alone = |span: &&Span| {
            let before = lines
                .get(span.start_line as usize - 1)
                .and_then(|l| l.get(..span.start_column as usize));
            before.is_some_and(|before| before.trim().is_empty())
        };
        let own_lines: LineSet = comments
            .iter()
            .filter(is_alone)
            .flat_map(|span| span.lines())
            .collect();
        let next_code = |line: u32| {
            let is_code = |(number, text): &(u32, &&str)| {
                *number > line && !text.trim().is_empty() && !own_lines.contains(*number)
            };
            (line + 1..)
                .zip(&lines[line as usize..])
                .find(is_code)
                .map_or(line, |(number, _)| number)
        };
        let directive = |span: &Span| {
            let (scope, ids) = read(&file.text()[span.bytes()])?;
            let scope = match scope {
                Scope::Line(_) if is_alone(&span) => Scope::Line(next_code(span.end_line)),
                Scope::Line(_) => Scope::Line(span.start_line),
                other => other,
            };
            Some(Directive {
                span: *span,
                scope,
                ids,
            })
        };
        Self {
            directives: comments.iter().filter_map(directive).collect(),
        }
    }

    /// Splits findings into those that are kept and those that are suppressed.
    ///
    /// `active` are the rules that were scanned with, `known` all that a comment may name: a comment
    /// for a rule that is known and was not active is no problem.
    pub fn apply(&self, findings: Vec<Finding>, active: &RuleSet, known: &RuleSet) -> Suppressed {
        let mut used = vec![Vec::<&str>::new(); self.directives.len()];
        let (mut kept, mut suppressed) = (Vec::new(), Vec::new());
        for finding in findings {
            let mut is_suppressed = false;
            for (directive, used) in self.directives.iter().zip(&mut used) {
                if let Some(id) = directive.id_for(&finding) {
                    is_suppressed = true;
                    used.push(id);
                }
            }
            if is_suppressed {
                suppressed.push(finding);
            } else {
                kept.push(finding);
            }
        }
        let mut problems = Vec::new();
        for (directive, used) in self.directives.iter().zip(&used) {
            let found = directive.problems(used, active, known);
            problems.extend(found.map(|kind| SuppressionProblem {
                span: directive.span,
                kind,
            }));
        }
        Suppressed {
            kept,
            suppressed,
            problems,
        }
    }
}

impl Directive {
    /// The id in the comment that suppresses the finding, if one does.
    fn id_for(&self, finding: &Finding) -> Option<&str> {
        let covers = match self.scope {
            Scope::Line(line) => line == finding.span.start_line,
            Scope::File => true,
            Scope::Unknown(_) => false,
        };
        let mut ids = self.ids.iter().flatten().filter(|_| covers);
        ids.find(|id| **id == finding.rule).map(|id| &**id)
    }

    fn problems(
        &self,
        used: &[&str],
        active: &RuleSet,
        known: &RuleSet,
    ) -> impl Iterator<Item = SuppressionProblemKind> {
        let unknown = match &self.scope {
            Scope::Unknown(word) => Some(SuppressionProblemKind::UnknownDirective(word.clone())),
            _ if self.ids.as_ref().is_none_or(Vec::is_empty) => {
                Some(SuppressionProblemKind::NoRule)
            }
            _ => None,
        };
        let ids = self.ids.iter().flatten().filter(|_| unknown.is_none());
        let of_id = |id: &Arc<str>| {
            if known.get(id).is_none() {
                Some(SuppressionProblemKind::UnknownRule(Arc::clone(id)))
            } else if active.get(id).is_some() && !used.contains(&&**id) {
                Some(SuppressionProblemKind::Unused(Arc::clone(id)))
            } else {
                None
            }
        };
        let of_ids: Vec<_> = ids.filter_map(of_id).collect();
        unknown.into_iter().chain(of_ids)
    }
}

/// What a comment says after its mark, if it has one. The line is filled in later.
fn read(comment: &str) -> Option<(Scope, Option<Vec<Arc<str>>>)> {
    let (before, after) = comment.split_once(MARK)?;
    // Only where a comment begins, be it inside another: prose may speak of slop.
    if !before.trim_end().ends_with(['#', '/', '*']) {
        return None;
    }
    let after = after.trim_start();
    let end = after
        .find(|c: char| !c.is_alphanumeric() && c != '-')
        .unwrap_or(after.len());
    let (word, rest) = after.split_at(end);
    let scope = match word {
        "ignore" => Scope::Line(0),
        "ignore-file" => Scope::File,
        other => Scope::Unknown(other.to_owned()),
    };
    let inside = rest
        .trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let ids = inside.map(|(ids, _)| {
        ids.split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .map(Arc::from)
            .collect()
    });
    Some((scope, ids))
}
