//! What the commands that look at more than one point in time have in common.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use etcetera::BaseStrategy;
use slop_history::{Cache, Method};

use crate::args::{CacheCommand, HistoryOptions};
use crate::{config, rules};

/// How the points are measured: what the options say, and the settings that stand above these paths.
pub(crate) fn method(options: &HistoryOptions, paths: &[PathBuf]) -> Result<Method> {
    let (mut input, mut chosen) = (options.input(paths), options.rules.clone());
    config::fill(&mut input, Some(&mut chosen), None)?;
    Ok(Method {
        rules: rules::load(&chosen)?.active,
        suppress: !options.no_suppress,
        files: input.files.discovery(),
        include_generated: input.files.include_generated,
        max_bytes: input.files.limit(),
    })
}

/// Where figures are kept: `$XDG_CACHE_HOME/slop`, on Windows in the local data of applications.
pub(crate) fn cache_directory() -> Result<PathBuf> {
    let base = etcetera::choose_base_strategy().context("there is no home directory")?;
    Ok(base.cache_dir().join("slop"))
}

/// The cache, unless it is not wanted.
pub(crate) fn cache(options: &HistoryOptions, method: &Method) -> Result<Cache> {
    if options.no_cache {
        return Ok(Cache::in_memory());
    }
    Ok(Cache::open(&cache_directory()?, method))
}

/// Runs the work with as many threads as were asked for.
pub(crate) fn with_jobs<T: Send>(
    options: &HistoryOptions,
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<T> {
    let jobs = options.jobs.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    pool.install(work)
}

/// Whether Ctrl-C was pressed. A second time ends the process, whose cache is sound at any moment.
#[expect(clippy::exit, reason = "who presses it twice does not want to wait")]
pub(crate) fn interruption() -> Result<Arc<AtomicBool>> {
    let is_stopped = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&is_stopped);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })?;
    Ok(is_stopped)
}

pub(crate) fn cache_command(command: &CacheCommand) -> Result<()> {
    let directory = cache_directory()?;
    match command {
        CacheCommand::Path => writeln!(std::io::stdout(), "{}", directory.display())?,
        CacheCommand::Clear => {
            Cache::clear(&directory).with_context(|| directory.display().to_string())?;
        }
    }
    Ok(())
}
