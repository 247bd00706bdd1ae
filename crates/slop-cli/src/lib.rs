//! The program `slop-cli`: arguments in, reports out. The measuring is done by the `slop-*` libraries.
//!
//! This is a library so that its parts can be fuzzed. Nothing in it is meant to be used by other crates.

mod args;
mod baseline;
mod clones;
mod config;
mod diff;
mod erosion;
mod gate;
mod history;
mod input;
mod manual;
mod measure;
mod nearest;
mod progress;
mod ranking;
mod report;
mod root;
mod rules;
mod scan;
mod settings;
mod trend;
mod verbosity;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Parser;

use crate::args::{Args, Command, DiffArgs, ScanArgs};
use crate::gate::Failure;

pub use crate::report::config::settings_in_force;

/// Does what the arguments of the process say.
pub fn main() -> ExitCode {
    match run(Args::parse().command) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to try when standard error is closed as well.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Scan(mut args) => {
            config::fill(&mut args.input, Some(&mut args.rules), Some(&mut args.gate))?;
            return scan(&args);
        }
        Command::Erosion(mut args) => {
            config::fill(&mut args.input, None, None)?;
            report::erosion(&erosion::report(&args)?, &args)?;
        }
        Command::Verbosity(mut args) => {
            config::fill(&mut args.input, Some(&mut args.rules), None)?;
            report::verbosity(&verbosity::report(&args)?, &args)?;
        }
        Command::Clones(mut args) => {
            config::fill(&mut args.input, None, None)?;
            report::clones(&clones::report(&args)?, &args)?;
        }
        Command::Rules(args) => report::rules(&rules::report(&args)?, &args)?,
        Command::Baseline(args) => baseline::run(&args)?,
        Command::Trend(args) => return trend::run(&args),
        Command::Diff(args) => return diff(&args),
        Command::Cache { command } => history::cache_command(&command)?,
        Command::Config(args) => report::config::print(args)?,
        Command::Completions { shell } => manual::completions(shell)?,
        Command::Man { command } => manual::page(command.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Exit code 1 says that a gate was not met.
fn scan(args: &ScanArgs) -> Result<ExitCode> {
    let report = scan::report(args)?;
    let start = Instant::now();
    report::scan::write(&report, args)?;
    if args.timings {
        report::timings::print(&report.timings, start.elapsed())?;
    }
    report::gates::print(&report.gates, &report.root)?;
    Ok(exit_code(&report.gates.failures))
}

/// Exit code 1 says that it is worse.
fn diff(args: &DiffArgs) -> Result<ExitCode> {
    let report = diff::report(args)?;
    report::diff(&report, args)?;
    report::gates::failures(&report.failures, str::to_owned)?;
    Ok(exit_code(&report.failures))
}

fn exit_code(failures: &[Failure]) -> ExitCode {
    if failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether the reader of our output went away, as `head` does: that is not a failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = Some(io::ErrorKind::BrokenPipe);
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().map(io::Error::kind) == broken
            || cause
                .downcast_ref()
                .and_then(serde_json::Error::io_error_kind)
                == broken
    })
}
