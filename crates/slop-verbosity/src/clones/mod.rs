//! Duplicated code: repeated subtrees of a project, found with one suffix array.

mod groups;
mod index;
mod kinds;
mod order;
mod sequences;
mod shapes;
mod sources;
mod suffixes;
mod tokens;

pub use groups::{CloneGroup, CloneInstance, CloneScope, DEFAULT_MIN_LINES, clone_lines};
pub use index::{CloneIndex, CloneIndexBuilder};
pub use sequences::{DEFAULT_MIN_SEQUENCE_LINES, SequenceClones};
pub use tokens::CloneTokens;
