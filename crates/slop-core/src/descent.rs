//! Going down a tree to places in its text.

use tree_sitter::{Node, TreeCursor};

use crate::preorder::FEW;

/// A path from a node down to a place in the text, which moves on with the place.
///
/// For walks that need few nodes of a tree: those that contain certain places. As with [`Preorder`](crate::Preorder),
/// no recursion follows the nesting, and moving through the whole text costs no more than walking the whole tree.
///
/// ```
/// use slop_core::{Descent, Language, SourceFile};
///
/// let file = SourceFile::parse("a.py", Language::Python, "a = 1\nif b:\n    c()\n")?;
/// let at = file.text().find("c()").unwrap();
/// let mut kinds = Vec::new();
/// let mut descent = Descent::new(file.root());
/// while let Some(node) = descent.first_child_for_byte(at) {
///     kinds.push(node.kind());
///     descent.enter(node);
/// }
/// assert_eq!(kinds, ["if_statement", "block", "expression_statement", "call", "identifier"]);
///
/// descent.leave_before(file.text().len() - 1);
/// assert_eq!(descent.depth(), 0);
/// # Ok::<(), slop_core::SourceError>(())
/// ```
pub struct Descent<'tree>(Vec<Step<'tree>>);

struct Step<'tree> {
    children: Children<'tree>,
    /// Where the node ends.
    end: usize,
}

/// What is looked at to find a child.
enum Children<'tree> {
    /// All of them, the first one first.
    Few(Node<'tree>),
    /// Those from a cursor on: there may be as many as there are lines, and places asked for in each.
    Many(TreeCursor<'tree>),
}

impl<'tree> Descent<'tree> {
    /// A path that is at this node and stays inside it.
    pub fn new(root: Node<'tree>) -> Self {
        let mut descent = Self(Vec::new());
        descent.enter(root);
        descent
    }

    /// How far the innermost node is below the first one.
    pub fn depth(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// Goes up from the nodes that end at this byte or before it.
    pub fn leave_before(&mut self, byte: usize) {
        while self.0.pop_if(|step| step.end <= byte).is_some() {}
    }

    /// The first child of the innermost node that ends behind this byte; it may begin behind it, too. None, if there is no
    /// such child, or the first node has been left.
    ///
    /// The byte must not be before one that was asked for earlier.
    pub fn first_child_for_byte(&mut self, byte: usize) -> Option<Node<'tree>> {
        match &mut self.0.last_mut()?.children {
            Children::Few(parent) => parent.first_child_for_byte(byte),
            Children::Many(cursor) => loop {
                let child = cursor.node();
                if child.end_byte() > byte {
                    return Some(child);
                }
                if !cursor.goto_next_sibling() {
                    return None;
                }
            },
        }
    }

    /// Goes down to this child of the innermost node.
    pub fn enter(&mut self, child: Node<'tree>) {
        let end = child.end_byte();
        let children = if child.child_count() <= FEW {
            Children::Few(child)
        } else {
            let mut cursor = child.walk();
            cursor.goto_first_child();
            Children::Many(cursor)
        };
        self.0.push(Step { children, end });
    }
}

#[cfg(test)]
mod tests {
    //! The nodes on the way to some places, against those of all nodes in which the places are.

    use proptest::prelude::*;

    use super::*;
    use crate::{Language, SourceFile};

    fn on_the_way<'t>(root: Node<'t>, places: &[usize]) -> Vec<Node<'t>> {
        let mut descent = Descent::new(root);
        let mut met = Vec::new();
        for place in places {
            descent.leave_before(*place);
            while let Some(node) = descent.first_child_for_byte(*place)
                && node.start_byte() <= *place
            {
                descent.enter(node);
                met.push(node);
            }
        }
        met
    }

    const STATEMENTS: [&str; 6] = [
        "",
        "# a comment",
        "x = a",
        "f(a, b, [c, d, e, f], g, h, i, j, k, l, m, n, o)(p)",
        "if a:\n  if b: c(d)\n  # a comment\n\n  e",
        "x = f'{y!r:>{z}} {{ \\N{DASH}' '''a\nb''' \\\n  'c'",
    ];

    proptest! {
        #[test]
        fn the_way_to_a_place_is_through_all_nodes_around_it(
            statements in prop::collection::vec(prop::sample::select(&STATEMENTS), 0..40),
            places in prop::collection::btree_set(0_usize..1000, 0..40),
        ) {
            let text = statements.join("\n");
            let file = SourceFile::parse("a.py", Language::Python, text).expect("it is Python");
            let places: Vec<_> = places.into_iter().collect();
            let is_around = |node: &Node<'_>| places.iter().any(|place| node.byte_range().contains(place));
            let around: Vec<_> = file.preorder().skip(1).filter(is_around).collect();
            prop_assert_eq!(on_the_way(file.root(), &places), around);
        }
    }
}
