//! Trends for programs: twins of the inner types.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use serde::Serialize;
use slop_complexity::{Callable, DEFAULT_THRESHOLD};
use slop_core::Language;
use slop_history::{CallableChange, CloneChange, Estimate, Figures, Phase, Placed, Point, Summary};

use crate::measure;
use crate::report::json::{self, DEFINITION, MASS, RATIO, SCHEMA_VERSION, TOOL, Tool, round};
use crate::report::shown_path;
use crate::report::trend::phases::summary;
use crate::trend::{Drivers, Trajectory, TrendReport};

#[derive(Serialize)]
struct TrendJson<'a> {
    schema_version: u32,
    tool: Tool,
    definition: &'static str,
    /// That with most source lines in the last points.
    language: Option<&'static str>,
    complete: bool,
    series: Vec<SeriesJson<'a>>,
    /// Of the main language.
    phases: Vec<SummaryJson>,
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    name: &'a str,
    points: Vec<PointJson<'a>>,
    drivers: Option<DriversJson<'a>>,
}

#[derive(Serialize)]
struct PointJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'a str>,
    name: &'a str,
    tags: &'a [String],
    /// Seconds since 1970.
    time: Option<i64>,
    subject: Option<&'a str>,
    phase: Option<&'static str>,
    languages: Vec<FiguresJson>,
    total: FiguresJson,
    skipped: usize,
    generated: usize,
    lines_added: Option<u64>,
    lines_removed: Option<u64>,
}

#[derive(Serialize)]
struct FiguresJson {
    language: Option<&'static str>,
    files: usize,
    loc: u64,
    sloc: u64,
    erosion: Option<f64>,
    verbosity: Option<f64>,
    violation_pct: Option<f64>,
    clone_ratio: Option<f64>,
    callables: usize,
    high_callables: usize,
    max_cyclomatic: Option<u32>,
    total_mass: f64,
    high_mass: f64,
}

#[derive(Serialize)]
struct DriversJson<'a> {
    callables: Vec<CallableJson<'a>>,
    clones: Vec<CloneJson<'a>>,
}

#[derive(Serialize)]
struct CallableJson<'a> {
    qualified_name: &'a str,
    path: String,
    start_line: u32,
    mass_growth: f64,
    crossed: bool,
    before: Option<SizeJson>,
    after: Option<SizeJson>,
}

#[derive(Serialize)]
struct SizeJson {
    cyclomatic: u32,
    sloc: u32,
    mass: f64,
}

#[derive(Serialize)]
struct CloneJson<'a> {
    kind: &'a str,
    lines: u32,
    places_before: usize,
    places_after: usize,
    /// Of the first place as it is.
    path: Option<String>,
    start_line: Option<u32>,
}

#[derive(Serialize)]
struct SummaryJson {
    measure: &'static str,
    series: usize,
    phases: Vec<PhaseJson>,
    rising: usize,
    rising_of: usize,
    median_growth: Option<f64>,
    median_relative_growth: Option<f64>,
    slope: Option<EstimateJson>,
    velocity: Option<EstimateJson>,
}

#[derive(Serialize)]
struct PhaseJson {
    phase: &'static str,
    #[serde(flatten)]
    estimate: Option<EstimateJson>,
}

#[derive(Serialize)]
struct EstimateJson {
    mean: f64,
    low: Option<f64>,
    high: Option<f64>,
    series: usize,
}

pub(crate) fn print(report: &TrendReport) -> Result<()> {
    json::print(&TrendJson {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        definition: DEFINITION,
        language: report.language.map(Language::name),
        complete: report.is_complete,
        series: report.trajectories.iter().map(series).collect(),
        phases: measure::shares()
            .iter()
            .map(|measure| summary_json(measure.key, &summary(report, measure)))
            .collect(),
    })
}

pub(crate) fn print_lines(report: &TrendReport) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for one in &report.trajectories {
        for mut point in points(one) {
            point.series = Some(&one.name);
            json::write_line(&mut out, &point)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn series(one: &Trajectory) -> SeriesJson<'_> {
    SeriesJson {
        name: &one.name,
        points: points(one).collect(),
        drivers: one.drivers.as_ref().map(drivers),
    }
}

fn points(one: &Trajectory) -> impl Iterator<Item = PointJson<'_>> {
    let count = one.points.len();
    let phase = move |index: usize| {
        let mut phases = Phase::ALL.into_iter();
        phases.find(|phase| phase.range(count).contains(&index))
    };
    one.points
        .iter()
        .enumerate()
        .map(move |(index, point)| PointJson {
            phase: phase(index).map(Phase::name),
            ..PointJson::from(point)
        })
}

impl<'a> From<&'a Point> for PointJson<'a> {
    fn from(point: &'a Point) -> Self {
        Self {
            series: None,
            name: &point.name,
            tags: &point.tags,
            time: point.time,
            subject: point.subject.as_deref(),
            phase: None,
            languages: point.languages.each.iter().map(FiguresJson::from).collect(),
            total: FiguresJson::from(&point.languages.total),
            skipped: point.skipped.len(),
            generated: point.generated,
            lines_added: point.churn.map(|churn| churn.added),
            lines_removed: point.churn.map(|churn| churn.removed),
        }
    }
}

impl From<&Figures> for FiguresJson {
    fn from(figures: &Figures) -> Self {
        let erosion = &figures.erosion;
        let share = |share: Option<f64>| share.map(|share| round(share, RATIO));
        let lines = figures.lines;
        Self {
            language: figures.language.map(Language::name),
            files: figures.files,
            loc: figures.loc,
            sloc: figures.sloc,
            erosion: share(erosion.score()),
            verbosity: share(lines.and_then(|lines| lines.score())),
            violation_pct: share(lines.and_then(|lines| lines.violation_share())),
            clone_ratio: share(lines.and_then(|lines| lines.clone_ratio())),
            callables: erosion.callables,
            high_callables: erosion.high_callables,
            max_cyclomatic: erosion.max_cyclomatic,
            total_mass: round(erosion.total_mass, MASS),
            high_mass: round(erosion.high_mass, MASS),
        }
    }
}

fn drivers(drivers: &Drivers) -> DriversJson<'_> {
    let callables = drivers.comparison.callables.iter();
    DriversJson {
        callables: callables.filter_map(callable).collect(),
        clones: drivers.clones.iter().filter_map(clone).collect(),
    }
}

fn callable(change: &CallableChange) -> Option<CallableJson<'_>> {
    let last = change.last()?;
    let size = |side: &Option<Placed<Callable>>| {
        side.as_ref().map(|Placed { item, .. }| SizeJson {
            cyclomatic: item.cyclomatic,
            sloc: item.sloc,
            mass: round(item.mass(), MASS),
        })
    };
    Some(CallableJson {
        qualified_name: &last.item.qualified_name,
        path: shown_path(&last.path),
        start_line: last.item.span.start_line,
        mass_growth: round(change.growth(), MASS),
        crossed: change.crosses(DEFAULT_THRESHOLD),
        before: size(&change.before),
        after: size(&change.after),
    })
}

fn clone(change: &CloneChange) -> Option<CloneJson<'_>> {
    let places = |group: &Option<_>| {
        let group: Option<&slop_verbosity::CloneGroup> = group.as_ref();
        group.map_or(0, |group| group.instances.len())
    };
    let group = change.after.as_ref().or(change.before.as_ref())?;
    let first = change
        .after
        .as_ref()
        .and_then(|group| group.instances.first());
    Some(CloneJson {
        kind: &group.kind,
        lines: group.lines,
        places_before: places(&change.before),
        places_after: places(&change.after),
        path: first.map(|first| shown_path(&first.path)),
        start_line: first.map(|first| first.span.start_line),
    })
}

fn summary_json(measure: &'static str, summary: &Summary) -> SummaryJson {
    let share = |share: Option<f64>| share.map(|share| round(share, RATIO));
    SummaryJson {
        measure,
        series: summary.trajectories,
        phases: Phase::ALL
            .into_iter()
            .map(|phase| PhaseJson {
                phase: phase.name(),
                estimate: summary.phase(phase).map(EstimateJson::from),
            })
            .collect(),
        rising: summary.growth.rising,
        rising_of: summary.growth.trajectories,
        median_growth: share(summary.growth.median),
        median_relative_growth: share(summary.growth.median_relative),
        slope: summary.slope.map(EstimateJson::from),
        velocity: summary.velocity.map(EstimateJson::from),
    }
}

impl From<Estimate> for EstimateJson {
    fn from(estimate: Estimate) -> Self {
        let interval = estimate.interval;
        Self {
            mean: round(estimate.mean, RATIO),
            low: interval.map(|interval| round(interval.low, RATIO)),
            high: interval.map(|interval| round(interval.high, RATIO)),
            series: estimate.trajectories,
        }
    }
}
