//! Erosion for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use slop_complexity::{Callable, Erosion};
use slop_core::{Language, SourceError};

use crate::args::Color;
use crate::erosion::{ErosionReport, LanguageErosion};
use crate::report::shown_path;
use crate::report::text::{FAINT, STRONG, count, printable, skipped, stdout};

const ALERT: Style = AnsiColor::Yellow.on_default();

pub(crate) fn print(report: &ErosionReport, top: usize, color: Color) -> Result<()> {
    let mut out = stdout(color);
    for (index, figures) in report.languages.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        headline(&mut out, report, figures)?;
        heaviest(&mut out, report, figures, top)?;
        if let Some(family) = &figures.sensitivity {
            sensitivity(&mut out, family)?;
        }
        unlisted(&mut out, figures.unlisted)?;
    }
    skipped(&mut out, &report.skipped)?;
    out.flush()?;
    Ok(())
}

fn headline(
    out: &mut impl Write,
    report: &ErosionReport,
    figures: &LanguageErosion,
) -> io::Result<()> {
    let LanguageErosion {
        language,
        files,
        erosion,
        ..
    } = figures;
    let is_of_language =
        |error: &&SourceError| language.is_none() || Language::from_path(error.path()) == *language;
    writeln!(
        out,
        "{STRONG}erosion {}{STRONG:#}  {}, {} with CC > {}; {}, {} skipped",
        score(erosion),
        count(erosion.callables, "callable"),
        erosion.high_callables,
        erosion.options.threshold,
        count(
            *files,
            &language.map_or("file".to_owned(), |language| format!("{language} file"))
        ),
        report.skipped.iter().filter(is_of_language).count(),
    )
}

/// The callables with most mass.
fn heaviest(
    out: &mut impl Write,
    report: &ErosionReport,
    figures: &LanguageErosion,
    top: usize,
) -> io::Result<()> {
    let options = figures.erosion.options;
    let mass = |callable: &Callable| callable.mass_with(options.size_term);
    let files = report
        .files
        .iter()
        .filter(|file| Some(file.language) == figures.language);
    let mut rows: Vec<_> = files
        .flat_map(|file| {
            file.callables
                .listed
                .iter()
                .map(|c| (file.path.as_path(), c))
        })
        .collect();
    // Stable, so equal masses stay in the order of their paths and lines.
    rows.sort_by(|a, b| mass(b.1).total_cmp(&mass(a.1)));
    rows.truncate(top);
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{FAINT}    mass  share    CC   SLOC  callable{FAINT:#}"
    )?;
    for (path, callable) in rows {
        let mass = mass(callable);
        let is_high = callable.cyclomatic > options.threshold;
        let style = if is_high { ALERT } else { Style::new() };
        writeln!(
            out,
            "{mass:8.1} {:5.1}% {style}{:5}{style:#} {:6}  {}:{} {STRONG}{}{STRONG:#}",
            100.0 * mass / figures.erosion.total_mass,
            callable.cyclomatic,
            callable.sloc,
            printable(&shown_path(path)),
            callable.span.start_line,
            printable(&callable.qualified_name),
        )?;
    }
    Ok(())
}

fn sensitivity(out: &mut impl Write, family: &[Erosion; 9]) -> io::Result<()> {
    writeln!(
        out,
        "\n{FAINT}erosion    CC alone  CC × √SLOC  CC × SLOC{FAINT:#}"
    )?;
    for row in family.chunks(3) {
        let [none, sqrt, sloc] = [0, 1, 2].map(|column| score(&row[column]));
        writeln!(
            out,
            "CC > {:<4} {none:>9} {sqrt:>11} {sloc:>10}",
            row[0].options.threshold
        )?;
    }
    Ok(())
}

fn unlisted(out: &mut impl Write, unlisted: usize) -> io::Result<()> {
    if unlisted == 0 {
        return Ok(());
    }
    let functions = count(unlisted, "function");
    writeln!(
        out,
        "\n{functions} inside if, try, with, for, … not listed, as in the paper"
    )
}

fn score(erosion: &Erosion) -> String {
    erosion
        .score()
        .map_or_else(|| "n/a".to_owned(), |score| format!("{score:.4}"))
}
