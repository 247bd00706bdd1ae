//! What a rule may need: which landmark or kind, and at which node.

use ast_grep_core::matcher::kind_utils;

use crate::condition::Condition;
use crate::literals::{Literal, is_word};

/// Something to look for in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Landmark {
    /// A piece of text.
    Text(Literal),
    /// A node of this kind.
    Kind(u16),
}

/// A node, seen from the one to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Where {
    /// The node itself, or so many steps above.
    Above(u8),
    /// The sibling before that.
    Before(u8),
    /// The sibling after that.
    Behind(u8),
}

/// What may have to hold for a node to match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// That node is of this kind.
    Is(Where, u16),
    /// One of that node's children is of this kind.
    Child(Where, u16),
    /// The landmark lies inside the node so many steps above, or is that node.
    Within(u8, Landmark),
}

impl Need {
    /// Whether it is about a text that lies within one token, if it is there at all.
    pub(crate) fn is_word(&self) -> bool {
        match self {
            Self::Within(_, Landmark::Text(text)) => text.text.chars().all(is_word),
            _ => false,
        }
    }
}

/// Where a part of a rule stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) from: Where,
    /// How many steps it is below that node: more than one where it may be anywhere.
    pub(crate) below: usize,
    pub(crate) depth: usize,
}

impl Place {
    pub(crate) const ROOT: Self = Self {
        from: Where::Above(0),
        below: 0,
        depth: 0,
    };

    /// How far rules are followed.
    pub(crate) const MAX_DEPTH: usize = 32;
    /// How far up: a utility may go on to the root.
    pub(crate) const MOST_ABOVE: u8 = 3;

    pub(crate) fn deeper(self) -> Self {
        let depth = self.depth + 1;
        Self { depth, ..self }
    }

    /// At a child, or somewhere below.
    pub(crate) fn inside(self, is_child: bool) -> Self {
        let below = self.below + if is_child { 1 } else { 2 };
        Self { below, ..self }.deeper()
    }

    /// At the parent, where that is not below the node to match.
    pub(crate) fn outside(self) -> Option<Self> {
        let steps = self.steps()?;
        let from = Where::Above(steps + 1);
        (steps < Self::MOST_ABOVE).then(|| Self { from, ..self }.deeper())
    }

    /// At a sibling of the node to match, or of one above.
    pub(crate) fn beside(self, from: fn(u8) -> Where) -> Option<Self> {
        let from = from(self.steps()?);
        Some(Self { from, ..self }.deeper())
    }

    /// How many steps it is above the node to match, if it is that node or above.
    pub(crate) fn steps(self) -> Option<u8> {
        match (self.from, self.below) {
            (Where::Above(steps), 0) => Some(steps),
            _ => None,
        }
    }

    /// Always, where it would be in a neighbour.
    pub(crate) fn landmark(self, landmark: Landmark) -> Condition<Need> {
        match self.from {
            Where::Above(steps) => Condition::Need(Need::Within(steps, landmark)),
            Where::Before(_) | Where::Behind(_) => Condition::always(),
        }
    }

    /// Always where the kind says nothing: 0 is a selector for several kinds or one without nodes of its own, and an
    /// error in a pattern stands for any node.
    pub(crate) fn kind(self, kind: u16) -> Condition<Need> {
        if kind == 0 || kind_utils::is_error_kind(kind) {
            return Condition::always();
        }
        match self.below {
            0 => Condition::Need(Need::Is(self.from, kind)),
            1 => Condition::Need(Need::Child(self.from, kind)),
            _ => self.landmark(Landmark::Kind(kind)),
        }
    }

    /// One of the literals is there.
    pub(crate) fn texts(self, literals: Vec<Literal>) -> Condition<Need> {
        let texts = literals.into_iter().map(Landmark::Text);
        Condition::any(texts.map(|text| self.landmark(text)))
    }
}
