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
    depth: usize,
    next: Next,
}

enum Next {
    /// The cursor stands on the node to return.
    Here,
    /// The cursor stands on the node returned last; its children come next, if it has any.
    Below,
    /// As before, but its children are passed over.
    Beside,
    Done,
}

impl<'tree> Preorder<'tree> {
    /// Starts at this node and stays inside it.
    pub fn new(root: Node<'tree>) -> Self {
        Self {
            cursor: root.walk(),
            depth: 0,
            next: Next::Here,
        }
    }

    /// How far the node returned last is below the first one, which has depth 0.
    #[inline]
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Passes over everything inside the node returned last.
    #[inline]
    pub fn skip_children(&mut self) {
        if matches!(self.next, Next::Below) {
            self.next = Next::Beside;
        }
    }

    fn descend(&mut self) -> bool {
        // Most nodes are leaves; asking for the count is cheaper than failing to step down.
        let stepped = self.cursor.node().child_count() > 0 && self.cursor.goto_first_child();
        self.depth += usize::from(stepped);
        stepped
    }

    fn step_aside(&mut self) -> bool {
        loop {
            if self.depth == 0 {
                return false;
            }
            if self.cursor.goto_next_sibling() {
                return true;
            }
            self.cursor.goto_parent();
            self.depth -= 1;
        }
    }
}

impl<'tree> Iterator for Preorder<'tree> {
    type Item = Node<'tree>;

    #[inline]
    fn next(&mut self) -> Option<Node<'tree>> {
        let found = match self.next {
            Next::Here => true,
            Next::Below => self.descend() || self.step_aside(),
            Next::Beside => self.step_aside(),
            Next::Done => false,
        };
        self.next = if found { Next::Below } else { Next::Done };
        found.then(|| self.cursor.node())
    }
}
