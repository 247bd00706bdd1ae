//! Verbosity for programs: twins of the inner types.

use anyhow::Result;
use serde::Serialize;
use slop_core::Language;
use slop_verbosity::{Finding, SuppressionProblem, Verbosity};

use crate::report::clones_json::CloneGroupJson;
use crate::report::json::{
    self, DEFINITION, GeneratedJson, RATIO, SCHEMA_VERSION, SkippedJson, TOOL, Tool,
    UnsupportedJson, round, unsupported,
};
use crate::report::shown_path;
use crate::verbosity::{FileVerbosity, LanguageVerbosity, VerbosityReport};

#[derive(Serialize)]
struct VerbosityJson {
    schema_version: u32,
    tool: Tool,
    definition: &'static str,
    /// Those of the language with most source lines.
    #[serde(flatten)]
    main: ScoresJson,
    language: Option<&'static str>,
    languages: Vec<LanguageJson>,
    total: LanguageJson,
    rules: usize,
    suppressed: usize,
    files: Vec<FileJson>,
    clone_groups: Vec<CloneGroupJson>,
    unsupported: Vec<UnsupportedJson>,
    generated: Vec<GeneratedJson>,
    skipped: Vec<SkippedJson>,
}

/// Verbosity and its halves, with the lines that they are made of.
#[derive(Serialize)]
pub(crate) struct ScoresJson {
    verbosity: Option<f64>,
    violation_pct: Option<f64>,
    clone_ratio: Option<f64>,
    loc: u64,
    sloc: u64,
    /// `null`, as the others, when there are no rules for the language.
    flagged_lines: Option<u64>,
    clone_lines: Option<u64>,
    verbose_lines: Option<u64>,
}

impl ScoresJson {
    pub(crate) fn of(loc: u64, sloc: u64, lines: Option<Verbosity>) -> Self {
        let share = |of: fn(&Verbosity) -> Option<f64>| {
            let share = lines.as_ref().and_then(of);
            share.map(|share| round(share, RATIO))
        };
        Self {
            verbosity: share(Verbosity::score),
            violation_pct: share(Verbosity::violation_share),
            clone_ratio: share(Verbosity::clone_ratio),
            loc,
            sloc,
            flagged_lines: lines.map(|lines| lines.flagged_lines),
            clone_lines: lines.map(|lines| lines.clone_lines),
            verbose_lines: lines.map(|lines| lines.verbose_lines),
        }
    }
}

/// The figures of one language; of all, without its name.
#[derive(Serialize)]
struct LanguageJson {
    language: Option<&'static str>,
    files: usize,
    #[serde(flatten)]
    scores: ScoresJson,
}

/// Numbers of lines of a file.
#[derive(Serialize)]
struct LinesJson {
    loc: u64,
    sloc: u64,
    flagged_lines: u64,
    clone_lines: u64,
    verbose_lines: u64,
}

#[derive(Serialize)]
struct FileJson {
    path: String,
    language: &'static str,
    #[serde(flatten)]
    lines: LinesJson,
    suppressed: usize,
    findings: Vec<FindingJson>,
    suppression_problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
pub(crate) struct FindingJson {
    rule: String,
    start_line: u32,
    end_line: u32,
    start_column: u32,
    end_column: u32,
    message: String,
    severity: &'static str,
    counted: bool,
}

/// A comment that does not suppress what it says.
#[derive(Serialize)]
pub(crate) struct ProblemJson {
    line: u32,
    message: String,
}

pub(crate) fn print(report: &VerbosityReport) -> Result<()> {
    let languages = &report.languages;
    let main = languages.main();
    json::print(&VerbosityJson {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        definition: DEFINITION,
        main: ScoresJson::from(main),
        language: main.language.map(Language::name),
        languages: languages.each.iter().map(LanguageJson::from).collect(),
        total: LanguageJson::from(&languages.total),
        rules: report.rules.rules().len(),
        suppressed: report.suppressed(),
        files: report.files.iter().map(FileJson::from).collect(),
        clone_groups: report
            .clone_groups
            .iter()
            .map(|group| CloneGroupJson::new(group, shown_path))
            .collect(),
        unsupported: unsupported(&report.unsupported),
        generated: json::generated(&report.generated, shown_path),
        skipped: json::skipped(&report.skipped, shown_path),
    })
}

impl From<&LanguageVerbosity> for LanguageJson {
    fn from(figures: &LanguageVerbosity) -> Self {
        Self {
            language: figures.language.map(Language::name),
            files: figures.files,
            scores: ScoresJson::from(figures),
        }
    }
}

impl From<&LanguageVerbosity> for ScoresJson {
    fn from(figures: &LanguageVerbosity) -> Self {
        let lines = figures.lines;
        Self::of(lines.loc, lines.sloc, Some(lines))
    }
}

impl From<&Verbosity> for LinesJson {
    fn from(lines: &Verbosity) -> Self {
        Self {
            loc: lines.loc,
            sloc: lines.sloc,
            flagged_lines: lines.flagged_lines,
            clone_lines: lines.clone_lines,
            verbose_lines: lines.verbose_lines,
        }
    }
}

impl From<&FileVerbosity> for FileJson {
    fn from(file: &FileVerbosity) -> Self {
        Self {
            path: shown_path(&file.path),
            language: file.language.name(),
            lines: LinesJson::from(&file.lines),
            suppressed: file.suppressed.len(),
            findings: file.findings.iter().map(FindingJson::from).collect(),
            suppression_problems: file.problems.iter().map(ProblemJson::from).collect(),
        }
    }
}

impl From<&Finding> for FindingJson {
    fn from(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.to_string(),
            start_line: finding.span.start_line,
            end_line: finding.span.end_line,
            start_column: finding.span.start_column,
            end_column: finding.span.end_column,
            message: finding.message.to_string(),
            severity: finding.severity.name(),
            counted: finding.counted,
        }
    }
}

impl From<&SuppressionProblem> for ProblemJson {
    fn from(problem: &SuppressionProblem) -> Self {
        Self {
            line: problem.span.start_line,
            message: problem.kind.to_string(),
        }
    }
}
