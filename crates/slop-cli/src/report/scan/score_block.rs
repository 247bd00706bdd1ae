//! The scores at the head of a scan for people: a row each, a column for each language.

use std::io::{self, Write};

use slop_panel::Measure;

use super::scores::{PANEL, Standing, scores};
use crate::erosion::LanguageErosion;
use crate::report::text::{FAINT, STRONG, count, wrapped};
use crate::scan::{LanguageScan, ScanReport};

/// The least width of a column.
const LEAST: usize = 5;

/// A row of the table, which fits 80 characters with three languages.
struct Row {
    name: &'static str,
    /// As many as there are heads, or fewer.
    values: Vec<String>,
    meaning: String,
}

pub(super) fn write(out: &mut dyn Write, report: &ScanReport) -> io::Result<()> {
    let panel = if report.languages.are_several() {
        of_several(out, report)?
    } else {
        of_one(out, report)?
    };
    let Some(panel) = panel else {
        return Ok(());
    };
    writeln!(out)?;
    for line in wrapped(&panel) {
        writeln!(out, "{FAINT}{line}{FAINT:#}")?;
    }
    Ok(())
}

/// A column for each language and one for all; what is to be said of the panel.
fn of_several(out: &mut dyn Write, report: &ScanReport) -> io::Result<Option<String>> {
    let columns: Vec<_> = report.languages.shown().collect();
    let heads = columns.iter().map(|scan| head(&scan.erosion));
    table(out, heads, &rows(&columns, report))?;
    Ok(columns.iter().find_map(|scan| standings(scan, report)))
}

/// One column of figures, beside the panel; what is to be said of that.
fn of_one(out: &mut dyn Write, report: &ScanReport) -> io::Result<Option<String>> {
    let main = report.languages.main();
    let mut rows = rows(&[main], report);
    let scores = scores(main, report);
    let has_panel = scores.iter().any(|score| score.panel.is_some());
    for (row, score) in rows.iter_mut().zip(&scores) {
        row.values.extend(score.panel.iter().flat_map(cells));
    }
    let heads = ["score", "panel", "agents"].into_iter();
    table(out, heads.take(if has_panel { 3 } else { 1 }), &rows)?;
    Ok(has_panel.then(|| PANEL.to_owned()))
}

/// The scores and the sizes, a value for each of the columns.
fn rows(columns: &[&LanguageScan], report: &ScanReport) -> Vec<Row> {
    let threshold = report.options().threshold;
    let all: Vec<_> = columns.iter().map(|scan| scores(scan, report)).collect();
    let mut rows: Vec<_> = all[0]
        .iter()
        .enumerate()
        .map(|(index, score)| Row {
            name: name(score.measure),
            values: all
                .iter()
                .map(|scores| shown(scores[index].share))
                .collect(),
            meaning: meaning(score.measure, threshold),
        })
        .collect();
    let figures = || columns.iter().map(|scan| &scan.erosion);
    rows.push(Row {
        name: "LOC",
        values: figures().map(|figures| figures.loc.to_string()).collect(),
        meaning: files(report),
    });
    let high = report.languages.total.erosion.erosion.high_callables;
    rows.push(Row {
        name: "callables",
        values: figures()
            .map(|figures| figures.erosion.callables.to_string())
            .collect(),
        meaning: format!("{high} with CC > {threshold}"),
    });
    rows
}

fn files(report: &ScanReport) -> String {
    let files = format!("in {}", count(report.files.len(), "file"));
    match report.skipped.len() {
        0 => files,
        skipped => format!("{files}, {skipped} skipped"),
    }
}

/// The cells of a score beside the panel.
fn cells(panel: &Standing) -> [String; 2] {
    let agents = panel.agents.as_ref();
    let agents = agents.map(|range| format!("{:.3}–{:.3}", range.start(), range.end()));
    [
        format!("{:.0} %", panel.percentile),
        agents.unwrap_or_default(),
    ]
}

/// Where a language stands in the panel, in words.
fn standings(scan: &LanguageScan, report: &ScanReport) -> Option<String> {
    let scores = scores(scan, report);
    let all = scores.iter().filter_map(|score| {
        let panel = score.panel.as_ref()?;
        Some(format!("{} {:.0} %", name(score.measure), panel.percentile))
    });
    let all = all.collect::<Vec<_>>().join(", ");
    (!all.is_empty()).then(|| {
        format!(
            "Of the paper's 48 maintained Python projects, so many score lower than the Python \
             here: {all}. A reference, not a verdict."
        )
    })
}

fn table(
    out: &mut dyn Write,
    heads: impl Iterator<Item = &'static str>,
    rows: &[Row],
) -> io::Result<()> {
    let heads: Vec<_> = heads.collect();
    let width = |(column, head): (usize, &&str)| {
        let values = rows.iter().filter_map(|row| row.values.get(column));
        let widths = values.map(|value| value.chars().count());
        widths.chain([head.len(), LEAST]).max().unwrap_or(0)
    };
    let widths: Vec<_> = heads.iter().enumerate().map(width).collect();
    write!(out, "{FAINT}{:11}", "")?;
    for (head, width) in heads.iter().zip(&widths) {
        write!(out, "  {head:>width$}")?;
    }
    writeln!(out, "  what it is{FAINT:#}")?;
    for row in rows {
        write!(out, "{:11}", row.name)?;
        for (column, width) in widths.iter().enumerate() {
            let value = row.values.get(column).map_or("", String::as_str);
            write!(out, "  {STRONG}{value:>width$}{STRONG:#}")?;
        }
        writeln!(out, "  {}", row.meaning)?;
    }
    Ok(())
}

fn head(figures: &LanguageErosion) -> &'static str {
    figures.language.map_or("total", |language| language.name())
}

fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Erosion => "erosion",
        Measure::Verbosity => "verbosity",
        Measure::ViolationShare => "violation %",
        Measure::CloneRatio => "clone ratio",
    }
}

fn meaning(measure: Measure, threshold: u32) -> String {
    match measure {
        Measure::Erosion => format!("mass in callables, CC > {threshold}"),
        Measure::Verbosity => "lines flagged or repeated".to_owned(),
        Measure::ViolationShare => "lines flagged by a rule".to_owned(),
        Measure::CloneRatio => "repeated in the same file".to_owned(),
    }
}

fn shown(share: Option<f64>) -> String {
    share.map_or_else(|| "n/a".to_owned(), |share| format!("{share:.4}"))
}
