//! Clones for people.

use std::io::{self, Write};

use anyhow::Result;
use slop_verbosity::{CloneGroup, CloneInstance};

use crate::args::ClonesArgs;
use crate::clones::ClonesReport;
use crate::report::shown_path;
use crate::report::text::{
    FAINT, STRONG, count, generated, percent, printable, skipped, stdout, unsupported,
};

/// How many places of a group are listed before the rest is only counted.
const PLACES_SHOWN: usize = 8;
/// How many lines of source are shown of each group, and how wide.
const LINES_SHOWN: usize = 4;
const COLUMNS_SHOWN: usize = 74;

pub(crate) fn print(report: &ClonesReport, args: &ClonesArgs) -> Result<()> {
    let mut out = stdout(args.output.color);
    headline(&mut out, report)?;
    groups(&mut out, report, &report.groups, args.top)?;
    if report.nested > 0 {
        let nested = count(report.nested, "group");
        writeln!(out, "\n{nested} inside larger ones not listed (--nested)")?;
    }
    sequences(&mut out, report, args.top)?;
    unsupported(
        &mut out,
        &report.unsupported,
        "clones",
        "they are not defined for it",
    )?;
    generated(&mut out, &report.generated)?;
    skipped(&mut out, &report.skipped)?;
    out.flush()?;
    Ok(())
}

fn headline(out: &mut impl Write, report: &ClonesReport) -> io::Result<()> {
    writeln!(
        out,
        "{STRONG}clones {}{STRONG:#}  {} of {} in {}; {}, {} skipped",
        percent(report.clone_ratio()),
        report.clone_lines,
        count(report.loc, "line"),
        count(report.groups.len() + report.nested, "group"),
        count(report.files, "file"),
        report.skipped.len(),
    )
}

/// Runs of statements, apart from the clones that the paper counts.
fn sequences(out: &mut impl Write, report: &ClonesReport, top: usize) -> io::Result<()> {
    let sequences = &report.sequences;
    if !sequences.groups.is_empty() {
        let found = count(sequences.groups.len(), "repeated run");
        writeln!(
            out,
            "\n{STRONG}{found} of statements{STRONG:#}, not counted above"
        )?;
        groups(out, report, &sequences.groups, top)?;
    }
    if !sequences.is_complete {
        writeln!(
            out,
            "\nthe search for runs of statements was given up: too much is alike"
        )?;
    }
    Ok(())
}

fn groups(
    out: &mut impl Write,
    report: &ClonesReport,
    groups: &[CloneGroup],
    top: usize,
) -> io::Result<()> {
    for group in groups.iter().take(top) {
        self::group(out, group, report)?;
    }
    match groups.len().saturating_sub(top) {
        0 => Ok(()),
        more => writeln!(out, "\n{} not shown (--top)", count(more, "more group")),
    }
}

fn group(out: &mut impl Write, group: &CloneGroup, report: &ClonesReport) -> io::Result<()> {
    writeln!(
        out,
        "\n{STRONG}{} to save{STRONG:#}  {} of {}, {}",
        count(group.lines_saved(), "line"),
        count(group.instances.len(), "place"),
        count(group.lines, "line"),
        group.kind.replace('_', " "),
    )?;
    for instance in group.instances.iter().take(PLACES_SHOWN) {
        let (path, span) = (shown_path(&instance.path), instance.span);
        writeln!(
            out,
            "  {}:{}-{}",
            printable(&path),
            span.start_line,
            span.end_line
        )?;
    }
    let more = group.instances.len().saturating_sub(PLACES_SHOWN);
    if more > 0 {
        writeln!(out, "  … and {}", count(more, "more place"))?;
    }
    match report.text(&group.instances[0].path) {
        Some(text) => source(out, &group.instances[0], text),
        None => Ok(()),
    }
}

/// The first lines of an instance, moved to the left as far as its first one.
fn source(out: &mut impl Write, instance: &CloneInstance, text: &str) -> io::Result<()> {
    let bytes = instance.span.bytes();
    let indent = &text[bytes.start - instance.span.start_column as usize..bytes.start];
    for line in text[bytes].lines().take(LINES_SHOWN) {
        let line = line
            .strip_prefix(indent)
            .unwrap_or(line)
            .replace('\t', "    ");
        let line = printable(&line);
        let shown: String = line.chars().take(COLUMNS_SHOWN).collect();
        let cut = if shown.len() < line.len() { "…" } else { "" };
        if line.is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, "    {FAINT}{shown}{cut}{FAINT:#}")?;
        }
    }
    Ok(())
}
