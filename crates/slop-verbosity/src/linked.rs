//! Nodes that know what is above and beside them.
//!
//! tree-sitter searches the parent of a node from the root down, and a sibling among all children of the parent. In a
//! flat file of many statements that is linear each time. Here, the way to a node is kept.

use std::borrow::Cow;
use std::num::NonZero;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use ast_grep_core::Position;
use ast_grep_core::source::SgNode;
use slop_core::tree_sitter::Node;

/// A node with the way to it from the root.
#[derive(Clone)]
pub(crate) struct Linked<'t> {
    pub(crate) node: Node<'t>,
    /// `None` at the root.
    up: Option<Arc<Branch<'t>>>,
}

/// A node from which others were reached.
pub(crate) struct Branch<'t> {
    at: Linked<'t>,
    /// Listed when a sibling is first asked for.
    children: OnceLock<Vec<Node<'t>>>,
}

impl<'t> Linked<'t> {
    pub(crate) fn root(node: Node<'t>) -> Self {
        Self { node, up: None }
    }

    pub(crate) fn under(up: Arc<Branch<'t>>, node: Node<'t>) -> Self {
        Self { node, up: Some(up) }
    }

    /// What its children hang on.
    pub(crate) fn branch(self) -> Arc<Branch<'t>> {
        Arc::new(Branch {
            at: self,
            children: OnceLock::new(),
        })
    }

    fn below(&self, nodes: impl Iterator<Item = Node<'t>>) -> impl Iterator<Item = Self> {
        let branch = self.clone().branch();
        nodes.map(move |node| Self::under(Arc::clone(&branch), node))
    }

    /// All children of the parent, and the place of this node among them.
    fn siblings(&self) -> Option<(&Arc<Branch<'t>>, usize)> {
        let branch = self.up.as_ref()?;
        let children = branch.children();
        let first = children.partition_point(|child| child.start_byte() < self.node.start_byte());
        // Nodes without text begin where the next one does.
        let place = children[first..]
            .iter()
            .position(|child| child.id() == self.node.id())?;
        Some((branch, first + place))
    }

    fn sibling(branch: &Arc<Branch<'t>>, place: usize) -> Option<Self> {
        let node = branch.children().get(place)?;
        Some(Self::under(Arc::clone(branch), *node))
    }
}

impl<'t> Branch<'t> {
    fn children(&self) -> &[Node<'t>] {
        self.children.get_or_init(|| {
            let node = self.at.node;
            node.children(&mut node.walk()).collect()
        })
    }
}

/// One by one, since the way to a deeply nested node is as long as that.
impl Drop for Branch<'_> {
    fn drop(&mut self) {
        let mut up = self.at.up.take();
        while let Some(mut branch) = up.and_then(Arc::into_inner) {
            up = branch.at.up.take();
        }
    }
}

impl<'t> SgNode<'t> for Linked<'t> {
    fn parent(&self) -> Option<Self> {
        self.up.as_ref().map(|branch| branch.at.clone())
    }

    /// The nearest first.
    fn ancestors(&self, _root: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), Self::parent)
    }

    fn children(&self) -> impl ExactSizeIterator<Item = Self> {
        // Most nodes that are asked have none.
        let mut below = (self.node.child_count() > 0).then(|| {
            let mut cursor = self.node.walk();
            cursor.goto_first_child();
            (cursor, self.clone().branch())
        });
        (0..self.node.child_count()).map(move |_| {
            let (cursor, branch) = below.as_mut().expect("there are children");
            let child = Self::under(Arc::clone(branch), cursor.node());
            cursor.goto_next_sibling();
            child
        })
    }

    fn child(&self, nth: usize) -> Option<Self> {
        let child = self.node.child(u32::try_from(nth).ok()?)?;
        self.below(std::iter::once(child)).next()
    }

    fn next(&self) -> Option<Self> {
        let (branch, place) = self.siblings()?;
        Self::sibling(branch, place + 1)
    }

    fn prev(&self) -> Option<Self> {
        let (branch, place) = self.siblings()?;
        Self::sibling(branch, place.checked_sub(1)?)
    }

    fn next_all(&self) -> impl Iterator<Item = Self> {
        let siblings = self
            .siblings()
            .map(|(branch, place)| (Arc::clone(branch), place));
        siblings.into_iter().flat_map(|(branch, place)| {
            let places = place + 1..branch.children().len();
            places.filter_map(move |place| Self::sibling(&branch, place))
        })
    }

    fn prev_all(&self) -> impl Iterator<Item = Self> {
        let siblings = self
            .siblings()
            .map(|(branch, place)| (Arc::clone(branch), place));
        siblings.into_iter().flat_map(|(branch, place)| {
            (0..place)
                .rev()
                .filter_map(move |place| Self::sibling(&branch, place))
        })
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
        self.node.kind_id()
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
        let child = self.node.child_by_field_name(name)?;
        self.below(std::iter::once(child)).next()
    }

    fn field_children(&self, field_id: Option<u16>) -> impl Iterator<Item = Self> {
        let node = self.node;
        let field_id = field_id.and_then(NonZero::new);
        let mut cursor = node.walk();
        let children = field_id.map(|id| node.children_by_field_id(id, &mut cursor).collect());
        let children: Vec<_> = children.unwrap_or_default();
        self.below(children.into_iter())
    }

    fn child_by_field_id(&self, field_id: u16) -> Option<Self> {
        let child = self.node.child_by_field_id(field_id)?;
        self.below(std::iter::once(child)).next()
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
        let all: Vec<_> = Linked::root(file.root()).dfs().collect();
        assert_eq!(all.len(), file.preorder().count());
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
            assert_eq!(ids(linked.ancestors(linked.clone())), ids(above));
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
