//! Nodes that know what is above, beside and below them.
//!
//! tree-sitter searches the parent of a node from the root down, and a sibling among all children of the parent; in a
//! flat file of many statements that is linear each time. Here, the tree is walked once and kept as a list.

use std::borrow::Cow;
use std::num::NonZero;
use std::ops::Range;

use ast_grep_core::Position;
use ast_grep_core::source::SgNode;
use slop_core::Preorder;
use slop_core::tree_sitter::Node;

/// All nodes of a tree, parents first: what is below a node follows it.
pub(crate) struct Nodes<'t> {
    list: Vec<Entry<'t>>,
    /// How deep the tree is.
    pub(crate) depth: usize,
}

/// A node, and where its relatives are in the list.
struct Entry<'t> {
    node: Node<'t>,
    kind: u16,
    /// Its own place at the root.
    parent: u32,
    /// The sibling before it; its own place at the first.
    before: u32,
    /// Behind all that is below it.
    end: u32,
}

impl<'t> Nodes<'t> {
    pub(crate) fn of(root: Node<'t>) -> Self {
        let mut list: Vec<Entry<'_>> = Vec::with_capacity(root.descendant_count());
        let mut depth = 0;
        // From the root to the latest node.
        let mut open: Vec<u32> = Vec::new();
        let mut nodes = Preorder::new(root);
        while let Some(node) = nodes.next() {
            let place = number(list.len());
            let before = open.get(nodes.depth()).copied();
            for closed in open.drain(nodes.depth()..) {
                list[closed as usize].end = place;
            }
            list.push(Entry {
                node,
                kind: node.kind_id(),
                parent: open.last().copied().unwrap_or(place),
                before: before.unwrap_or(place),
                end: place,
            });
            open.push(place);
            depth = depth.max(nodes.depth());
        }
        let end = number(list.len());
        for unclosed in open {
            list[unclosed as usize].end = end;
        }
        Self { list, depth }
    }

    /// The nodes, parents first.
    pub(crate) fn iter(&'t self) -> impl Iterator<Item = Linked<'t>> {
        self.at(0..number(self.list.len()))
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    fn at(&'t self, places: Range<u32>) -> impl Iterator<Item = Linked<'t>> {
        places.map(|place| self.get(place))
    }

    fn get(&'t self, place: u32) -> Linked<'t> {
        Linked {
            node: self.list[place as usize].node,
            place,
            nodes: self,
        }
    }
}

fn number(nodes: usize) -> u32 {
    u32::try_from(nodes).expect("a file has fewer bytes than that")
}

/// A node of a tree, which knows its relatives when it comes from [`Nodes`].
#[derive(Clone, Copy)]
pub(crate) struct Linked<'t> {
    pub(crate) node: Node<'t>,
    place: u32,
    nodes: &'t Nodes<'t>,
}

impl<'t> Linked<'t> {
    /// Without relatives.
    pub(crate) fn alone(node: Node<'t>) -> Self {
        const NONE: &Nodes<'_> = &Nodes {
            list: Vec::new(),
            depth: 0,
        };
        Self {
            node,
            place: 0,
            nodes: NONE,
        }
    }

    /// Its place among the nodes.
    pub(crate) fn place(&self) -> usize {
        self.place as usize
    }

    fn entry(&self) -> Option<&'t Entry<'t>> {
        self.nodes.list.get(self.place as usize)
    }

    fn as_child(&self, node: Node<'t>) -> Option<Self> {
        self.children().find(|child| child.node.id() == node.id())
    }
}

impl<'t> SgNode<'t> for Linked<'t> {
    fn parent(&self) -> Option<Self> {
        let parent = self.entry()?.parent;
        (parent != self.place).then(|| self.nodes.get(parent))
    }

    /// The nearest first.
    fn ancestors(&self, _root: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), Self::parent)
    }

    fn children(&self) -> impl ExactSizeIterator<Item = Self> {
        let (nodes, mut next) = (self.nodes, self.place + 1);
        (0..self.node.child_count()).map(move |_| {
            let child = nodes.get(next);
            next = nodes.list[next as usize].end;
            child
        })
    }

    fn dfs(&self) -> impl Iterator<Item = Self> {
        let below = self.entry().map_or(0..0, |entry| self.place..entry.end);
        self.nodes.at(below)
    }

    fn next(&self) -> Option<Self> {
        let entry = self.entry()?;
        let end_of_siblings = self.nodes.list[entry.parent as usize].end;
        (entry.end < end_of_siblings).then(|| self.nodes.get(entry.end))
    }

    fn prev(&self) -> Option<Self> {
        let before = self.entry()?.before;
        (before != self.place).then(|| self.nodes.get(before))
    }

    fn is_named(&self) -> bool {
        self.node.is_named()
    }

    fn is_named_leaf(&self) -> bool {
        self.node.named_child_count() == 0
    }

    fn is_leaf(&self) -> bool {
        self.node.child_count() == 0
    }

    fn kind(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.node.kind())
    }

    fn kind_id(&self) -> u16 {
        self.entry()
            .map_or_else(|| self.node.kind_id(), |entry| entry.kind)
    }

    fn node_id(&self) -> usize {
        self.node.id()
    }

    fn range(&self) -> Range<usize> {
        self.node.byte_range()
    }

    fn start_pos(&self) -> Position {
        let position = self.node.start_position();
        Position::new(position.row, position.column, self.node.start_byte())
    }

    fn end_pos(&self) -> Position {
        let position = self.node.end_position();
        Position::new(position.row, position.column, self.node.end_byte())
    }

    fn is_missing(&self) -> bool {
        self.node.is_missing()
    }

    fn is_error(&self) -> bool {
        self.node.is_error()
    }

    fn is_extra(&self) -> bool {
        self.node.is_extra()
    }

    fn field(&self, name: &str) -> Option<Self> {
        self.as_child(self.node.child_by_field_name(name)?)
    }

    fn field_children(&self, field_id: Option<u16>) -> impl Iterator<Item = Self> {
        let mut cursor = self.node.walk();
        let field_id = field_id.and_then(NonZero::new);
        let children = field_id.map(|id| self.node.children_by_field_id(id, &mut cursor).collect());
        let children: Vec<_> = children.unwrap_or_default();
        let linked = *self;
        children
            .into_iter()
            .filter_map(move |child| linked.as_child(child))
    }

    fn child_by_field_id(&self, field_id: u16) -> Option<Self> {
        self.as_child(self.node.child_by_field_id(field_id)?)
    }
}

#[cfg(test)]
mod tests {
    use ast_grep_core::source::SgNode;
    use slop_core::{Language, SourceFile};

    use super::*;

    fn ids<'t>(nodes: impl Iterator<Item = Linked<'t>>) -> Vec<usize> {
        nodes.map(|node| node.node_id()).collect()
    }

    #[test]
    fn it_leads_where_tree_sitter_does() {
        let text =
            "def f(a, b=1):\n    # why\n    if a: return [x for x in b]\n\n\nf(1, f(2), \\\n  3)\n";
        let file = SourceFile::parse("a.py", Language::Python, text).expect("it is Python");
        let nodes = Nodes::of(file.root());
        let all: Vec<_> = nodes.iter().collect();
        assert_eq!(all.len(), file.preorder().count());
        assert_eq!(ids(all[0].dfs()), ids(all.iter().copied()));
        for linked in all {
            let node = linked.node;
            let id = |node: Option<Node<'_>>| node.map(|node| node.id());
            let of = |linked: Option<Linked<'_>>| linked.map(|linked| linked.node_id());
            assert_eq!(of(linked.parent()), id(node.parent()));
            assert_eq!(of(linked.next()), id(node.next_sibling()));
            assert_eq!(of(linked.prev()), id(node.prev_sibling()));
            assert_eq!(of(linked.child(1)), id(node.child(1)));
            assert_eq!(
                of(linked.field("name")),
                id(node.child_by_field_name("name"))
            );
            let after = std::iter::successors(linked.next(), Linked::next);
            assert_eq!(ids(linked.next_all()), ids(after));
            let before = std::iter::successors(linked.prev(), Linked::prev);
            assert_eq!(ids(linked.prev_all()), ids(before));
            let above = std::iter::successors(linked.parent(), Linked::parent);
            assert_eq!(ids(linked.ancestors(linked)), ids(above));
            assert_eq!(
                linked.children().len(),
                node.children(&mut node.walk()).len()
            );
            assert_eq!(ids(linked.children()).len(), linked.children().len());
            let (name, mut cursor) = ("argument", node.walk());
            let field = Language::Python
                .grammar()
                .field_id_for_name(name)
                .map(u16::from);
            let expected: Vec<_> = node.children_by_field_name(name, &mut cursor).collect();
            assert_eq!(ids(linked.field_children(field)).len(), expected.len());
        }
    }
}
