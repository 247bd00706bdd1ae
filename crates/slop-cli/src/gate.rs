//! What stops a build.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use slop_verbosity::Verbosity;

use crate::args::{GateOptions, Share};
use crate::baseline::{Baseline, Change, Comparison, Kind, Scores, Stamp};
use crate::ranking::{self, RankedCallable};
use crate::report::text::count;
use crate::scan::{LanguageScan, ScanReport};

/// The gates that were asked for, and which of them were not met.
#[derive(Debug, Default)]
pub(crate) struct Gates {
    /// The options that set them.
    pub(crate) asked: Vec<&'static str>,
    pub(crate) failures: Vec<Failure>,
    pub(crate) baseline: Option<BaselineGate>,
}

/// What a baseline says of the code.
#[derive(Debug)]
pub(crate) struct BaselineGate {
    pub(crate) comparison: Comparison,
    /// Whether it is of the paths that were measured, so that what is not there is gone.
    pub(crate) is_of_all: bool,
}

/// A gate that was not met.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    /// The option that set it; `complete` for what every gate asks.
    pub(crate) gate: &'static str,
    /// Which value was found and which was allowed.
    pub(crate) message: String,
    /// Where to look, the most important first.
    pub(crate) places: Vec<Place>,
}

/// A place that makes a gate fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// From the root on.
    pub(crate) path: String,
    pub(crate) line: Option<u32>,
    pub(crate) what: String,
}

impl Gates {
    pub(crate) fn check(
        options: &GateOptions,
        report: &ScanReport,
        paths: &[PathBuf],
    ) -> Result<Self> {
        let rows = options.rows().into_iter();
        let asked = rows.filter_map(|(name, value)| value.and(Some(name)));
        let asked: Vec<_> = asked.filter(|name| !name.starts_with("allow-")).collect();
        let mut gates = Self {
            asked,
            ..Self::default()
        };
        let mut failures = Vec::new();
        if !gates.asked.is_empty() && !options.allow_skipped {
            failures.extend(complete(report));
        }
        failures.extend(unmeasured(report, options));
        failures.extend(options.max_erosion.and_then(|max| erosion(report, max)));
        failures.extend(options.max_verbosity.and_then(|max| verbosity(report, max)));
        failures.extend(
            options
                .max_cyclomatic
                .and_then(|max| cyclomatic(report, max)),
        );
        if let Some(file) = &options.baseline {
            let baseline = Baseline::read(file)?;
            let now = Stamp::of(report, paths);
            let comparison = baseline
                .compare(report, &now)
                .with_context(|| format!("{} cannot be compared", file.display()))?;
            failures.extend(worse(&comparison, &baseline.stamp, &now, options));
            gates.baseline = Some(BaselineGate {
                comparison,
                is_of_all: baseline.stamp.paths == now.paths && report.is_complete(),
            });
        }
        Ok(Self { failures, ..gates })
    }
}

/// Scores without the files that were skipped may hide anything.
fn complete(report: &ScanReport) -> Option<Failure> {
    let places = report.skipped.iter().map(|error| Place {
        path: report.root.relative(error.path()),
        line: error.problem().line(),
        what: error.problem().to_string(),
    });
    let failure = Failure {
        gate: "complete",
        message: format!(
            "{} could not be measured (--allow-skipped lets that pass)",
            count(report.skipped.len(), "file")
        ),
        places: places.collect(),
    };
    (!report.is_complete()).then_some(failure)
}

/// The first language that is above; each is measured by itself.
fn erosion(report: &ScanReport, max: Share) -> Option<Failure> {
    let mut all = report.languages.each.iter().map(|scan| &scan.erosion);
    let figures = all.find(|figures| is_above(figures.erosion.score(), max))?;
    let files = report.files.iter().map(|file| &file.erosion);
    let high = ranking::callables(files, figures).into_iter();
    let places = high
        .filter(|row| row.is_complex)
        .map(|row| place(&row, report));
    let (language, score) = (figures.language?, figures.erosion.score()?);
    Some(Failure {
        gate: "max-erosion",
        message: format!("erosion of {language} is {score:.4}, more than {}", max.0),
        places: places.collect(),
    })
}

/// Without a score nothing says that a gate is met.
fn unmeasured(report: &ScanReport, options: &GateOptions) -> Option<Failure> {
    let has_unlisted =
        |scan: &LanguageScan| scan.erosion.erosion.score().is_none() && scan.erosion.unlisted > 0;
    let languages = &report.languages;
    let (gate, message) =
        if options.max_erosion.is_some() && languages.each.iter().any(has_unlisted) {
            (
                "max-erosion",
                "erosion is undefined: no function stands where the paper lists it",
            )
        } else if options.max_verbosity.is_some() && verbosity_of(&languages.total).is_none() {
            (
                "max-verbosity",
                "verbosity is undefined: no line was measured",
            )
        } else {
            return None;
        };
    Some(Failure {
        gate,
        message: message.to_owned(),
        places: Vec::new(),
    })
}

fn cyclomatic(report: &ScanReport, max: u32) -> Option<Failure> {
    let files = report.files.iter().map(|file| &file.erosion);
    let mut high = ranking::callables(files, &report.languages.total.erosion);
    high.retain(|row| row.callable.cyclomatic > max);
    high.sort_by_key(|row| Reverse(row.callable.cyclomatic));
    let greatest = high.first()?.callable.cyclomatic;
    Some(Failure {
        gate: "max-cyclomatic",
        message: format!("the highest cyclomatic complexity is {greatest}, more than {max}"),
        places: high.iter().map(|row| place(row, report)).collect(),
    })
}

fn place(row: &RankedCallable<'_>, report: &ScanReport) -> Place {
    let RankedCallable {
        callable, share, ..
    } = row;
    let (name, cc) = (&callable.qualified_name, callable.cyclomatic);
    Place {
        path: report.root.relative(row.path),
        line: Some(callable.span.start_line),
        what: format!("{name}  CC {cc}, {:.1} % of all mass", 100.0 * share),
    }
}

fn verbosity(report: &ScanReport, max: Share) -> Option<Failure> {
    let mut all = report.languages.each.iter();
    let scan = all.find(|scan| is_above(verbosity_of(scan), max))?;
    let (language, score) = (scan.erosion.language?, verbosity_of(scan)?);
    let files = report
        .files
        .iter()
        .filter(|file| scan.erosion.has(&file.erosion));
    let files = files.filter_map(|file| file.verbosity.as_ref());
    let mut files: Vec<_> = files.filter(|file| file.lines.verbose_lines > 0).collect();
    files.sort_by_key(|file| Reverse(file.lines.verbose_lines));
    let places = files.into_iter().map(|file| Place {
        path: report.root.relative(&file.path),
        line: None,
        what: format!(
            "{} of {} lines are verbose",
            file.lines.verbose_lines, file.lines.loc
        ),
    });
    Some(Failure {
        gate: "max-verbosity",
        message: format!("verbosity of {language} is {score:.4}, more than {}", max.0),
        places: places.collect(),
    })
}

fn verbosity_of(scan: &LanguageScan) -> Option<f64> {
    scan.lines.as_ref().and_then(Verbosity::score)
}

fn is_above(score: Option<f64>, max: Share) -> bool {
    score.is_some_and(|score| score > max.0)
}

/// What is new or worse, unless the score of no language rose by more than is allowed.
fn worse(
    comparison: &Comparison,
    then: &Stamp,
    now: &Stamp,
    options: &GateOptions,
) -> Option<Failure> {
    let is_allowed = |score: fn(&Scores) -> Option<f64>, rise: Option<Share>| {
        let rose = |(language, now): (&String, &Scores)| {
            let then = then.scores.get(language).and_then(score);
            score(now).unwrap_or(0.0) - then.unwrap_or(0.0)
        };
        rise.is_some_and(|rise| {
            now.scores
                .iter()
                .map(rose)
                .all(|rose| rose <= rise.0 + ROUNDING)
        })
    };
    let erosion = is_allowed(|scores| scores.erosion, options.allow_erosion);
    let verbosity = is_allowed(|scores| scores.verbosity, options.allow_verbosity);
    let is_held = |change: &&Change| match change.item.entry.kind {
        Kind::Callable => !erosion,
        Kind::Finding | Kind::Clone => !verbosity,
    };
    let held: Vec<_> = comparison.changes.iter().filter(is_held).collect();
    let failure = Failure {
        gate: "baseline",
        message: summary(&held),
        places: held.iter().map(|change| change.place()).collect(),
    };
    (!held.is_empty()).then_some(failure)
}

/// Scores are compared by six decimals.
pub(crate) const ROUNDING: f64 = 5e-7;

/// How much of what is new and worse: `2 new callables, 1 worse callable, 3 new findings`.
fn summary(changes: &[&Change]) -> String {
    let mut counts = BTreeMap::<(Kind, bool), usize>::new();
    for change in changes {
        *counts
            .entry((change.item.entry.kind, change.accepted.is_some()))
            .or_default() += 1;
    }
    let counts = counts.into_iter().map(|((kind, is_worse), number)| {
        let what = if is_worse { "worse" } else { "new" };
        count(number, &format!("{what} {}", kind.noun()))
    });
    counts.collect::<Vec<_>>().join(", ")
}

impl Change {
    pub(crate) fn place(&self) -> Place {
        let entry = &self.item.entry;
        let (name, value) = (&entry.name, entry.value);
        let what = match (entry.kind, self.accepted) {
            (Kind::Callable, Some(accepted)) => format!("{name}  CC {value}, was {accepted}"),
            (Kind::Callable, None) => format!("{name}  CC {value}, new"),
            (Kind::Finding, _) => format!("{name}, new"),
            (Kind::Clone, Some(accepted)) => format!("clone of {value} lines, was {accepted}"),
            (Kind::Clone, None) => format!("clone of {value} lines, new"),
        };
        Place {
            path: entry.path.clone(),
            line: Some(self.item.line),
            what,
        }
    }
}
