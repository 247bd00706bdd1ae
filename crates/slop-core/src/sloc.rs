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
