//! Finding the source files under some paths.

use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::{Generated, Language, Problem, SourceError, ignore_files};

/// Which files to measure, as plain settings; [`Discovery::find`] does the work.
///
/// The default honours `.gitignore` and `.ignore` files as ripgrep does, skips hidden files and
/// directories, and follows no symbolic link. Only ignore files in the tree count: those of the
/// user's own git configuration would make the result depend on the machine.
///
/// ```no_run
/// use slop_core::Discovery;
///
/// let discovery = Discovery { exclude: vec!["tests/".into()], ..Discovery::default() };
/// for candidate in discovery.find(["src"])?.candidates {
///     println!("{} is {}", candidate.path.display(), candidate.language);
/// }
/// # Ok::<(), slop_core::DiscoverError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// Honour `.gitignore` and `.ignore`. On by default.
    pub ignore_files: bool,
    /// Look into hidden files and directories too. Off by default.
    pub hidden: bool,
    /// Follow symbolic links. Off by default. Each file is found once, loops are cut.
    pub follow_links: bool,
    /// Globs in the syntax of `.gitignore`; what they match is left out, even when it was named itself.
    pub exclude: Vec<String>,
    /// The directory that the globs are relative to; without one, each path searched.
    pub exclude_from: Option<PathBuf>,
    /// The languages to look for, each with its [`family`](Language::family); empty means all. A file
    /// that is named itself and whose ending tells nothing is taken for the language, when exactly one
    /// is given.
    pub languages: Vec<Language>,
}

impl Default for Discovery {
    fn default() -> Self {
        Self {
            ignore_files: true,
            hidden: false,
            follow_links: false,
            exclude: Vec::new(),
            exclude_from: None,
            languages: Vec::new(),
        }
    }
}

/// A file to measure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The path that was searched, followed by the path inside it.
    pub path: PathBuf,
    /// The language of the file.
    pub language: Language,
    /// Whether the file itself was given, not a directory around it.
    pub is_named: bool,
    /// Whether its path, from the directory that was searched on, is that of generated code.
    pub generated: Option<Generated>,
}

/// What [`Discovery::find`] found.
#[derive(Debug, Default)]
pub struct Discovered {
    /// The files to measure, sorted by path, each once.
    pub candidates: Vec<Candidate>,
    /// Files that were named themselves and cannot be measured.
    pub skipped: Vec<SourceError>,
}

/// A path or a glob that cannot be searched: the run cannot go on, since the user asked for it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoverError {
    /// A path does not exist, or a directory or an ignore file in it cannot be read.
    #[error("{}: {cause}", path.display())]
    Path {
        /// The path.
        path: PathBuf,
        /// What the operating system says.
        cause: String,
    },
    /// An exclusion is not a valid glob.
    #[error("`{glob}` is not a valid glob: {cause}")]
    Glob {
        /// The glob, as it was given.
        glob: String,
        /// What is wrong with it.
        cause: String,
    },
}

impl Discovery {
    /// Finds the files to measure under these paths.
    ///
    /// A path that is a directory is searched; one that is a file is taken as it is, whatever the
    /// ignore files say.
    ///
    /// # Errors
    ///
    /// [`DiscoverError`] when a path does not exist, a directory cannot be read, or a glob is wrong.
    pub fn find<P: AsRef<Path>>(
        &self,
        paths: impl IntoIterator<Item = P>,
    ) -> Result<Discovered, DiscoverError> {
        let mut found = Discovered::default();
        let mut seen = HashSet::new();
        for path in paths {
            let path = path.as_ref();
            let canonical = path
                .canonicalize()
                .map_err(|error| path_error(path, &error))?;
            if canonical.is_dir() {
                self.search(path, &canonical, &mut seen, &mut found)?;
            } else {
                self.take(path, canonical, &mut seen, &mut found)?;
            }
        }
        found.candidates.sort_unstable();
        found
            .skipped
            .sort_unstable_by(|a, b| a.path().cmp(b.path()));
        Ok(found)
    }

    /// A path that was named and is no directory.
    fn take(
        &self,
        path: &Path,
        canonical: PathBuf,
        seen: &mut HashSet<PathBuf>,
        found: &mut Discovered,
    ) -> Result<(), DiscoverError> {
        if self.exclusions(Path::new("."))?.hold(&canonical, false) || !seen.insert(canonical) {
            return Ok(());
        }
        let assumed = match *self.languages {
            [only] => Some(only),
            _ => None,
        };
        match Language::from_path(path).or(assumed) {
            Some(language) if self.wants(language) => found.candidates.push(Candidate {
                path: path.to_owned(),
                language,
                is_named: true,
                generated: None,
            }),
            Some(_) => {}
            None => {
                let error = SourceError::new(path, Problem::UnknownLanguage);
                found.skipped.push(error);
            }
        }
        Ok(())
    }

    fn search(
        &self,
        root: &Path,
        canonical_root: &Path,
        seen: &mut HashSet<PathBuf>,
        found: &mut Discovered,
    ) -> Result<(), DiscoverError> {
        let root = without_trailing_slashes(root);
        let (candidates, errors): (Vec<_>, Vec<_>) = self
            .walk(root, canonical_root)?
            .into_iter()
            .partition(Result::is_ok);
        // Threads walk in any order; what is kept or reported must not depend on it.
        if let Some(error) = errors
            .into_iter()
            .filter_map(Result::err)
            .min_by_key(ToString::to_string)
        {
            return Err(error);
        }
        let mut candidates: Vec<Candidate> = candidates.into_iter().flatten().collect();
        candidates.sort_unstable();
        candidates
            .retain(|candidate| seen.insert(self.identity(&candidate.path, root, canonical_root)));
        found.candidates.append(&mut candidates);
        Ok(())
    }

    /// The source files under a directory, and what cannot be searched, in any order.
    fn walk(
        &self,
        root: &Path,
        canonical_root: &Path,
    ) -> Result<Vec<Result<Candidate, DiscoverError>>, DiscoverError> {
        let exclusions = self.exclusions(canonical_root)?;
        if exclusions.hold(canonical_root, true) {
            return Ok(Vec::new());
        }
        let checks_ignore_files = self.ignore_files;
        if checks_ignore_files {
            canonical_root
                .ancestors()
                .try_for_each(ignore_files::check)?;
        }
        let (sender, found) = mpsc::channel();
        let errors = sender.clone();
        let mut walker = self.walker(root);
        let (from, to) = (root.to_owned(), canonical_root.to_owned());
        walker.filter_entry(move |entry| {
            let inside = entry.path().strip_prefix(&from).unwrap_or(entry.path());
            let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
            if entry.depth() > 0 && exclusions.name(&to.join(inside), is_dir) {
                return false;
            }
            if !is_dir || !checks_ignore_files {
                return true;
            }
            let checked = ignore_files::check(entry.path());
            checked.map_err(|error| errors.send(Err(error))).is_ok()
        });
        walker.build_parallel().run(|| {
            let sender = sender.clone();
            Box::new(move |entry| {
                if let Some(entry) = self.visit(root, entry) {
                    // It is received as long as there is a sender.
                    let _ = sender.send(entry);
                }
                WalkState::Continue
            })
        });
        drop((sender, walker));
        Ok(found.into_iter().collect())
    }

    fn visit(
        &self,
        root: &Path,
        entry: Result<DirEntry, ignore::Error>,
    ) -> Option<Result<Candidate, DiscoverError>> {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                let language = Language::from_path(entry.path()).filter(|l| self.wants(*l))?;
                let path = entry.into_path();
                let inside = path.strip_prefix(root).unwrap_or(&path);
                let generated = Generated::by_path(inside, language);
                is_file.then_some(Ok(Candidate {
                    path,
                    language,
                    is_named: false,
                    generated,
                }))
            }
            Err(error) if is_loop(&error) => None,
            Err(error) => Some(Err(walk_error(root, &error))),
        }
    }

    /// One name for each file, however it was reached.
    fn identity(&self, path: &Path, root: &Path, canonical_root: &Path) -> PathBuf {
        if self.follow_links {
            return path.canonicalize().unwrap_or_else(|_| path.to_owned());
        }
        match path.strip_prefix(root) {
            Ok(inside) => canonical_root.join(inside),
            Err(_) => path.to_owned(),
        }
    }

    fn walker(&self, root: &Path) -> WalkBuilder {
        let mut walker = WalkBuilder::new(root);
        walker
            .standard_filters(self.ignore_files)
            .hidden(!self.hidden)
            .git_global(false)
            .follow_links(self.follow_links);
        walker
    }

    pub(crate) fn exclusions(&self, searched: &Path) -> Result<Exclusions, DiscoverError> {
        let from = self.exclude_from.as_deref().unwrap_or(searched);
        let from = from
            .canonicalize()
            .map_err(|error| path_error(from, &error))?;
        self.exclusions_from(from)
    }

    /// What is excluded, by globs that are relative to this directory.
    pub(crate) fn exclusions_from(&self, from: PathBuf) -> Result<Exclusions, DiscoverError> {
        let mut builder = GitignoreBuilder::new(&from);
        builder.allow_unclosed_class(false);
        for glob in &self.exclude {
            let added = builder.add_line(None, glob);
            added.map_err(|error| glob_error(glob, &error))?;
        }
        match builder.build() {
            Ok(globs) => Ok(Exclusions { from, globs }),
            Err(error) => Err(glob_error(&self.exclude.join(" "), &error)),
        }
    }

    pub(crate) fn wants(&self, language: Language) -> bool {
        self.languages.is_empty()
            || self.languages.contains(&language)
            || self.languages.contains(&language.family())
    }
}

/// What the user excludes, in a directory.
#[derive(Debug)]
pub(crate) struct Exclusions {
    from: PathBuf,
    globs: Gitignore,
}

impl Exclusions {
    /// Whether they name this very path.
    pub(crate) fn name(&self, path: &Path, is_dir: bool) -> bool {
        self.globs.matched(path, is_dir).is_ignore()
    }

    /// Whether they name the path or a directory around it.
    pub(crate) fn hold(&self, path: &Path, is_dir: bool) -> bool {
        let around = path.ancestors().skip(1);
        let mut inside =
            around.take_while(|place| place.starts_with(&self.from) && **place != *self.from);
        let is_root = *path == *self.from;
        (!is_root && self.name(path, is_dir)) || inside.any(|place| self.name(place, true))
    }
}

/// `src//` and `src/` give the paths that `src` gives. `/` stays.
fn without_trailing_slashes(path: &Path) -> &Path {
    match path.to_str() {
        Some(text) if text.len() > 1 => match text.trim_end_matches('/') {
            "" => Path::new("/"),
            trimmed => Path::new(trimmed),
        },
        _ => path,
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}

/// The innermost cause alone: the errors around it repeat the path.
fn path_error(path: &Path, mut cause: &dyn Error) -> DiscoverError {
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    DiscoverError::Path {
        path: path.to_owned(),
        cause: cause.to_string(),
    }
}

fn walk_error(root: &Path, error: &ignore::Error) -> DiscoverError {
    let mut inner = error;
    let mut path = root;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => (path, inner) = (at, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            ignore::Error::Io(cause) => return path_error(path, cause),
            _ => return path_error(path, inner),
        }
    }
}

fn glob_error(glob: &str, error: &ignore::Error) -> DiscoverError {
    let cause = match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    };
    DiscoverError::Glob {
        glob: glob.to_owned(),
        cause,
    }
}
