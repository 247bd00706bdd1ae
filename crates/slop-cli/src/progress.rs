//! A progress bar for work that takes a while.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows itself on standard error after a second, if that is a terminal; gone when dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    start: Instant,
    shown: AtomicBool,
}

const PATIENCE: Duration = Duration::from_secs(1);

impl Progress {
    /// Of so many files.
    pub(crate) fn new(files: usize) -> Self {
        Self::styled(Some(files), "{bar:30} {pos}/{len} files, {eta} left")
    }

    /// Of commits, of which nobody knows how many there are.
    pub(crate) fn of_commits() -> Self {
        Self::styled(None, "{spinner} {pos} commits read")
    }

    fn styled(all: Option<usize>, template: &str) -> Self {
        let all = all.map(|all| all as u64);
        let style = ProgressStyle::with_template(template).expect("a valid template");
        let bar = ProgressBar::with_draw_target(all, ProgressDrawTarget::hidden());
        Self {
            bar: bar.with_style(style),
            start: Instant::now(),
            shown: AtomicBool::new(false),
        }
    }

    /// So many of all are done.
    pub(crate) fn is_at(&self, done: usize, all: usize) {
        self.bar.set_length(all as u64);
        self.counts(done);
    }

    /// So many are done.
    pub(crate) fn counts(&self, done: usize) {
        self.bar.set_position(done as u64);
        self.show();
    }

    /// One file is done.
    pub(crate) fn advance(&self) {
        self.bar.inc(1);
        self.show();
    }

    fn show(&self) {
        if self.start.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
