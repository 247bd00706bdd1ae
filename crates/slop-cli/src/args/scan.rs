//! `slop-cli scan`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

use crate::args::{Color, GateOptions, InputArgs, RuleOptions};

/// Measure everything in one pass: erosion, verbosity, clones.
///
/// Says what the scores mean, beside the 48 maintained projects and the 11 agents of the paper, and what to
/// change first.
///
/// A file that cannot be measured (syntax error, not UTF-8, …) is listed as skipped and enters no
/// number. The exit code is 0 when the measuring is done, whatever was found; 1 when a gate that was
/// asked for is not met; 2 when a path, an argument, a settings file or a baseline is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  slop-cli scan
  slop-cli scan --quiet src/
  slop-cli scan --report html=slop.html --report sarif=slop.sarif src/
  slop-cli scan --format json src/ | jq '.erosion, .verbosity'")]
pub(crate) struct ScanArgs {
    /// Number of entries in each list [text, markdown]
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) top: usize,

    /// Show the scores alone [text only]
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Report what comments suppress as if they were not there
    #[arg(long)]
    pub(crate) no_suppress: bool,

    /// Say on standard error how long each stage took
    #[arg(long)]
    pub(crate) timings: bool,

    #[command(flatten)]
    pub(crate) output: ScanOutputArgs,

    #[command(flatten)]
    pub(crate) gate: GateOptions,

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

/// How results are shown, and where.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct ScanOutputArgs {
    /// How to print the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ScanFormat::Text)]
    pub(crate) format: ScanFormat,

    /// Write the result to this file instead of printing it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write the result to a file in another format as well; repeatable
    #[arg(long, value_name = "FORMAT=FILE")]
    pub(crate) report: Vec<ReportFile>,

    /// When to use colour
    ///
    /// `auto` uses it on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScanFormat {
    /// For people
    Text,
    /// For programs: everything, on one line
    Json,
    /// For jq and databases: one object a line, each with its type
    Jsonl,
    /// For editors and code scanning: SARIF 2.1.0
    Sarif,
    /// For GitLab's code quality report
    Gitlab,
    /// For the log of GitHub Actions, which makes annotations of it
    Github,
    /// For a comment on a pull request
    Markdown,
    /// For people: one page for a browser, with source
    Html,
}

/// A report that is written beside the one that is printed.
#[derive(Debug, Clone)]
pub(crate) struct ReportFile {
    pub(crate) format: ScanFormat,
    pub(crate) file: PathBuf,
}

impl FromStr for ReportFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text
            .split_once('=')
            .ok_or("write FORMAT=FILE, as in html=slop.html")?;
        let format = ScanFormat::from_str(format, false).map_err(|_| {
            let names = ScanFormat::value_variants().iter();
            let names =
                names.filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()));
            format!(
                "no format is called `{format}`; there are {}",
                names.collect::<Vec<_>>().join(", ")
            )
        })?;
        Ok(Self {
            format,
            file: file.into(),
        })
    }
}

impl ScanOutputArgs {
    /// Whether a report needs the source, which is then kept.
    pub(crate) fn shows_source(&self) -> bool {
        let further = self.report.iter().map(|report| report.format);
        further
            .chain([self.format])
            .any(|format| matches!(format, ScanFormat::Sarif | ScanFormat::Html))
    }
}
