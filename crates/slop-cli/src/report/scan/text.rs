//! A scan for people.

use std::io::{self, Write};

use anyhow::Result;
use slop_verbosity::CloneGroup;

use super::score_block;
use crate::args::ScanArgs;
use crate::ranking::{self, RankedCallable, RankedFile, RankedRule};
use crate::report::erosion_text::unlisted;
use crate::report::shown_path;
use crate::report::text::{
    ALERT, FAINT, STRONG, count, generated, printable, skipped, unsupported,
};
use crate::scan::ScanReport;

pub(super) fn write(report: &ScanReport, args: &ScanArgs, out: &mut dyn Write) -> Result<()> {
    score_block::write(out, report)?;
    if args.quiet {
        return Ok(());
    }
    callables(out, report, args.top)?;
    clones(out, report, args.top)?;
    rules(out, report, args.top)?;
    files(out, report, args.top)?;
    unlisted(out, report.languages.total.erosion.unlisted)?;
    suppressions(out, report)?;
    unsupported(
        out,
        &report.unsupported,
        "verbosity",
        "there are no rules for it",
    )?;
    generated(out, &report.generated)?;
    skipped(out, &report.skipped)?;
    Ok(())
}

fn callables(out: &mut dyn Write, report: &ScanReport, top: usize) -> io::Result<()> {
    let files = report.files.iter().map(|file| &file.erosion);
    let mut rows = ranking::callables(files, &report.languages.total.erosion);
    rows.retain(|row| row.is_complex);
    heading(
        out,
        "split first",
        "callables with most mass",
        rows.len().min(top),
    )?;
    for RankedCallable {
        path,
        callable,
        mass,
        share,
        ..
    } in rows.iter().take(top)
    {
        writeln!(
            out,
            "{:6.2} % of mass  {ALERT}CC {:<3}{ALERT:#} {:5} SLOC  mass {mass:6.1}  {STRONG}{}{STRONG:#}",
            100.0 * share,
            callable.cyclomatic,
            callable.sloc,
            printable(&callable.qualified_name),
        )?;
        let path = shown_path(path);
        writeln!(
            out,
            "          {FAINT}{}:{}{FAINT:#}",
            printable(&path),
            callable.span.start_line
        )?;
    }
    more(out, rows.len(), top, "slop-cli erosion")
}

fn clones(out: &mut dyn Write, report: &ScanReport, top: usize) -> io::Result<()> {
    let groups: Vec<&CloneGroup> = ranking::clone_groups(&report.clone_groups).collect();
    heading(
        out,
        "merge first",
        "clones with most lines to save",
        groups.len().min(top),
    )?;
    for group in groups.iter().take(top) {
        writeln!(
            out,
            "{:6} {STRONG}lines saved{STRONG:#}  {} of {}, {}",
            group.lines_saved(),
            count(group.instances.len(), "place"),
            count(group.lines, "line"),
            group.kind.replace('_', " "),
        )?;
        let (first, others) = (&group.instances[0], group.instances.len() - 1);
        let path = shown_path(&first.path);
        writeln!(
            out,
            "          {FAINT}{}:{} and {}{FAINT:#}",
            printable(&path),
            first.span.start_line,
            count(others, "other place"),
        )?;
    }
    more(out, groups.len(), top, "slop-cli clones")
}

fn rules(out: &mut dyn Write, report: &ScanReport, top: usize) -> io::Result<()> {
    let files = report
        .files
        .iter()
        .filter_map(|file| file.verbosity.as_ref());
    let rows = ranking::rules(files, &report.rules);
    heading(
        out,
        "write shorter",
        "rules that flag most lines",
        rows.len().min(top),
    )?;
    for RankedRule {
        id,
        lines,
        findings,
        counted,
    } in rows.iter().take(top)
    {
        let mark = if *counted { "" } else { " (not counted)" };
        let (lines, findings) = (count(lines, "line"), count(findings, "finding"));
        writeln!(out, "{lines:>14} {findings:>16}  {id}{mark}")?;
    }
    more(out, rows.len(), top, "slop-cli verbosity")
}

fn files(out: &mut dyn Write, report: &ScanReport, top: usize) -> io::Result<()> {
    let rows = ranking::files(&report.files, report.options());
    heading(
        out,
        "worst files",
        "verbose lines and mass of complex callables",
        rows.len().min(top),
    )?;
    for RankedFile {
        file,
        verbose_lines,
        verbose_share,
        high_mass,
        high_mass_share,
    } in rows.iter().take(top)
    {
        let path = shown_path(&file.erosion.path);
        writeln!(
            out,
            "{verbose_lines:6} lines {:4.1} %  mass {high_mass:7.1} {:4.1} %  {}",
            100.0 * verbose_share,
            100.0 * high_mass_share,
            printable(&path),
        )?;
    }
    more(out, rows.len(), top, "--format json")
}

fn heading(out: &mut dyn Write, title: &str, what: &str, rows: usize) -> io::Result<()> {
    if rows == 0 {
        return Ok(());
    }
    writeln!(out, "\n{STRONG}{title}{STRONG:#}  {what}")
}

/// The last line of a list, if it is longer than what is shown.
fn more(out: &mut dyn Write, rows: usize, shown: usize, all: &str) -> io::Result<()> {
    match rows.saturating_sub(shown) {
        0 => Ok(()),
        more if shown == 0 => writeln!(out, "\n{more} not shown: {all}"),
        more => writeln!(out, "{FAINT}       … and {more} more: {all}{FAINT:#}"),
    }
}

/// Comments that suppress findings, and those that do not do so.
fn suppressions(out: &mut dyn Write, report: &ScanReport) -> io::Result<()> {
    if report.suppressed() > 0 {
        let findings = count(report.suppressed(), "finding");
        writeln!(
            out,
            "\n{findings} suppressed by comments (--no-suppress counts them)"
        )?;
    }
    let files = report
        .files
        .iter()
        .filter_map(|file| file.verbosity.as_ref());
    match files.map(|file| file.problems.len()).sum::<usize>() {
        0 => Ok(()),
        problems => writeln!(
            out,
            "\nsuppressions that do not hold: {problems} (slop-cli verbosity lists them)"
        ),
    }
}
