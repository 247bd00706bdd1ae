//! What can be typed.

mod baseline;
mod diff;
mod history;
mod options;
mod scan;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use slop_complexity::{DEFAULT_THRESHOLD, ErosionOptions, SizeTerm};
use slop_verbosity::{CloneScope, DEFAULT_MIN_LINES};

pub(crate) use self::baseline::{BaselineArgs, BaselineCommand};
pub(crate) use self::diff::{DiffArgs, WorseOptions};
pub(crate) use self::history::{CacheCommand, HistoryOptions, TrendArgs, TrendFormat};
pub(crate) use self::options::{FileOptions, GateOptions, InputArgs, Rows, RuleOptions, Share};
pub(crate) use self::scan::{ScanArgs, ScanFormat};

/// Measure how sloppy a codebase is.
///
/// The measures are those of the SlopCodeBench paper (arXiv 2603.24755), computed as its authors
/// computed them.
#[derive(Debug, Parser)]
#[command(name = "slop-cli", version, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Scan(ScanArgs),
    Erosion(ErosionArgs),
    Verbosity(VerbosityArgs),
    Clones(ClonesArgs),
    Rules(RulesArgs),
    Baseline(BaselineArgs),
    Trend(TrendArgs),
    Diff(DiffArgs),
    /// Say where measured figures are kept, or remove them
    ///
    /// `trend` and `diff` measure each distinct content of a file once and keep the figures. They are never wrong for
    /// being old: what is kept is found by the content, the rules and the settings.
    Cache {
        #[command(subcommand)]
        command: CacheCommand,
    },
    Config(ConfigArgs),
    /// Print a script that completes commands and options in a shell
    #[command(after_help = "Example:
  slop-cli completions bash > ~/.local/share/bash-completion/completions/slop-cli")]
    Completions {
        shell: Shell,
    },
    /// Print the manual page, of the program or of one of its commands
    #[command(after_help = "Example:
  slop-cli man scan | man -l -")]
    Man {
        command: Option<String>,
    },
}

/// Show the share of complexity that sits in complex functions.
///
/// Every function has a mass: its cyclomatic complexity (CC) times the square root of its source
/// lines. Structural erosion is the mass of the functions with CC > 10 over the mass of all: 0 when
/// none is complex, near 1 when a few tangles hold everything.
///
/// A file that cannot be measured (syntax error, not UTF-8, …) is listed as skipped and enters no
/// number. The exit code is 0 when the measuring is done, whatever was found, and 2 when a path,
/// an argument or a pattern is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  slop-cli erosion src/
  slop-cli erosion --exclude 'tests/' --top 20 .
  slop-cli erosion --format json src/ | jq .erosion
  git show HEAD:app.py | slop-cli erosion - --stdin-path app.py")]
pub(crate) struct ErosionArgs {
    /// Number of functions to list, heaviest first [text only]
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,

    /// A function is complex when its CC is greater than this
    #[arg(long, value_name = "CC", default_value_t = DEFAULT_THRESHOLD)]
    threshold: u32,

    /// What CC is multiplied with to give the mass of a function
    #[arg(long, value_name = "TERM", value_enum, default_value_t = SizeTermArg::Sqrt)]
    size_term: SizeTermArg,

    /// Add the paper's nine variants: thresholds 8, 10, 12 with each size term
    #[arg(long)]
    pub(crate) sensitivity: bool,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

impl ErosionArgs {
    pub(crate) fn options(&self) -> ErosionOptions {
        ErosionOptions {
            threshold: self.threshold,
            size_term: self.size_term.into(),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SizeTermArg {
    /// The mass is the complexity
    None,
    /// The square root of the source lines, as in the paper
    Sqrt,
    /// The source lines
    Sloc,
}

impl From<SizeTermArg> for SizeTerm {
    fn from(term: SizeTermArg) -> Self {
        match term {
            SizeTermArg::None => Self::None,
            SizeTermArg::Sqrt => Self::SqrtSloc,
            SizeTermArg::Sloc => Self::Sloc,
        }
    }
}

/// Show the share of lines that are wasteful or repeated.
///
/// Verbosity is the share of lines that hold code and are flagged by a rule or stand in a clone, or
/// both. Violation % is the share of flagged lines: all lines of a finding, first to last. The 137 rules
/// of the paper look at Python; nine of them are shown and not counted, since they never fired in the
/// paper. Further rules look at JavaScript and TypeScript. Clone ratio is the share of lines in functions,
/// branches and loops of three lines or more that stand twice in one file, up to names and literals.
///
/// A comment suppresses findings on its line, or alone above it, on the next:
/// `# slop: ignore[rule-id] reason`; `# slop: ignore-file[rule-id]` does so for the whole file (`//` in JavaScript and
/// TypeScript).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  slop-cli verbosity src/
  slop-cli verbosity --show --select dicts,loops src/
  slop-cli verbosity --rules my-rules/ --format json src/ | jq .verbosity")]
pub(crate) struct VerbosityArgs {
    /// Number of rules to list, those with most flagged lines first [text only]
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,

    /// Show every finding with its source [text only]
    #[arg(long)]
    pub(crate) show: bool,

    /// Report what comments suppress as if they were not there
    #[arg(long)]
    pub(crate) no_suppress: bool,

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

/// List duplicated code, that with most lines to save first.
///
/// A clone is a function, a branch, a loop, a `with`, a `try` or a `match` that stands twice or more, up to
/// consistent renaming and other literals. Groups whose every place lies inside one larger group are
/// counted and not listed. Runs of six lines and more of statements that repeat are listed apart and
/// enter no number.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  slop-cli clones src/
  slop-cli clones --scope file --min-lines 10 src/
  slop-cli clones --format json src/ | jq '.clone_groups[0].instances'")]
pub(crate) struct ClonesArgs {
    /// Number of groups to list [text only]
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,

    /// Where the places of a clone may be
    #[arg(long, value_enum, value_name = "SCOPE", default_value_t = ScopeArg::Project)]
    pub(crate) scope: ScopeArg,

    /// The least number of lines of a clone
    #[arg(long, value_name = "LINES", default_value_t = DEFAULT_MIN_LINES)]
    pub(crate) min_lines: u32,

    /// The least number of places of a clone
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) min_instances: usize,

    /// List the groups inside larger groups too
    #[arg(long)]
    pub(crate) nested: bool,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ScopeArg {
    /// All in one file, as in the paper
    File,
    /// Anywhere under the paths
    Project,
}

impl ScopeArg {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Project => "project",
        }
    }
}

impl From<ScopeArg> for CloneScope {
    fn from(scope: ScopeArg) -> Self {
        match scope {
            ScopeArg::File => Self::File,
            ScopeArg::Project => Self::Project,
        }
    }
}

/// List the rules, or explain one.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub(crate) command: Option<RulesCommand>,

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Say why a rule exists, with a bad and a good example, and how to suppress it
    Explain {
        /// The id of the rule
        id: String,
    },
}

/// Show which settings are in force, and where each comes from.
///
/// Settings are read from `slop.toml`, `pyproject.toml` (`[tool.slop]`) or `package.json` (`"slop"`), the
/// nearest above the paths that are measured. Keys are the names of the options, in the tables `files`,
/// `rules` and `gate`. The output is a valid `slop.toml`.
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {
    #[command(flatten)]
    pub(crate) gate: GateOptions,

    #[command(flatten)]
    pub(crate) rules: RuleOptions,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

/// How results are shown.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// How to print the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// When to use colour
    ///
    /// `auto` uses it on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs: everything, on one line
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }
}
