//! A scan for people.

use std::io::{self, Write};
use std::slice;

use anyhow::Result;
use slop_panel::Measure;
use slop_verbosity::CloneGroup;

use super::scores::{PANEL, Score, scores};
use crate::args::ScanArgs;
use crate::erosion::LanguageErosion;
use crate::ranking::{self, RankedCallable, RankedFile, RankedRule};
use crate::report::erosion_text::unlisted;
use crate::report::shown_path;
use crate::report::text::{
    ALERT, FAINT, STRONG, count, generated, printable, skipped, unsupported, wrapped,
};
use crate::scan::ScanReport;

pub(super) fn write(report: &ScanReport, args: &ScanArgs, out: &mut dyn Write) -> Result<()> {
    score_block(out, report)?;
    if args.quiet {
        return Ok(());
    }
    callables(out, report, args.top)?;
    clones(out, report, args.top)?;
    rules(out, report, args.top)?;
    files(out, report, args.top)?;
    unlisted(
        out,
        report
            .languages
            .iter()
            .map(|figures| figures.unlisted)
            .sum(),
    )?;
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

fn score_block(out: &mut dyn Write, report: &ScanReport) -> io::Result<()> {
    let scores = scores(report);
    let has_panel = scores.iter().any(|score| score.panel.is_some());
    let mut rows: Vec<_> = scores
        .iter()
        .map(|score| score_row(score, report))
        .collect();
    rows.extend(
        report
            .languages
            .iter()
            .map(|figures| lines_row(figures, report)),
    );
    rows.extend(
        report
            .languages
            .iter()
            .map(|figures| callables_row(figures, report)),
    );
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    writeln!(
        out,
        "{FAINT}{:width$}  {:>7}  {:>5}  {:>11}  what it is{FAINT:#}",
        "", "score", "panel", "agents"
    )?;
    for Row {
        name,
        value,
        panel,
        agents,
        meaning,
    } in rows
    {
        writeln!(
            out,
            "{name:width$}  {STRONG}{value:>7}{STRONG:#}  {panel:>5}  {agents:>11}  {meaning}"
        )?;
    }
    if has_panel {
        writeln!(out)?;
        for line in wrapped(PANEL) {
            writeln!(out, "{FAINT}{line}{FAINT:#}")?;
        }
    }
    Ok(())
}

/// A row of the score block; the columns fit 80 characters.
#[derive(Default)]
struct Row {
    name: String,
    value: String,
    panel: String,
    agents: String,
    meaning: String,
}

fn score_row(score: &Score<'_>, report: &ScanReport) -> Row {
    let agents = score.panel.as_ref().and_then(|panel| panel.agents.as_ref());
    let (name, meaning) = match (score.measure, score.erosion) {
        (Measure::Erosion, figures) => {
            let figures = figures.unwrap_or(report.main_language());
            let threshold = figures.erosion.options.threshold;
            let name = of_language("erosion", figures, report);
            (name, format!("mass in callables, CC > {threshold}"))
        }
        (Measure::Verbosity, _) => named("verbosity", "lines flagged or repeated"),
        (Measure::ViolationShare, _) => named("violation %", "lines flagged by a rule"),
        (Measure::CloneRatio, _) => named("clone ratio", "repeated in the same file"),
    };
    Row {
        name,
        value: score
            .share
            .map_or_else(|| "n/a".to_owned(), |share| format!("{share:.4}")),
        panel: score
            .panel
            .as_ref()
            .map_or_else(String::new, |panel| format!("{:.0} %", panel.percentile)),
        agents: agents.map_or_else(String::new, |range| {
            format!("{:.3}–{:.3}", range.start(), range.end())
        }),
        meaning,
    }
}

fn named(name: &str, meaning: &str) -> (String, String) {
    (name.to_owned(), meaning.to_owned())
}

/// The main language is not named.
fn of_language(what: &str, figures: &LanguageErosion, report: &ScanReport) -> String {
    match figures.language {
        Some(language) if figures.language != report.main_language().language => {
            format!("{what} ({language})")
        }
        _ => what.to_owned(),
    }
}

fn lines_row(figures: &LanguageErosion, report: &ScanReport) -> Row {
    let files = report.files.iter().map(|file| &file.erosion);
    let files = files.filter(|file| Some(file.language.family()) == figures.language);
    let loc: u64 = files.map(|file| u64::from(file.loc)).sum();
    let is_main = figures.language == report.main_language().language;
    let skipped = match report.skipped.len() {
        skipped if is_main && skipped > 0 => format!(", {skipped} skipped"),
        _ => String::new(),
    };
    Row {
        name: of_language("LOC", figures, report),
        value: loc.to_string(),
        meaning: format!("in {}{skipped}", count(figures.files, "file")),
        ..Row::default()
    }
}

fn callables_row(figures: &LanguageErosion, report: &ScanReport) -> Row {
    let erosion = &figures.erosion;
    Row {
        name: of_language("callables", figures, report),
        value: erosion.callables.to_string(),
        meaning: format!(
            "{} with CC > {}",
            erosion.high_callables, erosion.options.threshold
        ),
        ..Row::default()
    }
}

fn callables(out: &mut dyn Write, report: &ScanReport, top: usize) -> io::Result<()> {
    let files = report.files.iter().map(|file| &file.erosion);
    let mut rows = ranking::callables(files, slice::from_ref(report.main_language()));
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
    let options = report.main_language().erosion.options;
    let rows = ranking::files(&report.files, options);
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
