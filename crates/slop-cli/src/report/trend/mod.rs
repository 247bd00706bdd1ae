//! Trends, in each format.

mod csv;
mod drivers;
mod json;
mod phases;
mod text;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::args::{TrendArgs, TrendFormat};
use crate::measure::MEASURES;
use crate::report::trend_plot::{Measure, Plot, svg};
use crate::trend::{TrendReport, day};

/// Prints the report in the format that was asked for, and draws it where that was.
pub(crate) fn write(report: &TrendReport, args: &TrendArgs) -> Result<()> {
    match args.format {
        TrendFormat::Text => text::print(report, args)?,
        TrendFormat::Json => json::print(report)?,
        TrendFormat::Jsonl => json::print_lines(report)?,
        TrendFormat::Csv => csv::print(report)?,
    }
    if let Some(file) = &args.plot {
        draw(report, file)?;
    }
    let mut notes = io::stderr().lock();
    if let Some(problem) = &report.cache_problem {
        writeln!(notes, "warning: figures are not kept: {problem}")?;
    }
    if !report.is_complete {
        writeln!(notes, "stopped: these are the points until then")?;
    }
    Ok(())
}

fn draw(report: &TrendReport, file: &Path) -> Result<()> {
    let trajectories = |index: usize| -> Vec<_> {
        let all = report.trajectories.iter();
        all.map(|one| one.values(report.language, &MEASURES[index]))
            .collect()
    };
    let (erosion, verbosity) = (trajectories(0), trajectories(1));
    let several = format!("{} trajectories", report.trajectories.len());
    let (title, points) = match &*report.trajectories {
        [one] => {
            let name = |point| day(point).unwrap_or_else(|| point.name.clone());
            (&one.name, one.points.iter().map(name).collect())
        }
        _ => (&several, Vec::new()),
    };
    let drawn = svg(&Plot {
        title,
        points: &points,
        measures: &[
            Measure {
                name: MEASURES[0].name,
                trajectories: &erosion,
            },
            Measure {
                name: MEASURES[1].name,
                trajectories: &verbosity,
            },
        ],
    })?;
    fs::write(file, drawn).with_context(|| file.display().to_string())
}
