//! Whether it is worse, and what makes it so.

use slop_complexity::{Callable, DEFAULT_THRESHOLD};
use slop_core::Language;
use slop_history::{CallableChange, Placed};
use slop_verbosity::Verbosity;

use super::{DiffReport, LanguageChange, gained, lines};
use crate::args::{Share, WorseOptions};
use crate::gate::{Failure, Place, ROUNDING};
use crate::report::shown_path;
use crate::report::text::count;

/// The option that asks.
pub(super) const NAME: &str = "fail-if-worse";

/// What rose by more than is allowed; each language is looked at by itself.
pub(super) fn failures(report: &DiffReport, options: &WorseOptions) -> Vec<Failure> {
    let mut failures = Vec::from_iter(skipped(report));
    for change in report.languages() {
        failures.extend(erosion(report, &change, options.allow_erosion));
        failures.extend(verbosity(report, &change, options.allow_verbosity));
    }
    failures
}

/// Scores without a file that was in them, or that is new, may hide anything.
fn skipped(report: &DiffReport) -> Option<Failure> {
    let places: Vec<_> = report
        .newly_skipped()
        .map(|file| Place {
            path: shown_path(&file.path),
            line: file.why.line,
            what: file.why.message.clone(),
        })
        .collect();
    let failure = Failure {
        gate: "complete",
        message: format!(
            "{} can no longer be measured, or not yet (--exclude leaves it out)",
            count(places.len(), "file")
        ),
        places,
    };
    (!failure.places.is_empty()).then_some(failure)
}

fn erosion(
    report: &DiffReport,
    change: &LanguageChange,
    allowed: Option<Share>,
) -> Option<Failure> {
    let (before, after) = (change.before.erosion.score(), change.after.erosion.score());
    let message = worse("erosion", change, before, after, allowed)?;
    let callables = report.comparison.callables.iter();
    let causes = callables
        .filter_map(|callable| Some((weight(callable, change), place(callable)?)))
        .filter(|(weight, _)| *weight > 0.0);
    Some(failure(message, causes.collect()))
}

/// How much something did, and what it is.
type Cause = (f64, Place);

fn failure(message: String, mut causes: Vec<Cause>) -> Failure {
    causes.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    Failure {
        gate: NAME,
        message,
        places: causes.into_iter().map(|(_, place)| place).collect(),
    }
}

/// What a callable did to the erosion of a language: with all mass now for unit, the rise is the sum of these.
///
/// With H the mass of complex callables and M that of all, H₂/M₂ − H₁/M₁ = ((H₂ − H₁) − H₁/M₁ · (M₂ − M₁)) / M₂.
fn weight(callable: &CallableChange, change: &LanguageChange) -> f64 {
    let masses = |side: &Option<Placed<Callable>>| {
        let mut here = side.iter().filter(|placed| is_of(placed.language, change));
        here.next().map_or((0.0, 0.0), |placed| {
            let mass = placed.item.mass();
            let is_high = placed.item.cyclomatic > DEFAULT_THRESHOLD;
            (if is_high { mass } else { 0.0 }, mass)
        })
    };
    let (before, after) = (masses(&callable.before), masses(&callable.after));
    let score = change.before.erosion.score().unwrap_or(0.0);
    (after.0 - before.0) - score * (after.1 - before.1)
}

fn place(callable: &CallableChange) -> Option<Place> {
    let last = callable.last()?;
    let name = &last.item.qualified_name;
    Some(Place {
        path: shown_path(&last.path),
        line: Some(last.item.span.start_line),
        what: format!(
            "{name}  {}, mass {:+.1}",
            complexity(callable),
            callable.growth()
        ),
    })
}

/// The complexity as it was and as it is: `CC 12 → 14`, `CC 14, new`.
pub(crate) fn complexity(callable: &CallableChange) -> String {
    let cyclomatic = |side: &Option<Placed<Callable>>| {
        let side = side.as_ref();
        side.map(|placed| placed.item.cyclomatic)
    };
    match (cyclomatic(&callable.before), cyclomatic(&callable.after)) {
        (Some(before), Some(after)) if before != after => format!("CC {before} → {after}"),
        (None, Some(after)) => format!("CC {after}, new"),
        (Some(before), None) => format!("CC {before}, gone"),
        (before, _) => format!("CC {}", before.unwrap_or_default()),
    }
}

fn verbosity(
    report: &DiffReport,
    change: &LanguageChange,
    allowed: Option<Share>,
) -> Option<Failure> {
    let (before, after) = (score(change.before.lines), score(change.after.lines));
    let message = worse("verbosity", change, before, after, allowed)?;
    let mut causes = findings(report, change);
    causes.extend(clones(report, change));
    if causes.is_empty() {
        causes = files(report, change);
    }
    Some(failure(message, causes))
}

fn findings(report: &DiffReport, change: &LanguageChange) -> Vec<Cause> {
    let found = report.comparison.new_findings.iter();
    let found = found.filter(|placed| is_of(placed.language, change));
    found
        .map(|placed| {
            let span = placed.item.span;
            let place = Place {
                path: shown_path(&placed.path),
                line: Some(span.start_line),
                what: format!("{}, new", placed.item.rule),
            };
            (f64::from(span.line_count()), place)
        })
        .collect()
}

/// The clones that a file gained, of those that it holds several of: others enter no score.
fn clones(report: &DiffReport, change: &LanguageChange) -> Vec<Cause> {
    let mut causes = Vec::new();
    for clone in &report.clones {
        let gained = gained(clone);
        let in_one_file = gained.chunk_by(|one, other| one.path == other.path);
        for instances in in_one_file.filter(|instances| instances.len() > 1) {
            let last = instances[instances.len() - 1];
            let language = Language::from_path(&last.path);
            if language.is_some_and(|language| is_of(language, change)) {
                let lines = last.span.line_count();
                let place = Place {
                    path: shown_path(&last.path),
                    line: Some(last.span.start_line),
                    what: format!("clone of {lines} lines, {} in the file", instances.len()),
                };
                causes.push((f64::from(lines), place));
            }
        }
    }
    causes
}

/// Without anything new, lines that are not verbose are gone.
fn files(report: &DiffReport, change: &LanguageChange) -> Vec<Cause> {
    let score = score(change.before.lines).unwrap_or(0.0);
    let files = report.comparison.files.iter();
    let files = files.filter(|file| is_of(file.language, change));
    let causes = files.map(|file| {
        let (before, after) = (lines(file.before.as_ref()), lines(file.after.as_ref()));
        let place = Place {
            path: shown_path(&file.path),
            line: None,
            what: format!(
                "{} of {} lines are verbose, {} of {} were",
                after.verbose_lines, after.loc, before.verbose_lines, before.loc
            ),
        };
        let difference = |of: fn(&Verbosity) -> u64| real(of(&after)) - real(of(&before));
        let weight = difference(|of| of.verbose_lines) - score * difference(|of| of.loc);
        (weight, place)
    });
    causes.filter(|(weight, _)| *weight > 0.0).collect()
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ lines")]
fn real(lines: u64) -> f64 {
    lines as f64
}

fn score(lines: Option<Verbosity>) -> Option<f64> {
    lines.as_ref().and_then(Verbosity::score)
}

fn is_of(language: Language, change: &LanguageChange) -> bool {
    change.language == Some(language.family())
}

/// That a score rose by more than is allowed; one that was undefined counts as 0, as one that is.
fn worse(
    measure: &str,
    change: &LanguageChange,
    before: Option<f64>,
    after: Option<f64>,
    allowed: Option<Share>,
) -> Option<String> {
    let (language, after) = (change.language?, after?);
    let rise = after - before.unwrap_or(0.0);
    let allowed = allowed.map_or(0.0, |allowed| allowed.0);
    if rise <= allowed + ROUNDING {
        return None;
    }
    let before = before.map_or_else(|| "undefined".to_owned(), |before| format!("{before:.4}"));
    Some(format!(
        "{measure} of {language} rose by {rise:.6}, more than {allowed}: it is {after:.4} and was {before}"
    ))
}
