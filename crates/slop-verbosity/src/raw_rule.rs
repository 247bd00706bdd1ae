//! Rules as far as needs are read from them. ast-grep keeps the parts of its own types to itself.

use std::collections::HashMap;

use ast_grep_core::{MatchStrictness, Pattern};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::lang::Lang;

/// A rule with what it names; the rest of its fields are passed over.
#[derive(Deserialize)]
pub(crate) struct RawCore {
    pub(crate) rule: RawRule,
    pub(crate) constraints: Option<HashMap<String, RawRule>>,
    pub(crate) utils: Option<HashMap<String, RawRule>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct RawRule {
    pub(crate) pattern: Option<RawPattern>,
    pub(crate) kind: Option<String>,
    pub(crate) regex: Option<String>,
    pub(crate) has: Option<Box<RawRelation>>,
    pub(crate) inside: Option<Box<RawRelation>>,
    pub(crate) follows: Option<Box<RawRelation>>,
    pub(crate) precedes: Option<Box<RawRelation>>,
    pub(crate) all: Vec<RawRule>,
    pub(crate) any: Option<Vec<RawRule>>,
    pub(crate) matches: Option<RawMatches>,
}

/// A rule about another node, the nearest one or any on the way to where it stops.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RawRelation {
    #[serde(default)]
    pub(crate) stop_by: RawStop,
    #[serde(flatten)]
    pub(crate) rule: RawRule,
}

#[derive(Deserialize, Default)]
#[serde(untagged)]
pub(crate) enum RawStop {
    #[default]
    Absent,
    Word(String),
    Rule(IgnoredAny),
}

impl RawStop {
    pub(crate) fn is_at_neighbor(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Word(word) => word == "neighbor",
            Self::Rule(_) => false,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum RawPattern {
    Plain(String),
    Object {
        context: String,
        selector: Option<String>,
        strictness: Option<String>,
    },
}

impl RawPattern {
    /// The pattern, if all its names and kinds must stand in the code.
    pub(crate) fn compile(&self, lang: Lang) -> Option<Pattern> {
        // One that is malformed is refused elsewhere.
        match self {
            Self::Plain(text) => Pattern::try_new(text, lang).ok(),
            Self::Object {
                context,
                selector,
                strictness,
            } => {
                let mut pattern = match selector {
                    Some(selector) => Pattern::contextual(context, selector, lang).ok()?,
                    None => Pattern::try_new(context, lang).ok()?,
                };
                if let Some(name) = strictness {
                    pattern.strictness = name.parse().ok()?;
                }
                let is_loose = matches!(
                    pattern.strictness,
                    MatchStrictness::Signature | MatchStrictness::Template
                );
                (!is_loose).then_some(pattern)
            }
        }
    }
}

/// A utility by its name, or with arguments.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum RawMatches {
    Name(String),
    Call(IgnoredAny),
}
