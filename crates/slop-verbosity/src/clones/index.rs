//! One suffix array over the trees of a project.

use slop_core::{Language, SourceFile};

use super::kinds;
use super::order::Order;
use super::shapes::{self, Shapes};
use super::sources::Sources;
use super::suffixes::Suffixes;
use super::tokens::CloneTokens;

/// All subtrees of a project that may be clones, with their shapes.
///
/// A tree written out in preorder is a sequence and a subtree is a piece of it, so repeated subtrees are
/// repeated substrings, and one suffix array over all files finds them.
///
/// ```
/// use slop_core::{Language, SourceFile};
/// use slop_verbosity::{CloneIndex, CloneScope};
///
/// let mut builder = CloneIndex::builder();
/// for (path, text) in [
///     ("a.py", "def add(items):\n    for item in items:\n        total(item)\n"),
///     ("b.py", "def every(rows):\n    for row in rows:\n        count(row)\n"),
/// ] {
///     builder.push(&SourceFile::parse(path, Language::Python, text)?);
/// }
/// let groups = builder.build().groups(CloneScope::Project, 3);
/// assert_eq!(groups.len(), 1);
/// assert_eq!(groups[0].kind, "function_definition");
/// assert_eq!(groups[0].instances.len(), 2);
/// # Ok::<(), slop_core::SourceError>(())
/// ```
///
/// # Cost
///
/// Time grows linearly with the number of symbols ([`CloneTokens::len`]): one a named node, and one more for each
/// that has children. While it is built the index needs about 22 bytes a symbol, tokens included: four each for
/// the suffix array and the common prefixes, two for the symbol, the rest for subtrees and names.
pub struct CloneIndex {
    pub(super) sources: Sources,
    pub(super) order: Order,
    /// By the number of the subtree: what is equal but for names.
    pub(super) classes: Vec<Option<u32>>,
    pub(super) shapes: Shapes,
}

/// Collects the files of a [`CloneIndex`], in any order.
///
/// Most of the work of a file is reading its tokens off its tree. That can be done elsewhere, on many threads;
/// the builder is then extended with the [`CloneTokens`].
#[derive(Default)]
pub struct CloneIndexBuilder {
    files: Vec<CloneTokens>,
}

impl CloneIndex {
    /// Whether clones of a language are defined.
    pub fn supports(language: Language) -> bool {
        kinds::of(language).is_some()
    }

    /// The symbols of all files: what the suffix array is built of. For benches.
    #[doc(hidden)]
    pub fn symbols(&self) -> &[u16] {
        &self.sources.symbols
    }

    /// Begins an index without files.
    pub fn builder() -> CloneIndexBuilder {
        CloneIndexBuilder::default()
    }
}

impl CloneIndexBuilder {
    /// Adds a file; one in a language without clones is passed over.
    pub fn push(&mut self, file: &SourceFile) {
        self.extend(CloneTokens::of(file));
    }

    /// Builds the index. The order of the files makes no difference: they are sorted by path.
    ///
    /// # Panics
    ///
    /// From 2³¹ symbols on, which is ten gigabytes of source and more.
    pub fn build(mut self) -> CloneIndex {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let sources = Sources::of(self.files);
        let suffixes = Suffixes::new(&sources.symbols);
        let order = Order::new(&suffixes, &sources.subtrees);
        drop(suffixes);
        let classes = order.classes(&sources.subtrees);
        let shapes = shapes::of(&sources, &classes);
        CloneIndex {
            sources,
            order,
            classes,
            shapes,
        }
    }
}

impl Extend<CloneTokens> for CloneIndexBuilder {
    fn extend<I: IntoIterator<Item = CloneTokens>>(&mut self, files: I) {
        self.files.extend(files);
    }
}
