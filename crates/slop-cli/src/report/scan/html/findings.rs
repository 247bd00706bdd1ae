//! Findings with their source, and the rules behind them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use slop_verbosity::Finding;

use super::excerpt::Excerpt;
use super::show::{grouped, visible};
use crate::ranking;
use crate::scan::{FileScan, ScanReport};

/// How many findings are listed, and how many lines of each.
const LISTED: usize = 2000;
const LINES: usize = 10;

pub(super) struct Findings {
    /// The gravest first, and of those the ones that flag most lines.
    pub(super) listed: Vec<Listed>,
    pub(super) all: usize,
    pub(super) rules: Vec<RuleTotal>,
    /// The severities of those that are listed.
    pub(super) severities: Vec<&'static str>,
}

pub(super) struct Listed {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) rule: String,
    pub(super) severity: &'static str,
    pub(super) message: String,
    pub(super) lines: u32,
    pub(super) source: Excerpt,
}

/// All that a rule found.
pub(super) struct RuleTotal {
    pub(super) id: String,
    pub(super) group: String,
    pub(super) message: String,
    pub(super) severity: &'static str,
    pub(super) counted: bool,
    pub(super) findings: usize,
    /// How many lines it flags, as it is shown.
    pub(super) lines: String,
}

pub(super) fn findings(report: &ScanReport) -> Findings {
    let all = report.files.iter().flat_map(|file| {
        let found = file.verbosity.iter().flat_map(|lines| &lines.findings);
        found.map(move |finding| (file, finding))
    });
    let all: Vec<_> = all.collect();
    let count = all.len();
    let rules = rules(report);
    let listed = fair_share(all, LISTED).into_iter();
    let listed: Vec<_> = listed
        .map(|(file, finding)| Listed::of(report, file, finding))
        .collect();
    let mut severities: Vec<_> = listed.iter().map(|finding| finding.severity).collect();
    severities.sort_unstable();
    severities.dedup();
    Findings {
        listed,
        all: count,
        rules,
        severities,
    }
}

/// As many of the findings: of each rule those that flag most lines, so that each rule has its share. The
/// gravest come first, and of those the ones that flag most lines.
pub(super) fn fair_share<'a>(
    mut findings: Vec<(&'a FileScan, &'a Finding)>,
    most: usize,
) -> Vec<(&'a FileScan, &'a Finding)> {
    let by_lines = |(_, finding): &(&FileScan, &Finding)| Reverse(finding.span.line_count());
    // All sorts are stable: what is equal stays in the order of paths and lines.
    findings.sort_by_key(by_lines);
    let mut seen = BTreeMap::<&str, usize>::new();
    let ranked = findings.into_iter().map(|(file, finding)| {
        let rank = seen.entry(&finding.rule).or_default();
        *rank += 1;
        (*rank, (file, finding))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut chosen: Vec<_> = ranked
        .into_iter()
        .take(most)
        .map(|(_, finding)| finding)
        .collect();
    // Sorted by path and line again first, which the ranks had mixed.
    chosen.sort_by(|a, b| (&a.0.erosion.path, a.1.span).cmp(&(&b.0.erosion.path, b.1.span)));
    chosen.sort_by_key(|(_, finding)| Reverse((finding.severity, finding.span.line_count())));
    chosen
}

impl Listed {
    fn of(report: &ScanReport, file: &FileScan, finding: &Finding) -> Self {
        let text = file.text.as_deref().unwrap_or_default();
        Self {
            path: visible(&report.root.relative(&file.erosion.path)),
            line: finding.span.start_line,
            rule: visible(&finding.rule),
            severity: finding.severity.name(),
            message: visible(&finding.message),
            lines: finding.span.line_count(),
            source: Excerpt::of(text, finding.span, LINES),
        }
    }
}

/// The rules that found something, those that flag most lines first.
fn rules(report: &ScanReport) -> Vec<RuleTotal> {
    let files = report
        .files
        .iter()
        .filter_map(|file| file.verbosity.as_ref());
    let ranked = ranking::rules(files, &report.rules).into_iter();
    let totals = ranked.filter_map(|total| {
        let rule = report.rules.get(total.id)?;
        Some(RuleTotal {
            id: visible(&rule.id),
            group: visible(&rule.group),
            message: visible(&rule.message),
            severity: rule.severity.name(),
            counted: rule.counted,
            findings: total.findings,
            lines: grouped(total.lines),
        })
    });
    totals.collect()
}
