//! A syntax tree as a sequence of symbols.

use std::collections::HashMap;
use std::hash::Hasher;
use std::path::Path;
use std::sync::Arc;

use siphasher::sip128::SipHasher13;
use slop_core::tree_sitter::{self, Node};
use slop_core::{Language, SourceFile, Span};

use super::kinds::{self, CloneKinds};

/// What the clone index needs of one file; the file and its tree can be dropped.
///
/// It is the tree of named nodes in preorder, normalized as the paper does: names are numbered, literals are
/// their class, operators and other anonymous tokens are left out.
///
/// Making it is the work that each file costs, and it can be done on any thread.
#[derive(Debug, Clone)]
pub struct CloneTokens {
    pub(super) path: Arc<Path>,
    pub(super) language: Language,
    /// A node without named children is one symbol; any other one opens, and [`CLOSE`] ends it. A symbol also
    /// says which language it is of.
    pub(super) symbols: Vec<u16>,
    /// The number of the name of each identifier, in order.
    pub(super) names: Vec<u32>,
    /// The subtrees that may be clones or parts of one, in preorder.
    pub(super) subtrees: Vec<Subtree>,
}

/// Ends what an opening symbol began. No node has kind 0.
pub(super) const CLOSE: u16 = 0;

/// A symbol is 5 bits of language, 10 of node kind, and one for a node without named children.
const KIND_BITS: u32 = 10;

fn symbol(language: Language, kind: u16, is_leaf: bool) -> u16 {
    (language as u16) << (KIND_BITS + 1) | kind << 1 | u16::from(is_leaf)
}

/// Hashes what symbols stand for, in words: their numbers change with the grammars.
pub(super) fn hash(symbols: &[u16], language: &tree_sitter::Language, hasher: &mut SipHasher13) {
    for symbol in symbols {
        let kind = symbol >> 1 & ((1 << KIND_BITS) - 1);
        hasher.write(
            language
                .node_kind_for_id(kind)
                .unwrap_or_default()
                .as_bytes(),
        );
        hasher.write(match *symbol {
            CLOSE => b")",
            leaf if leaf & 1 == 1 => b",",
            _ => b"(",
        });
    }
}

#[derive(Debug, Clone)]
pub(super) struct Subtree {
    /// First and one past the last of its symbols.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The same of its names.
    pub(super) first_name: u32,
    pub(super) last_name: u32,
    pub(super) span: Span,
    pub(super) kind: u16,
    /// Whether the paper counts it when it repeats.
    pub(super) is_candidate: bool,
    /// Whether it stands in a list of statements.
    pub(super) is_statement: bool,
}

impl CloneTokens {
    /// Reads the tokens off the tree of a file; `None` where clones of the language are not defined.
    ///
    /// # Panics
    ///
    /// Never: a [`SourceFile`] is smaller than 4 GiB.
    pub fn of(file: &SourceFile) -> Option<Self> {
        let kinds = kinds::of(file.language())?;
        let mut reader = Reader {
            text: file.text(),
            kinds,
            open: Vec::new(),
            numbers: HashMap::new(),
            tokens: Self {
                path: file.path().into(),
                language: file.language(),
                symbols: Vec::new(),
                names: Vec::new(),
                subtrees: Vec::new(),
            },
        };
        reader.read(file);
        Some(reader.tokens)
    }

    /// The number of symbols, by which the cost of an index grows.
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// Whether there is no symbol.
    pub fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }
}

struct Reader<'a> {
    text: &'a str,
    kinds: &'static CloneKinds,
    /// The nodes that the next one may stand in.
    open: Vec<Open>,
    numbers: HashMap<&'a str, u32>,
    tokens: CloneTokens,
}

struct Open {
    depth: usize,
    holds_statements: bool,
    /// Its place among the subtrees, if it is one.
    subtree: Option<usize>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, file: &'a SourceFile) {
        let mut nodes = file.preorder();
        while let Some(node) = nodes.next() {
            if !node.is_named() {
                continue;
            }
            self.close_to(nodes.depth());
            let kind = node.kind_id();
            let is_leaf = self.kinds.literals.contains(kind) || node.named_child_count() == 0;
            if is_leaf {
                nodes.skip_children();
            }
            self.node(node, kind, is_leaf, nodes.depth());
        }
        self.close_to(0);
        self.tokens.symbols.shrink_to_fit();
        self.tokens.names.shrink_to_fit();
        self.tokens.subtrees.shrink_to_fit();
    }

    fn node(&mut self, node: Node<'a>, kind: u16, is_leaf: bool, depth: usize) {
        let subtree = self.subtree(node, kind);
        let kind = self.kinds.class_of(kind);
        let symbol = symbol(self.tokens.language, kind, is_leaf);
        self.tokens.symbols.push(symbol);
        if is_leaf && self.kinds.names.contains(kind) {
            let fresh = self.numbers.len();
            let name = &self.text[node.byte_range()];
            let number = *self.numbers.entry(name).or_insert(to_u32(fresh));
            self.tokens.names.push(number);
        }
        let open = Open {
            depth,
            holds_statements: self.kinds.holders.contains(kind),
            subtree,
        };
        if is_leaf {
            self.end(&open);
        } else {
            self.open.push(open);
        }
    }

    fn subtree(&mut self, node: Node<'a>, kind: u16) -> Option<usize> {
        let is_candidate = self.kinds.candidates.contains(kind);
        let is_statement = self.open.last().is_some_and(|open| open.holds_statements);
        if !is_candidate && !is_statement {
            return None;
        }
        let (start, first_name) = self.here();
        self.tokens.subtrees.push(Subtree {
            start,
            end: start,
            first_name,
            last_name: first_name,
            span: Span::of(node),
            kind,
            is_candidate,
            is_statement,
        });
        Some(self.tokens.subtrees.len() - 1)
    }

    /// Closes what a node of this depth does not stand in.
    fn close_to(&mut self, depth: usize) {
        while let Some(open) = self.open.pop_if(|open| open.depth >= depth) {
            self.tokens.symbols.push(CLOSE);
            self.end(&open);
        }
    }

    fn end(&mut self, open: &Open) {
        let (end, last_name) = self.here();
        if let Some(subtree) = open.subtree {
            let subtree = &mut self.tokens.subtrees[subtree];
            (subtree.end, subtree.last_name) = (end, last_name);
        }
    }

    fn here(&self) -> (u32, u32) {
        (
            to_u32(self.tokens.symbols.len()),
            to_u32(self.tokens.names.len()),
        )
    }
}

/// Every symbol but the closing ones has a byte of its own in the text, which is under 4 GiB.
fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2³² symbols")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_every_language_has_its_symbols() {
        for language in Language::all() {
            assert!((language as usize) < 1 << (15 - KIND_BITS), "{language}");
            assert!(
                language.grammar().node_kind_count() <= 1 << KIND_BITS,
                "{language}"
            );
        }
    }
}
