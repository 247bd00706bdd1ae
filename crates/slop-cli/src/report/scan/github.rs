//! A scan for the log of a GitHub Actions step: workflow commands, which make annotations.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use slop_core::Span;
use slop_verbosity::{Finding, Severity};

use crate::gate::Failure;
use crate::ranking;
use crate::report::scan::issues::{
    CLONE, COMPLEX_CALLABLE, clone_message, complexity_message, plain_place,
};
use crate::report::text::{count, printable};
use crate::scan::ScanReport;

/// GitHub shows no more of a level for one step.
const OF_A_LEVEL: usize = 10;

struct Annotation<'a> {
    level: &'static str,
    title: &'a str,
    path: &'a Path,
    span: Span,
    message: String,
}

/// The most important first: complex callables by mass, clones by lines to save, counted findings by lines.
///
/// Warnings are what is known to hurt, a complex callable or a finding of that severity; notices are the rest.
pub(super) fn write(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    for failure in &report.gates.failures {
        writeln!(out, "{}", gate(failure))?;
    }
    let all = complex_callables(report).chain(clones(report));
    let mut printed = BTreeMap::<&str, usize>::new();
    let (mut hidden, mut hidden_in) = (0, BTreeSet::new());
    for annotation in all.chain(findings(report)) {
        let printed = printed.entry(annotation.level).or_default();
        if *printed == OF_A_LEVEL {
            hidden += 1;
            hidden_in.insert(annotation.path);
            continue;
        }
        *printed += 1;
        writeln!(
            out,
            "{}",
            annotation.command(&report.root.relative(annotation.path))
        )?;
    }
    if hidden > 0 {
        let files = count(hidden_in.len(), "file");
        writeln!(
            out,
            "{hidden} more in {files}, all in --format sarif and --format json"
        )?;
    }
    Ok(())
}

/// A gate that was not met, at the first place to look at.
fn gate(failure: &Failure) -> String {
    let title = format!("slop gate {} failed", failure.gate);
    let first = failure.places.first();
    let file = first
        .map(|place| format!(",file={}", property(&place.path)))
        .unwrap_or_default();
    let line = first
        .and_then(|place| place.line)
        .map(|line| format!(",line={line}"));
    let what = first
        .map(|place| format!(", first {}", printable(&place.what)))
        .unwrap_or_default();
    let message = data(&format!("{}{what}", failure.message));
    format!(
        "::error title={}{file}{}::{message}",
        property(&title),
        line.unwrap_or_default()
    )
}

fn complex_callables(report: &ScanReport) -> impl Iterator<Item = Annotation<'_>> {
    let files = report.files.iter().map(|file| &file.erosion);
    let callables = ranking::callables(files, &report.languages.total.erosion).into_iter();
    callables
        .filter(|ranked| ranked.is_complex)
        .map(|ranked| Annotation {
            level: "warning",
            title: COMPLEX_CALLABLE,
            path: ranked.path,
            span: ranked.callable.span,
            message: complexity_message(ranked.callable),
        })
}

/// Each at its first place.
fn clones(report: &ScanReport) -> impl Iterator<Item = Annotation<'_>> {
    ranking::clone_groups(&report.clone_groups).map(|group| {
        let first = &group.instances[0];
        Annotation {
            level: "notice",
            title: CLONE,
            path: &first.path,
            span: first.span,
            message: clone_message(group, 0, |_, place| plain_place(place, &report.root)),
        }
    })
}

/// Those that are counted, that on most lines first.
fn findings(report: &ScanReport) -> impl Iterator<Item = Annotation<'_>> {
    let files = report
        .files
        .iter()
        .filter_map(|file| file.verbosity.as_ref());
    let all = files.flat_map(|file| file.findings.iter().map(|finding| (&*file.path, finding)));
    let mut counted: Vec<_> = all.filter(|(_, finding)| finding.counted).collect();
    // Stable: those on as many lines stay in the order of their paths and places.
    counted.sort_by_key(|(_, finding)| Reverse(finding.span.line_count()));
    counted.into_iter().map(|(path, finding)| Annotation {
        level: level(finding),
        title: &finding.rule,
        path,
        span: finding.span,
        message: finding.message.to_string(),
    })
}

fn level(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "notice",
    }
}

impl Annotation<'_> {
    fn command(&self, path: &str) -> String {
        format!(
            "::{} title={},file={},line={},endLine={}::{}",
            self.level,
            property(self.title),
            property(path),
            self.span.start_line,
            self.span.end_line,
            data(&printable(&self.message)),
        )
    }
}

/// A text that is the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A text that is a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        assert_eq!(data("100%: a,\r\nb"), "100%25: a,%0D%0Ab");
        assert_eq!(property("c:d,100%\n"), "c%3Ad%2C100%25%0A");
    }
}
