//! How unevenly mass is spread.

/// How unevenly mass is spread over callables.
///
/// ```
/// use slop_complexity::Concentration;
///
/// let even = Concentration::of([2.0, 2.0, 2.0, 2.0, 2.0]).unwrap();
/// assert_eq!((even.gini, even.top_20_share), (0.0, 0.2));
///
/// let uneven = Concentration::of([0.0, 0.0, 0.0, 0.0, 10.0]).unwrap();
/// assert_eq!((uneven.gini, uneven.top_20_share), (0.8, 1.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// The Gini coefficient: 0 when all have the same, `1 - 1/n` when one of `n` has everything.
    ///
    /// `Σᵢ (2i − n − 1) xᵢ / (n Σ x)` over the masses `xᵢ` in rising order, `i` from 1 (C. Gini,
    /// "Variabilità e mutabilità", 1912, in the form for sorted samples).
    pub gini: f64,
    /// The share of mass in the heaviest fifth of the callables, their number rounded up.
    pub top_20_share: f64,
}

impl Concentration {
    /// Measures masses, in any order; all must be finite and none negative.
    ///
    /// `None` when they sum to zero: nothing is concentrated anywhere.
    pub fn of(masses: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut masses: Vec<f64> = masses.into_iter().collect();
        masses.sort_unstable_by(f64::total_cmp);
        let total: f64 = masses.iter().sum();
        if total <= 0.0 {
            return None;
        }
        let count = masses.len();
        let top: f64 = masses[count - count.div_ceil(5)..].iter().sum();
        Some(Self {
            gini: weighted_ranks(&masses) / (to_f64(count) * total),
            top_20_share: top / total,
        })
    }
}

/// `Σᵢ (2i − n − 1) xᵢ`, `i` from 1.
fn weighted_ranks(sorted: &[f64]) -> f64 {
    let last = to_f64(sorted.len()) + 1.0;
    (1..)
        .zip(sorted)
        .map(|(rank, mass)| (2.0 * to_f64(rank) - last) * mass)
        .sum()
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ callables")]
fn to_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The Gini coefficient as it is defined: the mean absolute difference of all pairs, over twice
    /// the mean.
    fn naive_gini(masses: &[f64]) -> f64 {
        let pairs = masses
            .iter()
            .flat_map(|a| masses.iter().map(move |b| (a - b).abs()));
        pairs.sum::<f64>() / (2.0 * to_f64(masses.len()) * masses.iter().sum::<f64>())
    }

    proptest! {
        #[test]
        fn gini_equals_the_mean_difference(masses in prop::collection::vec(0.1_f64..1e4, 1..60)) {
            let fast = Concentration::of(masses.iter().copied()).expect("there is mass");
            prop_assert!((fast.gini - naive_gini(&masses)).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&fast.top_20_share));
        }
    }

    #[test]
    fn nothing_has_no_concentration() {
        assert_eq!(Concentration::of([]), None);
        assert_eq!(Concentration::of([0.0, 0.0]), None);
    }
}
