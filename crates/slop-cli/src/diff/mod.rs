//! `slop-cli diff`.

pub(crate) mod gate;
mod sides;

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Result, anyhow};
use slop_complexity::{Erosion, ErosionOptions};
use slop_core::{Fingerprint, Language};
use slop_history::{
    CloneChange, Comparison, Figures, FileChange, FileFigures, Point, Series, SkippedFile,
};
use slop_verbosity::{CloneGroup, CloneInstance, Verbosity};

use crate::args::DiffArgs;
use crate::diff::sides::Sides;
use crate::gate::Failure;
use crate::history;
use crate::progress::Progress;

/// Everything that `slop-cli diff` has to say, before it is put into a format.
pub(crate) struct DiffReport {
    pub(crate) before: Point,
    pub(crate) after: Point,
    /// What it was measured with.
    pub(crate) rule_pack: Fingerprint,
    pub(crate) comparison: Comparison,
    pub(crate) clones: Vec<CloneChange>,
    /// The gates that were asked for.
    pub(crate) asked: Vec<&'static str>,
    pub(crate) failures: Vec<Failure>,
}

/// The figures of a language, or of all files, as they were and as they are.
pub(crate) struct LanguageChange {
    pub(crate) language: Option<Language>,
    pub(crate) before: Figures,
    pub(crate) after: Figures,
}

pub(crate) fn report(args: &DiffArgs) -> Result<DiffReport> {
    history::with_jobs(&args.options, || {
        let sides = Sides::of(args)?;
        let mut report = compared(args, sides)?;
        if args.gate.fail_if_worse {
            report.asked.push(gate::NAME);
            report.failures = gate::failures(&report, &args.gate);
        }
        Ok(report)
    })
}

fn compared(args: &DiffArgs, sides: Sides) -> Result<DiffReport> {
    let Sides {
        method,
        before,
        after,
    } = sides;
    let cache = history::cache(&args.options, &method)?;
    let progress = Progress::new(0);
    let go_on = |at: slop_history::Progress| {
        progress.is_at(at.done, at.all);
        true
    };
    let series = Series::measure(vec![before, after], &method, &cache, &go_on)?;
    let comparison = series.compare(0, 1)?;
    let clones = series.clone_changes(0, 1)?;
    let [before, after] =
        <[Point; 2]>::try_from(series.points).map_err(|_| anyhow!("not both were measured"))?;
    Ok(DiffReport {
        before,
        after,
        rule_pack: method.rules.fingerprint(),
        comparison,
        clones,
        asked: Vec::new(),
        failures: Vec::new(),
    })
}

impl DiffReport {
    /// Whether there is nothing to tell.
    pub(crate) fn is_empty(&self) -> bool {
        let churn = self.after.churn.unwrap_or_default();
        self.comparison.files.is_empty()
            && churn.added + churn.removed == 0
            && self.before.skipped == self.after.skipped
    }

    /// Each language that is on one side, that with most source lines after first.
    pub(crate) fn languages(&self) -> Vec<LanguageChange> {
        let (old, new) = (&self.before.languages.each, &self.after.languages.each);
        let is_gone = |old: &&Figures| new.iter().all(|new| new.language != old.language);
        let all = new.iter().chain(old.iter().filter(is_gone));
        all.map(|figures| LanguageChange {
            language: figures.language,
            before: figures_of(old, figures.language),
            after: figures_of(new, figures.language),
        })
        .collect()
    }

    /// The files that cannot be measured and could be, or were not there.
    pub(crate) fn newly_skipped(&self) -> impl Iterator<Item = &SkippedFile> {
        let was_skipped =
            |file: &&SkippedFile| self.before.skipped.iter().any(|old| old.path == file.path);
        let skipped = self.after.skipped.iter();
        skipped.filter(move |file| !was_skipped(file))
    }

    /// The files that changed, without those that only stand elsewhere, so that no figure tells of it.
    pub(crate) fn files(&self) -> Vec<&FileChange> {
        let mut gone = HashMap::<_, Vec<&FileChange>>::new();
        let (mut files, mut new) = (Vec::new(), Vec::new());
        for file in &self.comparison.files {
            match (&file.before, &file.after) {
                (Some(was), None) => gone
                    .entry((file.language, was.loc, was.sloc))
                    .or_default()
                    .push(file),
                (None, Some(is)) => new.push((file, is)),
                _ => files.push(file),
            }
        }
        for (file, is) in new {
            let alike = gone.entry((file.language, is.loc, is.sloc)).or_default();
            match alike.iter().position(|old| old.before == file.after) {
                Some(old) => _ = alike.remove(old),
                None => files.push(file),
            }
        }
        files.extend(gone.into_values().flatten());
        files.sort_by(|one, other| one.path.cmp(&other.path));
        files
    }

    pub(crate) fn total(&self) -> LanguageChange {
        LanguageChange {
            language: None,
            before: self.before.languages.total.clone(),
            after: self.after.languages.total.clone(),
        }
    }
}

/// The figures of a language; those of no file, where it has none.
fn figures_of(all: &[Figures], language: Option<Language>) -> Figures {
    let mut all = all.iter();
    let found = all.find(|figures| figures.language == language);
    found.cloned().unwrap_or_else(|| Figures {
        language,
        files: 0,
        loc: 0,
        sloc: 0,
        erosion: Erosion::of([]),
        lines: None,
    })
}

/// The erosion of a file, of which nothing may be there.
pub(crate) fn erosion(file: Option<&FileFigures>) -> Erosion {
    let weights = file
        .into_iter()
        .flat_map(|file| file.weights.iter().copied());
    Erosion::of_weights(ErosionOptions::default(), weights)
}

/// The lines of a file, of which nothing may be there.
pub(crate) fn lines(file: Option<&FileFigures>) -> Verbosity {
    let lines = file.and_then(|file| file.lines);
    lines.unwrap_or_default()
}

/// The instances of a group in the files that have more of them than before.
pub(crate) fn gained(change: &CloneChange) -> Vec<&CloneInstance> {
    let (before, after) = (
        counts(change.before.as_ref()),
        counts(change.after.as_ref()),
    );
    let is_more = |instance: &&CloneInstance| {
        let path = &*instance.path;
        after.get(path) > before.get(path)
    };
    let instances = change.after.iter().flat_map(|group| &group.instances);
    instances.filter(is_more).collect()
}

/// How many instances of a group each file has.
fn counts(group: Option<&CloneGroup>) -> HashMap<&Path, usize> {
    let mut counts = HashMap::new();
    for instance in group.into_iter().flat_map(|group| &group.instances) {
        *counts.entry(&*instance.path).or_default() += 1;
    }
    counts
}
