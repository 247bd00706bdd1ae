//! Callables of Python, as the paper's reference lists and counts them.

use std::sync::LazyLock;

use slop_core::tree_sitter::Node;
use slop_core::{KindSet, Language, LineSet, SourceFile, Span};

use crate::callable::{Callable, CallableKind, Callables};
use crate::marks::Marks;
use crate::scope::{Open, Scopes};

struct Kinds {
    /// Each adds one to the complexity of every callable around it.
    decisions: KindSet,
    functions: KindSet,
    classes: KindSet,
    /// What may stand between the module and a listed callable.
    path: KindSet,
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
    }
});

pub(crate) fn callables(file: &SourceFile) -> Callables {
    let mut walk = Walk {
        file,
        kinds: &KINDS,
        code_lines: code_lines(file.text()),
        found: Callables::default(),
        open: Open::default(),
        scopes: Scopes::default(),
        path: Vec::new(),
    };
    let mut marks = Marks::of(file.text(), is_keyword, |_| false);
    let mut nodes = file.preorder();
    while let Some(node) = nodes.next() {
        if marks.stand_in(node) {
            walk.visit(node, nodes.depth());
        } else {
            nodes.skip_children();
        }
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
    let name = definition.child_by_field_name("name");
    name.map_or("", |name| &file.text()[name.byte_range()])
}

/// The words without which there is no function and no decision.
fn is_keyword(word: &[u8]) -> bool {
    matches!(
        word,
        b"def" | b"if" | b"elif" | b"for" | b"while" | b"except" | b"assert" | b"and" | b"or"
    )
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
