//! A scan for a comment on a pull request, in GitHub's Markdown.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use slop_core::{Language, SourceError};
use slop_panel::Measure;
use slop_verbosity::{CloneGroup, RuleSet};

use crate::erosion::LanguageErosion;
use crate::ranking::{self, RankedCallable, RankedFile, RankedRule};
use crate::report::scan::issues::plain_place;
use crate::report::text::{count, percent, short};
use crate::scan::ScanReport;

/// What a bot finds its comment by, to change it in place.
const MARKER: &str = "<!-- slop-report -->";

/// The most bytes of a list: all five and what is around them stay below the 65,536 characters of a comment.
const LIST_BYTES: usize = 12_000;

pub(super) fn write(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{MARKER}\n### slop: erosion and verbosity\n")?;
    table(report, out)?;
    callables(report, top, out)?;
    clones(report, top, out)?;
    rules(report, top, out)?;
    files(report, top, out)?;
    skipped(report, top, out)
}

/// A row of the table.
struct Score {
    name: String,
    value: Option<f64>,
    meaning: String,
    /// What the panel has to compare it with.
    measure: Option<Measure>,
}

fn table(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    let scores = scores(report);
    let has_panel = scores
        .iter()
        .any(|score| score.measure.is_some() && score.value.is_some());
    let (heads, line) = if has_panel {
        (" Percentile | Agents |", " ---: | ---: |")
    } else {
        ("", "")
    };
    writeln!(
        out,
        "| Score | Value | Meaning |{heads}\n| --- | ---: | --- |{line}"
    )?;
    for score in scores {
        let value = percent(score.value);
        let panel = if has_panel {
            score.panel()
        } else {
            String::new()
        };
        writeln!(
            out,
            "| {} | {} | {} |{panel}",
            score.name,
            value.trim(),
            score.meaning
        )?;
    }
    if has_panel {
        writeln!(
            out,
            "\nPercentile: the share of the 48 Python repositories in the SlopCodeBench paper that score \
             less. Agents: from the lowest to the highest mean of its 11 coding agents. Both are a \
             reference and no verdict."
        )?;
    }
    Ok(())
}

fn scores(report: &ScanReport) -> Vec<Score> {
    let several = report.languages.len() > 1;
    let erosions = report.languages.iter();
    let mut scores: Vec<_> = erosions.map(|figures| erosion(figures, several)).collect();
    let total = &report.total;
    let of = |lines: u64| format!("{lines} of {}", count(total.loc, "line"));
    let lines = [
        (
            "Verbosity",
            total.score(),
            total.verbose_lines,
            "are flagged or repeated",
            Measure::Verbosity,
        ),
        (
            "Violations",
            total.violation_share(),
            total.flagged_lines,
            "are flagged by a rule",
            Measure::ViolationShare,
        ),
        (
            "Clone ratio",
            total.clone_ratio(),
            total.clone_lines,
            "are repeated within their file",
            Measure::CloneRatio,
        ),
    ];
    let has_panel = is_as_in_panel(report);
    scores.extend(lines.map(|(name, value, lines, what, measure)| Score {
        name: name.to_owned(),
        value,
        meaning: format!("{} {what}", of(lines)),
        measure: has_panel.then_some(measure),
    }));
    scores
}

fn erosion(figures: &LanguageErosion, several: bool) -> Score {
    let erosion = &figures.erosion;
    let language = figures.language.filter(|_| several);
    Score {
        name: language.map_or("Erosion".to_owned(), |language| {
            format!("Erosion, {language}")
        }),
        value: erosion.score(),
        meaning: format!(
            "of complexity mass is in {} of {} (CC > {})",
            erosion.high_callables,
            count(erosion.callables, "callable"),
            erosion.options.threshold
        ),
        measure: (figures.language == Some(Language::Python)).then_some(Measure::Erosion),
    }
}

/// Whether lines were measured as in the panel: those of Python, with the paper's rules.
fn is_as_in_panel(report: &ScanReport) -> bool {
    let mut files = report.files.iter().filter(|file| file.verbosity.is_some());
    files.all(|file| file.erosion.language == Language::Python)
        && report.rules.fingerprint() == RuleSet::paper().fingerprint()
}

impl Score {
    /// The cells of the panel, empty where it does not hold.
    fn panel(&self) -> String {
        let (Some(measure), Some(value)) = (self.measure, self.value) else {
            return "  |  |".to_owned();
        };
        let agents = measure.range_of_agents().map_or_else(String::new, |range| {
            format!(
                "{:.1} to {:.1} %",
                100.0 * range.start(),
                100.0 * range.end()
            )
        });
        format!(" {:.0} | {agents} |", measure.percentile(value))
    }
}

fn callables(report: &ScanReport, top: usize, out: &mut dyn Write) -> Result<()> {
    let files = report.files.iter().map(|file| &file.erosion);
    let ranked = ranking::callables(files, &report.languages);
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
    let ranked = ranking::files(&report.files, report.main_language().erosion.options);
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
