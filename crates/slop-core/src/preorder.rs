//! Walking a tree of any depth.

use tree_sitter::{Node, TreeCursor};

use crate::Nodes;

/// The nodes of a tree from top to bottom and left to right, each parent before its children.
///
/// It is an iterator over a cursor: memory grows with the depth of the tree but the call stack does
/// not, so source that nests 100,000 deep is safe. Subtrees can be passed over:
///
/// ```
/// use slop_core::{Language, SourceFile};
///
/// let file = SourceFile::parse("a.py", Language::Python, "f(x)\nclass C:\n    y = 1\n")?;
/// let mut names = Vec::new();
/// let mut nodes = file.preorder();
/// while let Some(node) = nodes.next() {
///     match node.kind() {
///         "class_definition" => nodes.skip_children(),
///         "identifier" => names.push(&file.text()[node.byte_range()]),
///         _ => {}
///     }
/// }
/// assert_eq!(names, ["f", "x"]);
/// # Ok::<(), slop_core::SourceError>(())
/// ```
pub struct Preorder<'tree>(Walk<'tree>);

enum Walk<'tree> {
    Tree(OverTree<'tree>),
    List(OverList<'tree>),
}

impl<'tree> Preorder<'tree> {
    /// Starts at this node and stays inside it.
    pub fn new(root: Node<'tree>) -> Self {
        Self(Walk::Tree(OverTree {
            cursor: root.walk(),
            left: Vec::new(),
            next: Next::Here,
        }))
    }

    /// Walks over nodes that are listed.
    pub(crate) fn over(nodes: &'tree Nodes<'tree>) -> Self {
        Self(Walk::List(OverList {
            nodes,
            next: 0,
            ends: Vec::new(),
        }))
    }

    /// How far the node returned last is below the first one, which has depth 0.
    #[inline]
    pub fn depth(&self) -> usize {
        match &self.0 {
            Walk::Tree(walk) => walk.left.len(),
            Walk::List(walk) => walk.ends.len().saturating_sub(1),
        }
    }

    /// Passes over everything inside the node returned last.
    #[inline]
    pub fn skip_children(&mut self) {
        match &mut self.0 {
            Walk::Tree(walk) => walk.skip_children(),
            Walk::List(walk) => walk.next = walk.ends.last().copied().unwrap_or(0),
        }
    }
}

impl<'tree> Iterator for Preorder<'tree> {
    type Item = Node<'tree>;

    #[inline]
    fn next(&mut self) -> Option<Node<'tree>> {
        match &mut self.0 {
            Walk::Tree(walk) => walk.next(),
            Walk::List(walk) => walk.next(),
        }
    }
}

/// A walk that follows the tree.
struct OverTree<'tree> {
    cursor: TreeCursor<'tree>,
    /// For each node above the one returned last, the first one first: how many of its children are still to come.
    ///
    /// To count is cheaper than to fail to step aside, which looks through all that the grammar hides.
    left: Vec<u32>,
    next: Next,
}

enum Next {
    /// The cursor stands on the node to return.
    Here,
    /// The cursor stands on the node returned last; its children, so many, come next.
    Below(u32),
    /// As before, but there are no children, or they are passed over.
    Beside,
    Done,
}

impl<'tree> OverTree<'tree> {
    fn next(&mut self) -> Option<Node<'tree>> {
        let found = match self.next {
            Next::Here => true,
            Next::Below(children) => self.descend(children),
            Next::Beside => self.step_aside(),
            Next::Done => false,
        };
        if !found {
            self.next = Next::Done;
            return None;
        }
        let node = self.cursor.node();
        self.next = match node.child_count() {
            0 => Next::Beside,
            children => Next::Below(children),
        };
        Some(node)
    }

    fn skip_children(&mut self) {
        if matches!(self.next, Next::Below(_)) {
            self.next = Next::Beside;
        }
    }

    fn descend(&mut self, children: u32) -> bool {
        self.left.push(children - 1);
        self.cursor.goto_first_child()
    }

    fn step_aside(&mut self) -> bool {
        while let Some(left) = self.left.last_mut() {
            if *left > 0 {
                *left -= 1;
                return self.cursor.goto_next_sibling();
            }
            self.left.pop();
            self.cursor.goto_parent();
        }
        false
    }
}

/// A walk over a list of the nodes.
struct OverList<'tree> {
    nodes: &'tree Nodes<'tree>,
    /// The place of the node to return.
    next: u32,
    /// Where the nodes above the one returned last end, the outermost first, and where that one does.
    ends: Vec<u32>,
}

impl<'tree> OverList<'tree> {
    fn next(&mut self) -> Option<Node<'tree>> {
        if self.next == self.nodes.count() {
            return None;
        }
        while self.ends.pop_if(|end| *end <= self.next).is_some() {}
        self.ends.push(self.nodes.end(self.next));
        self.next += 1;
        Some(self.nodes.node(self.next - 1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Language, Preorder, SourceFile};

    /// The places and depths of the nodes that are met, when some of them are passed over.
    fn met(mut nodes: Preorder<'_>, skipped: &[bool]) -> Vec<(usize, usize)> {
        let mut skipped = skipped.iter().cycle();
        let mut met = Vec::new();
        while let Some(node) = nodes.next() {
            met.push((node.id(), nodes.depth()));
            if *skipped.next().expect("a cycle") {
                nodes.skip_children();
            }
        }
        assert!(nodes.next().is_none());
        met
    }

    const STATEMENTS: [&str; 4] = ["", "x = a", "f([b, [c]], d)(e)", "if a:\n  if b: c(d)\n  e"];

    proptest! {
        #[test]
        fn a_walk_over_the_list_is_one_over_the_tree(
            statements in prop::collection::vec(prop::sample::select(&STATEMENTS), 0..6),
            skipped in prop::collection::vec(prop::bool::weighted(0.2), 1..20),
        ) {
            let text = statements.join("\n");
            let file = SourceFile::parse("a.py", Language::Python, text).expect("it is Python");
            let over_tree = met(file.preorder(), &skipped);
            file.nodes();
            prop_assert_eq!(met(file.preorder(), &skipped), over_tree);
        }
    }
}
