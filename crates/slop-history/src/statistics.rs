//! What many trajectories of one measure have in common.

use crate::Phase;
use crate::bootstrap::{Estimate, mean, to_f64};

/// What trajectories of one measure have in common.
///
/// A trajectory is the values of a measure at its points, in the order of time. Where the measure is undefined the
/// value is `None` and is left out of every mean. The point still counts as a point: it has a place in a [`Phase`] and
/// is a step. A trajectory without any value where one is needed is left out of that figure, and every figure says how
/// many trajectories it is of.
///
/// No figure depends on the order of trajectories.
///
/// ```
/// use slop_history::{Phase, Summary};
///
/// let rises = vec![Some(0.25), Some(0.25), Some(0.75), Some(0.75), Some(1.0)];
/// let falls = vec![Some(0.5), None, Some(0.25)];
/// let summary = Summary::of(&[rises, falls]);
///
/// let start = summary.phase(Phase::Start).unwrap();
/// assert_eq!((start.mean, start.trajectories), (0.375, 2));
/// // The second trajectory has no value in Early and no point in Mid.
/// assert_eq!(summary.phase(Phase::Early).unwrap().trajectories, 1);
/// assert_eq!(summary.growth.rising_share(), Some(0.5));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// How many trajectories there are.
    pub trajectories: usize,
    /// The mean in each phase, in the order of [`Phase::ALL`]. A trajectory gives the mean of its values in the phase.
    /// `None` where no trajectory has a value.
    pub phases: [Option<Estimate>; 5],
    /// How far trajectories grew from the first value to the last.
    pub growth: Growth,
    /// The mean of the trajectories' slopes, in units of the measure per phase.
    ///
    /// The slope of a trajectory is that of the straight line by ordinary least squares through its means in the
    /// phases, over the numbers of the phases, 0 to 4; it needs values in two of them. (A slope within a phase would
    /// mean little: Start and Final are one point each, and few checkpoints leave the others no more.)
    pub slope: Option<Estimate>,
    /// The mean of the trajectories' velocities, in units of the measure per step from one point to the next.
    ///
    /// The velocity of a trajectory is its growth over the number of steps between its first and last value, which is
    /// the mean change of a step. It needs two values.
    pub velocity: Option<Estimate>,
}

/// How far trajectories grew, each from its first value to its last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// How many trajectories have two values or more. The others are left out.
    pub trajectories: usize,
    /// How many of them have a last value greater than the first. Equal values do not rise.
    pub rising: usize,
    /// The median of last minus first, in units of the measure.
    ///
    /// The median of an even number of values is halfway between the two in the middle.
    pub median: Option<f64>,
    /// The median of (last − first) / first, over the trajectories whose first value is positive: 0.5 is half more
    /// than at first.
    pub median_relative: Option<f64>,
    /// How many trajectories have a positive first value.
    pub relative_trajectories: usize,
}

impl Summary {
    /// Sums up trajectories, whose values must be finite.
    pub fn of(trajectories: &[Vec<Option<f64>>]) -> Self {
        let means: Vec<_> = trajectories
            .iter()
            .map(|points| phase_means(points))
            .collect();
        let ends: Vec<_> = trajectories
            .iter()
            .filter_map(|points| Ends::of(points))
            .collect();
        Self {
            trajectories: trajectories.len(),
            phases: std::array::from_fn(|phase| {
                Estimate::of(means.iter().filter_map(|means| means[phase]))
            }),
            growth: Growth::of(&ends),
            slope: Estimate::of(means.iter().filter_map(slope)),
            velocity: Estimate::of(ends.iter().map(|ends| ends.growth() / to_f64(ends.steps))),
        }
    }

    /// The mean in a phase. `None` if no trajectory has a value there.
    pub fn phase(&self, phase: Phase) -> Option<Estimate> {
        self.phases[phase as usize]
    }
}

impl Growth {
    fn of(ends: &[Ends]) -> Self {
        let relative = || ends.iter().filter(|ends| ends.first > 0.0);
        Self {
            trajectories: ends.len(),
            rising: ends.iter().filter(|ends| ends.last > ends.first).count(),
            median: median(ends.iter().map(Ends::growth)),
            median_relative: median(relative().map(|ends| ends.growth() / ends.first)),
            relative_trajectories: relative().count(),
        }
    }

    /// The share of trajectories that rise, from 0 to 1. `None` if there are none.
    pub fn rising_share(&self) -> Option<f64> {
        (self.trajectories > 0).then(|| to_f64(self.rising) / to_f64(self.trajectories))
    }
}

/// The first and the last value of a trajectory.
struct Ends {
    first: f64,
    last: f64,
    /// How many steps there are between, at least one.
    steps: usize,
}

impl Ends {
    fn of(points: &[Option<f64>]) -> Option<Self> {
        let start = points.iter().position(Option::is_some)?;
        let end = points.iter().rposition(Option::is_some)?;
        (start < end).then_some(Self {
            first: points[start]?,
            last: points[end]?,
            steps: end - start,
        })
    }

    fn growth(&self) -> f64 {
        self.last - self.first
    }
}

fn phase_means(points: &[Option<f64>]) -> [Option<f64>; 5] {
    Phase::ALL.map(|phase| {
        let values: Vec<f64> = points[phase.range(points.len())]
            .iter()
            .copied()
            .flatten()
            .collect();
        mean(values.into_iter())
    })
}

/// The slope of the line by least squares through `means` over 0, 1, 2, 3, 4.
fn slope(means: &[Option<f64>; 5]) -> Option<f64> {
    let points: Vec<(f64, f64)> = (0..)
        .zip(means)
        .filter_map(|(phase, mean)| Some((to_f64(phase), (*mean)?)))
        .collect();
    if points.len() < 2 {
        return None;
    }
    let x_mean = mean(points.iter().map(|point| point.0))?;
    let y_mean = mean(points.iter().map(|point| point.1))?;
    let products = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean));
    let squares = points.iter().map(|(x, _)| (x - x_mean).powi(2));
    Some(products.sum::<f64>() / squares.sum::<f64>())
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests;
