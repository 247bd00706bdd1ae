//! What a search finds in a tree of directories that is not on the disk.

use std::ffi::OsStr;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::discover::Exclusions;
use crate::{Candidate, DiscoverError, Discovery, Generated, Language};

/// A directory of a tree that is not on the disk, such as that of a commit: which of its entries
/// [`Discovery::find`] would find if it were.
///
/// The tree is taken for a git repository, so `.gitignore` files count. What git and the user ignore outside of
/// it does not. Symbolic links are no files and no directories here; they are never followed.
///
/// ```
/// use std::ffi::OsStr;
/// use std::path::Path;
/// use slop_core::Discovery;
///
/// let top = Discovery::default().tree(Path::new("/project"), Path::new(""))?;
/// let top = top.with_ignore_files(None, Some(b"build/\n"));
/// assert!(top.directory(OsStr::new("build")).is_none());
/// let source = top.directory(OsStr::new("src")).expect("not ignored");
/// let file = source.file(OsStr::new("main.py")).expect("a source file");
/// assert_eq!(file.path, Path::new("src/main.py"));
/// # Ok::<(), slop_core::DiscoverError>(())
/// ```
#[derive(Debug, Clone)]
pub struct TreeDir {
    search: Arc<Search>,
    /// From the top of the tree on.
    path: PathBuf,
    rules: Option<Arc<Rules>>,
}

#[derive(Debug)]
struct Search {
    discovery: Discovery,
    exclusions: Exclusions,
    top: PathBuf,
    /// From the top on.
    searched: PathBuf,
    is_excluded: bool,
}

/// The ignore files of a directory, and of those above it.
#[derive(Debug)]
struct Rules {
    above: Option<Arc<Rules>>,
    ignore: Gitignore,
    gitignore: Gitignore,
}

impl Discovery {
    /// The top of a tree in which the directory `searched` is searched, given by its path from the top on.
    ///
    /// `top` is where the tree would stand on the disk, as an absolute path. Nothing need be there: it only tells
    /// where globs are relative to [`exclude_from`](Self::exclude_from).
    ///
    /// # Errors
    ///
    /// [`DiscoverError`] when a glob is wrong or the directory that it is relative to does not exist.
    pub fn tree(&self, top: &Path, searched: &Path) -> Result<TreeDir, DiscoverError> {
        let root = top.join(searched).components().collect::<PathBuf>();
        let exclusions = match self.exclude_from {
            Some(_) => self.exclusions(&root),
            None => self.exclusions_from(root.clone()),
        }?;
        let search = Search {
            discovery: self.clone(),
            is_excluded: exclusions.hold(&root, true),
            exclusions,
            top: top.to_owned(),
            searched: searched.to_owned(),
        };
        Ok(TreeDir {
            search: Arc::new(search),
            path: PathBuf::new(),
            rules: None,
        })
    }
}

impl TreeDir {
    /// The path from the top of the tree on.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The directory with what its files `.ignore` and `.gitignore` say, where it has them.
    ///
    /// To be called before anything is asked about what is in it.
    #[must_use]
    pub fn with_ignore_files(self, ignore: Option<&[u8]>, gitignore: Option<&[u8]>) -> Self {
        let has_any = ignore.is_some() || gitignore.is_some();
        if !has_any || !self.search.discovery.ignore_files {
            return self;
        }
        let directory = self.search.top.join(&self.path);
        let rules = Rules {
            ignore: globs(&directory, ignore.unwrap_or_default()),
            gitignore: globs(&directory, gitignore.unwrap_or_default()),
            above: self.rules,
        };
        Self {
            rules: Some(Arc::new(rules)),
            ..self
        }
    }

    /// The directory of this name in it; `None` where nothing in it would be found.
    pub fn directory(&self, name: &OsStr) -> Option<Self> {
        let path = self.path.join(name);
        let search = &self.search;
        let is_above = search.searched.starts_with(&path);
        let is_kept = is_above || path.starts_with(&search.searched) && self.keeps(&path, true);
        (is_kept && !search.is_excluded).then(|| Self {
            search: Arc::clone(search),
            path,
            rules: self.rules.clone(),
        })
    }

    /// The regular file of this name in it, if it would be found. Its path is that from the top on.
    pub fn file(&self, name: &OsStr) -> Option<Candidate> {
        let search = &self.search;
        let path = self.path.join(name);
        let language = Language::from_path(&path).filter(|l| search.discovery.wants(*l))?;
        let inside = path.strip_prefix(&search.searched).ok()?;
        let generated = Generated::by_path(inside, language);
        let is_kept = !search.is_excluded && self.keeps(&path, false);
        is_kept.then_some(Candidate {
            path,
            language,
            is_named: false,
            generated,
        })
    }

    fn keeps(&self, path: &Path, is_dir: bool) -> bool {
        let Search {
            discovery,
            exclusions,
            top,
            ..
        } = &*self.search;
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let path = top.join(path);
        let is_wanted = match self.verdict(&path, is_dir) {
            Match::Ignore(()) => false,
            Match::Whitelist(()) => true,
            Match::None => discovery.hidden || !is_hidden,
        };
        is_wanted && !exclusions.name(&path, is_dir)
    }

    /// What the nearest files say that say anything; `.ignore` anywhere goes before `.gitignore`.
    fn verdict(&self, path: &Path, is_dir: bool) -> Match<()> {
        let (mut ignore, mut gitignore) = (Match::None, Match::None);
        let mut next = self.rules.as_deref();
        while let Some(rules) = next {
            ignore = ignore.or(rules.ignore.matched(path, is_dir).map(|_| ()));
            gitignore = gitignore.or(rules.gitignore.matched(path, is_dir).map(|_| ()));
            next = rules.above.as_deref();
        }
        ignore.or(gitignore)
    }
}

/// The globs of an ignore file, read as the `ignore` crate reads it from the disk: what is no glob is passed over,
/// and what is not UTF-8 ends it.
fn globs(directory: &Path, text: &[u8]) -> Gitignore {
    let mut builder = GitignoreBuilder::new(directory);
    for (index, line) in text.lines().map_while(Result::ok).enumerate() {
        let line = match index {
            0 => line.trim_start_matches('\u{feff}'),
            _ => &line,
        };
        // A line that is no glob adds nothing.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    /// What a walk over the tree on the disk finds by asking [`TreeDir`].
    fn walk(dir: &TreeDir, on_disk: &Path, found: &mut Vec<Candidate>) {
        let read = |name: &str| fs::read(on_disk.join(name)).ok();
        let (ignore, gitignore) = (read(".ignore"), read(".gitignore"));
        let dir = dir
            .clone()
            .with_ignore_files(ignore.as_deref(), gitignore.as_deref());
        for entry in fs::read_dir(on_disk).expect("a directory") {
            let entry = entry.expect("an entry");
            let (name, kind) = (entry.file_name(), entry.file_type().expect("a type"));
            if kind.is_dir() && name != ".git" {
                if let Some(inner) = dir.directory(&name) {
                    walk(&inner, &entry.path(), found);
                }
            } else if kind.is_file() {
                found.extend(dir.file(&name));
            }
        }
    }

    fn assert_finds_the_same(discovery: &Discovery, top: &Path, searched: &str) {
        let top = top.canonicalize().expect("a directory");
        let expected = discovery.find([top.join(searched)]).expect("a directory");
        let mut found = Vec::new();
        let tree = discovery
            .tree(&top, Path::new(searched))
            .expect("good globs");
        walk(&tree, &top, &mut found);
        for candidate in &mut found {
            candidate.path = top.join(&candidate.path);
        }
        found.sort();
        assert_eq!(found, expected.candidates);
    }

    const NAMES: [&str; 6] = ["a", "b", "dist", ".hidden", "node_modules", "é"];
    const FILES: [&str; 6] = ["a.py", "b.js", ".c.py", "a.d.ts", "x.min.js", "d.txt"];
    const LINES: [&str; 20] = [
        "a",
        "b/",
        "/a",
        "*.py",
        "!a.py",
        "!b/",
        "**/b",
        "a/b",
        "/a/**",
        "!.hidden",
        "!.c.py",
        "[ab",
        "# a",
        "\u{feff}a",
        "dist",
        "!*.js",
        "a/*.py",
        "a\r",
        "b/a.py ",
        "{a,b}",
    ];

    fn rules() -> impl Strategy<Value = Option<Vec<&'static str>>> {
        let lines = prop::collection::vec(prop::sample::select(&LINES[..]), 1..4);
        prop::option::weighted(0.6, lines)
    }

    /// Up to two names of directories, and their ignore files.
    type Dir = (
        Vec<&'static str>,
        Option<Vec<&'static str>>,
        Option<Vec<&'static str>>,
    );

    fn dir() -> impl Strategy<Value = Dir> {
        let names = prop::collection::vec(prop::sample::select(&NAMES[..]), 0..3);
        (names, rules(), rules())
    }

    fn write(top: &Path, (names, ignore, gitignore): &Dir) {
        let path = names
            .iter()
            .fold(top.to_owned(), |path, name| path.join(name));
        fs::create_dir_all(&path).expect("a directory");
        for file in FILES {
            fs::write(path.join(file), "").expect("a file");
        }
        for (name, lines) in [(".ignore", ignore), (".gitignore", gitignore)] {
            if let Some(lines) = lines {
                fs::write(path.join(name), lines.join("\n")).expect("a file");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn it_finds_what_a_search_of_the_disk_finds(
            dirs in prop::collection::vec(dir(), 1..6),
            exclude in prop::option::of(prop::sample::select(vec!["a", "/a/b", "*.js", "b/"])),
            from_above: bool,
            hidden: bool,
            ignore_files in prop::bool::weighted(0.9),
        ) {
            let place = tempfile::tempdir().expect("a directory");
            let top = place.path().join("a");
            fs::create_dir_all(top.join(".git")).expect("a directory");
            for dir in &dirs {
                write(&top, dir);
            }
            let discovery = Discovery {
                ignore_files,
                hidden,
                exclude: exclude.into_iter().map(str::to_owned).collect(),
                exclude_from: from_above.then(|| place.path().to_owned()),
                ..Discovery::default()
            };
            assert_finds_the_same(&discovery, &top, "");
            let (names, ..) = &dirs[0];
            assert_finds_the_same(&discovery, &top, &names.join("/"));
        }
    }
}
