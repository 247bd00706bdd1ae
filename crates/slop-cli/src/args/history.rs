//! Options of the commands that look at more than one point in time.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::args::{Color, FileOptions, InputArgs, RuleOptions};

/// How every point is measured.
#[derive(Debug, clap::Args)]
pub(crate) struct HistoryOptions {
    /// Report what comments suppress as if they were not there
    #[arg(long)]
    pub(crate) no_suppress: bool,

    /// Measure everything anew, and remember nothing
    #[arg(long)]
    pub(crate) no_cache: bool,

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    #[command(flatten, next_help_heading = "Files")]
    pub(crate) files: FileOptions,

    /// Number of threads [default: one a core]
    #[arg(long, short, value_name = "N", help_heading = "Files")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// Take the settings of this file [default: those of the nearest file above the path]
    ///
    /// They are the same for all points: settings files inside old commits are not read.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "isolated",
        help_heading = "Files"
    )]
    pub(crate) config: Option<PathBuf>,

    /// Leave all settings files alone
    #[arg(long, help_heading = "Files")]
    pub(crate) isolated: bool,
}

impl HistoryOptions {
    /// As a scan of these paths would have them.
    pub(crate) fn input(&self, paths: &[PathBuf]) -> InputArgs {
        InputArgs {
            paths: paths.to_vec(),
            files: self.files.clone(),
            stdin_path: None,
            jobs: self.jobs,
            config: self.config.clone(),
            isolated: self.isolated,
        }
    }
}

/// Show how the measures changed, over the history of a git repository or over checkpoints.
///
/// Each point is measured as `slop-cli scan` measures a checkout of it, straight from the object database: nothing is
/// checked out. Commits that touch no measured file are passed over. What drove the change from the first point to
/// the last comes with it: the functions that gained most mass (CC times the square root of their source lines),
/// those that became complex (CC > 10), and clones that appeared.
///
/// With `--checkpoints`, each directory holds `checkpoint_1`, `checkpoint_2`, … or directories that do. Of several
/// series, the means of the paper's progress phases are shown, with 95 % bootstrap intervals.
///
/// The exit code is 0 when the measuring is done, 2 when an argument is wrong, and 130 when it was stopped by Ctrl-C;
/// what was measured until then is printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  slop-cli trend
  slop-cli trend --since 2024-01-01 --plot trend.svg src/
  slop-cli trend --tags --format csv . > releases.csv
  slop-cli trend --checkpoints runs/ --format json | jq .phases")]
pub(crate) struct TrendArgs {
    /// A git repository, or a directory in one [default: the current one]
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,

    /// Measure the checkpoints in these directories in place of commits
    #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with_all = ["path", "tip", "points", "every_commit", "since", "until", "tags"])]
    pub(crate) checkpoints: Vec<PathBuf>,

    /// The last commit: a branch, a tag, an id
    #[arg(
        long,
        value_name = "REV",
        default_value = "HEAD",
        help_heading = "Commits"
    )]
    pub(crate) tip: String,

    /// Measure so many commits, evenly chosen, the first and the last among them
    #[arg(
        long,
        value_name = "N",
        default_value_t = 30,
        value_parser = clap::value_parser!(u32).range(2..),
        help_heading = "Commits"
    )]
    pub(crate) points: u32,

    /// Measure every commit that touches a measured file
    #[arg(long, conflicts_with = "points", help_heading = "Commits")]
    pub(crate) every_commit: bool,

    /// Only commits of this day (UTC) and later: 2024-01-31
    #[arg(long, value_name = "DATE", help_heading = "Commits")]
    pub(crate) since: Option<Date>,

    /// Only commits of this day (UTC) and earlier
    #[arg(long, value_name = "DATE", help_heading = "Commits")]
    pub(crate) until: Option<Date>,

    /// Only commits that have a tag
    #[arg(long, help_heading = "Commits")]
    pub(crate) tags: bool,

    /// Number of entries in each list [text only]
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) top: usize,

    /// Draw erosion and verbosity into this SVG file as well
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) plot: Option<PathBuf>,

    /// How to print the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TrendFormat::Text, help_heading = "Output")]
    pub(crate) format: TrendFormat,

    /// When to use colour
    ///
    /// `auto` uses it on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Output")]
    pub(crate) color: Color,

    #[command(flatten)]
    pub(crate) options: HistoryOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrendFormat {
    /// For people
    Text,
    /// For programs: everything, on one line
    Json,
    /// For jq and databases: one object a point
    Jsonl,
    /// For spreadsheets: one row a point and language
    Csv,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CacheCommand {
    /// Print the directory
    Path,
    /// Remove what is kept in it
    Clear,
}
