//! Segments on the disk.
//!
//! A file is a mark, a segment and the hash of the segment, which is also its name. It is written under another
//! name and then renamed, so nobody reads half of one; whatever else a file may hold, its hash is wrong.

use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use siphasher::sip128::{Hasher128, SipHasher13};

use super::segment::Segments;

const MARK: &[u8; 8] = b"slop-h1\n";
const HASH: usize = 16;
const ENDING: &str = "segment";
const UNFINISHED: &str = ".unfinished";

/// A file that is not finished by then never will be.
const PATIENCE: Duration = Duration::from_secs(3600);

/// So many files are read one by one; more are put into one.
const MANY: usize = 32;

/// No file is larger: the cache of a history with millions of files.
const MAX_BYTES: u64 = 4 << 30;

pub(super) fn write(directory: &Path, segment: &[u8]) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let hash = hash(segment);
    let mut file = tempfile::Builder::new()
        .suffix(UNFINISHED)
        .tempfile_in(directory)?;
    file.write_all(MARK)?;
    file.write_all(segment)?;
    file.write_all(&hash.to_le_bytes())?;
    let name = directory
        .join(format!("{hash:032x}"))
        .with_extension(ENDING);
    file.persist(name)?;
    Ok(())
}

/// All that can be read. Many files are put into one for the next time.
pub(super) fn read(directory: &Path) -> Segments {
    let mut segments = Segments::default();
    let files = files(directory);
    for file in &files {
        if let Some(segment) = read_file(file) {
            segments.extend(segment);
        }
    }
    if files.len() > MANY {
        // If it cannot be done now, then it is done later.
        let _ = merge(directory, &segments, &files);
    }
    segments
}

/// Another process that has listed a file which is removed here measures again what was in it.
fn merge(directory: &Path, segments: &Segments, files: &[PathBuf]) -> io::Result<()> {
    let merged = segments.merged();
    if merged.len() as u64 > MAX_BYTES / 2 {
        return Ok(());
    }
    write(directory, &merged)?;
    let kept = format!("{:032x}", hash(&merged));
    let merged = |file: &&PathBuf| file.file_stem().is_none_or(|name| name != &*kept);
    let old = unfinished(directory, PATIENCE);
    for file in files.iter().filter(merged).chain(&old) {
        fs::remove_file(file)?;
    }
    Ok(())
}

pub(super) fn clear(directory: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() && is_hash(&path) {
            for file in files(&path)
                .iter()
                .chain(&unfinished(&path, Duration::ZERO))
            {
                fs::remove_file(file)?;
            }
            // It stays when there is something else in it.
            let _ = fs::remove_dir(path);
        }
    }
    Ok(())
}

/// The segments in a directory, sorted by name.
fn files(directory: &Path) -> Vec<PathBuf> {
    let is_segment = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending == ENDING) && is_hash(path) && path.is_file()
    };
    let mut files: Vec<_> = paths(directory).filter(is_segment).collect();
    files.sort();
    files
}

/// What killed processes left, if it is older than this.
fn unfinished(directory: &Path, age: Duration) -> Vec<PathBuf> {
    let is_old = |path: &PathBuf| {
        let modified = path.metadata().and_then(|about| about.modified());
        let since = |then| SystemTime::now().duration_since(then).unwrap_or_default();
        modified.is_ok_and(|then| since(then) >= age)
    };
    let is_unfinished = |path: &PathBuf| path.to_string_lossy().ends_with(UNFINISHED);
    let paths = paths(directory).filter(is_unfinished);
    paths.filter(is_old).collect()
}

fn paths(directory: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

fn is_hash(path: &Path) -> bool {
    let name = path.file_stem().and_then(|name| name.to_str());
    name.is_some_and(|name| {
        name.len() == 2 * HASH && name.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The segment of a file, unless it is damaged.
fn read_file(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    let rest = bytes.strip_prefix(MARK)?;
    let (segment, expected) = rest.split_last_chunk::<HASH>()?;
    let is_whole = hash(segment) == u128::from_le_bytes(*expected);
    let end = MARK.len() + segment.len();
    is_whole.then(|| {
        bytes.truncate(end);
        bytes.drain(..MARK.len());
        bytes
    })
}

fn hash(bytes: &[u8]) -> u128 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish128().as_u128()
}
