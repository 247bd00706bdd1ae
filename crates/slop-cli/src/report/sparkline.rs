//! A series as a line of text.

use std::ops::Range;

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The block of a series that does not change.
const MIDDLE: char = BLOCKS[3];

/// Finite values as blocks from the lowest, for the least that is drawn, to the full one, for the greatest; a space
/// where the value is undefined.
///
/// One column for each value, or `width` columns when there are more values: each is then the mean of its even share of
/// them, and undefined only if all of them are.
pub(crate) fn sparkline(values: &[Option<f64>], width: usize) -> String {
    let columns = values.len().min(width);
    let means: Vec<Option<f64>> = (0..columns)
        .map(|column| mean(&values[share(column, columns, values.len())]))
        .collect();
    let drawn = means.iter().flatten().copied();
    let least = drawn.clone().fold(f64::INFINITY, f64::min);
    let greatest = drawn.fold(f64::NEG_INFINITY, f64::max);
    let block = |value: f64| block(value, least, greatest);
    means.iter().map(|mean| mean.map_or(' ', block)).collect()
}

/// Which values a column stands for: no column has two values more than another.
fn share(column: usize, columns: usize, values: usize) -> Range<usize> {
    column * values / columns..(column + 1) * values / columns
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ values")]
fn mean(values: &[Option<f64>]) -> Option<f64> {
    let defined = values.iter().flatten();
    let count = defined.clone().count();
    (count > 0).then(|| defined.sum::<f64>() / count as f64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of eight blocks"
)]
fn block(value: f64, least: f64, greatest: f64) -> char {
    // Means of equal values may differ in their last digits.
    if greatest - least <= 1e-9 * greatest.abs() {
        return MIDDLE;
    }
    let height = (value - least) / (greatest - least) * 8.0;
    BLOCKS[(height as usize).min(7)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64], width: usize) -> String {
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        sparkline(&values, width)
    }

    #[test]
    fn by_hand() {
        assert_eq!(of(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], 8), "▁▂▃▄▅▆▇█");
        assert_eq!(of(&[0.5, 0.25, 0.75], 30), "▅▁█");
        assert_eq!(of(&[0.5, 0.5, 0.5], 30), "▄▄▄");
        assert_eq!(of(&[0.5], 30), "▄");
        assert_eq!(of(&[0.0, 0.0], 30), "▄▄");
        assert_eq!(of(&[0.1; 100], 30), "▄".repeat(30));
        assert_eq!(
            sparkline(&[None, Some(0.1), None, Some(0.2), None], 30),
            " ▁ █ "
        );
        assert_eq!(sparkline(&[None, None], 30), "  ");
        assert_eq!(of(&[], 30), "");
        assert_eq!(of(&[0.1, 0.2], 0), "");
    }

    #[test]
    fn more_values_than_columns_are_means() {
        assert_eq!(of(&[0.0, 2.0, 7.0, 9.0, 2.0, 2.0], 3), "▁█▂");
        assert_eq!(
            sparkline(&[None, None, None, Some(1.0), Some(2.0), None], 3),
            " ▁█"
        );
    }

    proptest! {
        #[test]
        fn every_column_has_a_block(
            values in prop::collection::vec(prop::option::of(-1e3_f64..1e3), 0..200),
            width in 0_usize..80,
        ) {
            let line = sparkline(&values, width);
            prop_assert_eq!(line.chars().count(), values.len().min(width));
            prop_assert!(line.chars().all(|block| block == ' ' || BLOCKS.contains(&block)));
            let is_flat = line.chars().all(|block| block == ' ' || block == MIDDLE);
            prop_assert!(is_flat || line.contains('▁') && line.contains('█'), "{}", line);
        }

        #[test]
        fn columns_share_values_evenly(values in 1_usize..500, columns in 1_usize..80) {
            let columns = columns.min(values);
            let shares: Vec<_> = (0..columns).map(|column| share(column, columns, values)).collect();
            prop_assert!(shares.windows(2).all(|pair| pair[0].end == pair[1].start));
            prop_assert_eq!((shares[0].start, shares[columns - 1].end), (0, values));
            let lengths = shares.iter().map(Range::len);
            prop_assert!(lengths.clone().max().unwrap_or(0) - lengths.min().unwrap_or(0) <= 1);
        }
    }
}
