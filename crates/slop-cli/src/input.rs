//! From paths to measured files, in parallel and in a fixed order.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rayon::prelude::*;
use slop_core::{Candidate, Discovered, Generated, Language, SourceError, SourceFile};

use crate::args::{FileOptions, InputArgs};
use crate::progress::Progress;
use crate::root::{STDIN, is_stdin};

/// What came of every file.
pub(crate) struct Measured<T> {
    /// The results, sorted by path.
    pub(crate) files: Vec<T>,
    /// The files that could not be measured, sorted by path.
    pub(crate) skipped: Vec<SourceError>,
    /// The files that are taken for generated, sorted by path.
    pub(crate) generated: Vec<GeneratedFile>,
    /// How many files there are in languages that the measure does not know.
    pub(crate) unsupported: BTreeMap<Language, usize>,
    /// How long it took to find the files.
    pub(crate) search: Duration,
}

/// A file that is not measured, since nobody wrote it.
pub(crate) struct GeneratedFile {
    pub(crate) path: PathBuf,
    pub(crate) why: Generated,
}

/// What came of one file.
enum Outcome<T> {
    Measured(PathBuf, T),
    Skipped(SourceError),
    Generated(GeneratedFile),
}

/// Finds the files, reads and parses each once, and measures it. No tree outlives its file.
pub(crate) fn measure<T: Send + Clone>(
    args: &InputArgs,
    supported: impl Fn(Language) -> bool,
    measure_file: impl Fn(&SourceFile) -> Result<T> + Sync,
) -> Result<Measured<T>> {
    let start = Instant::now();
    let mut found = find(args)?;
    let search = start.elapsed();
    let unsupported = take_unsupported(&mut found, supported);
    let stdin = args
        .paths
        .iter()
        .any(|path| is_stdin(path))
        .then(|| read_stdin(args))
        .transpose()?;
    if found.candidates.is_empty() && stdin.is_none() {
        return match unsupported.into_keys().next() {
            Some(language) => bail!("{language} is not supported by this measure"),
            None => nothing_found(args),
        };
    }
    let progress = Progress::new(found.candidates.len());
    let one = |source: Result<SourceFile, SourceError>| match source {
        Ok(file) => {
            let path = file.path().to_owned();
            let measured = measure_file(&file)?;
            drop(file);
            // Copied, since the first lies between pieces of the tree: the holes would stay, and be searched.
            Ok(Outcome::Measured(path, measured.clone()))
        }
        Err(error) => Ok(Outcome::Skipped(error)),
    };
    let read = |candidate: &Candidate| {
        let result = match read(candidate, &args.files) {
            Ok(source) => one(source),
            Err(generated) => Ok(Outcome::Generated(generated)),
        };
        progress.advance();
        result
    };
    let jobs = args.jobs.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    // One by one: a core that took many at once would work on when the others are done.
    let results: Result<Vec<_>> = pool.install(|| {
        found
            .candidates
            .par_iter()
            .with_max_len(1)
            .map(read)
            .collect()
    });
    let mut results = results?;
    results.extend(stdin.map(one).transpose()?);
    drop(progress);
    Ok(Measured {
        unsupported,
        search,
        ..sort(results, found.skipped)
    })
}

/// Reads and parses a file, unless it is taken for generated. A file that is named is measured, whatever it is.
fn read(
    candidate: &Candidate,
    options: &FileOptions,
) -> Result<Result<SourceFile, SourceError>, GeneratedFile> {
    let read = || SourceFile::read(&candidate.path, candidate.language, options.limit());
    if candidate.is_named || options.include_generated {
        return Ok(read());
    }
    let generated = |why| GeneratedFile {
        path: candidate.path.clone(),
        why,
    };
    if let Some(why) = candidate.generated {
        return Err(generated(why));
    }
    let source = read();
    let by_text = |file: &SourceFile| Generated::by_text(file.text(), candidate.language);
    match source.as_ref().ok().and_then(by_text) {
        Some(why) => Err(generated(why)),
        None => Ok(source),
    }
}

fn sort<T>(outcomes: Vec<Outcome<T>>, mut skipped: Vec<SourceError>) -> Measured<T> {
    let (mut files, mut generated) = (Vec::with_capacity(outcomes.len()), Vec::new());
    for outcome in outcomes {
        match outcome {
            Outcome::Measured(path, result) => files.push((path, result)),
            Outcome::Skipped(error) => skipped.push(error),
            Outcome::Generated(file) => generated.push(file),
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    skipped.sort_by(|a, b| a.path().cmp(b.path()));
    generated.sort_by(|a, b| a.path.cmp(&b.path));
    Measured {
        files: files.into_iter().map(|(_, result)| result).collect(),
        skipped,
        generated,
        unsupported: BTreeMap::new(),
        search: Duration::ZERO,
    }
}

/// Removes the files of languages that are not supported, and counts them.
fn take_unsupported(
    found: &mut Discovered,
    supported: impl Fn(Language) -> bool,
) -> BTreeMap<Language, usize> {
    let mut unsupported = BTreeMap::new();
    found.candidates.retain(|candidate| {
        let is_supported = supported(candidate.language);
        if !is_supported {
            *unsupported.entry(candidate.language.family()).or_default() += 1;
        }
        is_supported
    });
    unsupported
}

/// Searches the paths; without any, the current directory, whose name then stands before no path.
fn find(args: &InputArgs) -> Result<Discovered> {
    let discovery = args.files.discovery();
    if !args.paths.is_empty() {
        return Ok(discovery.find(args.paths.iter().filter(|path| !is_stdin(path)))?);
    }
    let mut found = discovery.find(["."])?;
    for Candidate { path, .. } in &mut found.candidates {
        if let Ok(inside) = path.strip_prefix(".") {
            *path = inside.to_owned();
        }
    }
    Ok(found)
}

fn read_stdin(args: &InputArgs) -> Result<Result<SourceFile, SourceError>> {
    let path = args.stdin_path.as_deref().unwrap_or(Path::new(STDIN));
    let language = match (&*args.files.language, Language::from_path(path)) {
        ([only], _) => *only,
        (_, Some(language)) => language,
        _ => bail!("standard input has no file ending: give --language or --stdin-path"),
    };
    let limit = args.files.limit();
    Ok(SourceFile::from_reader(
        path,
        language,
        io::stdin().lock(),
        limit,
    ))
}

fn nothing_found<T>(args: &InputArgs) -> Result<T> {
    let place = match &*args.paths {
        [] => "the current directory".to_owned(),
        paths => join(paths.iter().map(|path| path.display().to_string()), ", "),
    };
    let wanted = |language: &Language| {
        args.files.language.is_empty()
            || args.files.language.contains(&language.family())
            || args.files.language.contains(language)
    };
    let endings = Language::all().filter(wanted).flat_map(Language::endings);
    bail!(
        "no source file found in {place}: looked for {}; ignored and hidden files were passed over \
         (--no-ignore, --hidden)",
        join(endings.map(|ending| format!(".{ending}")), " ")
    )
}

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}
