//! Erosion for people.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Result;
use slop_complexity::Erosion;

use crate::args::Color;
use crate::erosion::{ErosionReport, LanguageErosion};
use crate::ranking;
use crate::report::shown_path;
use crate::report::text::{
    self, ALERT, FAINT, STRONG, count, generated, of_language, printable, skipped, stdout,
};

pub(crate) fn print(report: &ErosionReport, top: usize, color: Color) -> Result<()> {
    let mut out = stdout(color);
    let languages = &report.languages;
    for (index, figures) in languages.shown().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        headline(&mut out, report, figures)?;
        if figures.language.is_some() {
            heaviest(&mut out, report, figures, top)?;
        }
        sensitivity(&mut out, figures)?;
        if figures.language.is_some() {
            unlisted(&mut out, figures.unlisted)?;
        }
    }
    generated(&mut out, &report.generated)?;
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
    writeln!(
        out,
        "{STRONG}erosion {}{STRONG:#}  {}, {} with CC > {}; {}, {} skipped",
        score(erosion),
        count(erosion.callables, "callable"),
        erosion.high_callables,
        erosion.options.threshold,
        text::files(*files, *language, report.languages.are_several()),
        of_language(*language, &report.skipped),
    )
}

/// The callables with most mass.
fn heaviest(
    out: &mut impl Write,
    report: &ErosionReport,
    figures: &LanguageErosion,
    top: usize,
) -> io::Result<()> {
    let rows = ranking::callables(&report.files, figures);
    if rows.is_empty() || top == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "\n{FAINT}    mass  share    CC   SLOC  callable{FAINT:#}"
    )?;
    for row in rows.iter().take(top) {
        let callable = row.callable;
        let style = if row.is_complex { ALERT } else { Style::new() };
        writeln!(
            out,
            "{:8.1} {:5.1}% {style}{:5}{style:#} {:6}  {}:{} {STRONG}{}{STRONG:#}",
            row.mass,
            100.0 * row.share,
            callable.cyclomatic,
            callable.sloc,
            printable(&shown_path(row.path)),
            callable.span.start_line,
            printable(&callable.qualified_name),
        )?;
    }
    Ok(())
}

/// The paper's variants, if they were asked for.
fn sensitivity(out: &mut impl Write, figures: &LanguageErosion) -> io::Result<()> {
    let Some(family) = &figures.sensitivity else {
        return Ok(());
    };
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

pub(crate) fn unlisted(out: &mut (impl Write + ?Sized), unlisted: usize) -> io::Result<()> {
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
