//! Callables of JavaScript and TypeScript, counted as ESLint's `complexity` rule counts them.
//!
//! ESLint gives every function a number of its own. Here, functions that are bound to a name are
//! callables, and any other function expression, such as the callback of `map`, is part of the
//! callable around it. So for a callable `f`
//!
//! ```text
//! CC(f) = ESLint(f) + Σ over the callbacks g folded into it (ESLint(g) − 1)
//! ```

mod kinds;

use std::sync::LazyLock;

use slop_core::tree_sitter::Node;
use slop_core::{SourceFile, Span};

use self::kinds::Kinds;
use crate::callable::{Callable, CallableKind, Callables};
use crate::marks::{MarkedNodes, Patterns};
use crate::scope::{Open, Scopes};

/// What every decision and every callable has in it: `do` has a `while`, and classes, methods and functions have braces
/// or an arrow. The signs are those of operators, arrows, default values, and the values of fields.
static PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::new(&["if", "for", "while", "case"], "?&|={"));

pub(crate) fn callables(file: &SourceFile) -> Callables {
    walked(file, MarkedNodes::of(file, &PATTERNS).map(|(node, _)| node))
}

/// What a walk finds that looks at these nodes.
fn walked<'t>(file: &'t SourceFile, nodes: impl Iterator<Item = Node<'t>>) -> Callables {
    let mut walk = Walk {
        file,
        kinds: Kinds::of(file.language()),
        listed: Vec::new(),
        open: Open::default(),
        scopes: Scopes::default(),
        pending: Vec::new(),
    };
    for node in nodes {
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
        let value = self.reached(node);
        let is_field = value.as_ref().is_some_and(|(_, is_field)| *is_field);
        if self.kinds.scopes.contains(kind) {
            self.visit_scope(node, kind, value.map(|(name, _)| name), is_field);
        } else if is_field {
            self.enter_no_callable(node);
        }
        if self.kinds.decisions.contains(kind) || self.is_default_value(node, kind) {
            self.open.arrive(node);
            if let Some(index) = self.open.innermost() {
                self.listed[index].cyclomatic += 1;
            }
        } else if self.kinds.binders.contains(kind) {
            self.bind(node, kind);
        }
    }

    /// Begins what begins here or was passed over, and returns the name for this node, and whether it is that of a field.
    fn reached(&mut self, node: Node<'t>) -> Option<(Name, bool)> {
        let is_here = |pending: &mut Pending<'_>| pending.at.start_byte() <= node.start_byte();
        while let Some(Pending { at, what }) = self.pending.pop_if(is_here) {
            match what {
                Beginning::Value { name, is_field } if at == node => return Some((name, is_field)),
                Beginning::Value { .. } => {}
                Beginning::Method {
                    index,
                    node: method,
                } => {
                    self.open.arrive(node);
                    self.open.enter(Some(index), method);
                }
            }
        }
        None
    }

    /// Whether it is a parameter of TypeScript with a default value.
    fn is_default_value(&self, node: Node<'_>, kind: u16) -> bool {
        self.kinds.parameters.contains(kind)
            && node.child_by_field_id(self.kinds.field.value).is_some()
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
            if let Some(parameters) = node.child_by_field_id(self.kinds.field.parameters) {
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
        let fields = &self.kinds.field;
        let child = |either, or| {
            let child = binder.child_by_field_id(either);
            child.or_else(|| binder.child_by_field_id(or))
        };
        let Some(value) = child(fields.value, fields.right).map(without_parentheses) else {
            return;
        };
        let is_field = self.kinds.fields.contains(kind);
        if !is_field && !self.kinds.scopes.contains(value.kind_id()) {
            return;
        }
        let target = child(fields.name, fields.left);
        let target = target.or_else(|| child(fields.key, fields.property));
        let name = target.map_or_else(|| Name::plain("default"), |target| self.name_of(target));
        let what = Beginning::Value { name, is_field };
        self.pending.push(Pending { at: value, what });
    }

    fn own_name(&self, node: Node<'t>) -> Option<Name> {
        node.child_by_field_id(self.kinds.field.name)
            .map(|name| self.name_of(name))
    }

    /// The name in a declaration, a key, or the left side of an assignment.
    fn name_of(&self, target: Node<'t>) -> Name {
        let target = without_parentheses(target);
        let text = self.text(target);
        let field = |id| {
            target
                .child_by_field_id(id)
                .map_or(text, |part| self.text(part))
        };
        match target.kind() {
            "string" => Name::plain(text.trim_matches(['"', '\''])),
            "computed_property_name" => Name::plain(in_brackets(&text[1..text.len() - 1])),
            "subscript_expression" => Name::plain(in_brackets(field(self.kinds.field.index))),
            "member_expression" => {
                let bare = field(self.kinds.field.property);
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

#[cfg(test)]
mod tests {
    //! The walk that passes over most nodes, against one that looks at all.

    use proptest::prelude::*;
    use slop_core::Language;

    use super::*;

    const STATEMENTS: &[&str] = &[
        "f(a, [b], `text`, c.d[0]);",
        "const { a, b = 1 } = c ?? d;",
        "if (a) b(); else if (c) d();",
        "do a(); while (b)",
        "for (;;) a();",
        "for (const a of b) while (a) c();",
        "switch (a) { case 1: b(); default: c() }",
        "try { a() } catch { b() }",
        "a?.b?.(c);",
        "a ||= b && c ? d : (e);",
        "const g = (h = 1) => h || i;",
        "export default (function () { a ? b : c });",
        "x.y = class Z { 'a' = (1); b = (c); d = e ? f : g; [`h`](i, j = 2) {} static { k ?? l } };",
        "class Q extends R { get s() { return t }; async *u() {} v = () => w && x; }",
        "const o = { p() {}, q: function () {}, 'r s': (t) => u, v: (w), [x]: 1 };",
        "a(function () { b(() => c || d) });",
    ];

    /// What only TypeScript has.
    const TYPED: &[&str] = &[
        "function a(this: B, c = d, e?: F, ...g: H[]): void {}",
        "abstract class I { constructor(private j = k ?? l) {} abstract m(): void; n?: O = p!; }",
        "namespace Q { export const r = <T,>(s: T) => s as U || v; }",
        "type W = X extends Y ? Z : { a(): b };",
        "enum C { D = 1, E = f }",
    ];

    fn program() -> impl Strategy<Value = (Language, Vec<&'static str>)> {
        let parts = |from: Vec<_>| prop::collection::vec(prop::sample::select(from), 0..12);
        let typed = parts([STATEMENTS, TYPED].concat());
        prop_oneof![
            parts(STATEMENTS.to_vec()).prop_map(|parts| (Language::JavaScript, parts)),
            typed.prop_map(|parts| (Language::TypeScript, parts)),
        ]
    }

    proptest! {
        #[test]
        fn passing_over_nodes_loses_nothing(
            (language, parts) in program(),
            is_nested in any::<bool>(),
        ) {
            let mut text = parts.join("\n");
            if is_nested {
                let inner = text.replace("export default", "a =");
                text = format!("function outer() {{ class In {{ m() {{\n{inner}\n}} }} }}");
            }
            let file = SourceFile::parse("a", language, text).expect("valid source");
            prop_assert_eq!(callables(&file), walked(&file, file.preorder()), "{}", file.text());
        }
    }
}
