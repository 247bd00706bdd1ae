//! From values to an axis, in percent.

/// An axis of percentages between 0 and 100, from a multiple of its step to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
}

/// The axis never spans less, in percentage points, so that a change of nothing looks like nothing.
const LEAST_SPAN: f64 = 4.0;

/// The axis has at most so many steps.
const STEPS: f64 = 5.0;

impl Axis {
    /// An axis with room for percentages. It begins at 0 when that makes it no more than half longer.
    pub(super) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let (mut low, mut high) = values
            .into_iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if low > high {
            (low, high) = (0.0, 100.0);
        }
        if high - low < LEAST_SPAN {
            let middle = f64::midpoint(low, high);
            low = (middle - LEAST_SPAN / 2.0).clamp(0.0, 100.0 - LEAST_SPAN);
            high = low + LEAST_SPAN;
        }
        if low > 0.0 && low < high / 3.0 {
            low = 0.0;
        }
        Self::between(low, high)
    }

    /// With the least step of 1, 2, 5, 10, 20, … that needs few enough of them.
    fn between(low: f64, high: f64) -> Self {
        let mut decade = 1.0;
        loop {
            for digit in [1.0, 2.0, 5.0] {
                let step = digit * decade;
                let (first, last) = ((low / step).floor(), (high / step).ceil());
                if last - first <= STEPS {
                    return Self {
                        low: first * step,
                        high: last * step,
                        step,
                    };
                }
            }
            decade *= 10.0;
        }
    }

    /// The percentages that the axis names, its ends among them.
    pub(super) fn ticks(self) -> impl Iterator<Item = f64> {
        (0..)
            .map(move |tick| self.low + f64::from(tick) * self.step)
            .take_while(move |tick| *tick < self.high + self.step / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ticks(values: &[f64]) -> Vec<f64> {
        Axis::of(values.iter().copied()).ticks().collect()
    }

    #[test]
    fn axes_by_hand() {
        assert_eq!(ticks(&[44.0, 57.0]), [40.0, 45.0, 50.0, 55.0, 60.0]);
        assert_eq!(ticks(&[45.3, 45.3]), [43.0, 44.0, 45.0, 46.0, 47.0, 48.0]);
        assert_eq!(ticks(&[0.0, 0.0]), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(ticks(&[12.0, 48.0]), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(ticks(&[0.0, 100.0]), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(&[100.0]), [96.0, 97.0, 98.0, 99.0, 100.0]);
        assert_eq!(ticks(&[]), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    }

    proptest! {
        #[test]
        fn all_values_are_on_it(values in prop::collection::vec(0.0_f64..=100.0, 1..20)) {
            let axis = Axis::of(values.iter().copied());
            prop_assert!(values.iter().all(|value| (axis.low..=axis.high).contains(value)));
            let ticks: Vec<f64> = axis.ticks().collect();
            prop_assert!(axis.low >= 0.0 && axis.high <= 100.0);
            prop_assert!((3..=6).contains(&ticks.len()), "{:?}", ticks);
            prop_assert_eq!((ticks[0], ticks[ticks.len() - 1]), (axis.low, axis.high));
        }
    }
}
