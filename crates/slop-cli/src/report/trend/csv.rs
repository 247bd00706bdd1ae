//! Trends for spreadsheets: a row for each point and language, and one for all languages of a point.

use std::io;

use anyhow::Result;
use csv::Writer;
use slop_core::Language;
use slop_history::{Figures, Point};

use crate::trend::{Trajectory, TrendReport, day};

const COLUMNS: [&str; 19] = [
    "series",
    "point",
    "name",
    "date",
    "tags",
    "subject",
    "language",
    "files",
    "loc",
    "sloc",
    "erosion",
    "verbosity",
    "violation_pct",
    "clone_ratio",
    "callables",
    "high_callables",
    "max_cyclomatic",
    "total_mass",
    "lines_added",
];

pub(crate) fn print(report: &TrendReport) -> Result<()> {
    let mut out = Writer::from_writer(io::stdout().lock());
    out.write_record(COLUMNS.iter().chain(&["lines_removed"]))?;
    for one in &report.trajectories {
        for (number, point) in (1..).zip(&one.points) {
            let each = point.languages.each.iter();
            for figures in each.chain([&point.languages.total]) {
                out.write_record(record(one, number, point, figures))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn record(one: &Trajectory, number: usize, point: &Point, figures: &Figures) -> Vec<String> {
    let erosion = &figures.erosion;
    let share = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{share:.6}"));
    let lines = |count: Option<u64>| count.map_or_else(String::new, |count| count.to_string());
    vec![
        one.name.clone(),
        number.to_string(),
        point.name.clone(),
        day(point).unwrap_or_default(),
        point.tags.join(" "),
        point.subject.clone().unwrap_or_default(),
        figures.language.map_or("all", Language::name).to_owned(),
        figures.files.to_string(),
        figures.loc.to_string(),
        figures.sloc.to_string(),
        share(erosion.score()),
        share(figures.lines.and_then(|lines| lines.score())),
        share(figures.lines.and_then(|lines| lines.violation_share())),
        share(figures.lines.and_then(|lines| lines.clone_ratio())),
        erosion.callables.to_string(),
        erosion.high_callables.to_string(),
        erosion
            .max_cyclomatic
            .map_or_else(String::new, |cc| cc.to_string()),
        format!("{:.4}", erosion.total_mass),
        lines(point.churn.map(|churn| churn.added)),
        lines(point.churn.map(|churn| churn.removed)),
    ]
}
