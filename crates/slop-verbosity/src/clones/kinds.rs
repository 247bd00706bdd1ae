//! The node kinds that matter to clones, by language.

use std::sync::LazyLock;

use slop_core::{KindSet, Language};

pub(super) struct CloneKinds {
    /// Subtrees of these kinds are clones when they repeat.
    pub(super) candidates: KindSet,
    /// Their named children are statements.
    pub(super) holders: KindSet,
    /// Names: numbered by first occurrence.
    pub(super) names: KindSet,
    /// Inside these nothing is looked at.
    pub(super) literals: KindSet,
    /// Two kinds that count as one: the second becomes the first.
    alike: (u16, u16),
}

impl CloneKinds {
    fn new(
        language: Language,
        [candidates, holders, names, literals]: [&[&str]; 4],
        alike: [&str; 2],
    ) -> Self {
        let set = |kinds| KindSet::new(language, kinds, &[]);
        let id = |kind| language.grammar().id_for_node_kind(kind, true);
        Self {
            candidates: set(candidates),
            holders: set(holders),
            names: set(names),
            literals: set(literals),
            alike: (id(alike[0]), id(alike[1])),
        }
    }

    pub(super) fn class_of(&self, kind: u16) -> u16 {
        if kind == self.alike.1 {
            self.alike.0
        } else {
            kind
        }
    }
}

static PYTHON: LazyLock<CloneKinds> = LazyLock::new(|| {
    CloneKinds::new(
        Language::Python,
        [
            &[
                "for_statement",
                "function_definition",
                "if_statement",
                "match_statement",
                "try_statement",
                "while_statement",
                "with_statement",
            ],
            &["module", "block"],
            &["identifier"],
            &["string", "integer", "float", "true", "false", "none"],
        ],
        ["true", "false"],
    )
});

static JAVASCRIPT: LazyLock<CloneKinds> = LazyLock::new(|| {
    CloneKinds::new(
        Language::JavaScript,
        [
            &[
                "arrow_function",
                "do_statement",
                "for_in_statement",
                "for_statement",
                "function_declaration",
                "function_expression",
                "generator_function",
                "generator_function_declaration",
                "if_statement",
                "method_definition",
                "switch_statement",
                "try_statement",
                "while_statement",
            ],
            &[
                "class_body",
                "program",
                "statement_block",
                "switch_case",
                "switch_default",
            ],
            &[
                "identifier",
                "private_property_identifier",
                "property_identifier",
                "shorthand_property_identifier",
                "shorthand_property_identifier_pattern",
                "statement_identifier",
            ],
            &[
                "string",
                "template_string",
                "number",
                "regex",
                "true",
                "false",
                "null",
                "undefined",
            ],
        ],
        ["true", "false"],
    )
});

/// `None` where clones of the language are not defined.
pub(super) fn of(language: Language) -> Option<&'static CloneKinds> {
    match language {
        Language::Python => Some(&PYTHON),
        Language::JavaScript => Some(&JAVASCRIPT),
        _ => None,
    }
}
