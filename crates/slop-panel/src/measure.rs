//! Where a score stands among the figures of the paper.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use crate::{AGENTS, Agent, REPOSITORIES, Repository};

/// A score that the panel has for each repository, from 0 to 1; more is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Structural erosion: the share of complexity mass in callables with a complexity over 10.
    Erosion,
    /// Verbosity: source lines that are flagged or in clones, over all lines.
    Verbosity,
    /// Flagged lines over all lines: the paper's violation %.
    ViolationShare,
    /// Lines of clones over all lines.
    CloneRatio,
}

impl Measure {
    /// The percentile rank of a score in the panel, from 0 to 100: the percentage of the 48
    /// repositories that score less, plus half of the percentage that score the same.
    ///
    /// The table has three decimals, so the score is rounded to three before it is compared: within
    /// 0.0005 of a repository it is the same. The rank is 0 below the least score of the panel and
    /// 100 above the greatest. `scipy.stats.percentileofscore` calls this definition `mean`.
    ///
    /// ```
    /// use slop_panel::Measure;
    ///
    /// // Of 48, 12 score less, and textdistance and requests the same: (12 + 2 / 2) / 48.
    /// assert_eq!(Measure::Erosion.percentile(0.2344), 100.0 * 13.0 / 48.0);
    /// ```
    ///
    /// # Panics
    ///
    /// If the score is NaN.
    pub fn percentile(self, score: f64) -> f64 {
        assert!(!score.is_nan(), "NaN has no percentile");
        let score = (score * 1000.0).round() / 1000.0;
        let rank = |other: f64| match other.partial_cmp(&score) {
            Some(Ordering::Less) => 1.0,
            Some(Ordering::Equal) => 0.5,
            _ => 0.0,
        };
        100.0 * self.scores().map(rank).iter().sum::<f64>() / 48.0
    }

    /// The median of the panel: halfway between its 24th and its 25th score.
    pub fn median(self) -> f64 {
        let mut scores = self.scores();
        scores.sort_unstable_by(f64::total_cmp);
        let upper = scores.len() / 2;
        f64::midpoint(scores[upper - 1], scores[upper])
    }

    /// From the lowest to the highest mean of the 11 agents.
    ///
    /// `None` for the two measures that the paper's Table 1 does not have,
    /// [`ViolationShare`](Self::ViolationShare) and [`CloneRatio`](Self::CloneRatio).
    pub fn range_of_agents(self) -> Option<RangeInclusive<f64>> {
        let mean = match self {
            Self::Erosion => |agent: Agent| agent.erosion.mean,
            Self::Verbosity => |agent: Agent| agent.verbosity.mean,
            Self::ViolationShare | Self::CloneRatio => return None,
        };
        let mut means = AGENTS.map(mean);
        means.sort_unstable_by(f64::total_cmp);
        Some(means[0]..=means[means.len() - 1])
    }

    fn scores(self) -> [f64; 48] {
        REPOSITORIES.map(|repository| self.of(&repository))
    }

    fn of(self, repository: &Repository) -> f64 {
        match self {
            Self::Erosion => repository.erosion,
            Self::Verbosity => repository.verbosity,
            Self::ViolationShare => repository.violation_share,
            Self::CloneRatio => repository.clone_ratio,
        }
    }
}
