use proptest::prelude::*;

use super::*;
use crate::{Interval, RESAMPLES};

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * (1.0 + a.abs().max(b.abs()))
}

fn is_near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => near(a, b),
        _ => a == b,
    }
}

/// The squares 0, 1, 4, 9, … of as many points.
fn squares(points: usize) -> Vec<Option<f64>> {
    (0..points)
        .map(|index| Some(to_f64(index * index)))
        .collect()
}

/// Worked by hand: the mean of the squares in each phase, and with `y` those means,
/// slope = (Σxy − Σx Σy / n) / (Σx² − (Σx)² / n), velocity = (last − 0) / steps.
#[test]
fn squares_by_hand() {
    let none = None;
    let examples = [
        (2, [Some(0.0), none, none, none, Some(1.0)], 1.0 / 4.0, 1.0),
        (3, [Some(0.0), Some(1.0), none, none, Some(4.0)], 1.0, 2.0),
        (
            4,
            [Some(0.0), Some(1.0), Some(4.0), none, Some(9.0)],
            82.0 / 35.0,
            3.0,
        ),
        (5, [0.0, 1.0, 4.0, 9.0, 16.0].map(Some), 4.0, 4.0),
        (6, [0.0, 2.5, 9.0, 16.0, 25.0].map(Some), 6.35, 5.0),
        (7, [0.0, 2.5, 12.5, 25.0, 36.0].map(Some), 9.45, 6.0),
        (8, [0.0, 2.5, 12.5, 30.5, 49.0].map(Some), 12.6, 7.0),
        (
            9,
            [0.0, 14.0 / 3.0, 20.5, 42.5, 64.0].map(Some),
            199.0 / 12.0,
            8.0,
        ),
    ];
    for (points, means, slope, velocity) in examples {
        let summary = Summary::of(&[squares(points)]);
        for (phase, expected) in Phase::ALL.into_iter().zip(means) {
            let found = summary.phase(phase).map(|estimate| estimate.mean);
            assert!(is_near(found, expected), "{phase} of {points}: {found:?}");
        }
        let found =
            [summary.slope, summary.velocity].map(|estimate| estimate.expect("two points").mean);
        assert!(
            near(found[0], slope) && near(found[1], velocity),
            "{points}: {found:?}"
        );
        assert_eq!((summary.growth.trajectories, summary.growth.rising), (1, 1));
    }
}

#[test]
fn growth_by_hand() {
    let trajectories = [
        vec![Some(0.2), Some(0.9), Some(0.3)],
        vec![None, Some(0.4), Some(0.1), None],
        vec![Some(0.5), Some(0.5)],
        vec![Some(0.0), Some(0.25)],
        vec![Some(0.7), None],
        vec![None, None, None],
        vec![],
    ];
    let summary = Summary::of(&trajectories);
    assert_eq!(summary.trajectories, 7);
    let growth = summary.growth;
    // Changes 0.1, −0.3, 0, 0.25; the fourth has no relative change; the last three have no two values.
    assert_eq!(
        (
            growth.trajectories,
            growth.rising,
            growth.relative_trajectories
        ),
        (4, 2, 3)
    );
    assert_eq!(growth.rising_share(), Some(0.5));
    assert!(is_near(growth.median, Some(0.05)), "{growth:?}");
    assert!(is_near(growth.median_relative, Some(0.0)), "{growth:?}");
    let velocity = summary.velocity.expect("there are steps");
    // 0.1 in two steps, −0.3 in one, nothing in one, 0.25 in one.
    assert!(
        near(velocity.mean, (0.05 - 0.3 + 0.25) / 4.0),
        "{velocity:?}"
    );
    let phases = summary
        .phases
        .map(|estimate| estimate.map_or(0, |estimate| estimate.trajectories));
    assert_eq!(phases, [4, 2, 1, 0, 3]);
}

#[test]
fn steps_over_undefined_points_are_steps() {
    let trajectory = vec![None, Some(1.0), None, None, Some(4.0), None];
    let velocity = Summary::of(&[trajectory]).velocity.expect("two values");
    assert_eq!((velocity.mean, velocity.interval), (1.0, None));
}

#[test]
fn nothing_has_no_figures() {
    for trajectories in [vec![], vec![vec![]], vec![vec![None, None]]] {
        let summary = Summary::of(&trajectories);
        assert_eq!(
            (summary.phases, summary.slope, summary.velocity),
            ([None; 5], None, None)
        );
        assert_eq!(
            (summary.growth.rising_share(), summary.growth.median),
            (None, None)
        );
        assert_eq!(summary.growth.median_relative, None);
    }
}

/// With `NumPy` 2.4.6: draws by `numpy.random.PCG64` set to the same initial state, percentiles by
/// `numpy.quantile(means, [0.025, 0.975], method="weibull")`. With its own seed, `scipy.stats.bootstrap(…, numpy.mean,
/// n_resamples=99999, method="percentile")` of `SciPy` 1.17.1 gives 0.339 and 0.5 for the second sample.
#[test]
fn intervals_are_those_of_numpy() {
    let interval = |sample: &[f64]| {
        let estimate = Estimate::of(sample.iter().copied()).expect("there are values");
        estimate.interval.expect("more than one")
    };
    assert_eq!(RESAMPLES, 9_999);
    for (sample, low, high) in [
        (
            &[0.1, 0.2, 0.4][..],
            0.100_000_000_000_000_02,
            0.400_000_000_000_000_1,
        ),
        (
            &[0.31, 0.35, 0.22, 0.58, 0.47, 0.40, 0.29, 0.66, 0.51, 0.38],
            0.338_999_999_999_999_97,
            0.501,
        ),
    ] {
        assert_eq!(interval(sample), Interval { low, high });
    }
}

/// Least squares as `numpy.polyfit([0, 1, 2, 4], y, 1)` of `NumPy` 2.4.6 has it.
#[test]
fn slopes_are_those_of_numpy() {
    let means = [Some(0.31), Some(0.35), Some(0.22), None, Some(0.58)];
    assert!(
        is_near(slope(&means), Some(0.063_428_571_428_571_42)),
        "{:?}",
        slope(&means)
    );
}

fn trajectory() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.8, 0.0_f64..1.0), 0..12)
}

fn trajectories() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    prop::collection::vec(trajectory(), 0..8)
}

/// Every estimate of a summary, in one order.
fn estimates(summary: &Summary) -> Vec<Option<Estimate>> {
    let others = [summary.slope, summary.velocity];
    summary.phases.into_iter().chain(others).collect()
}

/// Mean, lower and upper end.
fn figures(estimate: Estimate) -> Vec<f64> {
    let ends = estimate
        .interval
        .map(|interval| [interval.low, interval.high]);
    std::iter::once(estimate.mean)
        .chain(ends.into_iter().flatten())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_does_not_matter(sorted in trajectories(), turn in 0_usize..8) {
        let mut turned = sorted.clone();
        turned.reverse();
        turned.rotate_left(turn.min(sorted.len()));
        prop_assert_eq!(Summary::of(&sorted), Summary::of(&turned));
    }

    #[test]
    fn constant_samples_have_no_spread(value in -1e3_f64..1e3, count in 2_usize..30) {
        let estimate = Estimate::of(vec![value; count]).expect("there are values");
        prop_assert_eq!(estimate.interval, Some(Interval { low: estimate.mean, high: estimate.mean }));
        prop_assert!(near(estimate.mean, value));
    }

    #[test]
    fn intervals_lie_among_the_values(values in prop::collection::vec(0.0_f64..1.0, 2..30)) {
        let estimate = Estimate::of(values.clone()).expect("there are values");
        let Interval { low, high } = estimate.interval.expect("more than one");
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = values.iter().copied().fold(0.0, f64::max);
        prop_assert!(least - 1e-12 <= low && low <= high && high <= greatest + 1e-12);
    }

    #[test]
    fn adding_to_all_values_adds_to_means_alone(trajectories in trajectories(), shift in -2.0_f64..2.0) {
        let shifted: Vec<Vec<_>> = trajectories
            .iter()
            .map(|points| points.iter().map(|value| value.map(|value| value + shift)).collect())
            .collect();
        let (before, after) = (Summary::of(&trajectories), Summary::of(&shifted));
        for (index, pair) in estimates(&before).into_iter().zip(estimates(&after)).enumerate() {
            let (Some(before), Some(after)) = pair else {
                prop_assert_eq!(pair.0, pair.1);
                continue;
            };
            let shift = if index < 5 { shift } else { 0.0 };
            for (before, after) in figures(before).into_iter().zip(figures(after)) {
                prop_assert!((before + shift - after).abs() < 1e-9, "{} {} {}", index, before, after);
            }
        }
        prop_assert!((before.growth.median.unwrap_or(0.0) - after.growth.median.unwrap_or(0.0)).abs() < 1e-9);
    }

    #[test]
    fn a_multiple_of_all_values_is_one_of_all_figures(trajectories in trajectories(), power in -3_i32..3) {
        // A power of two loses no digit, so everything is equal to the last bit.
        let factor = 2.0_f64.powi(power);
        let scaled: Vec<Vec<_>> = trajectories
            .iter()
            .map(|points| points.iter().map(|value| value.map(|value| value * factor)).collect())
            .collect();
        let (before, after) = (Summary::of(&trajectories), Summary::of(&scaled));
        for (before, after) in estimates(&before).into_iter().zip(estimates(&after)) {
            let scaled = before.map(figures).map(|figures| figures.iter().map(|figure| figure * factor).collect());
            prop_assert_eq!(scaled, after.map(figures));
        }
        prop_assert_eq!(before.growth.median.map(|median| median * factor), after.growth.median);
        prop_assert_eq!(before.growth.rising, after.growth.rising);
        prop_assert_eq!(before.growth.median_relative, after.growth.median_relative);
    }

    #[test]
    fn a_line_over_phases_has_its_slope(points in 2_usize..40, start in -1.0_f64..1.0, rise in -1.0_f64..1.0) {
        let mut line = vec![None; points];
        for phase in Phase::ALL {
            line[phase.range(points)].fill(Some(start + rise * to_f64(phase as usize)));
        }
        let slope = Summary::of(&[line]).slope.expect("two points");
        prop_assert!((slope.mean - rise).abs() < 1e-9);
    }
}
