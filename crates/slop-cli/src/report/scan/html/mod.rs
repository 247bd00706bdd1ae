//! A scan as one page that needs nothing else: no network, and no script to be read.
//!
//! The page shows the largest of everything and says how much more there is: a browser must not be slow with a
//! huge project. All of it is in the JSON.

mod clones;
mod complexity;
mod coverage;
mod curve;
mod excerpt;
mod findings;
mod map;
mod scores;
mod show;
mod treemap;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use askama::Template;

use self::clones::Clones;
use self::complexity::Complexity;
use self::coverage::{Coverage, Gate};
use self::findings::Findings;
use self::scores::Score;
use self::show::{Figure, count, grouped, visible};
use crate::report::json::DEFINITION;
use crate::root::{STDIN, is_stdin};
use crate::scan::ScanReport;

const STYLE: &str = include_str!("../../../../templates/report.css");
const SCRIPT: &str = include_str!("../../../../templates/report.js");

/// The page may load nothing, and use no style and no script but those with these hashes: SHA-256 in base64, as
/// `fixtures/browser/check.mjs` says them when they are not current.
const STYLE_HASH: &str = "sha256-cZPNRnWu/04SfzCfOJsGfi3hvIzeUAZp2YzVLuL/Un4=";
const SCRIPT_HASH: &str = "sha256-QJQBlPjg2ncz6NIzNH9cth1kNiOR99/ac3TzghRy57k=";

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    /// The name of the directory that paths are relative to.
    title: String,
    /// What was scanned in it, where that is not all.
    paths: Vec<String>,
    scores: Vec<Score>,
    counts: Vec<Figure>,
    /// Of all languages together; none where there are not several.
    totals: Vec<Figure>,
    gates: Vec<Gate>,
    coverage: Coverage,
    languages: Vec<Complexity>,
    clones: Clones,
    findings: Findings,
    rule_pack: String,
    settings: String,
}

pub(super) fn write(report: &ScanReport, paths: &[PathBuf], out: &mut dyn Write) -> Result<()> {
    Page::of(report, paths).write_into(out)?;
    Ok(())
}

impl Page {
    fn of(report: &ScanReport, paths: &[PathBuf]) -> Self {
        let findings = findings::findings(report);
        Self {
            title: title(report),
            paths: scanned(report, paths),
            scores: scores::scores(report),
            counts: counts(report, findings.all),
            totals: totals(report),
            gates: coverage::gates(report),
            coverage: coverage::coverage(report),
            languages: complexity::complexity(report),
            clones: clones::clones(report),
            findings,
            rule_pack: report.rules.fingerprint().to_string(),
            settings: report.settings.to_string(),
        }
    }
}

fn title(report: &ScanReport) -> String {
    visible(&report.root.name())
}

/// The paths that were asked for, from the root on; none when that is the root.
fn scanned(report: &ScanReport, paths: &[PathBuf]) -> Vec<String> {
    let shown = paths.iter().map(|path| {
        if is_stdin(path) {
            return STDIN.to_owned();
        }
        visible(&report.root.relative(path))
    });
    shown.filter(|path| path != ".").collect()
}

fn counts(report: &ScanReport, findings: usize) -> Vec<Figure> {
    let mut counts = vec![
        Figure::count("files", "Files", report.files.len()),
        Figure::count("findings", "Findings", findings),
        Figure::count("clone_groups", "Clone groups", report.clone_groups.len()),
    ];
    counts.splice(1..1, scores::sizes(report.languages.main()));
    counts
}

fn totals(report: &ScanReport) -> Vec<Figure> {
    let languages = &report.languages;
    let total = languages.are_several().then_some(&languages.total);
    total.map_or_else(Vec::new, |total| scores::figures(total, report))
}

#[cfg(test)]
mod tests;
