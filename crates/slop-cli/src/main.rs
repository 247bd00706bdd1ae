//! `slop-cli`: arguments in, reports out. The measuring is done by the `slop-*` libraries.

mod args;
mod clones;
mod erosion;
mod input;
mod progress;
mod report;
mod rules;
mod verbosity;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::args::{Args, Command};

fn main() -> ExitCode {
    match run(&Args::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to try when standard error is closed as well.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<()> {
    match command {
        Command::Erosion(args) => report::erosion(&erosion::report(args)?, args),
        Command::Verbosity(args) => report::verbosity(&verbosity::report(args)?, args),
        Command::Clones(args) => report::clones(&clones::report(args)?, args),
        Command::Rules(args) => report::rules(&rules::report(args)?, args),
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
