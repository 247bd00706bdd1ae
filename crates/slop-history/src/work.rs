//! Measuring many contents on all cores.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::cache::{Cache, Key};
use crate::file::{Outcome, measure};
use crate::listing::ListedFile;
use crate::snapshot::{Reader, Source};
use crate::{Error, FileParts, Method};

/// How far the measuring of a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many contents are measured.
    pub done: usize,
    /// How many there are to measure: each distinct one that the cache does not know.
    pub all: usize,
}

/// A content to measure, and where it stands.
pub(crate) struct Job<'a> {
    pub(crate) key: Key,
    pub(crate) file: &'a ListedFile,
    pub(crate) source: &'a Source,
}

type Measured = (Key, Arc<Outcome>);

struct Work<'a> {
    jobs: &'a [Job<'a>],
    method: &'a Method,
    cache: &'a Cache,
    go_on: &'a (dyn Fn(Progress) -> bool + Sync),
    next: AtomicUsize,
    done: AtomicUsize,
    is_stopped: AtomicBool,
    results: Mutex<Result<Vec<Measured>, Error>>,
}

/// Measures in the given order, until all is done or the function says no.
pub(crate) fn measure_all(
    jobs: &[Job<'_>],
    method: &Method,
    cache: &Cache,
    go_on: &(dyn Fn(Progress) -> bool + Sync),
) -> Result<Vec<Measured>, Error> {
    let work = Work {
        jobs,
        method,
        cache,
        go_on,
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
        is_stopped: AtomicBool::new(false),
        results: Mutex::new(Ok(Vec::with_capacity(jobs.len()))),
    };
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(jobs.len()) {
            scope.spawn(|_| work.run());
        }
    });
    work.results
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
}

impl Work<'_> {
    /// Takes one job after another. A thread keeps its reader, and with it what that remembers of the repository.
    fn run(&self) {
        let mut open: Option<(&Source, Reader<'_>)> = None;
        while !self.is_stopped.load(Ordering::Relaxed) {
            let Some(job) = self.jobs.get(self.next.fetch_add(1, Ordering::Relaxed)) else {
                break;
            };
            let is_open = open
                .as_ref()
                .is_some_and(|(source, _)| source.is_same(job.source));
            if !is_open {
                open = Some((job.source, job.source.open()));
            }
            if let Some((_, reader)) = &open {
                let result = self.measure(job, reader);
                self.report(job, result);
            }
        }
    }

    fn measure(&self, job: &Job<'_>, reader: &Reader<'_>) -> Result<Outcome, Error> {
        let Job { key, file, .. } = job;
        match reader.read(key, &file.path, self.method.max_bytes)? {
            Ok(bytes) => {
                let measured = measure(&bytes, file.language, self.method);
                self.cache.insert(*key, &measured);
                Ok(measured.0)
            }
            Err(why) => {
                let skipped = Outcome::Skipped(why);
                if reader.is_lasting() {
                    self.cache.insert(*key, &(&skipped, FileParts::default()));
                }
                Ok(skipped)
            }
        }
    }

    fn report(&self, job: &Job<'_>, result: Result<Outcome, Error>) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        match (result, &mut *results) {
            (Ok(outcome), Ok(all)) => all.push((job.key, Arc::new(outcome))),
            (Err(error), Ok(_)) => *results = Err(error),
            (_, Err(_)) => {}
        }
        let is_ok = results.is_ok();
        drop(results);
        let progress = Progress {
            done: self.done.fetch_add(1, Ordering::Relaxed) + 1,
            all: self.jobs.len(),
        };
        if !is_ok || !(self.go_on)(progress) {
            self.is_stopped.store(true, Ordering::Relaxed);
        }
    }
}
