//! `slop-cli baseline`.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Baseline, Comparison, Entry, Stamp};
use crate::args::{BaselineArgs, BaselineCommand, GateOptions};
use crate::config;
use crate::report::text::printable;
use crate::scan::{self, Request, ScanReport};

/// Where a baseline is kept when nothing else is said.
const FILE: &str = "slop-baseline.json";

/// How many entries of each sort `status` lists.
const SHOWN: usize = 20;

pub(crate) fn run(args: &BaselineArgs) -> Result<()> {
    let mut options = args.command.options().clone();
    let mut gate = GateOptions {
        baseline: options.baseline.take(),
        ..GateOptions::default()
    };
    config::fill(
        &mut options.input,
        Some(&mut options.rules),
        Some(&mut gate),
    )?;
    let file = gate.baseline.unwrap_or_else(|| FILE.into());
    if let BaselineCommand::Write { force: false, .. } = args.command
        && file.exists()
    {
        bail!("{} is there already; --force replaces it", file.display());
    }
    let report = scan::measured(&Request {
        input: &options.input,
        rules: &options.rules,
        no_suppress: false,
        keeps_text: false,
    })?;
    let now = Stamp::of(&report, &options.input.paths);
    match args.command {
        BaselineCommand::Write { .. } => write(&report, now, &file),
        BaselineCommand::Status { .. } => status(&report, &now, &file),
        BaselineCommand::Prune { .. } => prune(&report, &now, &file),
    }
}

/// Says what is accepted now and was not before, so that nothing slips in.
fn write(report: &ScanReport, now: Stamp, file: &Path) -> Result<()> {
    incomplete(report)?;
    let before = Baseline::read(file)
        .and_then(|old| old.compare(report, &now))
        .ok();
    let baseline = Baseline::of(report, now);
    baseline.write(file)?;
    let accepted = baseline.entries.len();
    let difference = before.map(|before| {
        let (changed, gone) = (before.changes.len(), before.gone.len());
        format!(" ({changed} new or worse, {gone} gone)")
    });
    let difference = difference.unwrap_or_default();
    writeln!(
        io::stdout(),
        "{}: {accepted} accepted{difference}",
        file.display()
    )?;
    Ok(())
}

/// What a file that cannot be measured holds would be new as soon as it can be.
fn incomplete(report: &ScanReport) -> io::Result<()> {
    for error in &report.skipped {
        writeln!(
            io::stderr(),
            "warning: {} is not in the baseline: {}",
            error.path().display(),
            error.problem()
        )?;
    }
    Ok(())
}

fn compare(report: &ScanReport, now: &Stamp, file: &Path) -> Result<(Baseline, Comparison)> {
    let baseline = Baseline::read(file)?;
    let comparison = baseline
        .compare(report, now)
        .with_context(|| format!("{} cannot be compared", file.display()))?;
    Ok((baseline, comparison))
}

fn status(report: &ScanReport, now: &Stamp, file: &Path) -> Result<()> {
    let (baseline, comparison) = compare(report, now, file)?;
    let mut out = io::stdout().lock();
    let Comparison {
        changes,
        gone,
        kept,
    } = &comparison;
    let same = kept.len();
    let accepted = baseline.entries.len();
    writeln!(
        out,
        "{accepted} accepted: {same} still there, {} gone; {} new or worse",
        gone.len(),
        changes.len()
    )?;
    let changed = changes.iter().map(|change| {
        let place = change.place();
        format!(
            "{}:{}  {}",
            report.root.shown(&place.path),
            change.item.line,
            place.what
        )
    });
    list(&mut out, "new or worse", changed)?;
    list(&mut out, "gone", gone.iter().map(described))?;
    Ok(())
}

fn described(entry: &Entry) -> String {
    format!("{}  {} {}", entry.path, entry.kind.noun(), entry.name)
}

fn list(
    out: &mut impl Write,
    title: &str,
    rows: impl ExactSizeIterator<Item = String>,
) -> io::Result<()> {
    let more = rows.len().saturating_sub(SHOWN);
    if rows.len() > 0 {
        writeln!(out, "\n{title}")?;
    }
    for row in rows.take(SHOWN) {
        writeln!(out, "  {}", printable(&row))?;
    }
    match more {
        0 => Ok(()),
        more => writeln!(out, "  … and {more} more"),
    }
}

fn prune(report: &ScanReport, now: &Stamp, file: &Path) -> Result<()> {
    let (baseline, comparison) = compare(report, now, file)?;
    if baseline.stamp.paths != now.paths {
        let (then, now) = (baseline.stamp.paths.join(" "), now.paths.join(" "));
        bail!(
            "{} is of {then}, and {now} was measured: what is not there would seem gone",
            file.display()
        );
    }
    if let Some(error) = report.skipped.first() {
        bail!(
            "{} cannot be measured: what it holds would seem gone",
            error.path().display()
        );
    }
    let pruned = Baseline {
        stamp: baseline.stamp.lowered_to(now),
        entries: comparison.kept,
    };
    pruned.write(file)?;
    let (left, gone) = (pruned.entries.len(), comparison.gone.len());
    writeln!(
        io::stdout(),
        "{}: {gone} taken out, {left} left",
        file.display()
    )?;
    Ok(())
}
