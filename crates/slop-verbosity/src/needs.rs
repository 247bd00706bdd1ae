//! What must stand in the code for a rule to match.
//!
//! Most rules name something: `json.dumps($A)` cannot match where there is no `dumps`, and a rule about
//! a comprehension in a statement cannot match where there is none. Finding such landmarks once for a
//! file costs little, and spares nearly all attempts to match.

use std::cell::RefCell;
use std::collections::HashMap;

use ast_grep_config::SerializableRuleCore;
use ast_grep_core::Pattern;
use ast_grep_core::language::Language as _;
use ast_grep_core::matcher::{PatternNode, kind_utils};
use ast_grep_core::meta_var::MetaVariable;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::lang::Lang;
use crate::literals::{self, Literal, is_name};

/// One landmark.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// A piece of text.
    Text(Literal),
    /// A node of this kind.
    Kind(u16),
}

/// Landmarks of which at least one lies inside every match.
pub(crate) type Clause = Vec<Need>;

/// The clauses of a rule, each of which holds for every match; the rarest first.
pub(crate) fn of(core: &SerializableRuleCore, lang: Lang) -> Vec<Clause> {
    // ast-grep keeps the parts of its own types to itself.
    let core = serde_json::to_value(core).and_then(RawCore::deserialize);
    let Ok(core) = core else {
        return Vec::new();
    };
    let reader = Reader {
        core: &core,
        lang,
        named: RefCell::default(),
    };
    let mut clauses = reader.rule(&core.rule, Place::ROOT);
    clauses.sort_by_key(|clause| commonness(clause));
    clauses.dedup();
    clauses
}

/// A rule as far as landmarks can be read from it; the rest of its fields are passed over.
#[derive(Deserialize)]
struct RawCore {
    rule: RawRule,
    constraints: Option<HashMap<String, RawRule>>,
    utils: Option<HashMap<String, RawRule>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawRule {
    pattern: Option<RawPattern>,
    kind: Option<String>,
    regex: Option<String>,
    has: Option<Box<RawRule>>,
    all: Vec<RawRule>,
    any: Option<Vec<RawRule>>,
    matches: Option<RawMatches>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawPattern {
    Plain(String),
    Object {
        context: String,
        selector: Option<String>,
        strictness: Option<String>,
    },
}

impl RawPattern {
    /// The pattern, if all its names and kinds must stand in the code.
    fn compile(&self, lang: Lang) -> Option<Pattern> {
        let pattern = match self {
            Self::Plain(text) => Pattern::try_new(text, lang),
            Self::Object { strictness, .. }
                if matches!(strictness.as_deref(), Some("signature" | "template")) =>
            {
                return None;
            }
            Self::Object {
                context,
                selector: Some(selector),
                ..
            } => Pattern::contextual(context, selector, lang),
            Self::Object { context, .. } => Pattern::try_new(context, lang),
        };
        // One that is malformed is refused elsewhere.
        pattern.ok()
    }
}

/// A utility by its name, or with arguments.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawMatches {
    Name(String),
    Call(IgnoredAny),
}

/// Where a part of a rule stands.
#[derive(Clone, Copy)]
struct Place {
    /// Whether it speaks of the node itself, the kind of which has been asked for already.
    is_root: bool,
    depth: usize,
}

impl Place {
    const ROOT: Self = Self {
        is_root: true,
        depth: 0,
    };

    /// How far rules are followed.
    const MAX_DEPTH: usize = 32;

    fn deeper(self) -> Self {
        let depth = self.depth + 1;
        Self { depth, ..self }
    }

    fn inside(self) -> Self {
        let is_root = false;
        Self { is_root, ..self }.deeper()
    }
}

struct Reader<'a> {
    core: &'a RawCore,
    lang: Lang,
    /// What is known of utilities and constraints, each read once however often it is named. One that
    /// names itself needs nothing more on its own account: it is empty while it is read.
    named: RefCell<HashMap<(Named<'a>, bool), Vec<Clause>>>,
}

/// A rule that others name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Named<'a> {
    Utility(&'a str),
    /// Of a meta-variable.
    Constraint(&'a str),
}

impl<'a> Reader<'a> {
    fn rule(&self, rule: &'a RawRule, place: Place) -> Vec<Clause> {
        if place.depth > Place::MAX_DEPTH {
            return Vec::new();
        }
        let mut clauses = Vec::new();
        if let Some(pattern) = rule.pattern.as_ref().and_then(|p| p.compile(self.lang)) {
            self.pattern(&pattern.node, place, &mut clauses);
        }
        if let (Some(kind), false) = (&rule.kind, place.is_root) {
            clauses.extend(kind_clause(self.lang.kind_to_id(kind)));
        }
        if let Some(regex) = &rule.regex {
            clauses.extend(literals::of(regex).into_iter().map(texts));
        }
        if let Some(has) = &rule.has {
            clauses.extend(self.rule(has, place.inside()));
        }
        for part in &rule.all {
            clauses.extend(self.rule(part, place.deeper()));
        }
        if let Some(alternatives) = &rule.any {
            clauses.extend(self.any(alternatives, place));
        }
        if let Some(RawMatches::Name(name)) = &rule.matches {
            clauses.extend(self.named(Named::Utility(name), place));
        }
        clauses
    }

    fn named(&self, named: Named<'a>, place: Place) -> Vec<Clause> {
        let key = (named, place.is_root);
        if let Some(known) = self.named.borrow().get(&key) {
            return known.clone();
        }
        let (rules, name) = match named {
            Named::Utility(name) => (&self.core.utils, name),
            Named::Constraint(name) => (&self.core.constraints, name),
        };
        let rule = rules.as_ref().and_then(|rules| rules.get(name));
        self.named.borrow_mut().insert(key, Vec::new());
        let clauses = rule.map_or_else(Vec::new, |rule| self.rule(rule, place.deeper()));
        self.named.borrow_mut().insert(key, clauses.clone());
        clauses
    }

    /// One of the alternatives holds, so the best clause of each is needed.
    fn any(&self, alternatives: &'a [RawRule], place: Place) -> Option<Clause> {
        let best = |rule| {
            let clauses = self.rule(rule, place.deeper());
            clauses.into_iter().min_by_key(|clause| commonness(clause))
        };
        let best: Option<Vec<_>> = alternatives.iter().map(best).collect();
        Some(best?.concat())
    }

    /// Keywords and punctuation are passed over: matching has rules of its own about them.
    fn pattern(&self, node: &PatternNode, place: Place, clauses: &mut Vec<Clause>) {
        match node {
            PatternNode::Terminal {
                text,
                is_named: true,
                kind_id,
            } => {
                let name = is_name(text).then(|| vec![Need::Text(Literal::word(text))]);
                clauses.extend(name.or_else(|| kind_clause(*kind_id)));
            }
            PatternNode::Internal { kind_id, children } => {
                if !place.is_root {
                    clauses.extend(kind_clause(*kind_id));
                }
                for child in children {
                    self.pattern(child, place.inside(), clauses);
                }
            }
            PatternNode::MetaVar {
                meta_var: MetaVariable::Capture(name, _),
            } => {
                let constraints = self.core.constraints.as_ref();
                let constrained = constraints.and_then(|all| all.get_key_value(name));
                if let Some((name, _)) = constrained {
                    clauses.extend(self.named(Named::Constraint(name), place));
                }
            }
            PatternNode::Terminal { .. } | PatternNode::MetaVar { .. } => {}
        }
    }
}

/// `None` where the kind says nothing: 0 is a selector for several kinds or one without nodes of its
/// own, and an error in a pattern stands for any node.
fn kind_clause(kind: u16) -> Option<Clause> {
    (kind != 0 && !kind_utils::is_error_kind(kind)).then(|| vec![Need::Kind(kind)])
}

fn texts(literals: Vec<Literal>) -> Clause {
    literals.into_iter().map(Need::Text).collect()
}

/// Greater for landmarks that stand nearly everywhere.
fn commonness(clause: &[Need]) -> usize {
    let one = |need: &Need| match need {
        Need::Kind(_) => 30,
        Need::Text(literal) => match literal.text.as_str() {
            "return" | "self" | "else" | "None" | "True" | "False" | "this" | "null" | "const"
            | "true" | "false" | "undefined" => 100,
            text => 20_usize.saturating_sub(text.len()).max(1),
        },
    };
    clause.iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use ast_grep_config::{SerializableRuleConfig, from_str};
    use slop_core::Language;

    use super::*;

    /// Each clause as `one|other`: words are told from other texts by `<>`, and kinds by `:`.
    fn clauses(rule: &str) -> Vec<String> {
        let yaml = format!("{{id: a, language: python, {rule}}}");
        let config: SerializableRuleConfig<Lang> = from_str(&yaml).expect("a rule");
        let show = |need: &Need| match need {
            Need::Text(Literal {
                text,
                begins_word: true,
                ends_word: true,
            }) => format!("<{text}>"),
            Need::Text(literal) => literal.text.clone(),
            Need::Kind(kind) => {
                let grammar = Language::Python.grammar();
                format!(":{}", grammar.node_kind_for_id(*kind).expect("a kind"))
            }
        };
        of(&config.core, config.language)
            .iter()
            .map(|clause| clause.iter().map(show).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn clauses_are_read_from_rules() {
        for (rule, expected) in [
            (
                "rule: {pattern: json.dumps($A)}",
                &["<dumps>", "<json>", ":attribute", ":argument_list"][..],
            ),
            ("rule: {pattern: $A == None}", &["<None>"]),
            // What does not parse is an error node in the pattern, which matches any node.
            (
                "rule: {pattern: 'f(1 2)'}",
                &["<f>", ":argument_list", ":integer"],
            ),
            (
                "rule: {pattern: 'if $A: return'}",
                &[":block", ":return_statement"],
            ),
            (
                "rule: {kind: call, has: {field: arguments, has: {kind: list}}}",
                &[":list"],
            ),
            (
                r"rule: {kind: call, regex: '^len\(', all: [{regex: '\)$'}]}",
                &["len("],
            ),
            (
                "rule: {any: [{pattern: f($A)}, {pattern: g($A)}]}",
                &["<f>|<g>"],
            ),
            ("rule: {any: [{pattern: f($A)}, {kind: call}]}", &[]),
            (
                "rule: {pattern: $A = $A + $B}, constraints: {B: {kind: list}}",
                &[":binary_operator", ":list"],
            ),
            (
                "rule: {kind: call, has: {matches: few}}, utils: {few: {kind: tuple}}",
                &[":tuple"],
            ),
            // A recursive utility needs what its first step needs.
            (
                "rule: {kind: call, has: {matches: deep}}, utils: {deep: {kind: list, has: {any: \
                 [{matches: deep}, {kind: set}]}}}",
                &[":list"],
            ),
            (
                "rule: {pattern: {context: int($A), strictness: signature}}",
                &[],
            ),
            (
                "rule: {pattern: {context: f(g.h), selector: attribute}}",
                &["<g>", "<h>"],
            ),
            (
                "rule: {kind: call, not: {pattern: f()}, inside: {pattern: g()}}",
                &[],
            ),
        ] {
            assert_eq!(clauses(rule), expected, "{rule}");
        }
    }

    #[test]
    fn what_is_named_many_times_is_read_once() {
        // Each utility names the next one twice, and the last one the first.
        let twice = |next: usize| {
            format!("{{all: [{{has: {{matches: u{next}}}}}, {{has: {{matches: u{next}}}}}]}}")
        };
        let utils: Vec<_> = (0..60)
            .map(|at| format!("u{at}: {}", twice((at + 1) % 60)))
            .collect();
        let rule = format!(
            "rule: {{kind: call, has: {{matches: u0}}}}, utils: {{{}}}",
            utils.join(", ")
        );
        assert!(clauses(&rule).is_empty());
        // A constraint that is on itself.
        let rule = "rule: {pattern: f($A)}, constraints: {A: {pattern: 'g($A, $A)'}}";
        assert!(clauses(rule).contains(&"<g>".to_owned()));
    }
}
