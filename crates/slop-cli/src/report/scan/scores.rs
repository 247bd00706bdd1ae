//! The scores of a scan beside what they mean: one row each, for every format that shows a table.

use slop_core::Language;
use slop_panel::Measure;

use crate::erosion::LanguageErosion;
use crate::report::text::count;
use crate::scan::ScanReport;

/// One score or number.
pub(super) struct Score {
    pub(super) name: String,
    pub(super) value: String,
    /// What it is, in a few words.
    pub(super) meaning: String,
    /// Its place in the paper's panel; `None` where the panel says nothing.
    pub(super) panel: Option<Standing>,
}

/// Where a score stands in the paper's panel.
pub(super) struct Standing {
    /// The share of the 48 projects that have less of it, in percent.
    pub(super) percentile: String,
    /// The lowest and the highest mean of the 11 agents, if they were measured.
    pub(super) agents: Option<String>,
}

/// What is to be said wherever a standing is shown.
pub(super) const PANEL: &str = "Panel: the share of the paper's 48 maintained Python projects that score lower; agents: \
     the range of its 11 agents' means. A reference, not a verdict.";

pub(super) fn scores(report: &ScanReport) -> Vec<Score> {
    let total = &report.total;
    let mut rows = erosion(report);
    for (name, share, measure, meaning) in [
        (
            "verbosity",
            total.score(),
            Measure::Verbosity,
            "lines flagged or repeated",
        ),
        (
            "violation %",
            total.violation_share(),
            Measure::ViolationShare,
            "lines flagged by a rule",
        ),
        (
            "clone ratio",
            total.clone_ratio(),
            Measure::CloneRatio,
            "repeated in the same file",
        ),
    ] {
        // There are rules for Python alone.
        rows.push(score(name, share, Some(measure), meaning));
    }
    rows.extend(lines(report));
    rows.extend(callables(report));
    rows
}

/// Of each language, since they are not added up.
fn erosion(report: &ScanReport) -> Vec<Score> {
    by_language(report, |name, figures| {
        let is_python = figures
            .language
            .is_none_or(|language| language == Language::Python);
        let threshold = figures.erosion.options.threshold;
        let meaning = format!("mass in callables, CC > {threshold}");
        let measure = is_python.then_some(Measure::Erosion);
        score(&name("erosion"), figures.erosion.score(), measure, &meaning)
    })
}

/// A row for each language; the main one is not named.
fn by_language(
    report: &ScanReport,
    row: impl Fn(&dyn Fn(&str) -> String, &LanguageErosion) -> Score,
) -> Vec<Score> {
    let rows = report.languages.iter().enumerate().map(|(index, figures)| {
        let name = |what: &str| match figures.language {
            Some(language) if index > 0 => format!("{what} ({language})"),
            _ => what.to_owned(),
        };
        row(&name, figures)
    });
    rows.collect()
}

fn score(name: &str, share: Option<f64>, measure: Option<Measure>, meaning: &str) -> Score {
    Score {
        name: name.to_owned(),
        value: share.map_or_else(|| "n/a".to_owned(), |share| format!("{share:.4}")),
        meaning: meaning.to_owned(),
        panel: share.zip(measure).map(|(share, measure)| Standing {
            percentile: format!("{:.0} %", measure.percentile(share)),
            agents: measure
                .range_of_agents()
                .map(|range| format!("{:.3}–{:.3}", range.start(), range.end())),
        }),
    }
}

fn lines(report: &ScanReport) -> Vec<Score> {
    let skipped = match report.skipped.len() {
        0 => String::new(),
        skipped => format!(", {skipped} skipped"),
    };
    by_language(report, |name, figures| {
        let files = report.files.iter().map(|file| &file.erosion);
        let files = files.filter(|file| Some(file.language) == figures.language);
        let loc: u64 = files.map(|file| u64::from(file.loc)).sum();
        let is_main = figures.language == report.main_language().language;
        let skipped = if is_main { &*skipped } else { "" };
        number(
            name("LOC"),
            loc,
            format!("in {}{skipped}", count(figures.files, "file")),
        )
    })
}

fn callables(report: &ScanReport) -> Vec<Score> {
    by_language(report, |name, figures| {
        let erosion = &figures.erosion;
        let meaning = format!(
            "{} with CC > {}",
            erosion.high_callables, erosion.options.threshold
        );
        number(name("callables"), erosion.callables, meaning)
    })
}

fn number(name: String, value: impl ToString, meaning: String) -> Score {
    Score {
        name,
        value: value.to_string(),
        meaning,
        panel: None,
    }
}
