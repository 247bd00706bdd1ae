//! A commit or a checkpoint: which files stand in it, and how to read them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs, io};

use gix::ObjectId;
use gix::hash::Kind;
use rayon::prelude::*;
use slop_core::Candidate;

use crate::attributes::Conversion;
use crate::cache::Key;
use crate::file::Skip;
use crate::listing::{ListedFile, Listing, State};
use crate::{Error, Method};

/// A commit or a checkpoint that is not measured yet: which files stand in it.
#[derive(Clone)]
pub struct Snapshot {
    /// The id of the commit, or the name of the checkpoint.
    pub name: String,
    /// The tags of the commit, if it was asked for them.
    pub tags: Vec<String>,
    /// When it was committed, in seconds since 1970; `None` for a directory.
    pub time: Option<i64>,
    /// The first line of the commit's message.
    pub subject: Option<String>,
    pub(crate) listing: Arc<Listing>,
    pub(crate) source: Source,
}

/// Where the contents are.
#[derive(Clone)]
pub(crate) enum Source {
    Git(Arc<gix::ThreadSafeRepository>),
    /// The directory that the paths of the files are relative to.
    Disk(PathBuf),
}

/// A source that one thread reads from.
pub(crate) enum Reader<'s> {
    Git(Box<gix::Repository>),
    Disk(&'s Path),
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut snapshot = f.debug_struct("Snapshot");
        snapshot.field("name", &self.name).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Whether it has a file to measure.
    pub fn is_empty(&self) -> bool {
        self.listing.is_bare
    }
}

impl Source {
    /// Whether a reader of one reads the other too.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Git(one), Self::Git(other)) => Arc::ptr_eq(one, other),
            (Self::Disk(one), Self::Disk(other)) => one == other,
            _ => false,
        }
    }

    pub(crate) fn open(&self) -> Reader<'_> {
        match self {
            Self::Git(repository) => Reader::Git(Box::new(repository.to_thread_local())),
            Self::Disk(root) => Reader::Disk(root),
        }
    }
}

impl Reader<'_> {
    /// Whether it gives the same whenever it is asked.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(self, Self::Git(_))
    }

    /// The content of a file as it is on the disk after a checkout, or why it is not looked at.
    pub(crate) fn read(
        &self,
        key: &Key,
        path: &Path,
        max_bytes: u64,
    ) -> Result<Result<Vec<u8>, Skip>, Error> {
        match self {
            Self::Git(repository) => {
                let id = key.blob();
                if repository.find_header(id)?.size() > max_bytes {
                    return Ok(Err(Skip::too_large(max_bytes)));
                }
                let bytes = repository.find_blob(id)?.take_data();
                Ok(Ok(Conversion::from_number(key.conversion()).apply(bytes)))
            }
            Self::Disk(root) => Ok(reread(&root.join(path), key).map_err(Skip::unreadable)),
        }
    }

    /// The content as git stores it.
    pub(crate) fn read_stored(&self, key: &Key, path: &Path) -> Result<Vec<u8>, Error> {
        match self {
            Self::Git(repository) => Ok(repository.find_blob(key.blob())?.take_data()),
            Self::Disk(root) => {
                let path = root.join(path);
                reread(&path, key).map_err(|cause| Error::Io { path, cause })
            }
        }
    }
}

/// A file that is no longer what it was must not be taken for it.
fn reread(path: &Path, key: &Key) -> io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    let is_same = blob_id(&bytes).is_ok_and(|id| id == key.blob());
    let changed = || io::Error::other("it changes while it is read");
    is_same.then_some(bytes).ok_or_else(changed)
}

/// The id that git would have for the content.
fn blob_id(bytes: &[u8]) -> Result<ObjectId, gix::Error> {
    gix::objs::compute_hash(Kind::Sha1, gix::objs::Kind::Blob, bytes)
}

impl Snapshot {
    /// The files of a directory as they are now. Their paths are those from `root` on, in which `inside` is searched.
    ///
    /// # Errors
    ///
    /// [`Error::Discover`] when it cannot be searched.
    pub fn of_directory(
        name: &str,
        root: &Path,
        inside: &Path,
        method: &Method,
    ) -> Result<Self, Error> {
        let searched: PathBuf = root.join(inside).components().collect();
        let found = method.files.find([searched])?.candidates;
        let files = found.par_iter().map(|found| listed(found, root, method));
        Ok(Self {
            name: name.to_owned(),
            tags: Vec::new(),
            time: None,
            subject: None,
            listing: Arc::new(Listing::of_files(files.collect(), 0)),
            source: Source::Disk(root.to_owned()),
        })
    }
}

fn listed(found: &Candidate, root: &Path, method: &Method) -> ListedFile {
    let generated = found.generated.filter(|_| !method.include_generated);
    let state = match generated {
        Some(why) => State::Generated(why),
        None => match content(found, method.max_bytes) {
            Ok(key) => State::Content(key),
            Err(why) => State::Skipped(why),
        },
    };
    ListedFile {
        path: found.path.strip_prefix(root).unwrap_or(&found.path).into(),
        language: found.language,
        state,
    }
}

fn content(found: &Candidate, max_bytes: u64) -> Result<Key, Skip> {
    let read = || -> io::Result<Option<Vec<u8>>> {
        let about = found.path.metadata()?;
        let fits = about.len() <= max_bytes;
        fits.then(|| fs::read(&found.path)).transpose()
    };
    let bytes = read().map_err(Skip::unreadable)?;
    let bytes = bytes.ok_or_else(|| Skip::too_large(max_bytes))?;
    let id = blob_id(&bytes).map_err(|error| Skip::unreadable(io::Error::other(error)))?;
    Ok(Key::of_file(&id, found.language, 0))
}
