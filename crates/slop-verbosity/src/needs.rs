//! What must stand in the code for a rule to match.
//!
//! Most rules name something: `json.dumps($A)` cannot match where there is no `dumps`, a rule about
//! a comprehension in a statement cannot match where there is none, and a rule about the parameter of a `catch`
//! cannot match elsewhere. Finding such landmarks once for a file costs little, and spares nearly all attempts to
//! match.

use std::cell::RefCell;
use std::collections::HashMap;

use ast_grep_config::SerializableRuleCore;
use ast_grep_core::MatchStrictness;
use ast_grep_core::language::Language as _;
use ast_grep_core::matcher::PatternNode;
use ast_grep_core::meta_var::MetaVariable;
use serde::Deserialize;
use serde_json::Value;

use crate::condition::Condition;
use crate::lang::Lang;
use crate::literals::{self, Literal, is_name};
use crate::need::{Need, Place, Where};
use crate::raw_rule::{RawCore, RawMatches, RawRule};

/// What must hold for a node to match the rule.
pub(crate) fn of(core: &SerializableRuleCore, lang: Lang) -> Condition<Need> {
    // ast-grep keeps the parts of its own types to itself.
    let Ok(value) = serde_json::to_value(core) else {
        return Condition::always();
    };
    let Ok(core) = RawCore::deserialize(&value) else {
        return Condition::always();
    };
    let reader = Reader {
        core: &core,
        value: &value,
        lang,
        named: RefCell::default(),
    };
    let needs = reader.rule(&core.rule, Place::ROOT);
    needs.unless_larger_than(MOST_NEEDS_OF_ALL)
}

struct Reader<'a> {
    core: &'a RawCore,
    /// The core as it is written.
    value: &'a Value,
    lang: Lang,
    /// What is known of utilities and constraints, each read once however often it is named. One that
    /// names itself needs nothing more on its own account: it always holds while it is read.
    named: RefCell<HashMap<(Named<'a>, Where, usize), Condition<Need>>>,
}

/// A rule that others name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Named<'a> {
    Utility(&'a str),
    /// Of a meta-variable.
    Constraint(&'a str),
}

impl<'a> Reader<'a> {
    fn rule(&self, rule: &'a RawRule, place: Place) -> Condition<Need> {
        if place.depth > Place::MAX_DEPTH {
            return Condition::always();
        }
        let mut parts = Vec::new();
        if let Some(kind) = &rule.kind {
            parts.push(place.kind(self.lang.kind_to_id(kind)));
        }
        if let Some(pattern) = rule.pattern.as_ref().and_then(|p| p.compile(self.lang)) {
            let has_operators = matches!(
                pattern.strictness,
                MatchStrictness::Smart | MatchStrictness::Cst
            );
            parts.push(self.pattern(&pattern.node, has_operators, place));
        }
        if let Some(regex) = &rule.regex {
            let literals = literals::of(regex).into_iter();
            parts.extend(literals.map(|literals| place.texts(literals)));
        }
        if let Some(has) = &rule.has {
            let place = place.inside(has.stop_by.is_at_neighbor());
            parts.push(self.rule(&has.rule, place));
        }
        for (relation, place) in [
            (&rule.inside, place.outside()),
            (&rule.follows, place.beside(Where::Before)),
            (&rule.precedes, place.beside(Where::Behind)),
        ] {
            let near = relation
                .as_ref()
                .filter(|other| other.stop_by.is_at_neighbor());
            parts.extend(
                near.zip(place)
                    .map(|(other, place)| self.rule(&other.rule, place)),
            );
        }
        let deeper = place.deeper();
        parts.extend(rule.all.iter().map(|part| self.rule(part, deeper)));
        if let Some(alternatives) = &rule.any {
            let alternatives = alternatives.iter().map(|part| self.rule(part, deeper));
            parts.push(Condition::any(alternatives));
        }
        if let Some(RawMatches::Name(name)) = &rule.matches {
            parts.push(self.named(Named::Utility(name), place));
        }
        Condition::all(parts)
    }

    fn named(&self, named: Named<'a>, place: Place) -> Condition<Need> {
        let key = (named, place.from, place.below.min(2));
        if let Some(known) = self.named.borrow().get(&key) {
            return known.clone();
        }
        let (rules, name) = match named {
            Named::Utility(name) => (&self.core.utils, name),
            Named::Constraint(name) => (&self.core.constraints, name),
        };
        let rule = rules.as_ref().and_then(|rules| rules.get(name));
        self.named.borrow_mut().insert(key, Condition::always());
        let condition = rule.map_or_else(Condition::always, |rule| self.rule(rule, place.deeper()));
        // Those that name each other many times could be of any size.
        let condition = condition.unless_larger_than(MOST_NEEDS);
        self.named.borrow_mut().insert(key, condition.clone());
        condition
    }

    /// Whether a meta-variable stands in one pattern only, once, and in no utility.
    ///
    /// A constraint asks for the place that was bound last. That has the same words as the first one, but where
    /// one of both is a leaf, not always the same kind.
    fn is_bound_once(&self, name: &str) -> bool {
        let count = |part: &str| {
            let text = self.value[part].to_string();
            let named = text.match_indices(name);
            let named = named.filter(|(at, _)| text[..*at].ends_with('$'));
            named.count()
        };
        count("rule") == 1 && count("utils") + count("constraints") == 0
    }

    /// Of keywords and punctuation only operators are asked for, and only where they must match: the others stand in nearly every node of their kind.
    fn pattern(&self, node: &PatternNode, has_operators: bool, place: Place) -> Condition<Need> {
        match node {
            PatternNode::Terminal {
                text,
                is_named: true,
                ..
            } if is_name(text) => place.texts(vec![Literal::word(text)]),
            PatternNode::Terminal {
                text,
                is_named,
                kind_id,
            } if *is_named || has_operators && is_operator(text) => place.kind(*kind_id),
            PatternNode::Internal { kind_id, children } => {
                let children = required(children);
                let children =
                    children.map(|child| self.pattern(child, has_operators, place.inside(true)));
                Condition::all([place.kind(*kind_id)].into_iter().chain(children))
            }
            PatternNode::MetaVar {
                meta_var: MetaVariable::Capture(name, _),
            } => self.constraint(name, place),
            PatternNode::Terminal { .. } | PatternNode::MetaVar { .. } => Condition::always(),
        }
    }

    fn constraint(&self, name: &str, place: Place) -> Condition<Need> {
        let constraints = self.core.constraints.as_ref();
        let Some((name, _)) = constraints.and_then(|all| all.get_key_value(name)) else {
            return Condition::always();
        };
        let condition = self.named(Named::Constraint(name), place);
        if self.is_bound_once(name) {
            return condition;
        }
        condition.map(&mut |need: &Need| need.is_word().then(|| need.clone()))
    }
}

/// Without the tokens behind an ellipsis, which may be absent.
fn required(children: &[PatternNode]) -> impl Iterator<Item = &PatternNode> {
    let mut is_behind = false;
    children.iter().filter(move |child| {
        is_behind = match child {
            PatternNode::MetaVar { meta_var } => matches!(
                meta_var,
                MetaVariable::Multiple | MetaVariable::MultiCapture(_)
            ),
            child => is_behind && child.is_trivial(),
        };
        !is_behind
    })
}

/// Whether a token tells one operation from others.
fn is_operator(token: &str) -> bool {
    !matches!(token, "" | "=" | "=>") && token.chars().all(|c| "!=<>&|+-*/%^~".contains(c))
}

/// The most needs of what is named by others.
const MOST_NEEDS: usize = 64;
/// The most needs of a rule: asking for them stays cheaper than to try it, and `Steps` can number them.
const MOST_NEEDS_OF_ALL: usize = 1024;

#[cfg(test)]
mod tests {
    use ast_grep_config::{SerializableRuleConfig, from_str};
    use slop_core::Language;

    use super::*;
    use crate::need::Landmark;

    /// As text: words are told from other texts by `<>`, and kinds by `:`.
    fn condition(rule: &str) -> String {
        let yaml = format!("{{id: a, language: python, {rule}}}");
        let config: SerializableRuleConfig<Lang> = from_str(&yaml).expect("a rule");
        let grammar = Language::Python.grammar();
        let name = |kind| grammar.node_kind_for_id(kind).expect("a kind");
        let place = |landmark: &Landmark| match landmark {
            Landmark::Text(Literal {
                text,
                begins_word: true,
                ends_word: true,
            }) => format!("<{text}>"),
            Landmark::Text(literal) => literal.text.clone(),
            Landmark::Kind(kind) => format!(":{}", name(*kind)),
        };
        of(&config.core, config.language).shown(&|need| match need {
            Need::Is(Where::Above(0), kind) => format!("is {}", name(*kind)),
            Need::Is(from, kind) => format!("{from:?} {}", name(*kind)),
            Need::Child(Where::Above(0), kind) => format!("child {}", name(*kind)),
            Need::Child(from, kind) => format!("{from:?} child {}", name(*kind)),
            Need::Within(0, landmark) => place(landmark),
            Need::Within(steps, landmark) => format!("{steps} above {}", place(landmark)),
        })
    }

    #[test]
    fn conditions_are_read_from_rules() {
        for (rule, expected) in [
            (
                "rule: {pattern: json.dumps($A)}",
                "is call & child attribute & <json> & <dumps> & child argument_list",
            ),
            (
                "rule: {pattern: $A == None}",
                "is comparison_operator & child == & <None>",
            ),
            // What does not parse is an error node in the pattern, which matches any node.
            (
                "rule: {pattern: 'f(1 2)'}",
                "is call & <f> & child argument_list & :integer",
            ),
            (
                "rule: {pattern: 'if $A: return'}",
                "is if_statement & child block & :return_statement",
            ),
            (
                "rule: {kind: call, has: {field: arguments, has: {kind: list}}}",
                "is call & :list",
            ),
            (
                r"rule: {kind: call, regex: '^len\(', all: [{regex: '\)$'}]}",
                "is call & len(",
            ),
            (
                "rule: {any: [{pattern: f($A)}, {pattern: g($A)}]}",
                "(is call & <f> & child argument_list) | (is call & <g> & child argument_list)",
            ),
            (
                "rule: {any: [{pattern: f($A)}, {kind: call}]}",
                "(is call & <f> & child argument_list) | is call",
            ),
            (
                "rule: {pattern: $A = $A + $B}, constraints: {B: {kind: list}}",
                "is assignment & child binary_operator & :+ & :list",
            ),
            (
                "rule: {kind: call, has: {matches: few}}, utils: {few: {kind: tuple}}",
                "is call & child tuple",
            ),
            // A recursive utility needs what its first step needs.
            (
                "rule: {kind: call, has: {matches: deep}}, utils: {deep: {kind: list, has: {any: [{matches: deep}, {kind: set}]}}}",
                "is call & child list & (:list | :set)",
            ),
            (
                "rule: {pattern: {context: int($A), strictness: signature}}",
                "",
            ),
            (
                "rule: {pattern: {context: f(g.h), selector: attribute}}",
                "is attribute & <g> & <h>",
            ),
            (
                "rule: {kind: call, not: {pattern: f()}, inside: {pattern: g()}}",
                "is call & Above(1) call & 1 above <g> & Above(1) child argument_list",
            ),
            (
                "rule: {kind: pass_statement, inside: {kind: block, inside: {kind: if_statement}}, \
                 follows: {kind: expression_statement, has: {kind: call}}}",
                "is pass_statement & Above(1) block & Above(2) if_statement & Before(0) expression_statement & Before(0) child call",
            ),
            (
                "rule: {kind: pass_statement, inside: {kind: block, precedes: {has: {kind: comment}}}}",
                "is pass_statement & Above(1) block & Behind(1) child comment",
            ),
            (
                "rule: {pattern: '$A - (b < $C)'}",
                "is binary_operator & child - & child parenthesized_expression & :comparison_operator & <b> & :<",
            ),
            (
                "rule: {pattern: {context: '$A - $B', strictness: relaxed}}",
                "is binary_operator",
            ),
            // What follows an ellipsis may be absent.
            (
                "rule: {pattern: 'f($$$A, *b)'}",
                "is call & <f> & child argument_list & :list_splat & :* & <b>",
            ),
            (
                "rule: {kind: call, inside: {stopBy: end, pattern: g()}, has: {stopBy: end, kind: set}}",
                "is call & :set",
            ),
            // Where it is bound a second time it may be of another kind, and spaced otherwise; words stay.
            (
                "rule: {pattern: 'f($A, $A)'}, constraints: {A: {kind: list, regex: '^(ab|c.d)'}}",
                "is call & <f> & child argument_list & (ab | d)",
            ),
            (
                "rule: {pattern: 'f($A, $A)'}, constraints: {A: {kind: list, regex: '^abc'}}",
                "is call & <f> & child argument_list & abc",
            ),
        ] {
            assert_eq!(condition(rule), expected, "{rule}");
        }
    }

    #[test]
    fn a_rule_of_very_many_alternatives_needs_nothing() {
        let rule = |count: usize| {
            let names: Vec<_> = (0..count)
                .map(|at| format!("{{pattern: name{at}}}"))
                .collect();
            condition(&format!("rule: {{any: [{}]}}", names.join(", ")))
        };
        let most = rule(MOST_NEEDS_OF_ALL);
        assert!(most.ends_with(" | <name1023>"), "{most}");
        assert_eq!(rule(MOST_NEEDS_OF_ALL + 1), "");
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
        assert_eq!(condition(&rule), "is call");
        // A constraint that is on itself.
        let rule = "rule: {pattern: f($A)}, constraints: {A: {pattern: 'g($A, $A)'}}";
        assert!(condition(rule).contains("<g>"));
    }
}
