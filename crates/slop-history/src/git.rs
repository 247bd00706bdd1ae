//! Points from the object database of a git repository.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::open::Options;
use gix::sec::trust::Mapping;
use slop_core::TreeDir;

use crate::snapshot::Source;
use crate::tree::Lister;
use crate::{Error, Method, Snapshot};

/// A git repository, and the directory in it that is measured.
///
/// Commits are read from its object database: nothing is checked out, no `git` program is needed, and a bare or a
/// shallow repository will do. Settings of the user and the environment are not looked at.
pub struct Repository {
    inner: Arc<gix::ThreadSafeRepository>,
    /// Where a checkout stands, or would stand.
    top: PathBuf,
    /// What is measured, from the top on.
    inside: PathBuf,
}

/// Which commits of a repository are measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commits {
    /// What names the last one: a branch, a tag, an id, `HEAD~3`.
    pub tip: String,
    /// Only those committed at this time or later, in seconds since 1970.
    pub since: Option<i64>,
    /// Only those committed at this time or earlier.
    pub until: Option<i64>,
    /// Only those that a tag names, with all parents and not only the first.
    pub tags: bool,
    /// No more than so many, evenly chosen, the first and the last among them; `None` is every one.
    pub sample: Option<usize>,
}

impl Default for Commits {
    fn default() -> Self {
        Self {
            tip: "HEAD".to_owned(),
            since: None,
            until: None,
            tags: false,
            sample: Some(30),
        }
    }
}

/// A commit that may become a point.
struct Commit {
    id: ObjectId,
    tree: ObjectId,
    time: i64,
    subject: String,
    tags: Vec<String>,
}

impl Repository {
    /// The repository that a path lies in, or is. Of a directory inside a repository, only that directory is measured.
    ///
    /// # Errors
    ///
    /// [`Error::NoRepository`] when there is none; [`Error::Io`] when the path cannot be read.
    pub fn discover(path: &Path) -> Result<Self, Error> {
        let canonical = path.canonicalize().map_err(|cause| Error::Io {
            path: path.to_owned(),
            cause,
        })?;
        let options = Mapping {
            full: Options::isolated(),
            reduced: Options::isolated(),
        };
        let found = gix::ThreadSafeRepository::discover_opts(
            &canonical,
            gix::discover::upwards::Options::default(),
            options,
        );
        let inner = found.map_err(|cause| Error::NoRepository {
            path: path.to_owned(),
            cause: Box::new(cause),
        })?;
        let top = inner.work_dir().unwrap_or(inner.refs.git_dir());
        let top = top.canonicalize().map_err(|cause| Error::Io {
            path: top.to_owned(),
            cause,
        })?;
        let inside = match inner.work_dir() {
            Some(_) => canonical.strip_prefix(&top).unwrap_or(Path::new("")),
            None => Path::new(""),
        };
        Ok(Self {
            inside: inside.to_owned(),
            inner: Arc::new(inner),
            top,
        })
    }

    /// Where the files of the work tree stand; `None` in a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.inner.work_dir().map(|_| &*self.top)
    }

    /// The directory that is measured, from the top of the repository on; empty for all of it.
    pub fn inside(&self) -> &Path {
        &self.inside
    }

    /// One commit, whatever it holds. What names it is a branch, a tag, an id, `HEAD~3`.
    ///
    /// # Errors
    ///
    /// [`Error`] when nothing has that name, or an object cannot be read.
    pub fn snapshot(&self, name: &str, method: &Method) -> Result<Snapshot, Error> {
        let local = self.inner.to_thread_local();
        let commit = read(&local, resolve(&local, name)?)?;
        let listing =
            Lister::new(&local, method.include_generated).list(commit.tree, &self.tree(method)?)?;
        Ok(self.point(commit, listing))
    }

    /// The commits of a branch, oldest first, following first parents: those whose measured files are others than
    /// those of the commit before. The function is told how many commits were looked at, and says whether to go on.
    ///
    /// # Errors
    ///
    /// [`Error`] when there is no such branch, an object cannot be read, or the function says no.
    pub fn snapshots(
        &self,
        commits: &Commits,
        method: &Method,
        go_on: &(dyn Fn(usize) -> bool + Sync),
    ) -> Result<Vec<Snapshot>, Error> {
        let local = self.inner.to_thread_local();
        let top = self.tree(method)?;
        let mut lister = Lister::new(&local, method.include_generated);
        let mut found = Vec::<Snapshot>::new();
        for (done, commit) in candidates(&local, commits)?.into_iter().enumerate() {
            if !go_on(done) {
                return Err(Error::Stopped);
            }
            let listing = lister.list(commit.tree, &top)?;
            let is_new = match found.last() {
                Some(before) => before.listing.identity != listing.identity,
                None => !listing.is_bare,
            };
            if is_new || commits.tags {
                found.push(self.point(commit, listing));
            }
        }
        Ok(sampled(found, commits.sample))
    }

    fn tree(&self, method: &Method) -> Result<TreeDir, Error> {
        Ok(method.files.tree(&self.top, &self.inside)?)
    }

    fn point(&self, commit: Commit, listing: Arc<crate::listing::Listing>) -> Snapshot {
        Snapshot {
            name: commit.id.to_string(),
            tags: commit.tags,
            time: Some(commit.time),
            subject: Some(commit.subject),
            listing,
            source: Source::Git(Arc::clone(&self.inner)),
        }
    }
}

/// The commits that may become points, oldest first.
fn candidates(repository: &gix::Repository, wanted: &Commits) -> Result<Vec<Commit>, Error> {
    let tip = resolve(repository, &wanted.tip)?;
    let is_in_time = |commit: &Commit| {
        wanted.since.is_none_or(|since| commit.time >= since)
            && wanted.until.is_none_or(|until| commit.time <= until)
    };
    let mut commits = if wanted.tags {
        tagged(repository, tip)?
    } else {
        first_parents(repository, tip)?
    };
    commits.retain(is_in_time);
    Ok(commits)
}

fn first_parents(repository: &gix::Repository, tip: ObjectId) -> Result<Vec<Commit>, Error> {
    let shallow = repository.shallow_commits()?;
    let is_last = |id: &ObjectId| shallow.as_ref().is_some_and(|last| last.contains(id));
    let (mut commits, mut next) = (Vec::new(), Some(tip));
    while let Some(id) = next {
        let commit = repository.find_commit(id)?;
        let parent = commit.parent_ids().next().map(gix::Id::detach);
        next = parent.filter(|_| !is_last(&id));
        commits.push(read(repository, id)?);
    }
    commits.reverse();
    Ok(commits)
}

/// The ancestors that have a tag, oldest first.
fn tagged(repository: &gix::Repository, tip: ObjectId) -> Result<Vec<Commit>, Error> {
    let mut tags = BTreeMap::<ObjectId, Vec<String>>::new();
    for reference in repository.references()?.tags()? {
        let mut reference = reference?;
        let name = reference.name().shorten().to_string();
        // A tag may name a blob or a tree.
        if let Ok(commit) = reference.peel_to_commit() {
            tags.entry(commit.id).or_default().push(name);
        }
    }
    let ancestors = repository.rev_walk([tip]).all()?;
    let ancestors: HashSet<ObjectId> = ancestors
        .map(|info| Ok(info?.id))
        .collect::<Result<_, gix::Error>>()?;
    let mut commits = Vec::new();
    for (id, names) in tags {
        if ancestors.contains(&id) {
            commits.push(Commit {
                tags: names,
                ..read(repository, id)?
            });
        }
    }
    commits.sort_by(|a, b| (a.time, &a.tags).cmp(&(b.time, &b.tags)));
    Ok(commits)
}

fn resolve(repository: &gix::Repository, name: &str) -> Result<ObjectId, Error> {
    let commit = || -> Result<ObjectId, gix::Error> {
        let object = repository.rev_parse_single(name)?.object()?;
        Ok(object.peel_to_commit()?.id)
    };
    commit().map_err(|cause| Error::NoCommit {
        name: name.to_owned(),
        cause: Box::new(cause),
    })
}

fn read(repository: &gix::Repository, id: ObjectId) -> Result<Commit, Error> {
    let commit = repository.find_commit(id)?;
    Ok(Commit {
        id,
        tree: commit.tree_id()?.detach(),
        time: commit.time()?.seconds,
        subject: commit.message()?.summary().to_str_lossy().into_owned(),
        tags: Vec::new(),
    })
}

/// So many of them at even distances, the first and the last among them.
fn sampled<T>(all: Vec<T>, wanted: Option<usize>) -> Vec<T> {
    let last = all.len().saturating_sub(1);
    let wanted = match wanted {
        Some(wanted) if wanted <= last => wanted,
        _ => return all,
    };
    let is_chosen = |index: usize| match wanted {
        0 => false,
        1 => index == last,
        _ => {
            (0..wanted).any(|number| (2 * number * last + wanted - 1) / (2 * (wanted - 1)) == index)
        }
    };
    let numbered = all.into_iter().enumerate();
    let chosen = numbered.filter(|(index, _)| is_chosen(*index));
    chosen.map(|(_, one)| one).collect()
}
