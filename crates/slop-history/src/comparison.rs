//! What changed from one point to another.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use slop_complexity::Callable;
use slop_core::{Fingerprint, Language};

use crate::churn::changes;
use crate::file::{FileFigures, KnownCallable, KnownFinding, Outcome};
use crate::listing::{ListedFile, State};
use crate::matching::pairs;
use crate::{Error, Series};

/// What changed from one point to another, in the files that are not the same in both.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The files that changed, were added or are gone, by path. One that only moved is a file that is gone and
    /// one that was added.
    pub files: Vec<FileChange>,
    /// The callables that changed, were added or are gone, what gained most mass first. One that was only moved or
    /// renamed is not among them.
    pub callables: Vec<CallableChange>,
    /// The counted findings that were not there before, by place.
    pub new_findings: Vec<Placed<KnownFinding>>,
    /// The counted findings that are no longer there, by place.
    pub gone_findings: Vec<Placed<KnownFinding>>,
}

/// Something and the file that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// From the top of the commit or checkpoint on.
    pub path: Arc<Path>,
    /// The language of the file.
    pub language: Language,
    /// What stands there.
    pub item: T,
}

/// A file as it was and as it is; `None` where it was not measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// From the top of the commit or checkpoint on.
    pub path: Arc<Path>,
    /// The language of the file.
    pub language: Language,
    /// At the first point.
    pub before: Option<FileFigures>,
    /// At the second point.
    pub after: Option<FileFigures>,
}

/// A callable as it was and as it is; one of both is there.
///
/// They are the same callable when path and qualified name are the same, or else the text but for the bare name, or
/// else the qualified name.
#[derive(Debug, Clone, PartialEq)]
pub struct CallableChange {
    /// At the first point; `None` for one that was added.
    pub before: Option<Placed<Callable>>,
    /// At the second point; `None` for one that is gone.
    pub after: Option<Placed<Callable>>,
}

impl CallableChange {
    /// How much mass it gained; less than 0 when it lost some.
    pub fn growth(&self) -> f64 {
        let mass = |placed: &Option<Placed<Callable>>| {
            placed.as_ref().map_or(0.0, |placed| placed.item.mass())
        };
        mass(&self.after) - mass(&self.before)
    }

    /// Whether its complexity is above the threshold now and was not before.
    pub fn crosses(&self, threshold: u32) -> bool {
        let is_high = |placed: &Option<Placed<Callable>>| {
            let callable = placed.as_ref().map(|placed| &placed.item);
            callable.is_some_and(|callable| callable.cyclomatic > threshold)
        };
        is_high(&self.after) && !is_high(&self.before)
    }

    /// As it is, or as it was when it is gone.
    pub fn last(&self) -> Option<&Placed<Callable>> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// What stands in the changed files of one point.
#[derive(Default)]
struct Side {
    callables: Vec<Placed<KnownCallable>>,
    findings: Vec<Placed<KnownFinding>>,
}

/// The name, the path and the text, where they matter.
type Key<'a> = (Option<&'a str>, Option<&'a Path>, Option<Fingerprint>);

/// What tells a callable, or another, to be the same.
type Keys<'a, T, const N: usize> = [fn(&'a Placed<T>) -> Option<Key<'a>>; N];

fn callable_keys<'a>() -> Keys<'a, KnownCallable, 5> {
    [
        |p| Some((Some(p.known_as()), Some(&p.path), Some(p.item.fingerprint))),
        |p| Some((Some(p.known_as()), Some(&p.path), None)),
        |p| Some((Some(p.known_as()), None, Some(p.item.nameless))),
        |p| Some((None, None, Some(p.item.nameless))),
        // There is one without a name in nearly every file.
        |p| (p.item.callable.name != ANONYMOUS).then_some((Some(p.known_as()), None, None)),
    ]
}

const ANONYMOUS: &str = "<anonymous>";

fn finding_keys<'a>() -> Keys<'a, KnownFinding, 3> {
    [
        |p| Some((Some(&p.item.rule), Some(&p.path), Some(p.item.fingerprint))),
        |p| Some((Some(&p.item.rule), None, Some(p.item.fingerprint))),
        |p| Some((Some(&p.item.rule), Some(&p.path), None)),
    ]
}

impl Placed<KnownCallable> {
    fn known_as(&self) -> &str {
        &self.item.callable.qualified_name
    }

    fn plain(&self) -> Placed<Callable> {
        Placed {
            path: Arc::clone(&self.path),
            language: self.language,
            item: self.item.callable.clone(),
        }
    }
}

impl Series<'_> {
    /// What changed from one point to another, both given by their index.
    ///
    /// # Errors
    ///
    /// [`Error`] when a content has to be read again and cannot be.
    ///
    /// # Panics
    ///
    /// When there is no such point.
    pub fn compare(&self, before: usize, after: usize) -> Result<Comparison, Error> {
        let listing = |point: usize| &self.snapshots[point].listing;
        let (mut old, mut new) = (Side::default(), Side::default());
        let mut files = Vec::new();
        for (was, is) in changes(listing(before), listing(after)) {
            files.extend(self.file_change(was, is));
            self.add_parts(&mut old, before, was)?;
            self.add_parts(&mut new, after, is)?;
        }
        Ok(Comparison {
            files,
            callables: callables(&old.callables, &new.callables),
            new_findings: findings(&old.findings, &new.findings, false),
            gone_findings: findings(&old.findings, &new.findings, true),
        })
    }

    fn file_change(&self, was: Option<&ListedFile>, is: Option<&ListedFile>) -> Option<FileChange> {
        let figures = |file: Option<&ListedFile>| match file.map(|file| &file.state) {
            Some(State::Content(key)) => match self.cache.outcome(key) {
                Some(Outcome::Measured(figures)) => Some(figures),
                _ => None,
            },
            _ => None,
        };
        let file = is.or(was)?;
        let (before, after) = (figures(was), figures(is));
        let is_measured = before.is_some() || after.is_some();
        is_measured.then(|| FileChange {
            path: Arc::clone(&file.path),
            language: file.language,
            before,
            after,
        })
    }

    fn add_parts(
        &self,
        side: &mut Side,
        point: usize,
        file: Option<&ListedFile>,
    ) -> Result<(), Error> {
        let Some(file) = file else {
            return Ok(());
        };
        let parts = self.parts(point, file)?;
        side.callables
            .extend(parts.callables.into_iter().map(|item| file.placed(item)));
        let counted = parts.findings.into_iter().filter(|finding| finding.counted);
        side.findings.extend(counted.map(|item| file.placed(item)));
        Ok(())
    }
}

impl ListedFile {
    fn placed<T>(&self, item: T) -> Placed<T> {
        Placed {
            path: Arc::clone(&self.path),
            language: self.language,
            item,
        }
    }
}

fn callables(
    before: &[Placed<KnownCallable>],
    after: &[Placed<KnownCallable>],
) -> Vec<CallableChange> {
    let rank = |placed: &Placed<KnownCallable>| {
        let callable = &placed.item.callable;
        (callable.cyclomatic, callable.sloc)
    };
    let pairs = pairs(before, after, &callable_keys(), rank);
    let is_other = |pair: &(
        Option<&Placed<KnownCallable>>,
        Option<&Placed<KnownCallable>>,
    )| {
        let text = |placed: Option<&Placed<KnownCallable>>| {
            placed.map(|placed| (placed.item.nameless, placed.item.callable.weight()))
        };
        text(pair.0) != text(pair.1)
    };
    let changed = pairs.into_iter().filter(is_other);
    let mut changed: Vec<_> = changed
        .map(|(before, after)| CallableChange {
            before: before.map(Placed::plain),
            after: after.map(Placed::plain),
        })
        .collect();
    changed.sort_by(|a, b| {
        let place = |change: &CallableChange| {
            let placed = change.last()?;
            Some((Arc::clone(&placed.path), placed.item.span))
        };
        let by_growth = b.growth().total_cmp(&a.growth());
        by_growth.then_with(|| place(a).cmp(&place(b)))
    });
    changed
}

/// The findings of the one side without a partner on the other.
fn findings(
    before: &[Placed<KnownFinding>],
    after: &[Placed<KnownFinding>],
    gone: bool,
) -> Vec<Placed<KnownFinding>> {
    // Of several that look the same, the first is taken for the first.
    let alone = pairs(before, after, &finding_keys(), |placed| {
        Reverse(placed.item.span)
    });
    let alone = alone.into_iter().filter_map(|pair| match pair {
        (Some(old), None) if gone => Some(old.clone()),
        (None, Some(new)) if !gone => Some(new.clone()),
        _ => None,
    });
    let mut alone: Vec<_> = alone.collect();
    alone.sort_by(|a, b| {
        (&a.path, a.item.span, &a.item.rule).cmp(&(&b.path, b.item.span, &b.item.rule))
    });
    alone
}
