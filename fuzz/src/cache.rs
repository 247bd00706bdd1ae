//! Files of the cache that a history is measured with.

use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use siphasher::sip128::{Hasher128, SipHasher13};
use slop_history::{Cache, Method, Point, Series, Snapshot};
use slop_verbosity::RuleSet;
use tempfile::tempdir;

/// The first byte tells what the others are: a file; what stands in a file that is whole; or the value of an entry in
/// such a file that is asked for.
///
/// A file that is not whole changes no result, and neither does one with entries that nobody asks for. Whatever
/// an entry says, nothing panics.
pub fn cache(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let file = match first % 3 {
        0 => bytes.to_vec(),
        1 => whole(bytes),
        _ => whole(&entry(bytes)),
    };
    let place = tempdir().expect("a directory");
    let directory = place.path().join(&KNOWN.directory);
    fs::create_dir(&directory).expect("a directory");
    let name = format!("{:032x}.segment", hash(bytes));
    fs::write(directory.join(name), &file).expect("a file");
    let points = measured(place.path());
    if !asks_for(&file) {
        assert_eq!(points, KNOWN.points);
    }
    Cache::clear(place.path()).expect("it can be removed");
    assert_eq!(entries(place.path()).count(), 0, "nothing is left");
}

/// What is known of a cache for these sources, from one that was written.
struct Known {
    /// The name of the directory that its files are in.
    directory: PathBuf,
    /// What the figures of the first source are asked for by.
    key: [u8; KEY],
    points: Vec<Point>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let place = tempdir().expect("a directory");
    let cache = Cache::open(place.path(), &METHOD);
    let first = SNAPSHOTS[..1].to_vec();
    Series::measure(first, &METHOD, &cache, &|_| true).expect("it is measured");
    drop(cache);
    let directory = entries(place.path()).next().expect("a directory");
    let file = entries(&directory).next().expect("a file");
    let file = fs::read(file).expect("a file");
    let rest = file.strip_prefix(MARK).expect("it begins with its mark");
    let (segment, _) = rest.split_last_chunk::<HASH>().expect("a hash");
    assert_eq!(whole(segment), file, "files are written like this");
    let key = segment.first_chunk().expect("it has an entry");
    let name = directory.file_name().expect("the method's");
    Known {
        directory: name.into(),
        key: *key,
        points: measured(&place.path().join("another")),
    }
});

static METHOD: LazyLock<Method> = LazyLock::new(|| {
    let rule = "{id: a, language: python, message: m, rule: {pattern: print($A)}}";
    Method {
        rules: RuleSet::from_yaml(rule).expect("a rule"),
        ..Method::default()
    }
});

/// The sizes and the mark of the format, of which the library's documentation speaks.
const KEY: usize = 41;
const HASH: usize = 16;
const MARK: &[u8] = b"slop-h1\n";

/// The sources at two points, which are searched for once.
static SNAPSHOTS: LazyLock<[Snapshot; 2]> = LazyLock::new(|| {
    ["before", "after"].map(|name| {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("sources");
        let snapshot = Snapshot::of_directory(name, &sources.join(name), Path::new(""), &METHOD);
        snapshot.expect("it can be searched")
    })
});

/// Two points, measured and compared with the cache in a directory.
fn measured(directory: &Path) -> Vec<Point> {
    let cache = Cache::open(directory, &METHOD);
    let series = Series::measure(SNAPSHOTS.to_vec(), &METHOD, &cache, &|_| true);
    let series = series.expect("it is measured");
    let compared = series.compare(0, 1).expect("it is compared");
    for change in &compared.callables {
        assert!(change.last().is_some());
        let _ = (change.growth(), change.crosses(10));
    }
    series.points
}

/// A file with this segment, as it is written.
fn whole(segment: &[u8]) -> Vec<u8> {
    [MARK, segment, &hash(segment).to_le_bytes()].concat()
}

/// The segment with one entry: the value of the first source.
fn entry(value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).expect("a short value");
    [&KNOWN.key[..], &length.to_le_bytes(), value].concat()
}

/// Whether a file that is whole has the key of a source in it.
fn asks_for(file: &[u8]) -> bool {
    let blob = &KNOWN.key[1..21];
    file.starts_with(MARK) && file.windows(blob.len()).any(|bytes| bytes == blob)
}

fn hash(bytes: &[u8]) -> u128 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish128().as_u128()
}

fn entries(directory: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory");
    entries.map(|entry| entry.expect("an entry").path())
}
