//! Walking a tree of any depth.

use tree_sitter::{Node, TreeCursor};

use crate::Nodes;

/// The nodes of a tree from top to bottom and left to right, each parent before its children.
///
/// Memory grows with the depth of the tree but the call stack does not, so source that nests 100,000 deep is safe.
/// Subtrees can be passed over:
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
        Self(Walk::Tree(OverTree::new(root)))
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
            Walk::Tree(walk) => walk.depth(),
            Walk::List(walk) => walk.ends.len().saturating_sub(1),
        }
    }

    /// Passes over everything inside the node returned last.
    #[inline]
    pub fn skip_children(&mut self) {
        match &mut self.0 {
            Walk::Tree(walk) => walk.open = None,
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

/// Up to how many children are found one by one, and not by a cursor.
///
/// tree-sitter looks for a child from the first one on, and a cursor keeps a stack, which only pays where there are many.
pub(crate) const FEW: u32 = 16;

/// A walk that follows the tree.
pub(crate) struct OverTree<'tree> {
    /// The nodes to return, with their depths, the next one last. Their children are not among them.
    coming: Vec<(Node<'tree>, usize)>,
    /// Nodes with many children, of which some are still to come, the innermost last.
    wide: Vec<Wide<'tree>>,
    /// The node returned last, if its children are to come.
    open: Option<Node<'tree>>,
    depth: usize,
}

impl<'tree> OverTree<'tree> {
    pub(crate) fn new(root: Node<'tree>) -> Self {
        Self {
            coming: vec![(root, 0)],
            wide: Vec::new(),
            open: None,
            depth: 0,
        }
    }

    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    #[inline]
    pub(crate) fn next(&mut self) -> Option<Node<'tree>> {
        if let Some(parent) = self.open.take() {
            self.add_children(parent);
        }
        let (node, depth) = match self.wide.last() {
            Some(wide) if wide.before == self.coming.len() => self.next_of_many()?,
            _ => self.coming.pop()?,
        };
        self.open = Some(node);
        self.depth = depth;
        Some(node)
    }

    fn add_children(&mut self, parent: Node<'tree>) {
        let (count, depth) = (parent.child_count(), self.depth + 1);
        if count <= FEW {
            let children = (0..count).rev().filter_map(|number| parent.child(number));
            self.coming.extend(children.map(|child| (child, depth)));
            return;
        }
        let mut cursor = parent.walk();
        cursor.goto_first_child();
        self.wide.push(Wide {
            cursor,
            left: count,
            depth,
            before: self.coming.len(),
        });
    }

    fn next_of_many(&mut self) -> Option<(Node<'tree>, usize)> {
        let wide = self.wide.last_mut()?;
        let found = (wide.cursor.node(), wide.depth);
        wide.left -= 1;
        if wide.left == 0 {
            self.wide.pop();
        } else {
            wide.cursor.goto_next_sibling();
        }
        Some(found)
    }
}

/// The children of a node that has many: as a list they would take as much memory again as the tree.
struct Wide<'tree> {
    /// On the child to return next.
    cursor: TreeCursor<'tree>,
    left: u32,
    depth: usize,
    /// How many of the nodes to come are not below this node.
    before: usize,
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

    const STATEMENTS: [&str; 5] = [
        "",
        "x = a",
        "f([b, [c]], d)(e)",
        "if a:\n  if b: c(d)\n  e",
        "g(1, 2, h(3), *4, i=5, **j)",
    ];

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
