//! The kinds of nodes that callables and decisions are, and the fields in which their names and values stand.

use std::sync::LazyLock;

use slop_core::{KindSet, Language};

use crate::field;

pub(super) struct Kinds {
    /// Each adds one to the complexity of the callable around it.
    pub(super) decisions: KindSet,
    /// Parameters of TypeScript, which add one if they have a default value.
    pub(super) parameters: KindSet,
    pub(super) declarations: KindSet,
    pub(super) methods: KindSet,
    /// Functions that are callables of their own only when bound to a name.
    pub(super) expressions: KindSet,
    /// Code of a class that ESLint counts for no function.
    pub(super) static_blocks: KindSet,
    pub(super) fields: KindSet,
    /// Functions, static blocks, and what else gives its name to the names inside it.
    pub(super) scopes: KindSet,
    /// What binds a value to a name.
    pub(super) binders: KindSet,
    pub(super) field: Fields,
}

/// Fields of nodes, by number.
pub(super) struct Fields {
    pub(super) index: u16,
    pub(super) key: u16,
    pub(super) left: u16,
    pub(super) name: u16,
    pub(super) parameters: u16,
    pub(super) property: u16,
    pub(super) right: u16,
    pub(super) value: u16,
}

impl Fields {
    fn new(language: Language) -> Self {
        let field = |name| field(language, name);
        Self {
            index: field("index"),
            key: field("key"),
            left: field("left"),
            name: field("name"),
            parameters: field("parameters"),
            property: field("property"),
            right: field("right"),
            value: field("value"),
        }
    }
}

const DECISIONS: &[&str] = &[
    "if_statement",
    "ternary_expression",
    "for_statement",
    "for_in_statement",
    "while_statement",
    "do_statement",
    "switch_case",
    "catch_clause",
    "assignment_pattern",
    "object_assignment_pattern",
];

const OPERATORS: &[&str] = &["&&", "||", "??", "&&=", "||=", "??="];

const SCOPES: &[&str] = &[
    "function_declaration",
    "generator_function_declaration",
    "method_definition",
    "function_expression",
    "generator_function",
    "arrow_function",
    "class",
    "class_declaration",
    "class_static_block",
    "object",
];

const BINDERS: &[&str] = &[
    "variable_declarator",
    "assignment_expression",
    "augmented_assignment_expression",
    "pair",
    "export_statement",
];

/// What a grammar has of its own.
struct Dialect {
    /// `?.` as a node, or as a token, which stands in it or alone before the arguments of a call.
    optional_chain: (&'static [&'static str], &'static [&'static str]),
    field: &'static str,
    parameters: &'static [&'static str],
    scopes: &'static [&'static str],
}

const JAVASCRIPT: Dialect = Dialect {
    optional_chain: (&["optional_chain"], &[]),
    field: "field_definition",
    parameters: &[],
    scopes: &[],
};

const TYPESCRIPT: Dialect = Dialect {
    optional_chain: (&[], &["?."]),
    field: "public_field_definition",
    parameters: &["required_parameter", "optional_parameter"],
    scopes: &["abstract_class_declaration", "internal_module", "module"],
};

impl Kinds {
    fn new(language: Language, dialect: &Dialect) -> Self {
        let set = |names: &[&str]| KindSet::new(language, names, &[]);
        let (nodes, tokens) = dialect.optional_chain;
        Self {
            decisions: KindSet::new(
                language,
                &[DECISIONS, nodes].concat(),
                &[OPERATORS, tokens].concat(),
            ),
            parameters: set(dialect.parameters),
            declarations: set(&["function_declaration", "generator_function_declaration"]),
            methods: set(&["method_definition"]),
            expressions: set(&[
                "function_expression",
                "generator_function",
                "arrow_function",
            ]),
            static_blocks: set(&["class_static_block"]),
            fields: set(&[dialect.field]),
            scopes: set(&[SCOPES, dialect.scopes].concat()),
            binders: set(&[BINDERS, &[dialect.field]].concat()),
            field: Fields::new(language),
        }
    }

    pub(super) fn of(language: Language) -> &'static Self {
        static JS: LazyLock<Kinds> =
            LazyLock::new(|| Kinds::new(Language::JavaScript, &JAVASCRIPT));
        static TS: LazyLock<Kinds> =
            LazyLock::new(|| Kinds::new(Language::TypeScript, &TYPESCRIPT));
        static TSX: LazyLock<Kinds> = LazyLock::new(|| Kinds::new(Language::Tsx, &TYPESCRIPT));
        match language {
            Language::TypeScript => &TS,
            Language::Tsx => &TSX,
            _ => &JS,
        }
    }
}
