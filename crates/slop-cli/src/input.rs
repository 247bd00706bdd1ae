//! From paths to measured files, in parallel and in a fixed order.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use slop_core::{Candidate, Language, SourceError, SourceFile};

use crate::args::InputArgs;
use crate::progress::Progress;

/// What came of every file.
pub(crate) struct Measured<T> {
    /// The results, sorted by path.
    pub(crate) files: Vec<T>,
    /// The files that could not be measured, sorted by path.
    pub(crate) skipped: Vec<SourceError>,
}

/// Finds the files, reads and parses each once, and measures it. No tree outlives its file.
pub(crate) fn measure<T: Send>(
    args: &InputArgs,
    measure_file: impl Fn(&SourceFile) -> Result<T> + Sync,
) -> Result<Measured<T>> {
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    let found = args
        .discovery()
        .find(args.paths.iter().filter(|path| !is_stdin(path)))?;
    let stdin = args
        .paths
        .iter()
        .find(is_stdin)
        .map(|_| read_stdin(args))
        .transpose()?;
    if found.candidates.is_empty() && stdin.is_none() {
        return nothing_found(args);
    }

    let progress = Progress::new(found.candidates.len());
    let one = |source: Result<SourceFile, SourceError>| match source {
        Ok(file) => measure_file(&file).map(|result| Ok((file.path().to_owned(), result))),
        Err(error) => Ok(Err(error)),
    };
    let read = |candidate: &Candidate| {
        let Candidate { path, language } = candidate;
        let result = one(SourceFile::read(
            path,
            *language,
            args.max_file_size.as_u64(),
        ));
        progress.advance();
        result
    };
    let jobs = args.jobs.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    let mut results: Vec<_> =
        pool.install(|| found.candidates.par_iter().map(read).collect::<Result<_>>())?;
    if let Some(source) = stdin {
        results.push(one(source)?);
    }
    drop(progress);

    let mut files = Vec::with_capacity(results.len());
    let mut skipped = found.skipped;
    for result in results {
        match result {
            Ok(file) => files.push(file),
            Err(error) => skipped.push(error),
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    skipped.sort_by(|a, b| a.path().cmp(b.path()));
    let files = files.into_iter().map(|(_, result)| result).collect();
    Ok(Measured { files, skipped })
}

fn read_stdin(args: &InputArgs) -> Result<Result<SourceFile, SourceError>> {
    let path = args.stdin_path.as_deref().unwrap_or(Path::new("<stdin>"));
    let language = match (&*args.language, Language::from_path(path)) {
        ([only], _) => *only,
        (_, Some(language)) => language,
        _ => bail!("standard input has no file ending: give --language or --stdin-path"),
    };
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("standard input")?;
    Ok(SourceFile::from_bytes(path, language, bytes))
}

fn nothing_found<T>(args: &InputArgs) -> Result<T> {
    let paths: Vec<_> = args
        .paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let wanted: Vec<_> = if args.language.is_empty() {
        Language::all().collect()
    } else {
        args.language.clone()
    };
    let endings: Vec<_> = wanted
        .iter()
        .flat_map(|language| language.endings())
        .map(|ending| format!(".{ending}"))
        .collect();
    bail!(
        "no source file found in {}: looked for {}; ignored and hidden files were passed over \
         (--no-ignore, --hidden)",
        paths.join(", "),
        endings.join(" ")
    )
}
