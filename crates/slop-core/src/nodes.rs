//! The nodes of a tree, which know what is above, beside and below them.

use std::sync::Arc;

use self_cell::self_cell;
use tree_sitter::{Node, Tree};

use crate::preorder::OverTree;
use crate::span::to_u32;

/// All nodes of a tree as a list: parents first, and what is below a node right behind it.
///
/// A node is named by its place in the list, from 0 for the root. tree-sitter looks for the parent of a node from the
/// root down and for a sibling among all children of the parent, which is linear each time; here, both are known.
///
/// ```
/// use slop_core::{Language, SourceFile};
///
/// let file = SourceFile::parse("a.py", Language::Python, "f(x)\ny = 1\n")?;
/// let nodes = file.nodes();
/// let second = nodes.next(1).expect("a second statement");
/// assert_eq!(&file.text()[nodes.node(second).byte_range()], "y = 1");
/// assert_eq!((nodes.parent(second), nodes.previous(second)), (Some(0), Some(1)));
/// # Ok::<(), slop_core::SourceError>(())
/// ```
///
/// # Panics
///
/// The methods that take a place, when there is no such place.
#[derive(Debug)]
pub struct Nodes<'tree> {
    list: Vec<Listed<'tree>>,
    depth: usize,
}

/// A node, and where its relatives are in the list.
#[derive(Debug)]
struct Listed<'tree> {
    node: Node<'tree>,
    kind: u16,
    /// Its own place at the root.
    parent: u32,
    /// The sibling before it; its own place at the first.
    previous: u32,
    /// Behind all that is below it.
    end: u32,
}

impl<'tree> Nodes<'tree> {
    fn of(root: Node<'tree>) -> Self {
        let mut list: Vec<Listed<'_>> = Vec::with_capacity(root.descendant_count());
        let mut depth = 0;
        // From the root to the latest node.
        let mut open: Vec<u32> = Vec::new();
        let mut nodes = OverTree::new(root);
        while let Some(node) = nodes.next() {
            let place = to_u32(list.len());
            let mut previous = None;
            while open.len() > nodes.depth() {
                previous = open.pop();
                let closed = previous.expect("longer than that");
                list[closed as usize].end = place;
            }
            list.push(Listed {
                node,
                kind: node.kind_id(),
                parent: open.last().copied().unwrap_or(place),
                previous: previous.unwrap_or(place),
                end: place,
            });
            open.push(place);
            depth = depth.max(nodes.depth());
        }
        let end = to_u32(list.len());
        for unclosed in open {
            list[unclosed as usize].end = end;
        }
        Self { list, depth }
    }

    /// How many nodes there are; their places are the numbers below it.
    #[inline]
    pub fn count(&self) -> u32 {
        self.list[0].end
    }

    /// How far the deepest node is below the root.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The node itself.
    #[inline]
    pub fn node(&self, place: u32) -> Node<'tree> {
        self.at(place).node
    }

    /// The kind of the node, as [`Node::kind_id`] tells it.
    #[inline]
    pub fn kind(&self, place: u32) -> u16 {
        self.at(place).kind
    }

    /// The parent; `None` for the root.
    #[inline]
    pub fn parent(&self, place: u32) -> Option<u32> {
        let parent = self.at(place).parent;
        (parent != place).then_some(parent)
    }

    /// The sibling before it.
    #[inline]
    pub fn previous(&self, place: u32) -> Option<u32> {
        let previous = self.at(place).previous;
        (previous != place).then_some(previous)
    }

    /// The sibling behind it.
    #[inline]
    pub fn next(&self, place: u32) -> Option<u32> {
        let listed = self.at(place);
        (listed.end < self.at(listed.parent).end).then_some(listed.end)
    }

    /// The first place behind it that is not below it.
    #[inline]
    pub fn end(&self, place: u32) -> u32 {
        self.at(place).end
    }

    #[inline]
    fn at(&self, place: u32) -> &Listed<'tree> {
        &self.list[place as usize]
    }
}

self_cell! {
    /// A tree and its nodes.
    pub(crate) struct ListedTree {
        owner: Arc<Tree>,
        #[covariant]
        dependent: Nodes,
    }

    impl {Debug}
}

impl ListedTree {
    pub(crate) fn of(tree: Arc<Tree>) -> Self {
        Self::new(tree, |tree| Nodes::of(tree.root_node()))
    }

    pub(crate) fn nodes(&self) -> &Nodes<'_> {
        self.borrow_dependent()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Language, SourceFile};

    #[test]
    fn the_list_leads_where_tree_sitter_does() {
        let text =
            "def f(a, b=1):\n    # why\n    if a: return [x for x in b]\n\n\nf(1, f(2), \\\n  3)\n";
        let file = SourceFile::parse("a.py", Language::Python, text).expect("it is Python");
        let of_tree: Vec<_> = file.preorder().collect();
        let nodes = file.nodes();
        assert_eq!(nodes.count() as usize, of_tree.len());
        for (place, node) in (0..).zip(of_tree) {
            let at = |place: Option<u32>| place.map(|place| nodes.node(place));
            assert_eq!(nodes.node(place), node);
            assert_eq!(nodes.kind(place), node.kind_id());
            assert_eq!(at(nodes.parent(place)), node.parent());
            assert_eq!(at(nodes.next(place)), node.next_sibling());
            assert_eq!(at(nodes.previous(place)), node.prev_sibling());
            assert_eq!((nodes.end(place) - place) as usize, node.descendant_count());
        }
    }
}
