//! What is compared with what.

use std::path::Path;
use std::slice;

use anyhow::{Context, Result, bail};
use slop_history::{Error, Method, Repository, Snapshot};

use crate::args::DiffArgs;
use crate::report::shown_path;
use crate::{history, root};

/// The two sides, not yet measured, and how they are.
pub(super) struct Sides {
    pub(super) method: Method,
    pub(super) before: Snapshot,
    pub(super) after: Snapshot,
}

impl Sides {
    /// Where both names are directories, directories are meant, or else commits.
    pub(super) fn of(args: &DiffArgs) -> Result<Self> {
        match &args.head {
            Some(head) if args.base.is_dir() && head.is_dir() => directories(args, head),
            _ => commits(args),
        }
    }
}

fn directories(args: &DiffArgs, head: &Path) -> Result<Sides> {
    if args.path.is_some() {
        bail!("--path is a directory of a repository, and two directories are compared here");
    }
    let method = history::method(&args.options, slice::from_ref(&args.base))?;
    let snapshot = |path: &Path, method: &Method| {
        Snapshot::of_directory(&shown_path(path), path, Path::new(""), method)
    };
    Ok(Sides {
        before: snapshot(&args.base, &method)?,
        after: snapshot(head, &moved(&method, &args.base, head)?)?,
        method,
    })
}

/// What the settings file of one directory excludes is excluded from the other too.
fn moved(method: &Method, from: &Path, to: &Path) -> Result<Method> {
    let mut method = method.clone();
    if method.files.exclude_from == Some(root::normal(from)?) {
        method.files.exclude_from = Some(root::normal(to)?);
    }
    Ok(method)
}

fn commits(args: &DiffArgs) -> Result<Sides> {
    let repository = repository(args.path.as_deref())?;
    let top = repository.work_tree();
    let measured = top.map(|top| top.join(repository.inside()));
    let method = history::method(&args.options, measured.as_slice())?;
    let commit = |name: &Path| -> Result<Snapshot> {
        let found = repository.snapshot(&name.to_string_lossy(), &method);
        let is_unknown = matches!(found, Err(Error::NoCommit { .. }));
        if is_unknown && name.is_dir() {
            return found.with_context(|| {
                format!("{} is a directory, and takes another one", name.display())
            });
        }
        Ok(found?)
    };
    let before = commit(&args.base)?;
    let after = match (&args.head, top) {
        (Some(head), _) => commit(head)?,
        (None, Some(top)) => {
            Snapshot::of_directory("working tree", top, repository.inside(), &method)?
        }
        (None, None) => bail!("a bare repository has no working tree: HEAD is missing"),
    };
    Ok(Sides {
        method,
        before,
        after,
    })
}

/// The repository around the current directory, all of it, or of a directory in it that alone.
fn repository(path: Option<&Path>) -> Result<Repository> {
    if let Some(path) = path {
        if !path.is_dir() {
            bail!("{}: no such directory", path.display());
        }
        return Ok(Repository::discover(path)?);
    }
    let here = Repository::discover(Path::new("."))?;
    match here.work_tree() {
        Some(top) => Ok(Repository::discover(top)?),
        None => Ok(here),
    }
}
