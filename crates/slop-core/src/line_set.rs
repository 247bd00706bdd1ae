//! Sets of line numbers.

use std::fmt;
use std::ops::RangeInclusive;

const BITS: u32 = u64::BITS;

/// A set of line numbers, counted from 1.
///
/// One bit a line, up to the greatest line it holds: a file of 10,000 lines takes 1.25 kB, and the
/// union, intersection and difference of two sets cost a few hundred machine instructions.
///
/// ```
/// use slop_core::LineSet;
///
/// let mut flagged = LineSet::new();
/// flagged.insert_range(3..=5);
/// flagged.insert(9);
/// let clones: LineSet = [5, 6].into_iter().collect();
///
/// let either = flagged.union(&clones);
/// assert_eq!(either.len(), 5);
/// assert_eq!(either.ranges().collect::<Vec<_>>(), [3..=6, 9..=9]);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct LineSet {
    /// Bit `i` of word `w` stands for line `64 * w + i + 1`. The last word is never zero, so equal
    /// sets have equal words.
    words: Vec<u64>,
}

impl LineSet {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line.
    ///
    /// # Panics
    ///
    /// If the line is 0: lines count from 1.
    #[inline]
    pub fn insert(&mut self, line: u32) {
        let (word, bit) = place(line);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << bit;
    }

    /// Adds every line of a range; an empty range adds nothing.
    ///
    /// # Panics
    ///
    /// If the range is not empty and starts at 0: lines count from 1.
    pub fn insert_range(&mut self, lines: RangeInclusive<u32>) {
        if lines.is_empty() {
            return;
        }
        let last_word = place(*lines.end()).0;
        if last_word >= self.words.len() {
            self.words.resize(last_word + 1, 0);
        }
        for (word, mask) in masks(&lines) {
            self.words[word] |= mask;
        }
    }

    /// Whether the set holds this line. No set holds line 0.
    #[inline]
    pub fn contains(&self, line: u32) -> bool {
        line > 0 && {
            let (word, bit) = place(line);
            self.words.get(word).is_some_and(|w| w >> bit & 1 == 1)
        }
    }

    /// How many lines the set holds.
    pub fn len(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// How many lines of the range the set holds. Time grows with the length of the range.
    ///
    /// # Panics
    ///
    /// If the range is not empty and starts at 0: lines count from 1.
    pub fn count_in(&self, lines: RangeInclusive<u32>) -> usize {
        if lines.is_empty() {
            return 0;
        }
        masks(&lines)
            .map_while(|(word, mask)| Some((self.words.get(word)? & mask).count_ones() as usize))
            .sum()
    }

    /// Whether the set holds no line.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The lines that are in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (mut longer, shorter) = if self.words.len() >= other.words.len() {
            (self.clone(), other)
        } else {
            (other.clone(), self)
        };
        for (word, add) in longer.words.iter_mut().zip(&shorter.words) {
            *word |= add;
        }
        longer
    }

    /// The lines that are in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let both = self.words.iter().zip(&other.words);
        Self::from_words(both.map(|(a, b)| a & b).collect())
    }

    /// The lines that are in this set and not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let mut words = self.words.clone();
        for (word, remove) in words.iter_mut().zip(&other.words) {
            *word &= !remove;
        }
        Self::from_words(words)
    }

    /// The lines in rising order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.words).flat_map(|(index, &word)| {
            std::iter::successors((word != 0).then_some(word), |w| {
                let rest = w & (w - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |w| index * BITS + w.trailing_zeros() + 1)
        })
    }

    /// The lines as runs, in rising order, none touching the next.
    pub fn ranges(&self) -> impl Iterator<Item = RangeInclusive<u32>> + '_ {
        let mut lines = self.iter().peekable();
        std::iter::from_fn(move || {
            let start = lines.next()?;
            let mut end = start;
            while lines.next_if_eq(&(end + 1)).is_some() {
                end += 1;
            }
            Some(start..=end)
        })
    }

    fn from_words(mut words: Vec<u64>) -> Self {
        let used = words.iter().rposition(|w| *w != 0).map_or(0, |i| i + 1);
        words.truncate(used);
        Self { words }
    }
}

/// Where the bit of a line is: word and bit.
#[inline]
fn place(line: u32) -> (usize, u32) {
    assert!(line > 0, "lines count from 1");
    let index = line - 1;
    ((index / BITS) as usize, index % BITS)
}

/// The words that a range touches, each with the bits of the range in it.
fn masks(lines: &RangeInclusive<u32>) -> impl Iterator<Item = (usize, u64)> + use<> {
    let (first_word, first_bit) = place(*lines.start());
    let (last_word, last_bit) = place(*lines.end());
    (first_word..=last_word).map(move |word| {
        let low = if word == first_word { first_bit } else { 0 };
        let high = if word == last_word {
            last_bit
        } else {
            BITS - 1
        };
        (word, (u64::MAX << low) & (u64::MAX >> (BITS - 1 - high)))
    })
}

impl FromIterator<u32> for LineSet {
    fn from_iter<I: IntoIterator<Item = u32>>(lines: I) -> Self {
        let mut set = Self::new();
        set.extend(lines);
        set
    }
}

impl Extend<u32> for LineSet {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, lines: I) {
        for line in lines {
            self.insert(line);
        }
    }
}

/// Shows the runs: `{3..=6, 9..=9}`.
impl fmt::Debug for LineSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.ranges()).finish()
    }
}

#[cfg(test)]
mod tests {
    //! Every operation against a `BTreeSet`, which is slow and obviously right.

    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Lines around the borders of the words, where mistakes live.
    fn lines() -> impl Strategy<Value = BTreeSet<u32>> {
        prop::collection::btree_set(1_u32..300, 0..120)
    }

    fn range() -> impl Strategy<Value = RangeInclusive<u32>> {
        (1_u32..300, 0_u32..200).prop_map(|(start, length)| start..=start + length)
    }

    fn set(lines: &BTreeSet<u32>) -> LineSet {
        lines.iter().copied().collect()
    }

    proptest! {
        #[test]
        fn holds_what_was_inserted(twin in lines()) {
            let fast = set(&twin);
            prop_assert_eq!(fast.iter().collect::<BTreeSet<_>>(), twin.clone());
            prop_assert_eq!(fast.len(), twin.len());
            prop_assert_eq!(fast.is_empty(), twin.is_empty());
            for line in 0..600 {
                prop_assert_eq!(fast.contains(line), twin.contains(&line));
            }
        }

        #[test]
        fn inserts_ranges(mut twin in lines(), add in range()) {
            let mut fast = set(&twin);
            fast.insert_range(add.clone());
            twin.extend(add);
            prop_assert_eq!(fast, set(&twin));
        }

        #[test]
        fn counts_in_ranges(twin in lines(), within in range()) {
            let expected = twin.iter().filter(|line| within.contains(line)).count();
            prop_assert_eq!(set(&twin).count_in(within), expected);
        }

        #[test]
        fn combines(a in lines(), b in lines()) {
            let (fast_a, fast_b) = (set(&a), set(&b));
            prop_assert_eq!(fast_a.union(&fast_b), set(&(&a | &b)));
            prop_assert_eq!(fast_a.intersection(&fast_b), set(&(&a & &b)));
            prop_assert_eq!(fast_a.difference(&fast_b), set(&(&a - &b)));
        }

        #[test]
        fn ranges_cover_the_set_and_never_touch(twin in lines()) {
            let ranges: Vec<_> = set(&twin).ranges().collect();
            prop_assert_eq!(ranges.iter().cloned().flatten().collect::<BTreeSet<_>>(), twin);
            for pair in ranges.windows(2) {
                prop_assert!(pair[0].end() + 1 < *pair[1].start());
            }
        }
    }

    #[test]
    #[expect(
        clippy::reversed_empty_ranges,
        reason = "the empty range is the case under test"
    )]
    fn empty_ranges_do_nothing() {
        let mut set = LineSet::new();
        set.insert_range(5..=4);
        assert!(set.is_empty());
        assert_eq!(set.count_in(5..=4), 0);
    }

    #[test]
    #[should_panic(expected = "lines count from 1")]
    fn line_zero_is_refused() {
        LineSet::new().insert(0);
    }
}
