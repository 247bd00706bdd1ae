//! `slop-cli trend`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, anyhow, bail};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use slop_core::Language;
use slop_history::{
    Cache, CloneChange, Commits, Comparison, Error, Figures, Method, Point, Problem, Repository,
    Series, Snapshot,
};

use crate::args::TrendArgs;
use crate::history;
use crate::measure::Measure;
use crate::progress::Progress;
use crate::report;

/// Everything that `slop-cli trend` has to say, before it is put into a format.
pub(crate) struct TrendReport {
    /// One of commits, or one for each problem.
    pub(crate) trajectories: Vec<Trajectory>,
    /// That with most source lines in the last points.
    pub(crate) language: Option<Language>,
    /// Whether every point is there: Ctrl-C stops the measuring.
    pub(crate) is_complete: bool,
    /// Why figures are not kept, if they should be and are not.
    pub(crate) cache_problem: Option<String>,
}

/// A measured series.
pub(crate) struct Trajectory {
    pub(crate) name: String,
    pub(crate) points: Vec<Point>,
    /// From the first point to the last; `None` with fewer than two points.
    pub(crate) drivers: Option<Drivers>,
}

/// What drove the change from one point to another.
pub(crate) struct Drivers {
    pub(crate) comparison: Comparison,
    pub(crate) clones: Vec<CloneChange>,
}

impl Trajectory {
    /// The values of a measure at each point, for a language or (`None`) for all.
    pub(crate) fn values(&self, language: Option<Language>, measure: &Measure) -> Vec<Option<f64>> {
        let points = self.points.iter();
        points
            .map(|point| of_language(point, language).and_then(measure.of))
            .collect()
    }
}

/// The figures of a language at a point, if it has files of it then.
pub(crate) fn of_language(point: &Point, language: Option<Language>) -> Option<&Figures> {
    let mut all = point.languages.each.iter().chain([&point.languages.total]);
    all.find(|figures| figures.language == language)
}

/// The day of a point (UTC), if it has a time.
pub(crate) fn day(point: &Point) -> Option<String> {
    let time = jiff::Timestamp::from_second(point.time?).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date().to_string())
}

pub(crate) fn run(args: &TrendArgs) -> Result<ExitCode> {
    let is_stopped = history::interruption()?;
    let paths = if args.checkpoints.is_empty() {
        std::slice::from_ref(&args.path)
    } else {
        &args.checkpoints
    };
    let method = history::method(&args.options, paths)?;
    let cache = history::cache(&args.options, &method)?;
    let report = history::with_jobs(&args.options, || {
        measured(args, &method, &cache, &is_stopped)
    })?;
    report::trend::write(&report, args)?;
    Ok(if report.is_complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(130)
    })
}

fn measured(
    args: &TrendArgs,
    method: &Method,
    cache: &Cache,
    is_stopped: &AtomicBool,
) -> Result<TrendReport> {
    let mut trajectories = Vec::new();
    let mut is_complete = true;
    for (name, snapshots) in snapshots(args, method, is_stopped)? {
        let progress = Progress::new(0);
        let series = Series::measure(snapshots, method, cache, &|done| {
            progress.is_at(done.done, done.all);
            !is_stopped.load(Ordering::Relaxed)
        })?;
        drop(progress);
        is_complete &= series.is_complete;
        trajectories.push(Trajectory {
            drivers: drivers(&series)?,
            points: series.points,
            name,
        });
        if !is_complete {
            break;
        }
    }
    cache.flush();
    Ok(TrendReport {
        language: main_language(&trajectories),
        trajectories,
        is_complete,
        cache_problem: cache.problem(),
    })
}

/// From the first point to the last; nothing where the measuring was stopped, since more would have to be read.
fn drivers(series: &Series<'_>) -> Result<Option<Drivers>> {
    let last = series.points.len().saturating_sub(1);
    if last == 0 || !series.is_complete {
        return Ok(None);
    }
    Ok(Some(Drivers {
        comparison: series.compare(0, last)?,
        clones: series.clone_changes(0, last)?,
    }))
}

fn main_language(trajectories: &[Trajectory]) -> Option<Language> {
    let last = trajectories.iter().filter_map(|one| one.points.last());
    let figures: Vec<&Figures> = last.flat_map(|point| &point.languages.each).collect();
    let sloc = |language: Language| -> u64 {
        let of_it = figures.iter().filter(|one| one.language == Some(language));
        of_it.map(|figures| figures.sloc).sum()
    };
    let languages = figures.iter().filter_map(|figures| figures.language);
    languages.max_by_key(|language| (sloc(*language), std::cmp::Reverse(*language)))
}

/// What is to be measured, by the name of the series.
fn snapshots(
    args: &TrendArgs,
    method: &Method,
    is_stopped: &AtomicBool,
) -> Result<Vec<(String, Vec<Snapshot>)>> {
    if args.checkpoints.is_empty() {
        return Ok(vec![commits(args, method, is_stopped)?]);
    }
    let mut found = Vec::new();
    for directory in &args.checkpoints {
        for problem in Problem::find(directory)? {
            let snapshots = problem.snapshots(method)?;
            if snapshots.iter().all(Snapshot::is_empty) {
                bail!("{}: no source file in any checkpoint", directory.display());
            }
            found.push((problem.name, snapshots));
        }
    }
    Ok(found)
}

fn commits(
    args: &TrendArgs,
    method: &Method,
    is_stopped: &AtomicBool,
) -> Result<(String, Vec<Snapshot>)> {
    let commits = Commits {
        tip: args.tip.clone(),
        since: args.since.map(|day| seconds(day, Time::MIN)).transpose()?,
        until: args.until.map(|day| seconds(day, Time::MAX)).transpose()?,
        tags: args.tags,
        sample: (!args.every_commit).then_some(args.points as usize),
    };
    let repository = Repository::discover(&args.path)?;
    let progress = Progress::of_commits();
    let go_on = |done: usize| {
        progress.counts(done);
        !is_stopped.load(Ordering::Relaxed)
    };
    let found = repository.snapshots(&commits, method, &go_on);
    let found = found.map_err(|error| match error {
        Error::Stopped => anyhow!("stopped before anything was measured"),
        error => error.into(),
    })?;
    if found.is_empty() {
        bail!(
            "no commit of `{}` that is asked for has a source file",
            args.tip
        );
    }
    Ok((name(&args.path)?, found))
}

fn seconds(day: Date, time: Time) -> Result<i64> {
    let moment = day.to_datetime(time).to_zoned(TimeZone::UTC)?;
    Ok(moment.timestamp().as_second())
}

/// What the directory is called.
fn name(path: &Path) -> Result<String> {
    let full = path.canonicalize()?;
    let name = full.file_name().unwrap_or(full.as_os_str());
    Ok(name.to_string_lossy().into_owned())
}
