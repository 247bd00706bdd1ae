//! A scan for programs: everything, in one object. `schema/scan.json` describes it.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;
use slop_complexity::Erosion;
use slop_core::Fingerprint;

use crate::report::clones_json::CloneGroupJson;
use crate::report::erosion_json::{CallableJson, Figures, callable_json};
use crate::report::gates_json::GatesJson;
use crate::report::json::{
    self, DEFINITION, GeneratedJson, MASS, SCHEMA_VERSION, SkippedJson, TOOL, Tool,
    UnsupportedJson, round, unsupported,
};
use crate::report::verbosity_json::{FindingJson, ProblemJson, ScoresJson};
use crate::scan::{FileScan, LanguageScan, ScanReport};

#[derive(Serialize)]
pub(super) struct ScanJson<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    files: Vec<FileJson<'a>>,
    clone_groups: Vec<CloneGroupJson>,
    generated: Vec<GeneratedJson>,
    skipped: Vec<SkippedJson>,
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
    main: FiguresJson,
    languages: Vec<LanguageJson>,
    total: LanguageJson,
    rules: usize,
    suppressed: usize,
    unsupported: Vec<UnsupportedJson>,
}

/// The figures of one language; of all, without its name.
#[derive(Serialize)]
struct LanguageJson {
    files: usize,
    #[serde(flatten)]
    figures: FiguresJson,
}

#[derive(Serialize)]
struct FiguresJson {
    #[serde(flatten)]
    erosion: Figures,
    #[serde(flatten)]
    scores: ScoresJson,
}

#[derive(Serialize)]
struct FileJson<'a> {
    #[serde(flatten)]
    figures: FileFigures,
    callables: Vec<Known<CallableJson<'a>>>,
    findings: Vec<Known<FindingJson>>,
    suppressed_findings: Vec<Known<FindingJson>>,
}

/// A file without what was found in it.
#[derive(Serialize)]
pub(super) struct FileFigures {
    path: String,
    language: &'static str,
    loc: u32,
    sloc: usize,
    total_mass: f64,
    high_mass: f64,
    /// `null`, as the next two, when there are no rules for the language.
    flagged_lines: Option<u64>,
    clone_lines: Option<u64>,
    verbose_lines: Option<u64>,
    suppression_problems: Vec<ProblemJson>,
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
            generated: json::generated(&report.generated, shown_path),
            skipped: json::skipped(&report.skipped, shown_path),
        }
    }
}

impl<'a> Summary<'a> {
    pub(super) fn of(report: &'a ScanReport) -> Self {
        let languages = &report.languages;
        Self {
            schema_version: SCHEMA_VERSION,
            tool: TOOL,
            definition: DEFINITION,
            rule_pack: report.rules.fingerprint().to_string(),
            settings: report.settings.to_string(),
            complete: report.is_complete(),
            gates: GatesJson::of(&report.gates.asked, &report.gates.failures),
            main: FiguresJson::from(languages.main()),
            languages: languages.each.iter().map(LanguageJson::from).collect(),
            total: LanguageJson::from(&languages.total),
            rules: report.rules.rules().len(),
            suppressed: report.suppressed(),
            unsupported: unsupported(&report.unsupported),
        }
    }
}

impl From<&LanguageScan> for LanguageJson {
    fn from(scan: &LanguageScan) -> Self {
        Self {
            files: scan.erosion.files,
            figures: FiguresJson::from(scan),
        }
    }
}

impl From<&LanguageScan> for FiguresJson {
    fn from(scan: &LanguageScan) -> Self {
        let LanguageScan { erosion, lines } = scan;
        Self {
            erosion: Figures::from(erosion),
            scores: ScoresJson::of(erosion.loc, erosion.sloc, *lines),
        }
    }
}

impl<'a> FileJson<'a> {
    fn of(file: &'a FileScan, report: &ScanReport) -> Self {
        Self {
            figures: FileFigures::of(file, report),
            callables: callables(file, report).collect(),
            findings: findings(file).collect(),
            suppressed_findings: suppressed_findings(file).collect(),
        }
    }
}

impl FileFigures {
    pub(super) fn of(file: &FileScan, report: &ScanReport) -> Self {
        let FileScan {
            erosion, verbosity, ..
        } = file;
        let mass = Erosion::with(report.options(), &erosion.callables.listed);
        let verbosity = verbosity.as_ref();
        let lines = verbosity.map(|file| file.lines);
        let problems = verbosity.map(|file| &*file.problems).unwrap_or_default();
        Self {
            path: report.root.relative(&erosion.path),
            language: erosion.language.name(),
            loc: erosion.loc,
            sloc: erosion.sloc,
            total_mass: round(mass.total_mass, MASS),
            high_mass: round(mass.high_mass, MASS),
            flagged_lines: lines.map(|lines| lines.flagged_lines),
            clone_lines: lines.map(|lines| lines.clone_lines),
            verbose_lines: lines.map(|lines| lines.verbose_lines),
            suppression_problems: problems.iter().map(ProblemJson::from).collect(),
        }
    }
}

pub(super) fn callables<'a>(
    file: &'a FileScan,
    report: &ScanReport,
) -> impl Iterator<Item = Known<CallableJson<'a>>> {
    let size_term = report.options().size_term;
    let callables = file.erosion.callables.listed.iter();
    let callables = callables.map(move |callable| callable_json(callable, size_term));
    known(callables, &file.fingerprints.callables)
}

pub(super) fn findings(file: &FileScan) -> impl Iterator<Item = Known<FindingJson>> {
    let findings = file.verbosity.iter().flat_map(|file| &file.findings);
    known(findings.map(FindingJson::from), &file.fingerprints.findings)
}

pub(super) fn suppressed_findings(file: &FileScan) -> impl Iterator<Item = Known<FindingJson>> {
    let findings = file.verbosity.iter().flat_map(|file| &file.suppressed);
    known(
        findings.map(FindingJson::from),
        &file.fingerprints.suppressed,
    )
}

fn known<T>(
    what: impl Iterator<Item = T>,
    fingerprints: &[Fingerprint],
) -> impl Iterator<Item = Known<T>> {
    what.zip(fingerprints).map(|(what, fingerprint)| Known {
        what,
        fingerprint: fingerprint.to_string(),
    })
}
