//! Sets of node kinds, by number.

use crate::Language;

/// A set of node kinds of one grammar: a bit a kind, so asking is one load and one mask.
///
/// ```
/// use slop_core::{KindSet, Language, SourceFile};
///
/// let branches = KindSet::new(Language::Python, &["if_statement", "elif_clause"], &[]);
/// let file = SourceFile::parse("a.py", Language::Python, "if a:\n    pass\nelif b:\n    pass\n")?;
/// let count = file.preorder().filter(|node| branches.contains(node.kind_id())).count();
/// assert_eq!(count, 2);
/// # Ok::<(), slop_core::SourceError>(())
/// ```
#[derive(Debug, Clone)]
pub struct KindSet {
    bits: Box<[u64]>,
}

impl KindSet {
    /// The set of the named node kinds and of the anonymous tokens (`&&`, `if`, …) given.
    ///
    /// # Panics
    ///
    /// If the grammar has no such kind. The names are part of a program, not of its input; a typing
    /// error would otherwise be a measure that silently counts nothing.
    pub fn new(language: Language, named: &[&str], tokens: &[&str]) -> Self {
        let grammar = language.grammar();
        let mut bits = vec![0_u64; grammar.node_kind_count().div_ceil(64)].into_boxed_slice();
        let with_flag = named.iter().map(|name| (name, true));
        for (name, is_named) in with_flag.chain(tokens.iter().map(|name| (name, false))) {
            let id = grammar.id_for_node_kind(name, is_named);
            assert!(id != 0, "the {language} grammar has no node kind `{name}`");
            bits[usize::from(id / 64)] |= 1 << (id % 64);
        }
        Self { bits }
    }

    /// Whether the kind with this number ([`tree_sitter::Node::kind_id`]) is in the set.
    #[inline]
    pub fn contains(&self, kind_id: u16) -> bool {
        self.bits
            .get(usize::from(kind_id / 64))
            .is_some_and(|word| word >> (kind_id % 64) & 1 == 1)
    }
}
