//! Clones in a point, and which of them came and went.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use slop_core::{Fingerprint, SourceFile, Span};
use slop_verbosity::{
    CloneGroup, CloneIndex, CloneInstance, CloneScope, CloneTokens, DEFAULT_MIN_LINES,
};

use crate::cache::Key;
use crate::file::Outcome;
use crate::listing::{ListedFile, State};
use crate::{Error, Series};

/// A group of clones that has other instances than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloneChange {
    /// As it was; `None` for one that appeared.
    pub before: Option<CloneGroup>,
    /// As it is; `None` for one that is gone.
    pub after: Option<CloneGroup>,
}

impl CloneChange {
    /// How many more lines would go if one instance stayed.
    pub fn growth(&self) -> i64 {
        let saved = |group: &Option<CloneGroup>| {
            let saved = group.as_ref().map_or(0, CloneGroup::lines_saved);
            i64::try_from(saved).unwrap_or(i64::MAX)
        };
        saved(&self.after) - saved(&self.before)
    }

    fn group(&self) -> Option<&CloneGroup> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// A group as it is kept: the files that have a content are numbered in the order of their paths.
#[derive(Serialize, Deserialize)]
struct Kept {
    fingerprint: Fingerprint,
    kind: String,
    lines: u32,
    is_nested: bool,
    instances: Vec<(u32, Span)>,
}

impl Series<'_> {
    /// The clones of a point across all its files, as `slop-cli scan` lists them.
    ///
    /// All its files are parsed again, unless the cache knows the clones of a point with the same files.
    ///
    /// # Errors
    ///
    /// [`Error`] when a content has to be read and cannot be.
    ///
    /// # Panics
    ///
    /// When there is no such point.
    pub fn clones(&self, point: usize) -> Result<Vec<CloneGroup>, Error> {
        let listing = &self.snapshots[point].listing;
        let is_content = |file: &&ListedFile| matches!(file.state, State::Content(_));
        let files: Vec<&ListedFile> = listing.files().filter(is_content).collect();
        let key = Key::of_clones(listing.identity);
        if let Some(kept) = self.cache.value::<Vec<Kept>>(&key) {
            return Ok(kept
                .into_iter()
                .map(|group| group.restore(&files))
                .collect());
        }
        let mut index = CloneIndex::builder();
        let tokens = files
            .par_iter()
            .map(|file| self.tokens(point, file))
            .collect::<Result<Vec<_>, _>>()?;
        index.extend(tokens.into_iter().flatten());
        let groups = index.build().groups(CloneScope::Project, DEFAULT_MIN_LINES);
        let numbers: HashMap<_, u32> = files.iter().map(|file| &*file.path).zip(0..).collect();
        let kept: Vec<_> = groups
            .iter()
            .map(|group| Kept::of(group, |instance| numbers[&*instance.path]))
            .collect();
        self.cache.insert(key, &kept);
        Ok(groups)
    }

    /// The groups of clones with more or fewer instances than before, those that repeat most lines more first.
    /// Groups that lie inside a larger one are left out.
    ///
    /// # Errors
    ///
    /// As for [`clones`](Self::clones).
    ///
    /// # Panics
    ///
    /// When there is no such point.
    pub fn clone_changes(&self, before: usize, after: usize) -> Result<Vec<CloneChange>, Error> {
        let (before, after) = (self.clones(before)?, self.clones(after)?);
        Ok(changes(before, after))
    }

    fn tokens(&self, point: usize, file: &ListedFile) -> Result<Option<CloneTokens>, Error> {
        let State::Content(key) = &file.state else {
            return Ok(None);
        };
        let is_measured = matches!(self.cache.outcome(key), Some(Outcome::Measured(_)));
        if !is_measured {
            return Ok(None);
        }
        let max_bytes = self.method.max_bytes;
        let reader = self.snapshots[point].source.open();
        let Ok(bytes) = reader.read(key, &file.path, max_bytes)? else {
            return Ok(None);
        };
        let source = SourceFile::from_reader(&*file.path, file.language, &*bytes, max_bytes);
        Ok(source.ok().and_then(|source| CloneTokens::of(&source)))
    }
}

impl Kept {
    fn of(group: &CloneGroup, number: impl Fn(&CloneInstance) -> u32) -> Self {
        let instances = group.instances.iter();
        Self {
            fingerprint: group.fingerprint,
            kind: group.kind.clone(),
            lines: group.lines,
            is_nested: group.is_nested,
            instances: instances
                .map(|instance| (number(instance), instance.span))
                .collect(),
        }
    }

    fn restore(self, files: &[&ListedFile]) -> CloneGroup {
        let instances = self.instances.into_iter();
        let instances = instances.filter_map(|(file, span)| {
            let path = Arc::clone(&files.get(file as usize)?.path);
            Some(CloneInstance { path, span })
        });
        CloneGroup {
            fingerprint: self.fingerprint,
            kind: self.kind,
            lines: self.lines,
            instances: instances.collect(),
            is_nested: self.is_nested,
        }
    }
}

fn changes(before: Vec<CloneGroup>, after: Vec<CloneGroup>) -> Vec<CloneChange> {
    let mut old: HashMap<Fingerprint, CloneGroup> = before
        .into_iter()
        .map(|group| (group.fingerprint, group))
        .collect();
    let mut changes: Vec<_> = after
        .into_iter()
        .map(|group| CloneChange {
            before: old.remove(&group.fingerprint),
            after: Some(group),
        })
        .collect();
    let mut gone: Vec<_> = old.into_values().collect();
    gone.sort_by(|a, b| a.instances.cmp(&b.instances));
    changes.extend(gone.into_iter().map(|group| CloneChange {
        before: Some(group),
        after: None,
    }));
    let instances = |group: &Option<CloneGroup>| group.as_ref().map_or(0, |g| g.instances.len());
    changes.retain(|change| {
        let is_nested = change.group().is_none_or(|group| group.is_nested);
        !is_nested && instances(&change.before) != instances(&change.after)
    });
    changes.sort_by_key(|change| std::cmp::Reverse(change.growth()));
    changes
}
