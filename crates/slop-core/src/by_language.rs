//! Figures by language. A language is a family: TSX is TypeScript.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::Language;

/// The figures of each language, and of all files together.
#[derive(Debug, Clone, PartialEq)]
pub struct ByLanguage<T> {
    /// The language with most source lines first; empty when no file was measured.
    pub each: Vec<T>,
    /// Those of all files together.
    pub total: T,
}

impl<T> ByLanguage<T> {
    /// From the language and the source lines of a file, and the figures of some files, which are of
    /// one language or (`None`) of all.
    pub fn of<F>(
        files: &[F],
        size: impl Fn(&F) -> (Language, u64),
        figures: impl Fn(Option<Language>, &[&F]) -> T,
    ) -> Self {
        let mut languages = BTreeMap::<Language, (u64, Vec<&F>)>::new();
        for file in files {
            let (language, sloc) = size(file);
            let entry = languages.entry(language.family()).or_default();
            entry.0 += sloc;
            entry.1.push(file);
        }
        let mut languages: Vec<_> = languages.into_iter().collect();
        languages.sort_by_key(|(_, (sloc, _))| Reverse(*sloc));
        let each = languages.into_iter();
        Self {
            each: each
                .map(|(language, (_, files))| figures(Some(language), &files))
                .collect(),
            total: figures(None, &Vec::from_iter(files)),
        }
    }

    /// The figures of the language with most source lines; those of no file, where there is none.
    pub fn main(&self) -> &T {
        self.each.first().unwrap_or(&self.total)
    }

    /// Each language, and all together where that is not the same.
    pub fn shown(&self) -> impl Iterator<Item = &T> {
        let total = (self.each.len() != 1).then_some(&self.total);
        self.each.iter().chain(total)
    }

    /// Whether there is more than one language.
    pub fn are_several(&self) -> bool {
        self.each.len() > 1
    }
}
