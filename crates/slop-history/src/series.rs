//! Points in their order, each distinct content measured once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use slop_core::Language;

use crate::cache::{Cache, Key};
use crate::file::{FileFigures, FileParts, Outcome, measure};
use crate::listing::{ListedFile, State};
use crate::point::{Point, SkippedFile, figures};
use crate::work::{Job, Progress, measure_all};
use crate::{Error, Method, Snapshot, churn};

/// Measured points.
pub struct Series<'m> {
    /// In the order of the snapshots.
    pub points: Vec<Point>,
    /// Whether all are there: the caller may have stopped before.
    pub is_complete: bool,
    /// How many distinct contents there are in all snapshots.
    pub contents: usize,
    /// How many of them the cache did not know.
    pub measured: usize,
    pub(crate) snapshots: Vec<Snapshot>,
    pub(crate) method: &'m Method,
    pub(crate) cache: &'m Cache,
}

/// What came of each content.
type Outcomes = HashMap<Key, Arc<Outcome>>;

impl<'m> Series<'m> {
    /// Measures snapshots. The function is told how far it is, and says whether to go on; when it says no, the points
    /// that are complete by then are given back.
    ///
    /// # Errors
    ///
    /// [`Error`] when an object of a repository cannot be read.
    pub fn measure(
        snapshots: Vec<Snapshot>,
        method: &'m Method,
        cache: &'m Cache,
        go_on: &(dyn Fn(Progress) -> bool + Sync),
    ) -> Result<Self, Error> {
        let mut outcomes = Outcomes::new();
        let jobs = unknown(&snapshots, cache, &mut outcomes);
        let contents = outcomes.len() + jobs.len();
        let measured = measure_all(&jobs, method, cache, go_on);
        cache.flush();
        let measured = measured?;
        let count = measured.len();
        outcomes.extend(measured);
        let all = snapshots.len();
        let points: Vec<_> = snapshots
            .iter()
            .map_while(|snapshot| point(snapshot, &outcomes))
            .collect();
        let mut series = Self {
            is_complete: points.len() == all,
            snapshots: snapshots.into_iter().take(points.len()).collect(),
            points,
            contents,
            measured: count,
            method,
            cache,
        };
        churn::add(&mut series, &outcomes)?;
        cache.flush();
        Ok(series)
    }

    /// What stands in a file of a point; nothing where it was not measured.
    pub(crate) fn parts(&self, point: usize, file: &ListedFile) -> Result<FileParts, Error> {
        let State::Content(key) = &file.state else {
            return Ok(FileParts::default());
        };
        if let Some(parts) = self.cache.parts(key) {
            return Ok(parts);
        }
        let reader = self.snapshots[point].source.open();
        let bytes = reader.read(key, &file.path, self.method.max_bytes)?;
        let measured = bytes.map(|bytes| measure(&bytes, file.language, self.method));
        Ok(measured.map_or_else(|_| FileParts::default(), |(_, parts)| parts))
    }
}

/// The contents that the cache does not know, those of the first snapshots first; the others go to the outcomes.
fn unknown<'a>(snapshots: &'a [Snapshot], cache: &Cache, outcomes: &mut Outcomes) -> Vec<Job<'a>> {
    let (mut jobs, mut seen) = (Vec::new(), HashSet::new());
    for snapshot in snapshots {
        for file in snapshot.listing.files() {
            let State::Content(key) = file.state else {
                continue;
            };
            if !seen.insert(key) {
                continue;
            }
            match cache.outcome(&key) {
                Some(outcome) => {
                    outcomes.insert(key, Arc::new(outcome));
                }
                None => jobs.push(Job {
                    key,
                    file,
                    source: &snapshot.source,
                }),
            }
        }
    }
    jobs
}

/// The figures of a snapshot; `None` when some of its files are not measured yet.
fn point(snapshot: &Snapshot, outcomes: &Outcomes) -> Option<Point> {
    let mut measured = Vec::<(Language, &FileFigures)>::new();
    let (mut skipped, mut generated) = (Vec::new(), 0);
    let mut skip = |file: &ListedFile, why| {
        skipped.push(SkippedFile {
            path: Arc::clone(&file.path),
            why,
        });
    };
    for file in snapshot.listing.files() {
        match &file.state {
            State::Generated(_) => generated += 1,
            State::Skipped(why) => skip(file, why.clone()),
            State::Content(key) => match &**outcomes.get(key)? {
                Outcome::Measured(figures) => measured.push((file.language, figures)),
                Outcome::Skipped(why) => skip(file, why.clone()),
                Outcome::Generated(_) => generated += 1,
            },
        }
    }
    Some(Point {
        name: snapshot.name.clone(),
        tags: snapshot.tags.clone(),
        time: snapshot.time,
        subject: snapshot.subject.clone(),
        languages: figures(&measured),
        skipped,
        generated,
        churn: None,
    })
}
