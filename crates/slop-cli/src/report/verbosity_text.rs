//! Verbosity for people.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anyhow::Result;
use slop_verbosity::{Finding, Severity};

use crate::args::VerbosityArgs;
use crate::ranking;
use crate::report::shown_path;
use crate::report::text::{
    self, FAINT, STRONG, TROUBLES_SHOWN, count, generated, of_language, percent, printable, rest,
    skipped, stdout, unsupported,
};
use crate::verbosity::{FileVerbosity, LanguageVerbosity, VerbosityReport};

pub(crate) fn print(report: &VerbosityReport, args: &VerbosityArgs) -> Result<()> {
    let mut out = stdout(args.output.color);
    for file in &report.files {
        show(&mut out, file)?;
    }
    headline(&mut out, report)?;
    rules(&mut out, report, args.top)?;
    if report.suppressed() > 0 {
        let findings = count(report.suppressed(), "finding");
        writeln!(
            out,
            "\n{findings} suppressed by comments (--no-suppress shows them)"
        )?;
    }
    problems(&mut out, report)?;
    unsupported(
        &mut out,
        &report.unsupported,
        "verbosity",
        "there are no rules for it",
    )?;
    generated(&mut out, &report.generated)?;
    skipped(&mut out, &report.skipped)?;
    out.flush()?;
    Ok(())
}

fn headline(out: &mut impl Write, report: &VerbosityReport) -> io::Result<()> {
    for (index, figures) in report.languages.shown().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        scores(out, report, figures)?;
    }
    Ok(())
}

fn scores(
    out: &mut impl Write,
    report: &VerbosityReport,
    figures: &LanguageVerbosity,
) -> io::Result<()> {
    let total = &figures.lines;
    let are_several = report.languages.are_several();
    let files = text::files(figures.files, figures.language, are_several);
    writeln!(
        out,
        "{STRONG}verbosity {}{STRONG:#}  {} of {} are verbose; {files}, {} skipped",
        percent(total.score()),
        total.verbose_lines,
        count(total.loc, "line"),
        of_language(figures.language, &report.skipped),
    )?;
    writeln!(
        out,
        "violation {}  {} flagged by rules",
        percent(total.violation_share()),
        count(total.flagged_lines, "line"),
    )?;
    writeln!(
        out,
        "clones    {}  {} repeated within a file (see slop-cli clones)",
        percent(total.clone_ratio()),
        count(total.clone_lines, "line"),
    )
}

/// The rules that flag most lines. A line counts once for each rule.
fn rules(out: &mut impl Write, report: &VerbosityReport, top: usize) -> io::Result<()> {
    let rows = ranking::rules(&report.files, &report.rules);
    if rows.is_empty() || top == 0 {
        return Ok(());
    }
    writeln!(out, "\n{FAINT}   lines  findings  rule{FAINT:#}")?;
    for rule in rows.iter().take(top) {
        let mark = if rule.counted { "" } else { " (not counted)" };
        writeln!(
            out,
            "{:8} {:9}  {}{mark}",
            rule.lines, rule.findings, rule.id
        )?;
    }
    Ok(())
}

/// The findings of a file with their source, if that was asked for.
fn show(out: &mut impl Write, file: &FileVerbosity) -> io::Result<()> {
    let Some(text) = &file.text else {
        return Ok(());
    };
    let path = shown_path(&file.path);
    let renderer = Renderer::styled();
    for finding in &file.findings {
        let excerpt = Excerpt::of(finding, text);
        let snippet = Snippet::source(excerpt.text)
            .line_start(finding.span.start_line as usize)
            .path(printable(&path))
            .annotation(AnnotationKind::Primary.span(excerpt.marked));
        let title = level(finding.severity)
            .primary_title(&*finding.message)
            .id(&*finding.rule);
        writeln!(out, "{}\n", renderer.render(&[title.element(snippet)]))?;
    }
    Ok(())
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        _ => Level::HELP,
    }
}

/// The first lines of a finding, and the part of them that is marked.
struct Excerpt<'a> {
    text: &'a str,
    marked: std::ops::Range<usize>,
}

impl<'a> Excerpt<'a> {
    const LINES: usize = 6;

    fn of(finding: &Finding, text: &'a str) -> Self {
        let bytes = finding.span.bytes();
        let start = bytes.start - finding.span.start_column as usize;
        let lines = text[start..]
            .split_inclusive('\n')
            .take(finding.span.lines().count().min(Self::LINES));
        let end = start + lines.map(str::len).sum::<usize>();
        let excerpt = &text[start..end];
        Self {
            text: excerpt,
            marked: bytes.start - start..(bytes.end - start).min(excerpt.trim_end().len()),
        }
    }
}

/// Comments that do not suppress what they say.
fn problems(out: &mut impl Write, report: &VerbosityReport) -> io::Result<()> {
    let all = report
        .files
        .iter()
        .flat_map(|file| file.problems.iter().map(move |p| (file, p)));
    let all: Vec<_> = all.collect();
    if all.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{STRONG}suppressions{STRONG:#} that do not hold: {}",
        all.len()
    )?;
    for (file, problem) in all.iter().take(TROUBLES_SHOWN) {
        let path = shown_path(&file.path);
        writeln!(
            out,
            "  {}:{}: {}",
            printable(&path),
            problem.span.start_line,
            problem.kind
        )?;
    }
    rest(out, all.len())
}
