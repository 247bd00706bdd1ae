//! A comparison for programs: twins of the inner types.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use slop_complexity::{Callable, DEFAULT_THRESHOLD, SizeTerm};
use slop_core::Language;
use slop_history::{
    CallableChange, CloneChange, Figures, FileChange, FileFigures, KnownFinding, Placed, Point,
    SkippedFile,
};

use crate::diff::{DiffReport, LanguageChange, erosion};
use crate::measure::MEASURES;
use crate::report::clones_json::CloneGroupJson;
use crate::report::erosion_json::{CallableJson, Variant, callable_json};
use crate::report::gates_json::GatesJson;
use crate::report::json::{self, DEFINITION, MASS, RATIO, SCHEMA_VERSION, TOOL, Tool, round};
use crate::report::shown_path;
use crate::report::verbosity_json::ScoresJson;

#[derive(Serialize)]
struct DiffJson<'a> {
    schema_version: u32,
    tool: Tool,
    definition: &'static str,
    rule_pack: String,
    before: SideJson<'a>,
    after: SideJson<'a>,
    changed: bool,
    gates: GatesJson<'a>,
    /// That with most source lines after.
    language: Option<&'static str>,
    languages: Vec<LanguageJson>,
    total: LanguageJson,
    lines_added: u64,
    lines_removed: u64,
    files: Vec<FileJson>,
    callables: Vec<CallableChangeJson<'a>>,
    new_findings: Vec<FindingJson<'a>>,
    gone_findings: Vec<FindingJson<'a>>,
    clone_groups: Vec<CloneChangeJson>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    /// The id of a commit, the name of a directory, or `working tree`.
    name: &'a str,
    /// Seconds since 1970; `null`, as the next, for a directory.
    time: Option<i64>,
    subject: Option<&'a str>,
    generated: usize,
    skipped: Vec<SkippedJson<'a>>,
}

#[derive(Serialize)]
struct SkippedJson<'a> {
    path: String,
    reason: &'a str,
    line: Option<u32>,
    message: &'a str,
}

/// The figures of one language; of all, without its name.
#[derive(Serialize)]
struct LanguageJson {
    language: Option<&'static str>,
    before: FiguresJson,
    after: FiguresJson,
    /// From before to after; `null` where one of them is undefined.
    change: BTreeMap<&'static str, Option<f64>>,
}

#[derive(Serialize)]
struct FiguresJson {
    files: usize,
    #[serde(flatten)]
    erosion: Variant,
    max_cyclomatic: Option<u32>,
    #[serde(flatten)]
    scores: ScoresJson,
}

#[derive(Serialize)]
struct FileJson {
    path: String,
    language: &'static str,
    /// `null`, as the next, where it was not measured.
    before: Option<FileFiguresJson>,
    after: Option<FileFiguresJson>,
}

#[derive(Serialize)]
struct FileFiguresJson {
    loc: u32,
    sloc: u32,
    total_mass: f64,
    high_mass: f64,
    /// `null`, as the next two, when there are no rules for the language.
    flagged_lines: Option<u64>,
    clone_lines: Option<u64>,
    verbose_lines: Option<u64>,
}

#[derive(Serialize)]
struct CallableChangeJson<'a> {
    mass_growth: f64,
    /// Whether it became complex.
    crossed: bool,
    /// `null` for one that was added.
    before: Option<PlacedJson<CallableJson<'a>>>,
    /// `null` for one that is gone.
    after: Option<PlacedJson<CallableJson<'a>>>,
}

#[derive(Serialize)]
struct PlacedJson<T> {
    path: String,
    #[serde(flatten)]
    what: T,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    path: String,
    rule: &'a str,
    start_line: u32,
    end_line: u32,
    start_column: u32,
    end_column: u32,
    fingerprint: String,
}

#[derive(Serialize)]
struct CloneChangeJson {
    /// How many more lines would go if one instance stayed.
    lines_saved_growth: i64,
    /// `null` for one that appeared.
    before: Option<CloneGroupJson>,
    /// `null` for one that is gone.
    after: Option<CloneGroupJson>,
}

pub(crate) fn print(report: &DiffReport) -> Result<()> {
    let (languages, comparison) = (report.languages(), &report.comparison);
    let churn = report.after.churn.unwrap_or_default();
    json::print(&DiffJson {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        definition: DEFINITION,
        rule_pack: report.rule_pack.to_string(),
        before: SideJson::from(&report.before),
        after: SideJson::from(&report.after),
        changed: !report.is_empty(),
        gates: GatesJson::of(&report.asked, &report.failures),
        language: languages.first().and_then(LanguageChange::name),
        languages: languages.iter().map(LanguageJson::from).collect(),
        total: LanguageJson::from(&report.total()),
        lines_added: churn.added,
        lines_removed: churn.removed,
        files: comparison.files.iter().map(FileJson::from).collect(),
        callables: comparison.callables.iter().map(callable).collect(),
        new_findings: findings(&comparison.new_findings),
        gone_findings: findings(&comparison.gone_findings),
        clone_groups: report.clones.iter().map(CloneChangeJson::from).collect(),
    })
}

impl LanguageChange {
    fn name(&self) -> Option<&'static str> {
        self.language.map(Language::name)
    }
}

impl<'a> From<&'a Point> for SideJson<'a> {
    fn from(point: &'a Point) -> Self {
        Self {
            name: &point.name,
            time: point.time,
            subject: point.subject.as_deref(),
            generated: point.generated,
            skipped: point.skipped.iter().map(SkippedJson::from).collect(),
        }
    }
}

impl<'a> From<&'a SkippedFile> for SkippedJson<'a> {
    fn from(file: &'a SkippedFile) -> Self {
        Self {
            path: shown_path(&file.path),
            reason: &file.why.code,
            line: file.why.line,
            message: &file.why.message,
        }
    }
}

impl From<&LanguageChange> for LanguageJson {
    fn from(change: &LanguageChange) -> Self {
        let changes = MEASURES.iter().map(|measure| {
            let (before, after) = ((measure.of)(&change.before), (measure.of)(&change.after));
            let change = before.zip(after).map(|(before, after)| after - before);
            (measure.key, change.map(|change| round(change, RATIO)))
        });
        Self {
            language: change.name(),
            before: FiguresJson::from(&change.before),
            after: FiguresJson::from(&change.after),
            change: changes.collect(),
        }
    }
}

impl From<&Figures> for FiguresJson {
    fn from(figures: &Figures) -> Self {
        Self {
            files: figures.files,
            erosion: Variant::from(&figures.erosion),
            max_cyclomatic: figures.erosion.max_cyclomatic,
            scores: ScoresJson::of(figures.loc, figures.sloc, figures.lines),
        }
    }
}

impl From<&FileChange> for FileJson {
    fn from(file: &FileChange) -> Self {
        let figures = |side: &Option<FileFigures>| side.as_ref().map(FileFiguresJson::from);
        Self {
            path: shown_path(&file.path),
            language: file.language.name(),
            before: figures(&file.before),
            after: figures(&file.after),
        }
    }
}

impl From<&FileFigures> for FileFiguresJson {
    fn from(file: &FileFigures) -> Self {
        let mass = erosion(Some(file));
        Self {
            loc: file.loc,
            sloc: file.sloc,
            total_mass: round(mass.total_mass, MASS),
            high_mass: round(mass.high_mass, MASS),
            flagged_lines: file.lines.map(|lines| lines.flagged_lines),
            clone_lines: file.lines.map(|lines| lines.clone_lines),
            verbose_lines: file.lines.map(|lines| lines.verbose_lines),
        }
    }
}

fn callable(change: &CallableChange) -> CallableChangeJson<'_> {
    CallableChangeJson {
        mass_growth: round(change.growth(), MASS),
        crossed: change.crosses(DEFAULT_THRESHOLD),
        before: change.before.as_ref().map(placed),
        after: change.after.as_ref().map(placed),
    }
}

fn placed(placed: &Placed<Callable>) -> PlacedJson<CallableJson<'_>> {
    PlacedJson {
        path: shown_path(&placed.path),
        what: callable_json(&placed.item, SizeTerm::default()),
    }
}

fn findings(findings: &[Placed<KnownFinding>]) -> Vec<FindingJson<'_>> {
    let findings = findings.iter();
    findings
        .map(|Placed { path, item, .. }| FindingJson {
            path: shown_path(path),
            rule: &item.rule,
            start_line: item.span.start_line,
            end_line: item.span.end_line,
            start_column: item.span.start_column,
            end_column: item.span.end_column,
            fingerprint: item.fingerprint.to_string(),
        })
        .collect()
}

impl From<&CloneChange> for CloneChangeJson {
    fn from(change: &CloneChange) -> Self {
        let group = |group| CloneGroupJson::new(group, |path: &Path| shown_path(path));
        Self {
            lines_saved_growth: change.growth(),
            before: change.before.as_ref().map(group),
            after: change.after.as_ref().map(group),
        }
    }
}
