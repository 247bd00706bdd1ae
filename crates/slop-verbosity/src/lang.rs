//! The languages of slop-core, as ast-grep wants to see them.

use std::borrow::Cow;

use ast_grep_core::language::Language as AstGrepLanguage;
use ast_grep_core::matcher::{Pattern, PatternBuilder, PatternError};
use ast_grep_core::tree_sitter::{LanguageExt, StrDoc, TSLanguage};
use serde::de::{Deserialize, Deserializer, Error};
use slop_core::tree_sitter::Tree;
use slop_core::{Language, Preorder};

/// A language whose patterns ast-grep can build and match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lang(pub(crate) Language);

/// Stands for `$` in Python patterns: `$` cannot begin a name there, and this letter can. It is the
/// one that the ast-grep command line uses.
const PYTHON_EXPANDO: char = 'µ';

/// The deepest tree of a pattern. ast-grep follows patterns by recursion.
const MAX_DEPTH: usize = 500;

impl AstGrepLanguage for Lang {
    fn pre_process_pattern<'q>(&self, query: &'q str) -> Cow<'q, str> {
        let sigil = self.expando_char();
        if sigil == '$' {
            return Cow::Borrowed(query);
        }
        Cow::Owned(replace_dollars(query, sigil))
    }

    fn expando_char(&self) -> char {
        if self.0 == Language::Python {
            PYTHON_EXPANDO
        } else {
            '$'
        }
    }

    fn kind_to_id(&self, kind: &str) -> u16 {
        self.0.grammar().id_for_node_kind(kind, true)
    }

    fn field_to_id(&self, field: &str) -> Option<u16> {
        self.0.grammar().field_id_for_name(field).map(u16::from)
    }

    fn build_pattern(&self, builder: &PatternBuilder) -> Result<Pattern, PatternError> {
        builder.build(|text| {
            let doc = StrDoc::try_new(text, *self)?;
            let is_deep = depth(&doc.tree) > MAX_DEPTH;
            let error = || format!("it nests more than {MAX_DEPTH} levels deep");
            (!is_deep).then_some(doc).ok_or_else(error)
        })
    }
}

impl LanguageExt for Lang {
    fn get_ts_language(&self) -> TSLanguage {
        self.0.grammar()
    }
}

fn depth(tree: &Tree) -> usize {
    let mut nodes = Preorder::new(tree.root_node());
    let mut deepest = 0;
    while nodes.next().is_some() {
        deepest = deepest.max(nodes.depth());
    }
    deepest
}

/// Replaces the dollars of meta-variables: those before a capital or `_`, and `$$$`.
fn replace_dollars(query: &str, sigil: char) -> String {
    let mut out = String::with_capacity(query.len());
    let mut rest = query;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let behind = rest[at..].trim_start_matches('$');
        let dollars = rest.len() - at - behind.len();
        let is_name =
            behind.starts_with(|letter: char| letter.is_ascii_uppercase() || letter == '_');
        let letter = if is_name || dollars == 3 { sigil } else { '$' };
        out.extend(std::iter::repeat_n(letter, dollars));
        rest = behind;
    }
    out + rest
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?.to_ascii_lowercase();
        let name = match name.as_str() {
            "py" => "python",
            "js" | "jsx" => "javascript",
            "ts" => "typescript",
            other => other,
        };
        name.parse().map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_of_meta_variables_are_replaced() {
        for (query, expected) in [
            ("f($A, $$$)", "f(µA, µµµ)"),
            ("$_ + $$$ARGS", "µ_ + µµµARGS"),
            ("'$' + '$1' + \"a$\"", "'$' + '$1' + \"a$\""),
            ("plain", "plain"),
        ] {
            assert_eq!(Lang(Language::Python).pre_process_pattern(query), expected);
        }
    }
}
