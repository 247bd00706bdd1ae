//! `slop-cli diff`.

use std::path::PathBuf;

use crate::args::{HistoryOptions, OutputArgs, Share};

/// Show what changed in every measure between two commits or two directories.
///
/// BASE and HEAD are two commits of the repository around the current directory: branches, tags, ids, `HEAD~3`. Without
/// HEAD, BASE is compared with the files as they are now, those that git does not know yet among them. Or both are
/// directories, which are compared as they are and need no repository. Where both names are directories, directories
/// are meant; `heads/NAME` or `tags/NAME` says that a commit is.
///
/// With the figures come the functions that grew, became complex or shrank, the findings and clones that are new, and
/// those that are gone. What was only moved or renamed is no change.
///
/// The exit code is 0 when the measuring is done, 1 when `--fail-if-worse` finds that it is worse, and 2 when an
/// argument is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  slop-cli diff HEAD
  slop-cli diff v1.0 v2.0 --path src/
  slop-cli diff run/checkpoint_1 run/checkpoint_8
  slop-cli diff --fail-if-worse --allow-erosion 0.005 $(git merge-base origin/main HEAD)")]
pub(crate) struct DiffArgs {
    /// A commit, or a directory: how it was
    #[arg(value_name = "BASE")]
    pub(crate) base: PathBuf,

    /// A commit, or a directory: how it is [default: the working tree]
    #[arg(value_name = "HEAD")]
    pub(crate) head: Option<PathBuf>,

    /// Measure this directory of the repository [default: all of it]
    #[arg(long, value_name = "DIR")]
    pub(crate) path: Option<PathBuf>,

    /// Number of entries in each list [text only]
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) top: usize,

    #[command(flatten)]
    pub(crate) options: HistoryOptions,

    #[command(flatten)]
    pub(crate) gate: WorseOptions,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// When a build is stopped.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Gate")]
pub(crate) struct WorseOptions {
    /// Fail when erosion or verbosity of a language rose
    ///
    /// A score that was undefined counts as 0. A file that cannot be measured and could be, or was not there, fails too,
    /// since the score without it may hide anything; `--exclude` leaves it out on both sides.
    #[arg(long)]
    pub(crate) fail_if_worse: bool,

    /// Let erosion rise by no more than this: 0.005
    #[arg(long, value_name = "RISE", requires = "fail_if_worse")]
    pub(crate) allow_erosion: Option<Share>,

    /// Let verbosity rise by no more than this
    #[arg(long, value_name = "RISE", requires = "fail_if_worse")]
    pub(crate) allow_verbosity: Option<Share>,
}
