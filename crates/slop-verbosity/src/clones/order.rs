//! The suffix array, reduced to the places where a subtree begins.

use super::suffixes::Suffixes;
use super::tokens::Subtree;

/// The subtrees in the order of the suffixes that begin with them.
pub(super) struct Order {
    pub(super) places: Vec<Place>,
}

pub(super) struct Place {
    /// Its number among the subtrees.
    pub(super) subtree: u32,
    /// How many symbols it and the subtree before it in the order have in common, with what
    /// follows them.
    pub(super) common: u32,
}

impl Order {
    pub(super) fn new(suffixes: &Suffixes, subtrees: &[Subtree]) -> Self {
        let starts = Starts::new(suffixes.table.len(), subtrees);
        let mut places = Vec::with_capacity(subtrees.len());
        let mut common = 0;
        let mut with_previous = [0; 64];
        for starts_of_some in suffixes.table.chunks(with_previous.len()) {
            // Far apart in memory: read one after another, nothing waits for the last one.
            for (start, read) in starts_of_some.iter().zip(&mut with_previous) {
                *read = suffixes.common[start.cast_unsigned() as usize].cast_unsigned();
            }
            for (start, with_previous) in starts_of_some.iter().zip(with_previous) {
                common = common.min(with_previous);
                if let Some(subtree) = starts.number(start.cast_unsigned()) {
                    places.push(Place { subtree, common });
                    common = u32::MAX;
                }
            }
        }
        Self { places }
    }

    /// The classes of subtrees that are equal but for names, by the number of the subtree; `None` for one that
    /// is like no other.
    pub(super) fn classes(&self, subtrees: &[Subtree]) -> Vec<Option<u32>> {
        let size = |place: &Place| {
            let subtree = &subtrees[place.subtree as usize];
            subtree.end - subtree.start
        };
        // A subtree is never the beginning of another: it closes what it opens. So equal ones are neighbours.
        let is_equal = |a: &Place, b: &Place| size(a) == size(b) && b.common >= size(b);
        let mut classes = vec![None; subtrees.len()];
        let repeated = self
            .places
            .chunk_by(is_equal)
            .filter(|class| class.len() > 1);
        for (number, class) in (0..).zip(repeated) {
            for place in class {
                classes[place.subtree as usize] = Some(number);
            }
        }
        classes
    }
}

/// Where subtrees begin: a bit a place, and how many bits are set before each word of them.
struct Starts {
    words: Vec<u64>,
    before: Vec<u32>,
}

impl Starts {
    fn new(length: usize, subtrees: &[Subtree]) -> Self {
        let mut words = vec![0_u64; length.div_ceil(64)];
        for subtree in subtrees {
            words[subtree.start as usize / 64] |= 1 << (subtree.start % 64);
        }
        let mut sum = 0;
        let before = words.iter().map(|word| {
            let before = sum;
            sum += word.count_ones();
            before
        });
        let before = before.collect();
        Self { words, before }
    }

    /// The number of the subtree that begins here.
    fn number(&self, place: u32) -> Option<u32> {
        let (word, bit) = (place as usize / 64, 1 << (place % 64));
        let earlier = self.words[word] & (bit - 1);
        (self.words[word] & bit != 0).then(|| self.before[word] + earlier.count_ones())
    }
}
