//! Trends for people.

use std::io::{self, Write};

use anyhow::Result;
use slop_core::Language;
use slop_history::Point;

use crate::args::TrendArgs;
use crate::measure::{MEASURES, Measure};
use crate::report::sparkline::sparkline;
use crate::report::text::{STRONG, count, short, stdout};
use crate::report::trend::{drivers, phases};
use crate::trend::{Trajectory, TrendReport, day};

/// What is left of 80 columns beside the numbers.
const SPARKLINE: usize = 39;

pub(crate) fn print(report: &TrendReport, args: &TrendArgs) -> Result<()> {
    let mut out = stdout(args.color);
    match &*report.trajectories {
        [one] => {
            heading(&mut out, one, report.language)?;
            measures(&mut out, one, report.language)?;
            if let Some(found) = &one.drivers {
                drivers::write(&mut out, found, args.top)?;
            }
        }
        _ => phases::write(&mut out, report)?,
    }
    out.flush()?;
    Ok(())
}

fn heading(out: &mut dyn Write, one: &Trajectory, language: Option<Language>) -> io::Result<()> {
    let kind = match one.points.first() {
        Some(Point { time: Some(_), .. }) => "commit",
        _ => "checkpoint",
    };
    let language = language.map_or_else(String::new, |language| format!(", {language}"));
    let (name, points) = (short(&one.name), count(one.points.len(), kind));
    writeln!(out, "{STRONG}{name}{STRONG:#}: {points}{language}")?;
    if let [first, .., last] = &*one.points {
        writeln!(out, "{} to {}", named(first), named(last))?;
    }
    writeln!(out)
}

/// A commit by its day and the beginning of its id, a checkpoint by its name.
fn named(point: &Point) -> String {
    match (day(point), &*point.tags) {
        (Some(day), [tag, ..]) => format!("{day} {}", short(tag)),
        (Some(day), []) => format!("{day} {}", point.name.get(..8).unwrap_or(&point.name)),
        (None, _) => short(&point.name).into_owned(),
    }
}

fn measures(out: &mut dyn Write, one: &Trajectory, language: Option<Language>) -> io::Result<()> {
    writeln!(
        out,
        "{:11} {:>8} {:>8} {:>9}",
        "", "first", "last", "change"
    )?;
    for measure in &MEASURES {
        let values = one.values(language, measure);
        let (first, last) = (
            values.first().copied().flatten(),
            values.last().copied().flatten(),
        );
        let change = first.zip(last).map(|(first, last)| last - first);
        let line = sparkline(&values, SPARKLINE);
        let (first, last) = (shown(measure, first, false), shown(measure, last, false));
        let change = shown(measure, change, true);
        let row = format!(
            "{:11} {first:>8} {last:>8} {change:>9}  {line}",
            measure.name
        );
        writeln!(out, "{}", row.trim_end())?;
    }
    let churn = one.points.iter().filter_map(|point| point.churn);
    let (added, removed) = churn.fold((0, 0), |(added, removed), churn| {
        (added + churn.added, removed + churn.removed)
    });
    if one.points.len() > 1 {
        writeln!(out, "{added} lines added, {removed} removed on the way")?;
    }
    Ok(())
}

/// A value with as many decimals as it deserves.
pub(crate) fn shown(measure: &Measure, value: Option<f64>, signed: bool) -> String {
    let decimals = measure.decimals;
    match value {
        None => "n/a".to_owned(),
        Some(value) if signed => format!("{value:+.decimals$}"),
        Some(value) => format!("{value:.decimals$}"),
    }
}
