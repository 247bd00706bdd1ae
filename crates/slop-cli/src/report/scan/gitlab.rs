//! A scan for GitLab's code quality report: the part of the Code Climate format that GitLab reads, with the
//! fields that others who read that format ask for.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;
use slop_core::Fingerprint;
use slop_verbosity::Severity;

use crate::report::json::write_line;
use crate::report::scan::issues::{self, CLONE, COMPLEX_CALLABLE, Issue};
use crate::report::text::printable;
use crate::scan::ScanReport;

#[derive(Serialize)]
struct IssueJson<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: &'a str,
    description: String,
    categories: [&'static str; 1],
    severity: &'static str,
    fingerprint: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// A clone is an issue at each of its places, so that a merge request that adds one shows it.
pub(super) fn write(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    let threshold = report.options().threshold;
    let of_files = report.files.iter();
    let of_files = of_files.flat_map(|file| issues::of_file(file, threshold));
    let of_clones = issues::of_clones(report).flat_map(|(_, issues)| issues);
    let issues = of_files.chain(of_clones);
    let shown = issues.filter(|issue| !issue.is_suppressed);
    let all: Vec<_> = shown
        .map(|issue| IssueJson::of(&issue, report.root.relative(issue.path)))
        .collect();
    write_line(out, &all)
}

impl<'a> IssueJson<'a> {
    fn of(issue: &Issue<'a>, path: String) -> Self {
        // The path as a literal: a line break in it must not make it equal to another.
        let known_by = format!("{} {path:?} {}", issue.rule, issue.identity);
        Self {
            kind: "issue",
            check_name: issue.rule,
            description: printable(&issue.message).into_owned(),
            categories: [category(issue.rule)],
            severity: severity(issue),
            fingerprint: Fingerprint::of_text(&known_by).to_string(),
            location: Location {
                path,
                lines: Lines {
                    begin: issue.span.start_line,
                    end: issue.span.end_line,
                },
            },
        }
    }
}

fn category(rule: &str) -> &'static str {
    match rule {
        COMPLEX_CALLABLE => "Complexity",
        CLONE => "Duplication",
        _ => "Clarity",
    }
}

fn severity(issue: &Issue) -> &'static str {
    match issue.severity {
        Severity::Error => "critical",
        Severity::Warning if issue.rule == COMPLEX_CALLABLE => "major",
        Severity::Warning => "minor",
        _ => "info",
    }
}
