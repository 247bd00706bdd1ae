//! Source lines: the lines on which a token starts, docstrings aside.
//!
//! One walk serves every language; what differs is in [`TokenKinds`]. Most nodes are never visited:
//! a node on one line means that this line is a source line, whatever is inside.

use std::sync::LazyLock;

use tree_sitter::Node;

use crate::span::to_u32;
use crate::{KindSet, Language, LineSet, Preorder, SourceFile, Span};

/// Which node kinds of a grammar matter to source lines.
pub(crate) struct TokenKinds {
    /// Comments and the like: nothing in them is a token.
    pub(crate) layout: &'static [&'static str],
    /// Literals that are one token, however long, unless they are interpolated.
    pub(crate) strings: &'static [&'static str],
    /// The literal text inside an interpolated string: no token of its own.
    pub(crate) literal_text: &'static [&'static str],
    /// Escapes inside that text.
    pub(crate) escapes: &'static [&'static str],
    /// The bodies whose first statement may be a docstring …
    pub(crate) blocks: &'static [&'static str],
    /// … when one of these is the parent (or is itself the body, as a module is).
    pub(crate) docstring_holders: &'static [&'static str],
}

/// [`TokenKinds`] by number.
struct Tables {
    layout: KindSet,
    strings: KindSet,
    literal_text: KindSet,
    escapes: KindSet,
    blocks: KindSet,
    holders: KindSet,
}

impl Tables {
    fn of(language: Language) -> &'static Self {
        static TABLES: LazyLock<Vec<Tables>> =
            LazyLock::new(|| Language::all().map(Tables::new).collect());
        &TABLES[language as usize]
    }

    fn new(language: Language) -> Self {
        let kinds = language.tokens();
        let set = |names| KindSet::new(language, names, &[]);
        Self {
            layout: set(kinds.layout),
            strings: set(kinds.strings),
            literal_text: set(kinds.literal_text),
            escapes: set(kinds.escapes),
            blocks: set(kinds.blocks),
            holders: set(kinds.docstring_holders),
        }
    }
}

/// The source lines of a file. See `docs/definitions.md` for the definition with examples.
pub(crate) fn source_lines(file: &SourceFile) -> LineSet {
    let mut walk = Walk {
        text: file.text(),
        kinds: Tables::of(file.language()),
        starts: LineSet::new(),
        docstrings: LineSet::new(),
        ancestors: Vec::new(),
        first_statement_at: None,
    };
    let mut nodes = file.preorder();
    while let Some(node) = nodes.next() {
        if !walk.visit(node, nodes.depth()) {
            nodes.skip_children();
        }
    }
    walk.starts.difference(&walk.docstrings)
}

struct Walk<'a> {
    text: &'a str,
    kinds: &'static Tables,
    /// Lines on which a token starts.
    starts: LineSet,
    /// Lines that a docstring covers.
    docstrings: LineSet,
    /// The kinds above the current node, outermost first.
    ancestors: Vec<u16>,
    /// The depth of the next statement that is the first of its body.
    first_statement_at: Option<usize>,
}

impl Walk<'_> {
    /// Notes what a node says about lines. Returns whether its children have more to say.
    fn visit(&mut self, node: Node<'_>, depth: usize) -> bool {
        let kind = node.kind_id();
        if self.kinds.layout.contains(kind) {
            return false;
        }
        self.ancestors.truncate(depth);
        if self.first_statement_at == Some(depth) {
            self.first_statement_at = None;
            if let Some(docstring) = docstring(node, self.text, self.kinds) {
                self.docstrings.insert_range(docstring.lines());
            }
        }
        if self.kinds.escapes.contains(kind) {
            self.visit_escape(node);
            return false;
        }
        let is_text = self.kinds.literal_text.contains(kind);
        if node.child_count() == 0 {
            if !is_text && depth > 0 {
                self.start_at(node);
            }
            return false;
        }
        if !is_text && self.is_settled_by_its_first_line(node, kind, depth) {
            self.start_at(node);
            return false;
        }
        self.enter(kind, depth);
        true
    }

    /// Whether the node makes its first line a source line and has nothing to say about others.
    fn is_settled_by_its_first_line(&self, node: Node<'_>, kind: u16, depth: usize) -> bool {
        if self.kinds.strings.contains(kind) {
            return !is_interpolated(node, self.text) || on_one_line(node);
        }
        let may_hold_docstring =
            self.kinds.holders.contains(kind) || self.kinds.blocks.contains(kind);
        depth > 0 && !may_hold_docstring && on_one_line(node)
    }

    fn enter(&mut self, kind: u16, depth: usize) {
        let parent_holds =
            |&parent: &u16| self.kinds.blocks.contains(kind) && self.kinds.holders.contains(parent);
        let is_root_body = depth == 0 && self.kinds.holders.contains(kind);
        if is_root_body || self.ancestors.last().is_some_and(parent_holds) {
            self.first_statement_at = Some(depth + 1);
        }
        self.ancestors.push(kind);
    }

    /// A named character (`\N{…}`) in an f-string ends a token: the next one starts behind it.
    fn visit_escape(&mut self, node: Node<'_>) {
        if self.text[node.byte_range()].starts_with("\\N{") {
            self.starts.insert(to_u32(node.end_position().row) + 1);
        }
    }

    fn start_at(&mut self, node: Node<'_>) {
        self.starts.insert(to_u32(node.start_position().row) + 1);
    }
}

fn on_one_line(node: Node<'_>) -> bool {
    node.start_position().row == node.end_position().row
}

/// Whether the prefix of a string literal makes it an f-string or a t-string.
fn is_interpolated(string: Node<'_>, text: &str) -> bool {
    prefix(string, text).any(|letter| matches!(letter, 'f' | 't'))
}

/// The letters before the opening quote, in lower case.
fn prefix<'a>(string: Node<'_>, text: &'a str) -> impl Iterator<Item = char> + use<'a> {
    let literal = &text[string.byte_range()];
    literal
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
}

/// The place of the string, if the statement is nothing but plain string literals.
fn docstring(statement: Node<'_>, text: &str, kinds: &Tables) -> Option<Span> {
    let mut node = only_child(statement, kinds)?;
    while node.kind() == "parenthesized_expression" {
        node = only_child(node, kinds)?;
    }
    let is_plain = |string: Node<'_>| {
        kinds.strings.contains(string.kind_id())
            && !prefix(string, text).any(|letter| matches!(letter, 'b' | 'f' | 't'))
    };
    let is_docstring = if node.kind() == "concatenated_string" {
        children(node, kinds).all(is_plain)
    } else {
        is_plain(node)
    };
    is_docstring.then(|| Span::of(node))
}

/// The child of a node that has one, brackets and comments aside. `"x",` is a tuple: it has two.
fn only_child<'t>(node: Node<'t>, kinds: &Tables) -> Option<Node<'t>> {
    let mut children = children(node, kinds).filter(|child| !matches!(child.kind(), "(" | ")"));
    let only = children.next()?;
    children.next().is_none().then_some(only)
}

fn children<'t>(node: Node<'t>, kinds: &Tables) -> impl Iterator<Item = Node<'t>> {
    let mut nodes = Preorder::new(node);
    nodes.next();
    std::iter::from_fn(move || {
        let child = nodes.next()?;
        nodes.skip_children();
        Some(child)
    })
    .filter(|child| !kinds.layout.contains(child.kind_id()))
}

#[cfg(test)]
mod tests {
    //! The walk that passes over most nodes, against one that looks at every token.

    use proptest::prelude::*;

    use super::*;

    /// The definition, token by token. It recurses, so it is for shallow sources only.
    fn every_token(file: &SourceFile) -> LineSet {
        let kinds = Tables::of(file.language());
        let (mut starts, mut docstrings) = (LineSet::new(), LineSet::new());
        look(file.root(), file.text(), kinds, &mut starts);
        look_for_docstrings(file.root(), file.text(), kinds, &mut docstrings);
        starts.difference(&docstrings)
    }

    fn look(node: Node<'_>, text: &str, kinds: &Tables, starts: &mut LineSet) {
        let kind = node.kind_id();
        let is_plain_string = kinds.strings.contains(kind) && !is_interpolated(node, text);
        if kinds.layout.contains(kind) {
        } else if kinds.escapes.contains(kind) {
            if text[node.byte_range()].starts_with("\\N{") {
                starts.insert(Span::of(node).end_line);
            }
        } else if is_plain_string || node.child_count() == 0 {
            let is_token = !kinds.literal_text.contains(kind) && node.parent().is_some();
            starts.extend(is_token.then(|| Span::of(node).start_line));
        } else {
            for child in node.children(&mut node.walk()) {
                look(child, text, kinds, starts);
            }
        }
    }

    fn look_for_docstrings(node: Node<'_>, text: &str, kinds: &Tables, found: &mut LineSet) {
        for child in node.children(&mut node.walk()) {
            let is_body = kinds.blocks.contains(child.kind_id());
            let body = if node.parent().is_none() { node } else { child };
            if kinds.holders.contains(node.kind_id()) && (is_body || body == node) {
                let first = children(body, kinds).next();
                if let Some(span) = first.and_then(|first| docstring(first, text, kinds)) {
                    found.insert_range(span.lines());
                }
            }
            look_for_docstrings(child, text, kinds, found);
        }
    }

    #[derive(Debug, Clone)]
    enum Statement {
        Simple(&'static str),
        Compound(&'static str, Vec<Statement>),
    }

    const SIMPLE: &[&str] = &[
        "x = 1",
        "pass; y = 2",
        "# comment",
        "'doc'",
        "\"\"\"doc\n  # not a comment\n\n\"\"\"",
        "'a' 'b'",
        "(\n  # comment\n  'doc'\n)",
        "b'bytes'",
        "'tuple',",
        "x = '''\nplain\n''' + (\n\n  y  # comment\n)",
        "f'''\ntext\n{x:\n>{\nw\n}}\n{{\n'''",
        "f'''a {b} \\N{BULLET}\n{'''\nnested\n'''}\n'''",
        "x = y \\\n  + 1",
        "def g(): 'doc'",
        "if x: 'doc'; y = 1",
        "try: 'doc'\nfinally: 'stays'",
        "if x: pass\nelif y: 'doc'\nelse: 'stays'",
    ];

    const HEADERS: &[&str] = &[
        "if x:",
        "for x in y:",
        "def f(\n  a,\n):",
        "class C:",
        "while x:",
        "with x:",
        "async def f():",
    ];

    fn statements() -> impl Strategy<Value = Vec<Statement>> {
        let simple = prop::sample::select(SIMPLE).prop_map(Statement::Simple);
        let statement = simple.prop_recursive(4, 40, 5, |inner| {
            let body = prop::collection::vec(inner, 1..5);
            (prop::sample::select(HEADERS), body)
                .prop_map(|(header, body)| Statement::Compound(header, body))
        });
        prop::collection::vec(statement, 0..8)
    }

    fn render(statements: &[Statement], indent: usize) -> String {
        let margin = " ".repeat(indent);
        let one = |statement: &Statement| match statement {
            Statement::Simple(text) => {
                let text = text.replace("\nfinally", &format!("\n{margin}finally"));
                let text = text.replace("\nel", &format!("\n{margin}el"));
                format!("{margin}{text}\n")
            }
            Statement::Compound(header, body) => {
                let body = render(body, indent + 2);
                format!("{margin}{header}\n{body}{margin}  pass\n")
            }
        };
        statements.iter().map(one).collect()
    }

    proptest! {
        #[test]
        fn passing_over_nodes_loses_no_line_of_python(program in statements()) {
            let file = SourceFile::parse("a.py", Language::Python, render(&program, 0))
                .expect("valid Python");
            prop_assert_eq!(source_lines(&file), every_token(&file), "{}", file.text());
        }

        #[test]
        fn passing_over_nodes_loses_no_line_of_javascript(
            parts in prop::collection::vec(prop::sample::select(JAVASCRIPT), 0..12)
        ) {
            let file = SourceFile::parse("a.js", Language::JavaScript, parts.join("\n"))
                .expect("valid JavaScript");
            prop_assert_eq!(source_lines(&file), every_token(&file), "{}", file.text());
        }
    }

    const JAVASCRIPT: &[&str] = &[
        "a();",
        "// comment",
        "/* block\n comment */ b(); /* another\n one */",
        "c = `text\n${d +\n\n// comment\n`nested\n${1}`}\nend`;",
        "const e = {\n\n  f: 1, // comment\n};",
        "'continued \\\nstring';",
        "<p>\n text\n {/* comment */}\n <b\n/>\n</p>;",
        "if (a) {\n}\nelse {\n}",
    ];
}
