//! What was measured before, in memory and on the disk.

mod segment;
mod store;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use gix::{ObjectId, oid};
use serde::Serialize;
use serde::de::DeserializeOwned;
use slop_core::Language;

use self::segment::Segments;
use crate::Method;
use crate::file::{FileParts, Outcome};

/// What was measured of each content, by the id that git has for it: in memory, and on the disk where a later run
/// finds it.
///
/// Several processes may share a directory, and each may be ended at any moment: files are written whole, under a
/// name that tells their content, and one that is damaged is as if it were not there. When the disk fails, the
/// work goes on without it; [`Cache::problem`] tells.
pub struct Cache {
    segments: RwLock<Segments>,
    /// `None` in memory alone.
    directory: Option<PathBuf>,
    written: RwLock<Written>,
}

struct Written {
    last: Instant,
    problem: Option<io::Error>,
}

/// What is not written is lost when the process is killed.
const WRITE_EVERY: Duration = Duration::from_secs(2);

/// What an entry is known by: a content measured in some way, the difference of two contents,
/// or the clones of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key([u8; Key::BYTES]);

impl Key {
    const ID: usize = 20;
    const BYTES: usize = 1 + 2 * Self::ID;
    const FILE: u8 = 0;
    const LINES: u8 = 1;
    const CLONES: u8 = 2;

    /// Of the figures of a blob, as a file of this language, after a conversion with this number.
    pub(crate) fn of_file(blob: &oid, language: Language, conversion: u8) -> Self {
        let mut key = [Self::FILE; Self::BYTES];
        key[1..=Self::ID].copy_from_slice(blob.as_bytes());
        key[Self::ID + 1] = language as u8;
        key[Self::ID + 2] = conversion;
        Self(key)
    }

    /// Of the lines in which two blobs differ; without one, all lines of the other.
    pub(crate) fn of_lines(before: Option<&oid>, after: Option<&oid>) -> Self {
        let mut key = [0; Self::BYTES];
        key[0] = Self::LINES;
        for (blob, start) in [(before, 1), (after, 1 + Self::ID)] {
            if let Some(blob) = blob {
                key[start..start + Self::ID].copy_from_slice(blob.as_bytes());
            }
        }
        Self(key)
    }

    /// Of the clones among the files with this identity.
    pub(crate) fn of_clones(identity: u128) -> Self {
        let mut key = [0; Self::BYTES];
        key[0] = Self::CLONES;
        key[1..=size_of::<u128>()].copy_from_slice(&identity.to_le_bytes());
        Self(key)
    }

    /// The blob of a file.
    pub(crate) fn blob(&self) -> ObjectId {
        ObjectId::from_bytes_or_panic(&self.0[1..=Self::ID])
    }

    /// The number of the conversion of a file.
    pub(crate) fn conversion(&self) -> u8 {
        self.0[Self::ID + 2]
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Cache {
    /// A cache that ends with the process.
    pub fn in_memory() -> Self {
        Self::new(None, Segments::default())
    }

    /// The cache in a directory, which is made if it is not there. Only what was measured by this method is read.
    pub fn open(directory: &Path, method: &Method) -> Self {
        let directory = directory.join(method.fingerprint().to_string());
        let segments = store::read(&directory);
        Self::new(Some(directory), segments)
    }

    /// Removes what this library has written to a directory, and nothing else.
    ///
    /// # Errors
    ///
    /// When the operating system does not let it.
    pub fn clear(directory: &Path) -> io::Result<()> {
        store::clear(directory)
    }

    fn new(directory: Option<PathBuf>, segments: Segments) -> Self {
        Self {
            segments: RwLock::new(segments),
            directory,
            written: RwLock::new(Written {
                last: Instant::now(),
                problem: None,
            }),
        }
    }

    /// Why nothing more is written to the disk, if that is so.
    pub fn problem(&self) -> Option<String> {
        let written = self.written.read().unwrap_or_else(PoisonError::into_inner);
        written.problem.as_ref().map(ToString::to_string)
    }

    pub(crate) fn outcome(&self, key: &Key) -> Option<Outcome> {
        self.value(key)
    }

    pub(crate) fn parts(&self, key: &Key) -> Option<FileParts> {
        let (_, parts) = self.value::<(Outcome, FileParts)>(key)?;
        Some(parts)
    }

    /// A value at the beginning of an entry.
    pub(crate) fn value<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        let segments = self.segments.read().unwrap_or_else(PoisonError::into_inner);
        let (value, _) = postcard::take_from_bytes(segments.get(key)?).ok()?;
        Some(value)
    }

    pub(crate) fn insert(&self, key: Key, value: &impl Serialize) {
        let Ok(bytes) = postcard::to_stdvec(value) else {
            return;
        };
        let mut segments = self
            .segments
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        segments.insert(key, &bytes);
        let is_full = segments.is_full();
        drop(segments);
        let written = self.written.read().unwrap_or_else(PoisonError::into_inner);
        let is_time = written.last.elapsed() > WRITE_EVERY;
        drop(written);
        if is_full || is_time {
            self.flush();
        }
    }

    /// Writes what was not written yet.
    pub fn flush(&self) {
        let mut written = self.written.write().unwrap_or_else(PoisonError::into_inner);
        let fresh = {
            let mut segments = self
                .segments
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            segments.take_fresh()
        };
        written.last = Instant::now();
        let (Some(directory), Some(fresh)) = (&self.directory, fresh) else {
            return;
        };
        if written.problem.is_none() {
            written.problem = store::write(directory, &fresh).err();
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.flush();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn key(number: u8) -> Key {
        Key([number; Key::BYTES])
    }

    #[derive(Debug, Clone)]
    enum Step {
        Insert(u8, Vec<u8>),
        Write,
        Reopen,
    }

    fn step() -> impl Strategy<Value = Step> {
        let value = prop::collection::vec(any::<u8>(), 0..40);
        prop_oneof![
            6 => (any::<u8>(), value).prop_map(|(key, value)| Step::Insert(key, value)),
            3 => Just(Step::Write),
            1 => Just(Step::Reopen),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]
        #[test]
        fn it_keeps_the_first_value_of_each_key(steps in prop::collection::vec(step(), 1..200)) {
            let (place, method) = (tempfile::tempdir().expect("a directory"), Method {
                rules: slop_verbosity::RuleSet::default(),
                ..Method::default()
            });
            let mut cache = Cache::open(place.path(), &method);
            let mut expected = HashMap::new();
            for step in steps {
                match step {
                    Step::Insert(number, value) => {
                        cache.insert(key(number), &value);
                        expected.entry(number).or_insert(value);
                    }
                    Step::Write => cache.flush(),
                    Step::Reopen => {
                        drop(cache);
                        cache = Cache::open(place.path(), &method);
                    }
                }
            }
            for number in 0..=u8::MAX {
                prop_assert_eq!(cache.value(&key(number)), expected.get(&number).cloned());
            }
        }
    }

    #[test]
    fn many_files_become_one() {
        let (place, method) = (tempfile::tempdir().expect("a directory"), Method::default());
        let cache = Cache::open(place.path(), &method);
        for number in 0..100 {
            cache.insert(key(number), &u64::from(number));
            cache.flush();
        }
        drop(cache);
        let directory = place.path().join(method.fingerprint().to_string());
        let files = || std::fs::read_dir(&directory).expect("a directory").count();
        assert_eq!(files(), 100);
        for _ in 0..2 {
            let cache = Cache::open(place.path(), &method);
            let value = |number| cache.value::<u64>(&key(number));
            assert!((0..100).all(|number| value(number) == Some(u64::from(number))));
            assert_eq!(files(), 1);
        }
    }

    #[test]
    fn lengths_that_make_no_sense_cost_no_memory() {
        let mut segment = key(1).as_bytes().to_vec();
        segment.extend(10_u32.to_le_bytes());
        // A length of 2⁶⁴ − 1, as postcard writes it.
        segment.extend([0xff; 9]);
        segment.push(1);
        segment.extend(key(2).as_bytes());
        segment.extend(u32::MAX.to_le_bytes());
        let mut segments = Segments::default();
        segments.extend(segment);
        let cache = Cache::new(None, segments);
        assert_eq!(cache.value::<Vec<u64>>(&key(1)), None);
        assert_eq!(cache.value::<(Outcome, FileParts)>(&key(1)), None);
        assert_eq!(cache.value::<u64>(&key(2)), None);
    }
}
