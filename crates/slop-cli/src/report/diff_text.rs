//! A comparison for people.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use slop_complexity::DEFAULT_THRESHOLD;
use slop_core::Language;
use slop_history::{CallableChange, CloneChange, FileChange, KnownFinding, Placed, Point};

use crate::args::DiffArgs;
use crate::diff::gate::complexity;
use crate::diff::{DiffReport, LanguageChange, erosion, gained, lines};
use crate::measure::{MEASURES, Measure};
use crate::report::shown_path;
use crate::report::text::{ALERT, FAINT, STRONG, TROUBLES_SHOWN, count, printable, rest, stdout};

/// What is left of 80 columns for the subject of a commit.
const SUBJECT: usize = 48;

pub(crate) fn print(report: &DiffReport, args: &DiffArgs) -> Result<()> {
    let mut out = stdout(args.output.color);
    if report.is_empty() {
        let (before, after) = (name(&report.before), name(&report.after));
        writeln!(out, "nothing changed from {before} to {after}")?;
    } else {
        write(&mut out, report, args.top)?;
    }
    out.flush()?;
    Ok(())
}

fn write(out: &mut dyn Write, report: &DiffReport, top: usize) -> io::Result<()> {
    writeln!(out, "from {}", described(&report.before))?;
    writeln!(out, "to   {}", described(&report.after))?;
    figures(out, report)?;
    churn(out, report)?;
    callables(out, report, top)?;
    findings(out, report, top)?;
    clones(out, report, top)?;
    files(out, report, top)?;
    skipped(out, report)
}

/// A commit by the beginning of its id, a directory by its name.
fn name(point: &Point) -> String {
    match point.time {
        Some(_) => point.name.get(..10).unwrap_or(&point.name).to_owned(),
        None => printable(&point.name).into_owned(),
    }
}

/// With the day (UTC) and the subject of a commit.
fn described(point: &Point) -> String {
    let day = point
        .time
        .and_then(|time| Timestamp::from_second(time).ok());
    let day = day.map(|day| day.to_zoned(TimeZone::UTC).date().to_string());
    let subject = point.subject.as_deref().map(cut);
    let parts = [Some(name(point)), day, subject];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

fn cut(subject: &str) -> String {
    let subject = printable(subject);
    match subject.char_indices().nth(SUBJECT) {
        Some((end, _)) => format!("{}…", &subject[..end]),
        None => subject.into_owned(),
    }
}

/// A table for each language whose figures changed; of the main language where none did.
fn figures(out: &mut dyn Write, report: &DiffReport) -> io::Result<()> {
    let languages = report.languages();
    let is_other = |change: &&LanguageChange| change.before != change.after;
    let changed: Vec<_> = languages.iter().filter(is_other).collect();
    let shown = if changed.is_empty() {
        languages.iter().take(1).collect()
    } else {
        changed
    };
    for change in shown {
        table(out, change)?;
    }
    Ok(())
}

fn table(out: &mut dyn Write, change: &LanguageChange) -> io::Result<()> {
    let language = change.language.map_or("total", Language::name);
    writeln!(
        out,
        "\n{STRONG}{language:11}{STRONG:#}  {FAINT}{:>10}  {:>10}  {:>10}{FAINT:#}",
        "before", "after", "change"
    )?;
    for measure in &MEASURES {
        let (before, after) = ((measure.of)(&change.before), (measure.of)(&change.after));
        writeln!(
            out,
            "{:11}  {:>10}  {:>10}  {STRONG}{:>10}{STRONG:#}",
            measure.name,
            value(measure, before),
            value(measure, after),
            difference(measure, before, after),
        )?;
    }
    Ok(())
}

fn value(measure: &Measure, value: Option<f64>) -> String {
    let decimals = measure.decimals;
    value.map_or_else(|| "n/a".to_owned(), |value| format!("{value:.decimals$}"))
}

fn difference(measure: &Measure, before: Option<f64>, after: Option<f64>) -> String {
    let decimals = measure.decimals;
    match (before, after) {
        _ if before == after => "=".to_owned(),
        (Some(before), Some(after)) => format!("{:+.decimals$}", after - before),
        _ => "n/a".to_owned(),
    }
}

fn churn(out: &mut dyn Write, report: &DiffReport) -> io::Result<()> {
    let churn = report.after.churn.unwrap_or_default();
    let files = report.files();
    let number = |is: fn(&FileChange) -> bool| files.iter().filter(|file| is(file)).count();
    let (new, gone) = (
        number(|file| file.before.is_none()),
        number(|file| file.after.is_none()),
    );
    writeln!(
        out,
        "\n{} added, {} removed; {} changed, {new} new, {gone} gone, {} moved",
        count(churn.added, "line"),
        churn.removed,
        count(files.len() - new - gone, "file"),
        (report.comparison.files.len() - files.len()) / 2,
    )
}

fn callables(out: &mut dyn Write, report: &DiffReport, top: usize) -> io::Result<()> {
    let all = &report.comparison.callables;
    let grown: Vec<_> = all.iter().filter(|change| change.growth() > 0.0).collect();
    list(
        out,
        "grew most",
        "callables that gained mass",
        &grown,
        top,
        |out, change| callable(out, change),
    )?;
    let crossed = all
        .iter()
        .filter(|change| change.crosses(DEFAULT_THRESHOLD));
    list(
        out,
        "became complex",
        "callables with CC > 10 now",
        &crossed.collect::<Vec<_>>(),
        top,
        |out, change| callable(out, change),
    )?;
    let lost = all.iter().rev().filter(|change| change.growth() < 0.0);
    list(
        out,
        "shrank most",
        "callables that lost mass",
        &lost.collect::<Vec<_>>(),
        top,
        |out, change| callable(out, change),
    )
}

/// The entries of a list, which has a heading where it has an entry.
fn list<T>(
    out: &mut dyn Write,
    title: &str,
    what: &str,
    entries: &[T],
    top: usize,
    write: impl Fn(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<()> {
    if entries.is_empty() || top == 0 {
        return Ok(());
    }
    writeln!(out, "\n{STRONG}{title}{STRONG:#}  {what}")?;
    for entry in entries.iter().take(top) {
        write(out, entry)?;
    }
    match entries.len().saturating_sub(top) {
        0 => Ok(()),
        more => writeln!(
            out,
            "{FAINT}       … and {more} more: --format json{FAINT:#}"
        ),
    }
}

fn callable(out: &mut dyn Write, change: &CallableChange) -> io::Result<()> {
    let Some(last) = change.last() else {
        return Ok(());
    };
    writeln!(
        out,
        "{:+9.1} mass  {ALERT}{:12}{ALERT:#}  {STRONG}{}{STRONG:#}",
        change.growth(),
        complexity(change),
        printable(&last.item.qualified_name),
    )?;
    place(out, &shown_path(&last.path), last.item.span.start_line, 0)
}

/// A place, and how many others there are.
fn place(out: &mut dyn Write, path: &str, line: u32, others: usize) -> io::Result<()> {
    let others = match others {
        0 => String::new(),
        others => format!(" and {}", count(others, "other place")),
    };
    writeln!(
        out,
        "          {FAINT}{}:{line}{others}{FAINT:#}",
        printable(path)
    )
}

fn findings(out: &mut dyn Write, report: &DiffReport, top: usize) -> io::Result<()> {
    let comparison = &report.comparison;
    let new = by_rule(&comparison.new_findings);
    list(
        out,
        "new findings",
        "by the rule that flags them",
        &new,
        top,
        |out, (rule, places)| {
            writeln!(out, "{:9}  {STRONG}{rule}{STRONG:#}", places.len())?;
            let first = &places[0];
            let (path, line) = (shown_path(&first.path), first.item.span.start_line);
            place(out, &path, line, places.len() - 1)
        },
    )?;
    let gone = by_rule(&comparison.gone_findings);
    list(
        out,
        "gone findings",
        "by the rule that flagged them",
        &gone,
        top,
        |out, (rule, places)| writeln!(out, "{:9}  {rule}", places.len()),
    )
}

type ByRule<'a> = Vec<(&'a str, Vec<&'a Placed<KnownFinding>>)>;

/// The rule with most findings first.
fn by_rule(findings: &[Placed<KnownFinding>]) -> ByRule<'_> {
    let mut rules = BTreeMap::<&str, Vec<_>>::new();
    for finding in findings {
        rules.entry(&finding.item.rule).or_default().push(finding);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, findings)| Reverse(findings.len()));
    rules
}

fn clones(out: &mut dyn Write, report: &DiffReport, top: usize) -> io::Result<()> {
    let all = &report.clones;
    let new: Vec<_> = all.iter().filter(|change| change.growth() > 0).collect();
    list(
        out,
        "new clones",
        "those with most lines to save",
        &new,
        top,
        |out, change| {
            clone(out, change)?;
            let gained = gained(change);
            match gained.split_last() {
                Some((last, others)) => place(
                    out,
                    &shown_path(&last.path),
                    last.span.start_line,
                    others.len(),
                ),
                None => Ok(()),
            }
        },
    )?;
    let gone = all.iter().rev().filter(|change| change.growth() < 0);
    list(
        out,
        "gone clones",
        "those with most lines saved",
        &gone.collect::<Vec<_>>(),
        top,
        |out, change| clone(out, change),
    )
}

fn clone(out: &mut dyn Write, change: &CloneChange) -> io::Result<()> {
    let (group, was) = match (&change.before, &change.after) {
        (Some(before), Some(after)) => (after, format!(", {} before", before.instances.len())),
        (Some(group), None) | (None, Some(group)) => (group, String::new()),
        (None, None) => return Ok(()),
    };
    writeln!(
        out,
        "{:+9} {STRONG}lines{STRONG:#}  {} of {}{was}, {}",
        change.growth(),
        count(group.instances.len(), "place"),
        count(group.lines, "line"),
        group.kind.replace('_', " "),
    )
}

/// The files whose mass or verbose lines changed.
fn files(out: &mut dyn Write, report: &DiffReport, top: usize) -> io::Result<()> {
    let files = report.files().into_iter();
    let rows = files.map(|file| {
        let (before, after) = (file.before.as_ref(), file.after.as_ref());
        let mass = erosion(after).total_mass - erosion(before).total_mass;
        let verbose = |side| lines(side).verbose_lines.cast_signed();
        (mass, verbose(after) - verbose(before), file)
    });
    let mut rows: Vec<_> = rows.filter(|row| row.0 != 0.0 || row.1 != 0).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    list(
        out,
        "files",
        "those that gained most mass first",
        &rows,
        top,
        |out, (mass, verbose, file)| {
            let path = shown_path(&file.path);
            writeln!(
                out,
                "{mass:+9.1} mass  {verbose:+5} verbose lines  {}",
                printable(&path)
            )
        },
    )
}

fn skipped(out: &mut dyn Write, report: &DiffReport) -> io::Result<()> {
    let files: Vec<_> = report.newly_skipped().collect();
    if files.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{STRONG}skipped{STRONG:#} and not before")?;
    for file in files.iter().take(TROUBLES_SHOWN) {
        let path = shown_path(&file.path);
        let line = file.why.line.map(|line| format!(":{line}"));
        let (line, why) = (line.unwrap_or_default(), printable(&file.why.message));
        writeln!(out, "  {}{line}: {why}", printable(&path))?;
    }
    rest(out, files.len())
}
