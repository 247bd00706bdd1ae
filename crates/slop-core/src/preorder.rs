//! Walking a tree of any depth.

use tree_sitter::{Node, TreeCursor};

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
pub struct Preorder<'tree> {
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

impl<'tree> Preorder<'tree> {
    /// Starts at this node and stays inside it.
    pub fn new(root: Node<'tree>) -> Self {
        Self {
            cursor: root.walk(),
            left: Vec::new(),
            next: Next::Here,
        }
    }

    /// How far the node returned last is below the first one, which has depth 0.
    #[inline]
    pub fn depth(&self) -> usize {
        self.left.len()
    }

    /// Passes over everything inside the node returned last.
    #[inline]
    pub fn skip_children(&mut self) {
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

impl<'tree> Iterator for Preorder<'tree> {
    type Item = Node<'tree>;

    #[inline]
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
}
