//! A mean over trajectories, and how sure it is.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

/// How many samples a bootstrap interval is read from.
///
/// With 9,999 the 2.5th and the 97.5th percentile are the 250th and the 9,750th of the means in rising order, with
/// nothing to interpolate.
pub const RESAMPLES: usize = 9_999;

/// Where the percentiles are among the resampled means in rising order, counted from 0.
const LOW: usize = (RESAMPLES + 1) / 40 - 1;
const HIGH: usize = RESAMPLES - 1 - LOW;

/// A mean over trajectories, each of which gives one value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The arithmetic mean, each trajectory with the same weight.
    pub mean: f64,
    /// Its 95 % interval. `None` for a single trajectory, which cannot tell how much others differ.
    pub interval: Option<Interval>,
    /// How many trajectories gave a value.
    pub trajectories: usize,
}

/// A 95 % interval of a mean: the percentile bootstrap.
///
/// As many values as there are are drawn with replacement, [`RESAMPLES`] times; the interval lies between the 2.5th
/// and the 97.5th percentile of the means of what was drawn (B. Efron, R. J. Tibshirani, "An Introduction to the
/// Bootstrap", 1993, section 13.3). It is narrow for few trajectories: under about ten, read it as a hint.
///
/// Values are drawn by PCG64 from the initial state and stream that its author gives as defaults (M. E. O'Neill, "PCG",
/// 2014), anew for every interval. The same values in any order give the same bits on every machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Estimate {
    /// The mean of values, one of each trajectory, all finite. `None` without any.
    ///
    /// ```
    /// use slop_history::Estimate;
    ///
    /// let estimate = Estimate::of([0.25, 0.5, 0.75]).unwrap();
    /// assert_eq!(estimate.mean, 0.5);
    /// assert_eq!(Estimate::of([0.5]).unwrap().interval, None);
    /// ```
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        // Sums of another order differ in their last digits.
        values.sort_unstable_by(f64::total_cmp);
        Some(Self {
            mean: mean(values.iter().copied())?,
            interval: (values.len() > 1).then(|| bootstrap(&values)),
            trajectories: values.len(),
        })
    }
}

/// The arithmetic mean; `None` of nothing.
pub(crate) fn mean(values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let count = values.len();
    (count > 0).then(|| values.sum::<f64>() / to_f64(count))
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ points")]
pub(crate) fn to_f64(count: usize) -> f64 {
    count as f64
}

fn bootstrap(values: &[f64]) -> Interval {
    let mut random = Pcg64::new(
        0xcafe_f00d_d15e_a5e5,
        0x0a02_bdbf_7bb3_c0a7_ac28_fa16_a64a_bf96,
    );
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn = values
                .iter()
                .map(|_| values[below(values.len(), &mut random)]);
            drawn.sum::<f64>() / to_f64(values.len())
        })
        .collect();
    let (_, &mut low, above) = means.select_nth_unstable_by(LOW, f64::total_cmp);
    let (_, &mut high, _) = above.select_nth_unstable_by(HIGH - LOW - 1, f64::total_cmp);
    Interval { low, high }
}

/// A number below `end`, which is no multiple of 2⁶⁴: some numbers are likelier than others by one part in
/// 2⁶⁴ / `end`.
#[expect(clippy::cast_possible_truncation, reason = "less than `end`")]
fn below(end: usize, random: &mut Pcg64) -> usize {
    ((u128::from(random.next_u64()) * end as u128) >> 64) as usize
}
