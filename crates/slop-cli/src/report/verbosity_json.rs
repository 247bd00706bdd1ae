//! Verbosity for programs: twins of the inner types.

use anyhow::Result;
use serde::Serialize;
use slop_verbosity::{Finding, SuppressionProblem};

use crate::report::json::{
    self, DEFINITION, RATIO, SCHEMA_VERSION, SkippedJson, TOOL, Tool, round,
};
use crate::report::shown_path;
use crate::verbosity::{FileFindings, VerbosityReport};

#[derive(Serialize)]
struct VerbosityJson {
    schema_version: u32,
    tool: Tool,
    definition: &'static str,
    violation_pct: Option<f64>,
    flagged_lines: usize,
    loc: u64,
    sloc: usize,
    rules: usize,
    suppressed: usize,
    files: Vec<FileJson>,
    clone_groups: Vec<()>,
    unsupported: Vec<UnsupportedJson>,
    skipped: Vec<SkippedJson>,
}

#[derive(Serialize)]
struct FileJson {
    path: String,
    language: &'static str,
    loc: u32,
    sloc: usize,
    flagged_lines: usize,
    suppressed: usize,
    findings: Vec<FindingJson>,
    suppression_problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct FindingJson {
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
struct ProblemJson {
    line: u32,
    message: String,
}

/// Files of a language that no rule is for.
#[derive(Serialize)]
struct UnsupportedJson {
    language: &'static str,
    files: usize,
}

pub(crate) fn print(report: &VerbosityReport) -> Result<()> {
    let unsupported = report.unsupported.iter();
    json::print(&VerbosityJson {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        definition: DEFINITION,
        violation_pct: report.violation_share().map(|share| round(share, RATIO)),
        flagged_lines: report.flagged_lines(),
        loc: report.loc(),
        sloc: report.sloc(),
        rules: report.rules.rules().len(),
        suppressed: report.suppressed(),
        files: report.files.iter().map(FileJson::from).collect(),
        clone_groups: Vec::new(),
        unsupported: unsupported
            .map(|(language, files)| UnsupportedJson {
                language: language.name(),
                files: *files,
            })
            .collect(),
        skipped: report.skipped.iter().map(SkippedJson::from).collect(),
    })
}

impl From<&FileFindings> for FileJson {
    fn from(file: &FileFindings) -> Self {
        Self {
            path: shown_path(&file.path),
            language: file.language.name(),
            loc: file.loc,
            sloc: file.sloc,
            flagged_lines: file.flagged_lines,
            suppressed: file.suppressed,
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
