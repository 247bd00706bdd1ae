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
    /// `True` and `False`, which are one class.
    yes: u16,
    no: u16,
}

/// The names that a grammar has for these kinds.
struct Spellings {
    candidates: &'static [&'static str],
    holders: &'static [&'static str],
    names: &'static [&'static str],
    literals: &'static [&'static str],
}

impl CloneKinds {
    /// `types` are the names that the language has beside those of `kinds`.
    fn new(language: Language, kinds: &Spellings, types: &[&str]) -> Self {
        let set = |names: &[&str]| KindSet::new(language, names, &[]);
        let id = |name| language.grammar().id_for_node_kind(name, true);
        Self {
            candidates: set(kinds.candidates),
            holders: set(kinds.holders),
            names: set(&[kinds.names, types].concat()),
            literals: set(kinds.literals),
            yes: id("true"),
            no: id("false"),
        }
    }

    /// The kind that a kind counts as.
    pub(super) fn class_of(&self, kind: u16) -> u16 {
        if kind == self.no { self.yes } else { kind }
    }
}

static PYTHON: LazyLock<CloneKinds> = LazyLock::new(|| {
    let kinds = Spellings {
        candidates: &[
            "for_statement",
            "function_definition",
            "if_statement",
            "match_statement",
            "try_statement",
            "while_statement",
            "with_statement",
        ],
        holders: &["module", "block"],
        names: &["identifier"],
        literals: &["string", "integer", "float", "true", "false", "none"],
    };
    CloneKinds::new(Language::Python, &kinds, &[])
});

static JAVASCRIPT: LazyLock<CloneKinds> =
    LazyLock::new(|| CloneKinds::new(Language::JavaScript, &SCRIPT, &[]));
static TYPESCRIPT: LazyLock<CloneKinds> =
    LazyLock::new(|| CloneKinds::new(Language::TypeScript, &SCRIPT, TYPES));
static TSX: LazyLock<CloneKinds> = LazyLock::new(|| CloneKinds::new(Language::Tsx, &SCRIPT, TYPES));

const SCRIPT: Spellings = Spellings {
    candidates: &[
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
    holders: &[
        "class_body",
        "program",
        "statement_block",
        "switch_case",
        "switch_default",
    ],
    names: &[
        "identifier",
        "private_property_identifier",
        "property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "statement_identifier",
    ],
    literals: &[
        "string",
        "template_string",
        "number",
        "regex",
        "true",
        "false",
        "null",
        "undefined",
    ],
};

/// Types take part, and their names are names like others.
const TYPES: &[&str] = &["type_identifier"];

/// `None` where clones of the language are not defined.
pub(super) fn of(language: Language) -> Option<&'static CloneKinds> {
    match language {
        Language::Python => Some(&PYTHON),
        Language::JavaScript => Some(&JAVASCRIPT),
        Language::TypeScript => Some(&TYPESCRIPT),
        Language::Tsx => Some(&TSX),
        _ => None,
    }
}
