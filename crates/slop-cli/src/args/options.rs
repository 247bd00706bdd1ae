//! Options that several commands have, on the command line and in a settings file.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use bytesize::ByteSize;
use serde::{Deserialize, Deserializer, de};
use slop_core::{DEFAULT_MAX_BYTES, Discovery, Language};
use toml::Value;

/// The names of options and their values, `None` for those that are not set.
pub(crate) type Rows = Vec<(&'static str, Option<Value>)>;

/// Which rules are used.
#[derive(Debug, Clone, Default, clap::Args, Deserialize)]
#[command(next_help_heading = "Rules")]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RuleOptions {
    /// Use only these rules, by id or group, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Do not use these rules, by id or group, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Add the ast-grep rules of this directory
    #[arg(long, value_name = "DIR", conflicts_with = "only_rules")]
    pub(crate) rules: Option<PathBuf>,

    /// Use the ast-grep rules of this directory in place of the paper's
    #[arg(long, value_name = "DIR")]
    pub(crate) only_rules: Option<PathBuf>,
}

impl RuleOptions {
    /// These options, and from the others what is not set here.
    pub(crate) fn or(self, others: Self) -> Self {
        let has_directory = self.rules.is_some() || self.only_rules.is_some();
        let others = if has_directory {
            Self {
                rules: None,
                only_rules: None,
                ..others
            }
        } else {
            others
        };
        Self {
            select: or_list(self.select, others.select),
            ignore: or_list(self.ignore, others.ignore),
            rules: self.rules.or(others.rules),
            only_rules: self.only_rules.or(others.only_rules),
        }
    }

    /// Paths of a settings file are relative to its directory.
    pub(crate) fn relative_to(&mut self, directory: &Path) {
        for path in [&mut self.rules, &mut self.only_rules]
            .into_iter()
            .flatten()
        {
            *path = directory.join(&path);
        }
    }

    pub(crate) fn rows(&self) -> Rows {
        vec![
            ("select", list(&self.select)),
            ("ignore", list(&self.ignore)),
            ("rules", path(self.rules.as_deref())),
            ("only-rules", path(self.only_rules.as_deref())),
        ]
    }
}

/// What is measured.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Files")]
pub(crate) struct InputArgs {
    /// Files and directories to measure [default: the current one]; `-` is standard input
    ///
    /// Directories are searched for source files; a file that is named is measured even if an
    /// ignore file hides it.
    #[arg(value_name = "PATH", help_heading = None)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) files: FileOptions,

    /// The path to show for standard input; its ending tells the language
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_path: Option<PathBuf>,

    /// Number of threads [default: one a core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// Take the settings of this file [default: those of the nearest file above the paths]
    ///
    /// A settings file is `slop.toml`, `pyproject.toml` with `[tool.slop]` or `package.json` with
    /// `"slop"`. What the command line says goes before what it says.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,

    /// Leave all settings files alone
    #[arg(long)]
    pub(crate) isolated: bool,
}

/// Which of the files under the paths are measured.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[derive(Debug, Clone, Default, clap::Args, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct FileOptions {
    /// Leave out what matches this pattern; repeatable
    ///
    /// The syntax is that of .gitignore, relative to each PATH: `tests/`, `*_pb2.py`, `/vendor`. In a settings
    /// file, patterns are relative to its directory.
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,

    /// Where the patterns come from a settings file: its directory.
    #[arg(skip)]
    #[serde(skip)]
    exclude_from: Option<PathBuf>,

    /// Do not honour .gitignore and .ignore files
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// Search hidden files and directories too
    #[arg(long)]
    pub(crate) hidden: bool,

    /// Follow symbolic links
    #[arg(long)]
    pub(crate) follow: bool,

    /// Measure generated JavaScript and TypeScript too
    ///
    /// Left out otherwise, unless it is named: declaration files (`.d.ts`), minified files, those in a directory
    /// called `dist` or `node_modules`, and those with a source map or `@generated` in their header.
    #[arg(long)]
    pub(crate) include_generated: bool,

    /// Measure only this language; repeatable [python, javascript, typescript]
    ///
    /// It is also taken for the language of standard input, and of a file that is named and whose
    /// ending says nothing.
    #[arg(long, value_name = "LANGUAGE")]
    #[serde(deserialize_with = "languages")]
    pub(crate) language: Vec<Language>,

    /// Skip larger files: 500kB, 3MB, 1MiB, … [default: 3MB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    #[serde(deserialize_with = "optional_size")]
    pub(crate) max_file_size: Option<ByteSize>,
}

impl FileOptions {
    /// The number of bytes from which on a file is too large.
    pub(crate) fn limit(&self) -> u64 {
        self.max_file_size
            .map_or(DEFAULT_MAX_BYTES, |size| size.as_u64())
    }

    pub(crate) fn discovery(&self) -> Discovery {
        Discovery {
            ignore_files: !self.no_ignore,
            hidden: self.hidden,
            follow_links: self.follow,
            exclude: self.exclude.clone(),
            exclude_from: self.exclude_from.clone(),
            languages: self.language.clone(),
        }
    }

    /// These options, and from the others what is not set here.
    pub(crate) fn or(self, others: Self) -> Self {
        let (exclude, exclude_from) = if self.exclude.is_empty() {
            (others.exclude, others.exclude_from)
        } else {
            (self.exclude, self.exclude_from)
        };
        Self {
            exclude,
            exclude_from,
            no_ignore: self.no_ignore || others.no_ignore,
            hidden: self.hidden || others.hidden,
            follow: self.follow || others.follow,
            include_generated: self.include_generated || others.include_generated,
            language: or_list(self.language, others.language),
            max_file_size: self.max_file_size.or(others.max_file_size),
        }
    }

    /// Patterns of a settings file are relative to its directory.
    pub(crate) fn relative_to(&mut self, directory: &Path) {
        self.exclude_from = Some(directory.to_owned());
    }

    pub(crate) fn rows(&self) -> Rows {
        let names: Vec<_> = self.language.iter().map(ToString::to_string).collect();
        vec![
            ("exclude", list(&self.exclude)),
            ("no-ignore", flag(self.no_ignore)),
            ("hidden", flag(self.hidden)),
            ("follow", flag(self.follow)),
            ("include-generated", flag(self.include_generated)),
            ("language", list(&names)),
            (
                "max-file-size",
                self.max_file_size
                    .map(|size| Value::from(format!("{}B", size.as_u64()))),
            ),
        ]
    }
}

/// When a build is stopped.
#[derive(Debug, Clone, Default, clap::Args, Deserialize)]
#[command(next_help_heading = "Gate")]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct GateOptions {
    /// Fail when erosion is higher: 0.4
    #[arg(long, value_name = "SHARE")]
    pub(crate) max_erosion: Option<Share>,

    /// Fail when verbosity is higher: 0.15
    #[arg(long, value_name = "SHARE")]
    pub(crate) max_verbosity: Option<Share>,

    /// Fail when a function has a higher cyclomatic complexity
    #[arg(long, value_name = "CC")]
    pub(crate) max_cyclomatic: Option<u32>,

    /// Fail on what is new or worse than in this file; see `slop-cli baseline`
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Let new and worse functions pass while erosion rises by no more than this: 0.005
    #[arg(long, value_name = "RISE")]
    pub(crate) allow_erosion: Option<Share>,

    /// Let new findings and clones pass while verbosity rises by no more than this
    #[arg(long, value_name = "RISE")]
    pub(crate) allow_verbosity: Option<Share>,

    /// Let files that cannot be measured pass
    #[arg(long)]
    pub(crate) allow_skipped: bool,
}

impl GateOptions {
    /// These options, and from the others what is not set here.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            max_erosion: self.max_erosion.or(others.max_erosion),
            max_verbosity: self.max_verbosity.or(others.max_verbosity),
            max_cyclomatic: self.max_cyclomatic.or(others.max_cyclomatic),
            baseline: self.baseline.or(others.baseline),
            allow_erosion: self.allow_erosion.or(others.allow_erosion),
            allow_verbosity: self.allow_verbosity.or(others.allow_verbosity),
            allow_skipped: self.allow_skipped || others.allow_skipped,
        }
    }

    /// Paths of a settings file are relative to its directory.
    pub(crate) fn relative_to(&mut self, directory: &Path) {
        if let Some(path) = &mut self.baseline {
            *path = directory.join(&path);
        }
    }

    pub(crate) fn rows(&self) -> Rows {
        let share = |share: Option<Share>| share.map(|share| Value::from(share.0));
        vec![
            ("max-erosion", share(self.max_erosion)),
            ("max-verbosity", share(self.max_verbosity)),
            (
                "max-cyclomatic",
                self.max_cyclomatic.map(|cc| Value::from(i64::from(cc))),
            ),
            ("baseline", path(self.baseline.as_deref())),
            ("allow-erosion", share(self.allow_erosion)),
            ("allow-verbosity", share(self.allow_verbosity)),
            ("allow-skipped", flag(self.allow_skipped)),
        ]
    }
}

/// A number between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
#[serde(try_from = "f64")]
pub(crate) struct Share(pub(crate) f64);

const NO_SHARE: &str = "not a share between 0 and 1, such as 0.25";

impl TryFrom<f64> for Share {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, &'static str> {
        let is_share = (0.0..=1.0).contains(&number);
        is_share.then_some(Self(number)).ok_or(NO_SHARE)
    }
}

impl FromStr for Share {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        text.parse()
            .map_err(|_| NO_SHARE)
            .and_then(|number: f64| Self::try_from(number))
    }
}

fn size(text: &str) -> Result<ByteSize, &'static str> {
    text.parse()
        .map_err(|_| "not a size such as 500kB, 3MB or 1MiB")
}

fn optional_size<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ByteSize>, D::Error> {
    let text = String::deserialize(from)?;
    size(&text).map(Some).map_err(de::Error::custom)
}

fn languages<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Language>, D::Error> {
    let names = Vec::<String>::deserialize(from)?.into_iter();
    let languages = names.map(|name| name.parse().map_err(de::Error::custom));
    languages.collect()
}

fn or_list<T>(list: Vec<T>, other: Vec<T>) -> Vec<T> {
    if list.is_empty() { other } else { list }
}

fn list(entries: &[String]) -> Option<Value> {
    (!entries.is_empty()).then(|| Value::from(entries.to_vec()))
}

fn flag(is_set: bool) -> Option<Value> {
    is_set.then(|| Value::from(true))
}

fn path(path: Option<&Path>) -> Option<Value> {
    path.map(|path| Value::from(path.to_string_lossy().into_owned()))
}
