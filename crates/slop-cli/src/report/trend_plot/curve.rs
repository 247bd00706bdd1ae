//! What is drawn of a measure.

use std::ops::Range;

use slop_history::{Estimate, Phase, Summary};

use super::Measure;

/// A measure as a line of marks, all in percent.
#[derive(Debug, PartialEq)]
pub(super) struct Curve {
    /// One for each place of the horizontal axis, `None` where there is no value.
    pub(super) marks: Vec<Option<Mark>>,
    /// From where to where the measure went, in words.
    pub(super) headline: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    pub(super) value: f64,
    /// The lower and the upper end of its 95 % interval.
    pub(super) interval: Option<[f64; 2]>,
}

impl Curve {
    /// A single trajectory over its points; of several their mean in each phase that any has come to, since
    /// points of trajectories of different lengths have nothing else in common.
    pub(super) fn of(measure: &Measure<'_>) -> Self {
        match measure.trajectories {
            [points] => Self::of_points(points),
            several => Self::of_phases(several),
        }
    }

    fn of_points(points: &[Option<f64>]) -> Self {
        let mark = |value: f64| Mark {
            value: 100.0 * value,
            interval: None,
        };
        let marks: Vec<_> = points.iter().map(|point| point.map(mark)).collect();
        Self {
            headline: from_to(&marks),
            marks,
        }
    }

    fn of_phases(trajectories: &[Vec<Option<f64>>]) -> Self {
        let summary = Summary::of(trajectories);
        let longest = trajectories.iter().map(Vec::len).max().unwrap_or(0);
        let mark = |estimate: Estimate| Mark {
            value: 100.0 * estimate.mean,
            interval: estimate
                .interval
                .map(|interval| [100.0 * interval.low, 100.0 * interval.high]),
        };
        let marks: Vec<_> = Phase::ALL
            .into_iter()
            .filter(|phase| !phase.range(longest).is_empty())
            .map(|phase| summary.phase(phase).map(mark))
            .collect();
        let growth = summary.growth;
        let headline = format!(
            "{}, rises in {} of {}",
            from_to(&marks),
            growth.rising,
            growth.trajectories
        );
        Self { marks, headline }
    }

    /// Every percentage that the axis must have room for.
    pub(super) fn percentages(&self) -> impl Iterator<Item = f64> {
        let marks = self.marks.iter().flatten();
        marks.flat_map(|mark| mark.interval.into_iter().flatten().chain([mark.value]))
    }

    /// The longest runs of neighbouring places that all have what is asked for.
    pub(super) fn runs(&self, has: impl Fn(&Mark) -> bool) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (place, mark) in self.marks.iter().enumerate() {
            if !mark.as_ref().is_some_and(&has) {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.end == place => run.end += 1,
                _ => runs.push(place..place + 1),
            }
        }
        runs
    }
}

/// The first and the last percentage.
fn from_to(marks: &[Option<Mark>]) -> String {
    let mut defined = marks.iter().flatten().map(|mark| mark.value);
    match (defined.next(), defined.next_back()) {
        (Some(first), Some(last)) => format!("{first:.1} % → {last:.1} %"),
        (Some(only), None) => format!("{only:.1} %"),
        _ => "undefined".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(trajectories: &[Vec<Option<f64>>]) -> Curve {
        Curve::of(&Measure {
            name: "erosion",
            trajectories,
        })
    }

    #[test]
    fn one_trajectory_is_drawn_as_it_is() {
        let curve = curve(&[vec![None, Some(0.25), Some(0.5), None, None, Some(0.75)]]);
        let values: Vec<_> = curve
            .marks
            .iter()
            .map(|mark| mark.map(|mark| mark.value))
            .collect();
        assert_eq!(
            values,
            [None, Some(25.0), Some(50.0), None, None, Some(75.0)]
        );
        assert_eq!(curve.headline, "25.0 % → 75.0 %");
        assert_eq!(curve.runs(|_| true), [1..3, 5..6]);
        assert!(curve.runs(|mark| mark.interval.is_some()).is_empty());
    }

    #[test]
    fn several_are_drawn_by_phase() {
        let curve = curve(&[
            vec![Some(0.25), Some(0.5), None, Some(0.5)],
            vec![Some(0.5), None, Some(0.25)],
        ]);
        let values: Vec<_> = curve
            .marks
            .iter()
            .map(|mark| mark.map(|mark| mark.value))
            .collect();
        assert_eq!(values, [Some(37.5), Some(50.0), None, Some(37.5)]);
        assert_eq!(curve.headline, "37.5 % → 37.5 %, rises in 1 of 2");
        // None has come to Late; Early is of a single trajectory.
        assert_eq!(curve.runs(|mark| mark.interval.is_some()), [0..1, 3..4]);
        let least = curve.percentages().fold(100.0, f64::min);
        let greatest = curve.percentages().fold(0.0, f64::max);
        assert_eq!((least, greatest), (25.0, 50.0));
    }

    #[test]
    fn nothing_is_said_to_be_undefined() {
        assert_eq!(curve(&[vec![None, None]]).headline, "undefined");
        assert_eq!(curve(&[]).headline, "undefined, rises in 0 of 0");
        assert_eq!(curve(&[vec![Some(0.5)]]).headline, "50.0 %");
    }
}
