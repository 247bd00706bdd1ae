//! The suffix array of all symbols, and how much neighbours in it have in common.

use libsais::SuffixArrayConstruction;

/// All suffixes of a text in their order.
pub(super) struct Suffixes {
    /// Where each suffix begins.
    pub(super) table: Vec<i32>,
    /// For each place in the text: how many symbols its suffix shares with the one before it in the table.
    ///
    /// The permuted array of longest common prefixes, by the algorithm of Kasai et al. (2001) in the order of
    /// the text, as Kärkkäinen, Manzini and Puglisi put it (2009): linear time, since what is shared shrinks by
    /// at most one from a place to the next.
    pub(super) common: Vec<i32>,
}

impl Suffixes {
    /// # Panics
    ///
    /// From 2³¹ symbols on.
    pub(super) fn new(text: &[u16]) -> Self {
        let suffixes = SuffixArrayConstruction::for_text(text)
            .in_owned_buffer32()
            .single_threaded()
            .run()
            .expect("an index holds fewer than 2³¹ symbols");
        let with_common = suffixes.plcp_construction().single_threaded().run();
        let (table, common, _) = with_common.expect("its arrays have one size").into_parts();
        Self { table, common }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The slow twin of the common prefixes: each pair of neighbours compared from its beginning.
    fn compared(text: &[u16], table: &[i32]) -> Vec<i32> {
        let suffix = |place: i32| &text[usize::try_from(place).expect("not negative")..];
        let mut common = vec![0; text.len()];
        for pair in table.windows(2) {
            let pairs = suffix(pair[0]).iter().zip(suffix(pair[1]));
            let shared = pairs.take_while(|(a, b)| a == b).count();
            let place = usize::try_from(pair[1]).expect("not negative");
            common[place] = i32::try_from(shared).expect("a short text");
        }
        common
    }

    proptest! {
        #[test]
        fn agrees_with_its_twins(
            few in prop::collection::vec(prop::sample::select(vec![0, 1, 2, 700, u16::MAX]), 0..120),
            times in 1..6_usize,
        ) {
            let text = few.repeat(times);
            let suffixes = Suffixes::new(&text);
            let mut sorted: Vec<i32> = (0..).take(text.len()).collect();
            sorted.sort_by_key(|place| &text[usize::try_from(*place).expect("not negative")..]);
            prop_assert_eq!(&suffixes.table, &sorted);
            prop_assert_eq!(&suffixes.common, &compared(&text, &sorted));
        }
    }
}
