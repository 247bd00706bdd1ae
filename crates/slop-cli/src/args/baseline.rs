//! `slop-cli baseline`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::args::{InputArgs, RuleOptions};

/// Accept what there is, so that `scan --baseline` fails only on what is new or worse.
///
/// A baseline holds the functions above the threshold, the findings that count and the places of clones,
/// known by their content: it does not matter in which file or line they stand. It is never changed but by
/// `write` and `prune`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  slop-cli baseline write src/
  slop-cli scan --baseline slop-baseline.json src/
  slop-cli baseline status src/
  slop-cli baseline prune src/")]
pub(crate) struct BaselineArgs {
    #[command(subcommand)]
    pub(crate) command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Accept everything that is there now
    Write {
        /// Replace a baseline that is there already
        #[arg(long)]
        force: bool,

        #[command(flatten)]
        options: BaselineOptions,
    },
    /// Show what is new or worse, and what is gone
    Status {
        #[command(flatten)]
        options: BaselineOptions,
    },
    /// Take out what is gone or has become better; nothing is added
    Prune {
        #[command(flatten)]
        options: BaselineOptions,
    },
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct BaselineOptions {
    /// The baseline [default: that of the settings file, or slop-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

impl BaselineCommand {
    pub(crate) fn options(&self) -> &BaselineOptions {
        match self {
            Self::Write { options, .. } | Self::Status { options } | Self::Prune { options } => {
                options
            }
        }
    }
}
