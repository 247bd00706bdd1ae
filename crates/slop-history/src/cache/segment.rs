//! Entries behind each other, in the form in which they are written.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::Key;

/// All entries that are known.
#[derive(Default)]
pub(super) struct Segments {
    places: HashMap<Key, Place>,
    /// Those that were read or written.
    full: Vec<Arc<Vec<u8>>>,
    /// The one that is being filled.
    fresh: Vec<u8>,
}

/// Where the value of an entry stands.
struct Place {
    segment: usize,
    range: Range<usize>,
}

/// From so many bytes on a segment is written.
const FULL: usize = 16 << 20;

const LENGTH: usize = size_of::<u32>();

impl Segments {
    /// The value of an entry.
    pub(super) fn get(&self, key: &Key) -> Option<&[u8]> {
        let Place { segment, range } = self.places.get(key)?;
        let bytes = self.full.get(*segment).map_or(&self.fresh, |full| &**full);
        Some(&bytes[range.clone()])
    }

    /// An entry that is known already stays as it is.
    pub(super) fn insert(&mut self, key: Key, value: &[u8]) {
        let Ok(length) = u32::try_from(value.len()) else {
            return;
        };
        if self.places.contains_key(&key) {
            return;
        }
        self.fresh.extend_from_slice(key.as_bytes());
        self.fresh.extend_from_slice(&length.to_le_bytes());
        let start = self.fresh.len();
        self.fresh.extend_from_slice(value);
        let place = Place {
            segment: self.full.len(),
            range: start..self.fresh.len(),
        };
        self.places.insert(key, place);
    }

    pub(super) fn is_full(&self) -> bool {
        self.fresh.len() >= FULL
    }

    /// The segment that is being filled, of which nothing is to change any more; `None` when it is empty.
    pub(super) fn take_fresh(&mut self) -> Option<Arc<Vec<u8>>> {
        if self.fresh.is_empty() {
            return None;
        }
        let fresh = Arc::new(std::mem::take(&mut self.fresh));
        self.full.push(Arc::clone(&fresh));
        Some(fresh)
    }

    /// Adds a segment that was read. The rest of one that makes no sense is passed over.
    pub(super) fn extend(&mut self, segment: Vec<u8>) {
        let mut start = 0;
        while let Some((key, range)) = entry(&segment, start) {
            start = range.end;
            let segment = self.full.len();
            self.places.entry(key).or_insert(Place { segment, range });
        }
        self.full.push(Arc::new(segment));
    }

    /// All entries in one segment, each once.
    pub(super) fn merged(&self) -> Vec<u8> {
        let mut merged = Self::default();
        for (number, segment) in self.full.iter().enumerate() {
            let mut start = 0;
            while let Some((key, range)) = entry(segment, start) {
                start = range.end;
                let is_it = |place: &Place| place.segment == number && place.range == range;
                if self.places.get(&key).is_some_and(is_it) {
                    merged.insert(key, &segment[range]);
                }
            }
        }
        merged.fresh
    }
}

/// The entry that begins there.
fn entry(segment: &[u8], start: usize) -> Option<(Key, Range<usize>)> {
    let head = segment.get(start..start + Key::BYTES + LENGTH)?;
    let (key, length) = head.split_at(Key::BYTES);
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    let start = start + head.len();
    let range = start..start.checked_add(length)?;
    segment.get(range.clone())?;
    Some((Key(key.try_into().ok()?), range))
}
