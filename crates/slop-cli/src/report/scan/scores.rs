//! The scores of a scan, and where they stand in the paper's panel.

use std::ops::RangeInclusive;

use slop_core::Language;
use slop_panel::Measure;

use crate::erosion::LanguageErosion;
use crate::scan::ScanReport;

/// One score.
pub(super) struct Score<'a> {
    pub(super) measure: Measure,
    /// Of the language that it is of, for erosion: languages are not added up.
    pub(super) erosion: Option<&'a LanguageErosion>,
    /// `None` where nothing was measured.
    pub(super) share: Option<f64>,
    /// `None` where the panel is no measure for it.
    pub(super) panel: Option<Standing>,
}

/// Where a score stands in the paper's panel.
pub(super) struct Standing {
    /// The share of the 48 projects that have less of it, in percent.
    pub(super) percentile: f64,
    /// From the lowest to the highest mean of the 11 agents, if they were measured.
    pub(super) agents: Option<RangeInclusive<f64>>,
}

/// What is to be said wherever a standing is shown.
pub(super) const PANEL: &str = "Panel: the share of the paper's 48 maintained Python projects that score lower; agents: \
     the range of its 11 agents' means. A reference, not a verdict.";

/// Erosion of each language, then verbosity and its two halves.
pub(super) fn scores(report: &ScanReport) -> Vec<Score<'_>> {
    let total = &report.total;
    let mut scores: Vec<_> = report.languages.iter().map(erosion).collect();
    let is_as_in_panel = is_as_in_panel(report);
    for (measure, share) in [
        (Measure::Verbosity, total.score()),
        (Measure::ViolationShare, total.violation_share()),
        (Measure::CloneRatio, total.clone_ratio()),
    ] {
        let panel = share.filter(|_| is_as_in_panel);
        scores.push(Score {
            measure,
            erosion: None,
            share,
            panel: panel.map(|share| standing(measure, share)),
        });
    }
    scores
}

fn erosion(figures: &LanguageErosion) -> Score<'_> {
    let share = figures.erosion.score();
    let is_python = figures.language == Some(Language::Python);
    let panel = share.filter(|_| is_python);
    Score {
        measure: Measure::Erosion,
        erosion: Some(figures),
        share,
        panel: panel.map(|share| standing(Measure::Erosion, share)),
    }
}

fn standing(measure: Measure, share: f64) -> Standing {
    Standing {
        percentile: measure.percentile(share),
        agents: measure.range_of_agents(),
    }
}

/// Whether lines were measured as in the panel: those of Python, with the paper's rules.
pub(super) fn is_as_in_panel(report: &ScanReport) -> bool {
    let mut files = report.files.iter().filter(|file| file.verbosity.is_some());
    files.all(|file| file.erosion.language == Language::Python) && report.has_papers_rules
}
