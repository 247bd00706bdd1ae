//! Stacks over what is open at a place in a preorder walk.
//!
//! Both need no notice when a node is left: what has ended before a place is closed when the walk
//! arrives there.

use slop_core::tree_sitter::Node;

/// Names around a place, for qualified names.
#[derive(Default)]
pub(crate) struct Scopes {
    /// `Outer.Inner.` for code inside both.
    prefix: String,
    /// For each open scope, where it ends and how long the prefix was before it.
    open: Vec<(usize, usize)>,
}

/// The prefix does not grow beyond this, or 100,000 nested functions would have names of 5 GB.
const MAX_PREFIX: usize = 512;

impl Scopes {
    /// Closes the scopes that end before this node.
    pub(crate) fn arrive(&mut self, node: Node<'_>) {
        while let Some((_, length)) = self.open.pop_if(|(end, _)| *end <= node.start_byte()) {
            self.prefix.truncate(length);
        }
    }

    /// Opens a scope that lasts as long as the node.
    pub(crate) fn enter(&mut self, name: &str, node: Node<'_>) {
        self.open.push((node.end_byte(), self.prefix.len()));
        if self.prefix.len() + name.len() < MAX_PREFIX {
            self.prefix.push_str(name);
            self.prefix.push('.');
        }
    }

    /// The name with those around it.
    pub(crate) fn qualify(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

/// The callables around a place, for counting decisions.
#[derive(Default)]
pub(crate) struct Open {
    /// Where each ends, and its index; `None` is a piece of code that belongs to no callable.
    stack: Vec<(usize, Option<usize>)>,
}

impl Open {
    /// Closes what ends before this node, innermost first.
    pub(crate) fn arrive(&mut self, node: Node<'_>) {
        self.close_before(node.start_byte(), |_, _| {});
    }

    /// Closes what ends at or before this byte, innermost first. The callback gets each callable
    /// that closes and the one around it.
    pub(crate) fn close_before(
        &mut self,
        byte: usize,
        mut closed: impl FnMut(usize, Option<usize>),
    ) {
        while let Some((_, index)) = self.stack.pop_if(|(end, _)| *end <= byte) {
            if let Some(index) = index {
                closed(index, self.innermost());
            }
        }
    }

    /// Opens a callable, or with `None` a piece of code outside any.
    pub(crate) fn enter(&mut self, callable: Option<usize>, node: Node<'_>) {
        self.stack.push((node.end_byte(), callable));
    }

    /// The callable that a decision at this place belongs to.
    pub(crate) fn innermost(&self) -> Option<usize> {
        self.stack.last().and_then(|(_, index)| *index)
    }
}
