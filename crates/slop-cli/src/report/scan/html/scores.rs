//! The scores, beside those of the paper.

use slop_panel::{Measure, REPOSITORIES, Repository};
use slop_verbosity::Verbosity;

use super::show::{Figure, Percent};
use crate::report::json::{RATIO, round};
use crate::report::scan::scores;
use crate::scan::{LanguageScan, ScanReport};

/// A score with what it means and where it stands.
pub(super) struct Score {
    pub(super) figure: Figure,
    pub(super) meaning: &'static str,
    /// `None` where the panel says nothing of such a score.
    pub(super) place: Option<Place>,
}

/// Where a score stands among those of the paper.
pub(super) struct Place {
    pub(super) percentile: String,
    pub(super) median: String,
    /// The lowest and the highest of the agents.
    pub(super) agents: Option<(String, String)>,
    pub(super) scale: Scale,
}

/// Scores on a line, as shares of its length.
pub(super) struct Scale {
    /// The score at the right end.
    pub(super) end: f64,
    pub(super) score: Percent,
    pub(super) panel: Vec<Percent>,
    /// Where the range of the agents begins, and its length.
    pub(super) agents: Option<(Percent, Percent)>,
}

/// A row of the table of scores.
struct Row {
    measure: Measure,
    metric: &'static str,
    label: &'static str,
    meaning: &'static str,
    of: fn(&Repository) -> f64,
    /// The right end of its line.
    end: f64,
}

const ROWS: [Row; 4] = [
    Row {
        measure: Measure::Erosion,
        metric: "erosion",
        label: "Erosion",
        meaning: "The share of complexity mass in callables with a cyclomatic complexity (CC) over 10; \
                  mass is CC × √source lines.",
        of: |repository| repository.erosion,
        end: 1.0,
    },
    Row {
        measure: Measure::Verbosity,
        metric: "verbosity",
        label: "Verbosity",
        meaning: "Source lines that a rule flags or that stand in a clone, over all lines.",
        of: |repository| repository.verbosity,
        end: 0.5,
    },
    Row {
        measure: Measure::ViolationShare,
        metric: "violation_pct",
        label: "Violation %",
        meaning: "Lines that a rule flags, over all lines.",
        of: |repository| repository.violation_share,
        end: 0.5,
    },
    Row {
        measure: Measure::CloneRatio,
        metric: "clone_ratio",
        label: "Clone ratio",
        meaning: "Lines of functions, branches and loops that stand twice in one file, over all lines.",
        of: |repository| repository.clone_ratio,
        end: 0.25,
    },
];

fn shown(score: f64) -> String {
    format!("{score:.4}")
}

/// The paper has three decimals.
fn of_paper(score: f64) -> String {
    format!("{score:.3}")
}

pub(super) fn scores(report: &ScanReport) -> Vec<Score> {
    let main = report.languages.main();
    let scores = scores::scores(main, report);
    let rows = ROWS.iter().zip(scores);
    rows.map(|(row, score)| Score {
        figure: row.figure(score.share),
        meaning: row.meaning,
        place: score
            .share
            .filter(|_| score.panel.is_some())
            .map(|score| row.place(score)),
    })
    .collect()
}

/// What is said of each language, and of all, where there are several.
pub(super) fn figures(scan: &LanguageScan, report: &ScanReport) -> Vec<Figure> {
    let scores = scores::scores(scan, report);
    let shares = ROWS.iter().zip(scores);
    let shares = shares.map(|(row, score)| row.figure(score.share));
    shares.chain(sizes(scan)).collect()
}

/// Lines and callables.
pub(super) fn sizes(scan: &LanguageScan) -> Vec<Figure> {
    let LanguageScan { erosion, lines } = scan;
    let lines = |metric, label, of: fn(&Verbosity) -> u64| match lines.as_ref().map(of) {
        Some(lines) => Figure::count(metric, label, lines),
        None => Figure::number(metric, label, None, shown),
    };
    vec![
        Figure::count("loc", "Lines (LOC)", erosion.loc),
        Figure::count("sloc", "Source lines", erosion.sloc),
        Figure::count("callables", "Callables", erosion.erosion.callables),
        Figure::count(
            "high_callables",
            "Callables, CC over 10",
            erosion.erosion.high_callables,
        ),
        lines("verbose_lines", "Verbose lines", |lines| {
            lines.verbose_lines
        }),
        lines("flagged_lines", "Flagged lines", |lines| {
            lines.flagged_lines
        }),
        lines("clone_lines", "Clone lines", |lines| lines.clone_lines),
    ]
}

impl Row {
    fn figure(&self, score: Option<f64>) -> Figure {
        let score = score.map(|score| round(score, RATIO));
        Figure::number(self.metric, self.label, score, shown)
    }

    fn place(&self, score: f64) -> Place {
        let agents = self.measure.range_of_agents();
        let end = if score > self.end { 1.0 } else { self.end };
        let at = |score: f64| Percent(score / end);
        Place {
            percentile: format!("{:.0}", self.measure.percentile(score)),
            median: shown(self.measure.median()),
            agents: agents
                .as_ref()
                .map(|range| (of_paper(*range.start()), of_paper(*range.end()))),
            scale: Scale {
                end,
                score: at(score),
                panel: REPOSITORIES
                    .iter()
                    .map(|repository| at((self.of)(repository)))
                    .collect(),
                agents: agents.map(|range| (at(*range.start()), at(range.end() - range.start()))),
            },
        }
    }
}
