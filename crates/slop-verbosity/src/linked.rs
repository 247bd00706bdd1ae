//! Nodes for ast-grep that know what is above, beside and below them.

use std::borrow::Cow;
use std::num::NonZero;
use std::ops::Range;

use ast_grep_core::Position;
use ast_grep_core::source::SgNode;
use slop_core::Nodes;
use slop_core::tree_sitter::Node;

/// A node of a list.
#[derive(Clone, Copy)]
pub(crate) struct Linked<'t> {
    nodes: &'t Nodes<'t>,
    place: u32,
}

impl<'t> Linked<'t> {
    pub(crate) fn new(nodes: &'t Nodes<'t>, place: u32) -> Self {
        Self { nodes, place }
    }

    pub(crate) fn node(&self) -> Node<'t> {
        self.nodes.node(self.place)
    }

    /// What the list says of this node, as a node.
    fn relative(&self, of: impl Fn(&Nodes<'t>, u32) -> Option<u32>) -> Option<Self> {
        of(self.nodes, self.place).map(|place| Self::new(self.nodes, place))
    }

    fn as_child(&self, node: Node<'t>) -> Option<Self> {
        self.children().find(|child| child.node_id() == node.id())
    }
}

impl<'t> SgNode<'t> for Linked<'t> {
    fn parent(&self) -> Option<Self> {
        self.relative(Nodes::parent)
    }

    /// The nearest first.
    fn ancestors(&self, _root: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), Self::parent)
    }

    fn children(&self) -> impl ExactSizeIterator<Item = Self> {
        let (nodes, mut next) = (self.nodes, self.place + 1);
        (0..self.node().child_count()).map(move |_| {
            let child = Self::new(nodes, next);
            next = nodes.end(next);
            child
        })
    }

    fn dfs(&self) -> impl Iterator<Item = Self> {
        let (nodes, place) = (self.nodes, self.place);
        (place..nodes.end(place)).map(|at| Self::new(nodes, at))
    }

    fn next(&self) -> Option<Self> {
        self.relative(Nodes::next)
    }

    fn prev(&self) -> Option<Self> {
        self.relative(Nodes::previous)
    }

    fn is_named(&self) -> bool {
        self.node().is_named()
    }

    fn is_named_leaf(&self) -> bool {
        self.node().named_child_count() == 0
    }

    fn is_leaf(&self) -> bool {
        self.node().child_count() == 0
    }

    fn kind(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.node().kind())
    }

    fn kind_id(&self) -> u16 {
        self.nodes.kind(self.place)
    }

    fn node_id(&self) -> usize {
        self.node().id()
    }

    fn range(&self) -> Range<usize> {
        self.node().byte_range()
    }

    fn start_pos(&self) -> Position {
        let position = self.node().start_position();
        Position::new(position.row, position.column, self.node().start_byte())
    }

    fn end_pos(&self) -> Position {
        let position = self.node().end_position();
        Position::new(position.row, position.column, self.node().end_byte())
    }

    fn is_missing(&self) -> bool {
        self.node().is_missing()
    }

    fn is_error(&self) -> bool {
        self.node().is_error()
    }

    fn is_extra(&self) -> bool {
        self.node().is_extra()
    }

    fn field(&self, name: &str) -> Option<Self> {
        self.as_child(self.node().child_by_field_name(name)?)
    }

    fn field_children(&self, field_id: Option<u16>) -> impl Iterator<Item = Self> {
        let node = self.node();
        let mut cursor = node.walk();
        let field_id = field_id.and_then(NonZero::new);
        let children = field_id.map(|id| node.children_by_field_id(id, &mut cursor).collect());
        let children: Vec<_> = children.unwrap_or_default();
        let linked = *self;
        children
            .into_iter()
            .filter_map(move |child| linked.as_child(child))
    }

    fn child_by_field_id(&self, field_id: u16) -> Option<Self> {
        self.as_child(self.node().child_by_field_id(field_id)?)
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
        let nodes = file.nodes();
        let linked = |place| Linked::new(nodes, place);
        let all: Vec<_> = (0..nodes.count()).map(linked).collect();
        assert_eq!(all.len(), file.preorder().count());
        assert_eq!(ids(all[0].dfs()), ids(all.iter().copied()));
        for linked in all {
            let node = linked.node();
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
