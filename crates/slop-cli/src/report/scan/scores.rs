//! The scores of a scan, and where they stand in the paper's panel.

use std::ops::RangeInclusive;

use slop_core::Language;
use slop_panel::Measure;
use slop_verbosity::Verbosity;

use crate::scan::{LanguageScan, ScanReport};

/// One score.
pub(super) struct Score {
    pub(super) measure: Measure,
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

/// Erosion, verbosity and its two halves, of one language or of all.
pub(super) fn scores(figures: &LanguageScan, report: &ScanReport) -> [Score; 4] {
    let lines = figures.lines.as_ref();
    [
        (Measure::Erosion, figures.erosion.erosion.score()),
        (Measure::Verbosity, lines.and_then(Verbosity::score)),
        (
            Measure::ViolationShare,
            lines.and_then(Verbosity::violation_share),
        ),
        (Measure::CloneRatio, lines.and_then(Verbosity::clone_ratio)),
    ]
    .map(|(measure, share)| {
        let panel = share.filter(|_| is_as_in_panel(measure, figures, report));
        Score {
            measure,
            share,
            panel: panel.map(|share| Standing {
                percentile: measure.percentile(share),
                agents: measure.range_of_agents(),
            }),
        }
    })
}

/// Whether it was measured as in the panel: on Python alone, lines with the paper's rules.
pub(super) fn is_as_in_panel(
    measure: Measure,
    figures: &LanguageScan,
    report: &ScanReport,
) -> bool {
    let is_python = figures.erosion.language == Some(Language::Python);
    is_python && (measure == Measure::Erosion || report.has_papers_rules)
}
