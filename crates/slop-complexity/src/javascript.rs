//! Callables of JavaScript and TypeScript, counted as ESLint's `complexity` rule counts them.
//!
//! ESLint gives every function a number of its own. Here, functions that are bound to a name are
//! callables, and any other function expression, such as the callback of `map`, is part of the
//! callable around it. So for a callable `f`
//!
//! ```text
//! CC(f) = ESLint(f) + Σ over the callbacks g folded into it (ESLint(g) − 1)
//! ```

use std::sync::LazyLock;

use slop_core::tree_sitter::Node;
use slop_core::{KindSet, Language, SourceFile, Span};

use crate::callable::{Callable, CallableKind, Callables};
use crate::scope::{Open, Scopes};

struct Kinds {
    /// Each adds one to the complexity of the callable around it.
    decisions: KindSet,
    /// Parameters of TypeScript, which add one if they have a default value.
    parameters: KindSet,
    declarations: KindSet,
    methods: KindSet,
    /// Functions that are callables of their own only when bound to a name.
    expressions: KindSet,
    /// Code of a class that ESLint counts for no function.
    static_blocks: KindSet,
    fields: KindSet,
    /// Functions, static blocks, and what else gives its name to the names inside it.
    scopes: KindSet,
    /// What binds a value to a name.
    binders: KindSet,
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
        }
    }

    fn of(language: Language) -> &'static Self {
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

pub(crate) fn callables(file: &SourceFile) -> Callables {
    let mut walk = Walk {
        file,
        kinds: Kinds::of(file.language()),
        listed: Vec::new(),
        open: Open::default(),
        scopes: Scopes::default(),
        pending: Vec::new(),
    };
    for node in file.preorder() {
        walk.visit(node);
    }
    Callables {
        listed: walk.listed,
        unlisted: 0,
    }
}

/// Something that begins at a node which the walk has yet to reach.
struct Pending<'t> {
    at: Node<'t>,
    what: Beginning<'t>,
}

enum Beginning<'t> {
    /// A value bound to a name.
    Value { name: Name, is_field: bool },
    /// The code of a method, with its index. What stands before its parameters, decorators and a
    /// computed key, belongs to the code around the class.
    Method { index: usize, node: Node<'t> },
}

struct Name {
    bare: String,
    /// With the object that it is a member of: `Parser.prototype.read`.
    path: String,
}

impl Name {
    fn plain(name: impl Into<String>) -> Self {
        let bare = name.into();
        Self {
            path: bare.clone(),
            bare,
        }
    }
}

struct Walk<'t> {
    file: &'t SourceFile,
    kinds: &'static Kinds,
    listed: Vec<Callable>,
    open: Open,
    scopes: Scopes,
    /// Innermost last: what is put here is reached before anything put here earlier.
    pending: Vec<Pending<'t>>,
}

impl<'t> Walk<'t> {
    fn visit(&mut self, node: Node<'t>) {
        let kind = node.kind_id();
        if self.kinds.decisions.contains(kind) || self.is_default_value(node, kind) {
            self.open.arrive(node);
            if let Some(index) = self.open.innermost() {
                self.listed[index].cyclomatic += 1;
            }
            return;
        }
        let (name, is_field) = match self.pending.pop_if(|pending| pending.at == node) {
            Some(Pending {
                what: Beginning::Value { name, is_field },
                ..
            }) => (Some(name), is_field),
            Some(Pending {
                what:
                    Beginning::Method {
                        index,
                        node: method,
                    },
                ..
            }) => {
                self.open.arrive(node);
                return self.open.enter(Some(index), method);
            }
            None => (None, false),
        };
        if self.kinds.scopes.contains(kind) {
            self.visit_scope(node, kind, name, is_field);
        } else if is_field {
            self.enter_no_callable(node);
        }
        if self.kinds.binders.contains(kind) {
            self.bind(node, kind);
        }
    }

    /// Whether it is a parameter of TypeScript with a default value.
    fn is_default_value(&self, node: Node<'_>, kind: u16) -> bool {
        self.kinds.parameters.contains(kind) && node.child_by_field_name("value").is_some()
    }

    /// A function, class, object or static block.
    fn visit_scope(&mut self, node: Node<'t>, kind: u16, bound: Option<Name>, is_field: bool) {
        if self.kinds.expressions.contains(kind) {
            return self.visit_expression(node, bound, is_field);
        }
        if is_field || self.kinds.static_blocks.contains(kind) {
            self.enter_no_callable(node);
        }
        let name = self.own_name(node).or(bound);
        if self.kinds.declarations.contains(kind) {
            let index = self.list(node, name, CallableKind::Function);
            self.open.enter(Some(index), node);
        } else if self.kinds.methods.contains(kind) {
            let index = self.list(node, name, method_kind(node));
            if let Some(parameters) = node.child_by_field_name("parameters") {
                let what = Beginning::Method { index, node };
                self.pending.push(Pending {
                    at: parameters,
                    what,
                });
            }
        } else if let Some(name) = name {
            self.scopes.arrive(node);
            self.scopes.enter(&name.path, node);
        }
    }

    /// A function expression: a callable if it is bound, or if there is none around it.
    fn visit_expression(&mut self, node: Node<'t>, bound: Option<Name>, is_field: bool) {
        self.open.arrive(node);
        let kind = match (&bound, self.open.innermost()) {
            (Some(_), _) if is_field => CallableKind::Method,
            (Some(_), _) => CallableKind::Function,
            (None, None) => CallableKind::Callback,
            (None, Some(_)) => return,
        };
        let index = self.list(node, bound.or_else(|| self.own_name(node)), kind);
        self.open.enter(Some(index), node);
    }

    /// Code that ESLint counts for no function: a static block, the initial value of a field.
    fn enter_no_callable(&mut self, node: Node<'t>) {
        self.open.arrive(node);
        self.open.enter(None, node);
    }

    /// Adds a callable and returns its index.
    fn list(&mut self, node: Node<'t>, name: Option<Name>, kind: CallableKind) -> usize {
        self.open.arrive(node);
        self.scopes.arrive(node);
        let name = name.unwrap_or_else(|| Name::plain("<anonymous>"));
        let span = Span::of(node);
        let sloc = self.file.source_lines().count_in(span.lines());
        self.listed.push(Callable {
            name: name.bare,
            qualified_name: self.scopes.qualify(&name.path),
            kind,
            span,
            cyclomatic: 1,
            sloc: u32::try_from(sloc).expect("a subset of the lines of a file"),
        });
        self.scopes.enter(&name.path, node);
        self.listed.len() - 1
    }

    /// Remembers the name for the value, if the value is something that takes a name.
    fn bind(&mut self, binder: Node<'t>, kind: u16) {
        let field = |names: [&str; 2]| {
            names
                .into_iter()
                .find_map(|name| binder.child_by_field_name(name))
        };
        let Some(value) = field(["value", "right"]).map(without_parentheses) else {
            return;
        };
        let is_field = self.kinds.fields.contains(kind);
        if !is_field && !self.kinds.scopes.contains(value.kind_id()) {
            return;
        }
        let target = field(["name", "left"]).or_else(|| field(["key", "property"]));
        let name = target.map_or_else(|| Name::plain("default"), |target| self.name_of(target));
        let what = Beginning::Value { name, is_field };
        self.pending.push(Pending { at: value, what });
    }

    fn own_name(&self, node: Node<'t>) -> Option<Name> {
        node.child_by_field_name("name")
            .map(|name| self.name_of(name))
    }

    /// The name in a declaration, a key, or the left side of an assignment.
    fn name_of(&self, target: Node<'t>) -> Name {
        let target = without_parentheses(target);
        let text = self.text(target);
        let field = |name| {
            target
                .child_by_field_name(name)
                .map_or(text, |part| self.text(part))
        };
        match target.kind() {
            "string" => Name::plain(text.trim_matches(['"', '\''])),
            "computed_property_name" => Name::plain(in_brackets(&text[1..text.len() - 1])),
            "subscript_expression" => Name::plain(in_brackets(field("index"))),
            "member_expression" => {
                let bare = field("property");
                let is_path = |b: u8| b.is_ascii_alphanumeric() || b"_$.#".contains(&b);
                let path = if text.bytes().all(is_path) {
                    text
                } else {
                    bare
                };
                Name {
                    bare: bare.to_owned(),
                    path: path.to_owned(),
                }
            }
            _ => Name::plain(text),
        }
    }

    fn text(&self, node: Node<'_>) -> &'t str {
        &self.file.text()[node.byte_range()]
    }
}

/// A computed key on one line: `[Symbol.iterator]`.
fn in_brackets(key: &str) -> String {
    format!("[{}]", key.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn method_kind(method: Node<'_>) -> CallableKind {
    let mut cursor = method.walk();
    let kinds = method.children(&mut cursor).map(|child| child.kind());
    kinds
        .take_while(|kind| *kind != "formal_parameters")
        .find_map(|kind| match kind {
            "get" => Some(CallableKind::Getter),
            "set" => Some(CallableKind::Setter),
            _ => None,
        })
        .unwrap_or(CallableKind::Method)
}

fn without_parentheses(mut node: Node<'_>) -> Node<'_> {
    while node.kind() == "parenthesized_expression" {
        let mut cursor = node.walk();
        let inner = node
            .named_children(&mut cursor)
            .find(|child| !child.is_extra());
        let Some(inner) = inner else { break };
        node = inner;
    }
    node
}
