//! A scan for programs: everything, in one object. `schema/scan.json` describes it.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;
use slop_core::Fingerprint;
use slop_verbosity::Finding;

use crate::gate::{Gates, Place};
use crate::report::clones_json::CloneGroupJson;
use crate::report::erosion_json::{CallableJson, Figures, callable_json};
use crate::report::json::{
    self, DEFINITION, RATIO, SCHEMA_VERSION, SkippedJson, TOOL, Tool, UnsupportedJson, round,
    unsupported,
};
use crate::report::verbosity_json::{FindingJson, LinesJson, ProblemJson};
use crate::scan::{FileScan, ScanReport};

#[derive(Serialize)]
pub(super) struct ScanJson<'a> {
    #[serde(flatten)]
    pub(super) summary: Summary<'a>,
    pub(super) files: Vec<FileJson<'a>>,
    pub(super) clone_groups: Vec<CloneGroupJson>,
    pub(super) skipped: Vec<SkippedJson>,
}

/// The scores, and what they were measured with.
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    schema_version: u32,
    tool: Tool,
    definition: &'static str,
    rule_pack: String,
    settings: String,
    complete: bool,
    gates: GatesJson<'a>,
    /// Those of the language with most source lines.
    #[serde(flatten)]
    figures: Figures,
    verbosity: Option<f64>,
    violation_pct: Option<f64>,
    clone_ratio: Option<f64>,
    #[serde(flatten)]
    lines: LinesJson,
    rules: usize,
    suppressed: usize,
    languages: Vec<Figures>,
    unsupported: Vec<UnsupportedJson>,
}

/// What was asked for, and what was not met.
#[derive(Serialize)]
struct GatesJson<'a> {
    asked: &'a [&'static str],
    failures: Vec<FailureJson<'a>>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    gate: &'static str,
    message: &'a str,
    places: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    path: &'a str,
    line: Option<u32>,
    what: &'a str,
}

impl<'a> GatesJson<'a> {
    fn of(gates: &'a Gates) -> Self {
        let place = |place: &'a Place| PlaceJson {
            path: &place.path,
            line: place.line,
            what: &place.what,
        };
        let failures = gates.failures.iter().map(|failure| FailureJson {
            gate: failure.gate,
            message: &failure.message,
            places: failure.places.iter().map(place).collect(),
        });
        Self {
            asked: &gates.asked,
            failures: failures.collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct FileJson<'a> {
    path: String,
    language: &'static str,
    loc: u32,
    sloc: usize,
    callables: Vec<Known<CallableJson<'a>>>,
    /// `null` when there are no rules for the language.
    verbosity: Option<FileLines>,
    findings: Vec<Known<FindingJson>>,
    suppressed: Vec<Known<FindingJson>>,
    suppression_problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct FileLines {
    flagged_lines: u64,
    clone_lines: u64,
    verbose_lines: u64,
}

/// Something with the fingerprint of its text.
#[derive(Serialize)]
pub(super) struct Known<T> {
    #[serde(flatten)]
    what: T,
    fingerprint: String,
}

pub(super) fn write(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    json::write_line(out, &ScanJson::of(report))
}

impl<'a> ScanJson<'a> {
    pub(super) fn of(report: &'a ScanReport) -> Self {
        let shown_path = |path: &std::path::Path| report.root.relative(path);
        let groups = report.clone_groups.iter();
        Self {
            summary: Summary::of(report),
            files: report
                .files
                .iter()
                .map(|file| FileJson::of(file, report))
                .collect(),
            clone_groups: groups
                .map(|group| CloneGroupJson::new(group, shown_path))
                .collect(),
            skipped: json::skipped(&report.skipped, shown_path),
        }
    }
}

impl<'a> Summary<'a> {
    fn of(report: &'a ScanReport) -> Self {
        let total = &report.total;
        let ratio = |share: Option<f64>| share.map(|share| round(share, RATIO));
        let languages = report
            .languages
            .iter()
            .filter(|figures| figures.language.is_some());
        Self {
            schema_version: SCHEMA_VERSION,
            tool: TOOL,
            definition: DEFINITION,
            rule_pack: report.rules.fingerprint().to_string(),
            settings: report.settings.to_string(),
            complete: report.is_complete(),
            gates: GatesJson::of(&report.gates),
            figures: Figures::from(report.main_language()),
            verbosity: ratio(total.score()),
            violation_pct: ratio(total.violation_share()),
            clone_ratio: ratio(total.clone_ratio()),
            lines: total.into(),
            rules: report.rules.rules().len(),
            suppressed: report.suppressed(),
            languages: languages.map(Figures::from).collect(),
            unsupported: unsupported(&report.unsupported),
        }
    }
}

impl<'a> FileJson<'a> {
    fn of(file: &'a FileScan, report: &ScanReport) -> Self {
        let FileScan {
            erosion,
            verbosity,
            fingerprints,
            ..
        } = file;
        let size_term = report.main_language().erosion.options.size_term;
        let callables = erosion.callables.listed.iter();
        let callables = callables.map(|callable| callable_json(callable, size_term));
        let found = verbosity.as_ref();
        Self {
            path: report.root.relative(&erosion.path),
            language: erosion.language.name(),
            loc: erosion.loc,
            sloc: erosion.sloc,
            callables: known(callables, &fingerprints.callables),
            verbosity: found.map(|file| FileLines {
                flagged_lines: file.lines.flagged_lines,
                clone_lines: file.lines.clone_lines,
                verbose_lines: file.lines.verbose_lines,
            }),
            findings: findings(found.map(|file| &*file.findings), &fingerprints.findings),
            suppressed: findings(
                found.map(|file| &*file.suppressed),
                &fingerprints.suppressed,
            ),
            suppression_problems: found
                .map(|file| file.problems.iter().map(ProblemJson::from).collect())
                .unwrap_or_default(),
        }
    }
}

fn findings(findings: Option<&[Finding]>, fingerprints: &[Fingerprint]) -> Vec<Known<FindingJson>> {
    let findings = findings.unwrap_or_default().iter();
    known(findings.map(FindingJson::from), fingerprints)
}

fn known<T>(what: impl Iterator<Item = T>, fingerprints: &[Fingerprint]) -> Vec<Known<T>> {
    what.zip(fingerprints)
        .map(|(what, fingerprint)| Known {
            what,
            fingerprint: fingerprint.to_string(),
        })
        .collect()
}
