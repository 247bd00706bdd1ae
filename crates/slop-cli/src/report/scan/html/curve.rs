//! How mass is concentrated, as a curve.

/// The curve has no more points than this, and its two ends.
const POINTS: usize = 200;

/// A point of the curve, both from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// The share of callables, the lightest first.
    pub(super) callables: f64,
    /// The share of mass that they hold together.
    pub(super) mass: f64,
}

/// The Lorenz curve of masses in any order, from (0, 0) to (1, 1).
///
/// M. O. Lorenz, "Methods of Measuring the Concentration of Wealth", 1905. `None` when they sum to zero.
pub(super) fn lorenz(mut masses: Vec<f64>) -> Option<Vec<Point>> {
    masses.sort_unstable_by(f64::total_cmp);
    let total: f64 = masses.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let (count, step) = (masses.len(), masses.len().div_ceil(POINTS));
    let mut points = vec![Point {
        callables: 0.0,
        mass: 0.0,
    }];
    let mut sum = 0.0;
    for (index, mass) in (1..).zip(&masses) {
        sum += mass;
        // Counted from the heavy end, where the curve bends most.
        if (count - index) % step == 0 {
            points.push(Point {
                callables: share(index, count),
                mass: sum / total,
            });
        }
    }
    Some(points)
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ callables")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use slop_complexity::Concentration;

    use super::*;

    #[test]
    fn few_masses_are_all_on_it() {
        let points = lorenz(vec![6.0, 1.0, 1.0]).expect("there is mass");
        let points: Vec<_> = points
            .iter()
            .map(|point| (point.callables, point.mass))
            .collect();
        assert_eq!(
            points,
            [
                (0.0, 0.0),
                (1.0 / 3.0, 0.125),
                (2.0 / 3.0, 0.25),
                (1.0, 1.0)
            ]
        );
        assert_eq!(lorenz(vec![0.0, 0.0]), None);
        assert_eq!(lorenz(Vec::new()), None);
    }

    proptest! {
        #[test]
        fn it_rises_under_the_diagonal_to_the_end(masses in prop::collection::vec(0.1_f64..1e4, 1..1000)) {
            let points = lorenz(masses).expect("there is mass");
            prop_assert!(points.len() <= POINTS + 2);
            prop_assert!((points[points.len() - 1].mass - 1.0).abs() < 1e-9);
            for pair in points.windows(2) {
                prop_assert!(pair[0].callables < pair[1].callables && pair[0].mass < pair[1].mass);
                prop_assert!(pair[1].mass < pair[1].callables + 1e-9);
            }
        }

        /// The Gini coefficient is twice the area between curve and diagonal.
        #[test]
        fn its_area_is_that_of_gini(masses in prop::collection::vec(0.1_f64..1e4, 1..=POINTS)) {
            let gini = Concentration::of(masses.clone()).expect("there is mass").gini;
            let points = lorenz(masses).expect("there is mass");
            let under: f64 = points
                .windows(2)
                .map(|pair| (pair[1].callables - pair[0].callables) * (pair[0].mass + pair[1].mass))
                .sum();
            prop_assert!((1.0 - under - gini).abs() < 1e-9);
        }
    }
}
