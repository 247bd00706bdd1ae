//! The files of a point, before anything is measured.

use std::ffi::OsString;
use std::hash::Hasher;
use std::path::Path;
use std::sync::Arc;

use siphasher::sip128::{Hasher128, SipHasher13};
use slop_core::{Generated, Language};

use crate::cache::Key;
use crate::file::Skip;

/// The files in a directory and below. Directories that did not change from one commit to the next are shared.
pub(crate) struct Listing {
    /// Sorted by name, so that a walk is in the order of paths.
    pub(crate) nodes: Vec<(OsString, Node)>,
    /// Equal where the same files with the same contents are to be measured.
    pub(crate) identity: u128,
    /// Whether there is nothing to measure.
    pub(crate) is_bare: bool,
}

pub(crate) enum Node {
    File(ListedFile),
    Directory(Arc<Listing>),
}

/// A file that a search finds.
pub(crate) struct ListedFile {
    /// From the top of the commit or checkpoint on.
    pub(crate) path: Arc<Path>,
    pub(crate) language: Language,
    pub(crate) state: State,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// To be measured, if its text does not say otherwise.
    Content(Key),
    /// Its path says that nobody wrote it.
    Generated(Generated),
    Skipped(Skip),
}

impl Listing {
    pub(crate) fn new(mut nodes: Vec<(OsString, Node)>) -> Self {
        nodes.sort_by(|a, b| a.0.cmp(&b.0));
        let mut hasher = SipHasher13::new();
        for (name, node) in nodes.iter().filter(|(_, node)| !node.is_bare()) {
            node.hash(name.as_encoded_bytes(), &mut hasher);
        }
        Self {
            is_bare: nodes.iter().all(|(_, node)| node.is_bare()),
            nodes,
            identity: hasher.finish128().as_u128(),
        }
    }

    /// From files in the order of their paths, at this depth of directories.
    pub(crate) fn of_files(files: Vec<ListedFile>, depth: usize) -> Self {
        let mut nodes: Vec<(OsString, Node)> = Vec::new();
        let mut inside: Vec<(OsString, Vec<ListedFile>)> = Vec::new();
        for file in files {
            let mut names = file.path.iter().skip(depth).map(OsString::from);
            match (names.next(), names.next()) {
                (Some(name), None) => nodes.push((name, Node::File(file))),
                (Some(name), Some(_)) => match inside.last_mut() {
                    Some((last, files)) if *last == name => files.push(file),
                    _ => inside.push((name, vec![file])),
                },
                (None, _) => {}
            }
        }
        nodes.extend(inside.into_iter().map(|(name, files)| {
            let listing = Self::of_files(files, depth + 1);
            (name, Node::Directory(Arc::new(listing)))
        }));
        Self::new(nodes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All files, in the order of their paths.
    pub(crate) fn files(&self) -> Files<'_> {
        Files {
            open: vec![self.nodes.iter()],
        }
    }
}

impl Node {
    /// Whether there is nothing to measure in it.
    fn is_bare(&self) -> bool {
        match self {
            Self::File(file) => matches!(file.state, State::Generated(_)),
            Self::Directory(listing) => listing.is_bare,
        }
    }

    /// What decides whether the same is measured.
    fn hash(&self, name: &[u8], hasher: &mut SipHasher13) {
        let mut write = |sort: u8, what: &[u8]| {
            hasher.write(&(name.len() as u64).to_le_bytes());
            hasher.write(name);
            hasher.write(&[sort]);
            hasher.write(what);
        };
        match self {
            Self::Directory(listing) => write(0, &listing.identity.to_le_bytes()),
            Self::File(file) => match &file.state {
                State::Content(key) => write(1, key.as_bytes()),
                State::Skipped(_) => write(2, &[]),
                State::Generated(_) => {}
            },
        }
    }
}

pub(crate) struct Files<'a> {
    open: Vec<std::slice::Iter<'a, (OsString, Node)>>,
}

impl<'a> Iterator for Files<'a> {
    type Item = &'a ListedFile;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.open.last_mut()?.next() {
                Some((_, Node::File(file))) => return Some(file),
                Some((_, Node::Directory(listing))) => self.open.push(listing.nodes.iter()),
                None => {
                    self.open.pop();
                }
            }
        }
    }
}
