//! A scan for a comment on a pull request, in GitHub's Markdown.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use slop_complexity::Erosion;
use slop_core::{Language, SourceError};
use slop_panel::Measure;
use slop_verbosity::{CloneGroup, Verbosity};

use super::scores::{PANEL, Score, scores};
use crate::gate::{Failure, Place};
use crate::ranking::{self, RankedCallable, RankedFile, RankedRule};
use crate::report::gates::PLACES_SHOWN;
use crate::report::scan::issues::plain_place;
use crate::report::text::{count, percent, short};
use crate::scan::{LanguageScan, ScanReport};

/// What a bot finds its comment by, to change it in place.
const MARKER: &str = "<!-- slop-report -->";

/// The most bytes of a list: all five and what is around them stay below the 65,536 characters of a comment.
const LIST_BYTES: usize = 12_000;

pub(super) fn write(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{MARKER}\n### slop: erosion and verbosity\n")?;
    table(report, out)?;
    gates(report, out)?;
    callables(report, top, out)?;
    clones(report, top, out)?;
    rules(report, top, out)?;
    files(report, top, out)?;
    skipped(report, top, out)?;
    if !report.generated.is_empty() {
        let files = count(report.generated.len(), "generated file");
        writeln!(out, "\n{files} left out.")?;
    }
    Ok(())
}

fn table(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    let languages = &report.languages;
    let scores: Vec<_> = languages
        .shown()
        .flat_map(|scan| scores(scan, report).map(|score| (scan, score)))
        .collect();
    let has_panel = scores.iter().any(|(_, score)| score.panel.is_some());
    let (heads, line) = if has_panel {
        (" Panel | Agents |", " ---: | ---: |")
    } else {
        ("", "")
    };
    writeln!(
        out,
        "| Score | Value | Meaning |{heads}\n| --- | ---: | --- |{line}"
    )?;
    for (scan, score) in &scores {
        let (name, meaning) = described(score.measure, scan);
        let name = if languages.are_several() {
            let language = scan.erosion.language.map_or("total", Language::name);
            format!("{name}, {language}")
        } else {
            name.to_owned()
        };
        let value = percent(score.share);
        let panel = if has_panel {
            panel(score)
        } else {
            String::new()
        };
        writeln!(out, "| {name} | {} | {meaning} |{panel}", value.trim())?;
    }
    if has_panel {
        writeln!(out, "\n{PANEL}")?;
    }
    Ok(())
}

/// The name of a score, and what it is.
fn described(measure: Measure, scan: &LanguageScan) -> (&'static str, String) {
    let lines = |of: fn(&Verbosity) -> u64, what: &str| {
        let lines = scan.lines.unwrap_or_default();
        format!("{} of {} are {what}", of(&lines), count(lines.loc, "line"))
    };
    match measure {
        Measure::Erosion => ("Erosion", erosion(&scan.erosion.erosion)),
        Measure::Verbosity => (
            "Verbosity",
            lines(|lines| lines.verbose_lines, "flagged or repeated"),
        ),
        Measure::ViolationShare => (
            "Violations",
            lines(|lines| lines.flagged_lines, "flagged by a rule"),
        ),
        Measure::CloneRatio => (
            "Clone ratio",
            lines(|lines| lines.clone_lines, "repeated within their file"),
        ),
    }
}

fn erosion(erosion: &Erosion) -> String {
    format!(
        "of complexity mass is in {} of {} (CC > {})",
        erosion.high_callables,
        count(erosion.callables, "callable"),
        erosion.options.threshold
    )
}

/// The cells of the panel, empty where it does not hold.
fn panel(score: &Score) -> String {
    let Some(standing) = &score.panel else {
        return "  |  |".to_owned();
    };
    let agents = standing.agents.as_ref().map_or_else(String::new, |range| {
        format!(
            "{:.1} to {:.1} %",
            100.0 * range.start(),
            100.0 * range.end()
        )
    });
    format!(" {:.0} % | {agents} |", standing.percentile)
}

/// The gates that were not met, unfolded.
fn gates(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    for Failure {
        gate,
        message,
        places,
    } in &report.gates.failures
    {
        writeln!(out, "\n**Gate `{gate}` failed**: {message}\n")?;
        for Place { path, line, what } in places.iter().take(PLACES_SHOWN) {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            writeln!(
                out,
                "- {} {}",
                code(&format!("{}{line}", short(path))),
                code(&short(what))
            )?;
        }
        match places.len().saturating_sub(PLACES_SHOWN) {
            0 => {}
            more => writeln!(out, "- and {}", count(more, "more place"))?,
        }
    }
    Ok(())
}

fn callables(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    let files = report.files.iter().map(|file| &file.erosion);
    let ranked = ranking::callables(files, &report.languages.total.erosion);
    let complex: Vec<_> = ranked.iter().filter(|row| row.is_complex).collect();
    let entry = |row: &&RankedCallable| {
        let place = report.root.relative(row.path);
        format!(
            "{} {}: CC {}, {}, mass {:.1} ({:.1} %)",
            code(&format!(
                "{}:{}",
                short(&place),
                row.callable.span.start_line
            )),
            code(&short(&row.callable.qualified_name)),
            row.callable.cyclomatic,
            count(row.callable.sloc, "line"),
            row.mass,
            100.0 * row.share,
        )
    };
    list(out, "Callables to split first", &complex, top, entry)
}

fn clones(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    const PLACES: usize = 4;
    let groups: Vec<_> = ranking::clone_groups(&report.clone_groups).collect();
    let entry = |group: &&CloneGroup| {
        let places = group.instances.iter().take(PLACES);
        let places: Vec<_> = places
            .map(|place| code(&plain_place(place, &report.root)))
            .collect();
        let more = match group.instances.len().saturating_sub(PLACES) {
            0 => String::new(),
            more => format!(" and {}", count(more, "more place")),
        };
        format!(
            "{} to save, {} of {}: {}{more}",
            count(group.lines_saved(), "line"),
            count(group.instances.len(), "place"),
            count(group.lines, "line"),
            places.join(", "),
        )
    };
    list(out, "Clones to merge first", &groups, top, entry)
}

fn rules(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    let files = report
        .files
        .iter()
        .filter_map(|file| file.verbosity.as_ref());
    let ranked = ranking::rules(files, &report.rules);
    let entry = |rule: &RankedRule| {
        let mark = if rule.counted { "" } else { ", not counted" };
        format!(
            "{}: {}, {}{mark}",
            code(&short(rule.id)),
            count(rule.lines, "line"),
            count(rule.findings, "finding"),
        )
    };
    list(out, "Rules that flag most lines", &ranked, top, entry)
}

fn files(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    let ranked = ranking::files(&report.files, report.options());
    let entry = |row: &RankedFile| {
        let path = report.root.relative(&row.file.erosion.path);
        format!(
            "{}: {} ({:.1} % of all), mass of complex callables {:.1} ({:.1} % of all)",
            code(&short(&path)),
            count(row.verbose_lines, "verbose line"),
            100.0 * row.verbose_share,
            row.high_mass,
            100.0 * row.high_mass_share,
        )
    };
    list(out, "Worst files", &ranked, top, entry)
}

/// Skipped files, a list entry for each reason.
fn skipped(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    let mut reasons = BTreeMap::<&str, Vec<&SourceError>>::new();
    for error in &report.skipped {
        reasons
            .entry(error.problem().code())
            .or_default()
            .push(error);
    }
    let reasons: Vec<_> = reasons.into_iter().collect();
    let entry = |(reason, errors): &(&str, Vec<&SourceError>)| {
        let place = |error: &&SourceError| {
            let line = error.problem().line().map(|line| format!(":{line}"));
            let path = report.root.relative(error.path());
            code(&format!("{}{}", short(&path), line.unwrap_or_default()))
        };
        let shown: Vec<_> = errors.iter().take(top.min(8)).map(place).collect();
        let more = match errors.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!(
            "{reason}, {}: {}{more}",
            count(errors.len(), "file"),
            shown.join(", ")
        )
    };
    list(out, "Skipped, in no number", &reasons, reasons.len(), entry)
}

/// A list that is folded away, of so many entries or as many as there is room for.
fn list<T>(
    out: &mut dyn Write,
    title: &str,
    rows: &[T],
    top: usize,
    entry: impl Fn(&T) -> String,
) -> Result<()> {
    if rows.is_empty() || top == 0 {
        return Ok(());
    }
    let (mut text, mut shown) = (String::new(), 0);
    for row in rows.iter().take(top) {
        let entry = format!("{}. {}\n", shown + 1, entry(row));
        if text.len() + entry.len() > LIST_BYTES {
            break;
        }
        text += &entry;
        shown += 1;
    }
    writeln!(
        out,
        "\n<details>\n<summary>{title} ({shown} of {})</summary>\n\n{text}\n</details>",
        rows.len()
    )?;
    Ok(())
}

/// A name as code, in which nothing else has a meaning: no mark-up, no mention, no link.
fn code(name: &str) -> String {
    let longest = name.split(|letter| letter != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or(0) + 1);
    let needs_space = name.starts_with(['`', ' ']) || name.ends_with(['`', ' ']);
    let space = if needs_space { " " } else { "" };
    format!("{fence}{space}{name}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_whatever_stands_in_a_name() {
        for (name, expected) in [
            ("a.py:1", "`a.py:1`"),
            ("a`b", "``a`b``"),
            ("`a``", "``` `a`` ```"),
            (" a", "`  a `"),
            ("<b>@someone|", "`<b>@someone|`"),
        ] {
            assert_eq!(code(name), expected);
        }
    }

    #[test]
    fn a_list_ends_before_it_is_too_long() {
        let rows = vec!["x".repeat(1000); 100];
        let mut text = Vec::new();
        list(&mut text, "Rows", &rows, usize::MAX, String::clone).expect("a vector takes all");
        assert!(text.len() < LIST_BYTES + 100, "{}", text.len());
        let text = String::from_utf8(text).expect("UTF-8");
        assert!(
            text.contains("<summary>Rows (11 of 100)</summary>"),
            "{text}"
        );
    }
}
