//! Callables of Python, as the paper's reference lists and counts them.

use std::sync::LazyLock;

use slop_core::tree_sitter::Node;
use slop_core::{KindSet, Language, LineSet, SourceFile, Span};

use crate::callable::{Callable, CallableKind, Callables};
use crate::field;
use crate::marks::{MarkedNodes, Patterns};
use crate::scope::{Open, Scopes};

struct Kinds {
    /// Each adds one to the complexity of every callable around it.
    decisions: KindSet,
    functions: KindSet,
    classes: KindSet,
    /// What may stand between the module and a listed callable.
    path: KindSet,
    /// The field of a definition in which its name stands.
    name: u16,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let set = |names| KindSet::new(Language::Python, names, &[]);
    Kinds {
        decisions: set(&[
            "if_statement",
            "elif_clause",
            "for_statement",
            "while_statement",
            "except_clause",
            "assert_statement",
            "list_comprehension",
            "set_comprehension",
            "dictionary_comprehension",
            "generator_expression",
            "boolean_operator",
            "conditional_expression",
            "if_clause",
        ]),
        functions: set(&["function_definition"]),
        classes: set(&["class_definition"]),
        path: set(&[
            "module",
            "function_definition",
            "class_definition",
            "decorated_definition",
            "block",
        ]),
        name: field(Language::Python, "name"),
    }
});

/// The words without which there is no function and no decision; `elif` ends with one, and `for` with another.
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let words = ["def", "if", "while", "except", "assert", "and", "or"];
    Patterns::new(&words, "")
});

pub(crate) fn callables(file: &SourceFile) -> Callables {
    walked(file, MarkedNodes::of(file, &PATTERNS))
}

/// What a walk finds that looks at these nodes, which come with their depths.
fn walked<'t>(file: &'t SourceFile, nodes: impl Iterator<Item = (Node<'t>, usize)>) -> Callables {
    let mut walk = Walk {
        file,
        kinds: &KINDS,
        code_lines: code_lines(file.text()),
        found: Callables::default(),
        open: Open::default(),
        scopes: Scopes::default(),
        path: Vec::new(),
    };
    for (node, depth) in nodes {
        walk.visit(node, depth);
    }
    walk.close_before(usize::MAX);
    walk.found
}

struct Walk<'a> {
    file: &'a SourceFile,
    kinds: &'static Kinds,
    /// Lines that are neither blank nor a comment.
    code_lines: LineSet,
    found: Callables,
    open: Open,
    scopes: Scopes,
    /// The kinds from the module down, as far as all of them are path kinds. The current node has
    /// nothing else above it exactly when this is as long as the node is deep.
    path: Vec<u16>,
}

impl Walk<'_> {
    fn visit(&mut self, node: Node<'_>, depth: usize) {
        let kind = node.kind_id();
        self.path.truncate(depth);
        if self.kinds.decisions.contains(kind) {
            self.close_before(node.start_byte());
            if let Some(index) = self.open.innermost() {
                self.found.listed[index].cyclomatic += 1;
            }
            return;
        }
        if !self.kinds.path.contains(kind) {
            return;
        }
        let on_path = self.path.len() == depth;
        if on_path {
            self.path.push(kind);
        }
        if self.kinds.functions.contains(kind) {
            if on_path {
                self.list(node);
            } else {
                self.found.unlisted += 1;
            }
        } else if self.kinds.classes.contains(kind) && on_path {
            self.scopes.arrive(node);
            self.scopes.enter(name(node, self.file), node);
        }
    }

    fn list(&mut self, node: Node<'_>) {
        self.close_before(node.start_byte());
        self.scopes.arrive(node);
        let name = name(node, self.file);
        // Above the block that the function stands in, and above its decorators.
        let is_definition = |kind: &&u16| {
            self.kinds.functions.contains(**kind) || self.kinds.classes.contains(**kind)
        };
        let around = self.path.iter().rev().skip(1).find(is_definition);
        let in_class = around.is_some_and(|kind| self.kinds.classes.contains(*kind));
        let span = Span::of(node);
        self.open.enter(Some(self.found.listed.len()), node);
        self.found.listed.push(Callable {
            name: name.to_owned(),
            qualified_name: self.scopes.qualify(name),
            kind: if in_class {
                CallableKind::Method
            } else {
                CallableKind::Function
            },
            span,
            cyclomatic: 1,
            sloc: self.sloc(span),
        });
        self.scopes.enter(name, node);
    }

    /// The first line counts from `def` on, which is code; all others count as a whole.
    fn sloc(&self, span: Span) -> u32 {
        let lines = self.code_lines.count_in(span.lines());
        u32::try_from(lines).expect("a subset of the lines of a file")
    }

    /// Closes callables, adding what each counted to the one around it: in the paper's reference,
    /// nested functions count twice.
    fn close_before(&mut self, byte: usize) {
        let listed = &mut self.found.listed;
        self.open.close_before(byte, |inner, outer| {
            if let Some(outer) = outer {
                listed[outer].cyclomatic += listed[inner].cyclomatic - 1;
            }
        });
    }
}

fn name<'a>(definition: Node<'_>, file: &'a SourceFile) -> &'a str {
    let name = definition.child_by_field_id(KINDS.name);
    name.map_or("", |name| &file.text()[name.byte_range()])
}

/// Lines that, without the white space around them, are not empty and do not begin with `#`.
fn code_lines(text: &str) -> LineSet {
    let is_code = |line: &str| {
        let line = line.trim_start_matches(is_space);
        !line.is_empty() && !line.starts_with('#')
    };
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| is_code(line))
        .map(|(number, _)| number)
        .collect()
}

/// What Python's `str.strip` strips: Unicode white space and the four separators of ASCII.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    //! The walk that looks at few nodes, against one that looks at all.

    use proptest::prelude::*;

    use super::*;

    const STATEMENTS: &[&str] = &[
        "# if, or, for",
        "f(a, [b], 'if', c.d[0], g, h, i, j, k, l, m, n, o, p, q, r, s, t, u)",
        "x = a if b else c or d and not e",
        "y = 0xfor 1if x else[z for z in w if z]",
        "assert a or(b), {c: d for c in e}",
        "for a in b: c = (lambda: d and e)",
        "while a: b",
        "try: a\nexcept b: c\nfinally: d",
        "if a: b\nelif c: d\nelse: e",
        "match a:\n case b if c: d\n case _: e",
        "async def g(): return {x async for x in y}, (z for z in w)",
        "def h(a=b or c): return d",
        "@decorated\n# for a reason\ndef i(): 'doc if doc'",
        "with a as b: c",
        "x = f'{a if b else c} or {d or e}'",
    ];

    const HEADERS: &[&str] = &[
        "def f():",
        "class C:",
        "if a:",
        "@d\nclass D(E or F):",
        "with a:",
    ];

    fn compound(header: &str, body: &str) -> String {
        let body = body.replace('\n', "\n  ");
        format!("{header}\n  {body}pass\n")
    }

    fn program() -> impl Strategy<Value = String> {
        let statement = prop::sample::select(STATEMENTS).prop_map(|text| format!("{text}\n"));
        let nested = statement.prop_recursive(4, 40, 5, |inner| {
            let body = prop::collection::vec(inner, 1..5);
            (prop::sample::select(HEADERS), body)
                .prop_map(|(header, body)| compound(header, &body.concat()))
        });
        prop::collection::vec(nested, 0..8).prop_map(|statements| statements.concat())
    }

    proptest! {
        #[test]
        fn passing_over_nodes_loses_nothing(text in program()) {
            let file = SourceFile::parse("a.py", Language::Python, text).expect("valid Python");
            let mut nodes = file.preorder();
            let all = std::iter::from_fn(|| nodes.next().map(|node| (node, nodes.depth())));
            prop_assert_eq!(callables(&file), walked(&file, all), "{}", file.text());
        }
    }
}
