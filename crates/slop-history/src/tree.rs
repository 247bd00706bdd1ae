//! The files of a commit, as a search of a checkout would find them.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::ObjectId;
use gix::objs::tree::{EntryKind, EntryRef};
use slop_core::TreeDir;

use crate::Error;
use crate::attributes::{Attributes, Conversion};
use crate::cache::Key;
use crate::listing::{ListedFile, Listing, Node, State};

/// Lists the files of trees, and remembers what it has listed.
pub(crate) struct Lister<'r> {
    repository: &'r gix::Repository,
    include_generated: bool,
    listed: HashMap<Request, Arc<Listing>>,
    /// By the context above and the files that change it.
    contexts: HashMap<(u32, Vec<ObjectId>, PathBuf), u32>,
}

/// All that the listing of a tree depends on.
#[derive(PartialEq, Eq, Hash)]
struct Request {
    tree: ObjectId,
    context: u32,
    path: PathBuf,
}

/// A directory with what holds in it.
#[derive(Clone)]
struct Place {
    dir: TreeDir,
    attributes: Option<Arc<Attributes>>,
    /// A number for each set of ignore files and attributes above.
    context: u32,
}

/// Far more than a path has that can be checked out.
const MAX_DEPTH: usize = 256;

impl<'r> Lister<'r> {
    pub(crate) fn new(repository: &'r gix::Repository, include_generated: bool) -> Self {
        Self {
            repository,
            include_generated,
            listed: HashMap::new(),
            contexts: HashMap::new(),
        }
    }

    /// The files of the tree, `top` being its root.
    pub(crate) fn list(&mut self, tree: ObjectId, top: &TreeDir) -> Result<Arc<Listing>, Error> {
        let place = Place {
            dir: top.clone(),
            attributes: None,
            context: 0,
        };
        self.list_at(tree, &place, 0)
    }

    fn list_at(&mut self, tree: ObjectId, at: &Place, depth: usize) -> Result<Arc<Listing>, Error> {
        if depth > MAX_DEPTH {
            return Err(Error::Path(at.dir.path().display().to_string()));
        }
        let request = Request {
            tree,
            context: at.context,
            path: at.dir.path().to_owned(),
        };
        if let Some(listing) = self.listed.get(&request) {
            return Ok(Arc::clone(listing));
        }
        let data = self.repository.find_tree(tree)?;
        let entries = data.decode()?.entries;
        let place = self.enter(at, &entries)?;
        let mut nodes = Vec::new();
        for entry in &entries {
            let name = name(entry)?;
            if let Some(node) = self.node(entry, name, &place, depth)? {
                nodes.push((name.to_owned(), node));
            }
        }
        let listing = Arc::new(Listing::new(nodes));
        self.listed.insert(request, Arc::clone(&listing));
        Ok(listing)
    }

    /// Submodules and symbolic links are not there.
    fn node(
        &mut self,
        entry: &EntryRef<'_>,
        name: &OsStr,
        place: &Place,
        depth: usize,
    ) -> Result<Option<Node>, Error> {
        match entry.mode.kind() {
            EntryKind::Tree => {
                let Some(dir) = place.dir.directory(name) else {
                    return Ok(None);
                };
                let inner = Place {
                    dir,
                    ..place.clone()
                };
                let listing = self.list_at(entry.oid.to_owned(), &inner, depth + 1)?;
                Ok((!listing.is_empty()).then_some(Node::Directory(listing)))
            }
            EntryKind::Blob | EntryKind::BlobExecutable => Ok(self.file(entry, name, place)),
            EntryKind::Link | EntryKind::Commit => Ok(None),
        }
    }

    fn file(&self, entry: &EntryRef<'_>, name: &OsStr, place: &Place) -> Option<Node> {
        let found = place.dir.file(name)?;
        let generated = found.generated.filter(|_| !self.include_generated);
        let state = generated.map_or_else(
            || {
                let conversion = conversion(place, &found.path);
                let key = Key::of_file(entry.oid, found.language, conversion.number());
                State::Content(key)
            },
            State::Generated,
        );
        Some(Node::File(ListedFile {
            path: found.path.into(),
            language: found.language,
            state,
        }))
    }

    /// What holds in a directory with these entries.
    fn enter(&mut self, at: &Place, entries: &[EntryRef<'_>]) -> Result<Place, Error> {
        let find = |name: &str| {
            let entry = entries.iter().find(|entry| entry.filename == name)?;
            entry.mode.is_blob().then(|| entry.oid.to_owned())
        };
        let ids = [".ignore", ".gitignore", ".gitattributes"].map(find);
        let mut place = at.clone();
        if ids.iter().all(Option::is_none) {
            return Ok(place);
        }
        let none = ObjectId::null(gix::hash::Kind::Sha1);
        let files = ids.iter().map(|id| id.unwrap_or(none)).collect();
        let number = u32::try_from(self.contexts.len() + 1).expect("memory ends before");
        let key = (at.context, files, at.dir.path().to_owned());
        place.context = *self.contexts.entry(key).or_insert(number);
        let [ignore, gitignore, attributes] = ids;
        let (ignore, gitignore) = (self.text(ignore)?, self.text(gitignore)?);
        place.dir = place
            .dir
            .with_ignore_files(ignore.as_deref(), gitignore.as_deref());
        if let Some(text) = self.text(attributes)? {
            let above = place.attributes.as_deref();
            let attributes = Attributes::with(above, at.dir.path(), &text);
            place.attributes = Some(Arc::new(attributes));
        }
        Ok(place)
    }

    fn text(&self, blob: Option<ObjectId>) -> Result<Option<Vec<u8>>, Error> {
        match blob {
            Some(id) => Ok(Some(self.repository.find_blob(id)?.take_data())),
            None => Ok(None),
        }
    }
}

fn conversion(place: &Place, path: &Path) -> Conversion {
    let Some(attributes) = &place.attributes else {
        return Conversion::default();
    };
    let path = gix::path::into_bstr(path).map(gix::path::to_unix_separators_on_windows);
    path.map_or_else(
        |_| Conversion::default(),
        |path| attributes.conversion(&path),
    )
}

fn name<'a>(entry: &EntryRef<'a>) -> Result<&'a OsStr, Error> {
    let name = gix::path::from_byte_slice(entry.filename);
    let name = name.map_err(|_| Error::Path(entry.filename.to_string()))?;
    Ok(name.as_os_str())
}
