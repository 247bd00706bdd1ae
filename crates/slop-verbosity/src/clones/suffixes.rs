//! The suffix array of a text, and how much neighbours in it have in common.

use suffix::SuffixTable;

/// All suffixes of a text in their order.
pub(super) struct Suffixes {
    pub(super) text: String,
    /// Where each suffix begins, in bytes.
    pub(super) table: Vec<u32>,
}

impl Suffixes {
    /// # Panics
    ///
    /// From 4 GiB of text on.
    pub(super) fn new(text: String) -> Self {
        let (text, table) = SuffixTable::new(text).into_parts();
        Self {
            text: text.into_owned(),
            table: table.into_owned(),
        }
    }

    /// For each place in the text: the bytes that its suffix shares with the one before it in the array.
    ///
    /// Kasai et al. (2001) in the order of the text, as Kärkkäinen, Manzini and Puglisi (2009) put it: what is
    /// shared shrinks by at most one from a place to the next, so all comparisons together are linear. Taken
    /// byte by byte that holds for text of any characters.
    pub(super) fn common_with_previous(&self) -> Vec<u32> {
        let text = self.text.as_bytes();
        let mut common = vec![u32::MAX; text.len()];
        for pair in self.table.windows(2) {
            common[pair[1] as usize] = pair[0];
        }
        let mut length = 0;
        for place in 0..text.len() {
            let previous = std::mem::take(&mut common[place]) as usize;
            if previous >= text.len() {
                length = 0;
                continue;
            }
            let rest = text[place + length..].iter();
            length += rest
                .zip(&text[previous + length..])
                .take_while(|(a, b)| a == b)
                .count();
            common[place] = u32::try_from(length).expect("shorter than the text");
            length = length.saturating_sub(1);
        }
        common
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The slow twin: each pair of neighbours compared from its beginning.
    fn compared(suffixes: &Suffixes) -> Vec<u32> {
        let text = suffixes.text.as_bytes();
        let mut common = vec![0; text.len()];
        for pair in suffixes.table.windows(2) {
            let (a, b) = (&text[pair[0] as usize..], &text[pair[1] as usize..]);
            let shared = a.iter().zip(b).take_while(|(a, b)| a == b).count();
            common[pair[1] as usize] = u32::try_from(shared).expect("a short text");
        }
        common
    }

    fn texts() -> impl Strategy<Value = String> {
        let one = prop::sample::select(vec!['a', 'b', '\0', 'é', 'ß', '界', '𝄞']);
        let few = prop::collection::vec(one, 0..120);
        (few, 1..6_usize).prop_map(|(letters, times)| String::from_iter(letters).repeat(times))
    }

    proptest! {
        #[test]
        fn agrees_with_its_twins(text in texts()) {
            let suffixes = Suffixes::new(text.clone());
            let mut sorted: Vec<u32> = (0..).take(text.len()).collect();
            sorted.sort_by_key(|place| &text.as_bytes()[*place as usize..]);
            prop_assert_eq!(&suffixes.table, &sorted);
            prop_assert_eq!(suffixes.common_with_previous(), compared(&suffixes));
        }
    }
}
