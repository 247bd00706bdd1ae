//! Settings files: where they are found, how they are read, and what is then in force.

use std::fs;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use slop_core::{DEFAULT_MAX_BYTES, Problem, read_text};

use crate::args::{FileOptions, GateOptions, InputArgs, RuleOptions};
use crate::nearest::nearest;
use crate::root;

/// What a settings file may say: one table for each group of options, with their names as keys.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) files: FileOptions,
    pub(crate) rules: RuleOptions,
    pub(crate) gate: GateOptions,
    /// Where it was read from.
    #[serde(skip)]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Deserialize)]
struct PyProject {
    tool: Option<Tools>,
}

#[derive(Deserialize)]
struct Tools {
    slop: Option<Config>,
}

#[derive(Deserialize)]
struct PackageJson {
    slop: Option<Config>,
}

/// In a directory, the first that has settings for us is taken.
const NAMES: [&str; 3] = ["slop.toml", "pyproject.toml", "package.json"];

impl Config {
    /// The settings for these paths: of the file that is named, of the nearest one, or none.
    pub(crate) fn for_input(input: &InputArgs) -> Result<Self> {
        if input.isolated {
            return Ok(Self::default());
        }
        if let Some(file) = &input.config {
            let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
            return parse(&text, file)?
                .ok_or_else(|| anyhow!("{}: it has no settings for slop", file.display()));
        }
        let Ok(directory) = root::around(&input.paths) else {
            // The paths are wrong, which is said where they are searched.
            return Ok(Self::default());
        };
        for place in directory.ancestors() {
            for name in NAMES {
                if let Some(config) = read_if_there(&place.join(name))? {
                    return Ok(config);
                }
            }
        }
        Ok(Self::default())
    }

    /// The file as people name it: from the current directory on, where it is inside.
    pub(crate) fn shown_file(&self) -> Option<String> {
        self.file.as_deref().map(root::shown_from_here)
    }
}

/// The settings in a file that a search came upon, if it is there and has any for us.
fn read_if_there(file: &Path) -> Result<Option<Config>> {
    match read_text(file, DEFAULT_MAX_BYTES) {
        Ok(text) => parse(&text, file),
        Err(Problem::Unreadable(error)) if is_missing(&error) => Ok(None),
        Err(problem) => bail!("{}: {problem}", file.display()),
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The settings in the text of a file, if there are any for us.
pub(crate) fn parse(text: &str, file: &Path) -> Result<Option<Config>> {
    let config = match file.file_name().and_then(|name| name.to_str()) {
        Some("package.json") => json(text, file)?.slop,
        Some("pyproject.toml") => toml::<PyProject>(text, file)?
            .tool
            .and_then(|tool| tool.slop),
        _ => Some(toml(text, file)?),
    };
    config.map(|config| config.at(file)).transpose()
}

impl Config {
    fn at(mut self, file: &Path) -> Result<Self> {
        let file = root::normal(file)?;
        let directory = file.parent().unwrap_or(&file);
        self.files.relative_to(directory);
        self.rules.relative_to(directory);
        self.gate.relative_to(directory);
        self.file = Some(file);
        Ok(self)
    }
}

fn toml<T: DeserializeOwned>(text: &str, file: &Path) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |Range { start, .. }| start);
        wrong(file, line_of(text, start), error.message())
    })
}

fn json(text: &str, file: &Path) -> Result<PackageJson> {
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        wrong(file, error.line(), message.trim_end_matches(&place))
    })
}

fn line_of(text: &str, byte: usize) -> usize {
    text.bytes()
        .take(byte)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

fn wrong(file: &Path, line: usize, message: &str) -> anyhow::Error {
    let message = unknown_key(message).unwrap_or_else(|| message.replace('\n', ": "));
    anyhow!("{}:{line}: {message}", file.display())
}

/// What serde says of an unknown field, "unknown field `a`, expected one of `b`, `c`", with a suggestion.
fn unknown_key(message: &str) -> Option<String> {
    let mut quoted = message
        .strip_prefix("unknown field")?
        .split('`')
        .skip(1)
        .step_by(2);
    let key = quoted.next()?;
    let known: Vec<_> = quoted.collect();
    let hint = match nearest(key, known.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    Some(format!("unknown key `{key}`; {hint}"))
}

/// Takes from the settings what the command line does not say.
pub(crate) fn fill(
    input: &mut InputArgs,
    rules: Option<&mut RuleOptions>,
    gate: Option<&mut GateOptions>,
) -> Result<Config> {
    let config = Config::for_input(input)?;
    let said = config.clone();
    input.files = std::mem::take(&mut input.files).or(config.files);
    if let Some(rules) = rules {
        *rules = std::mem::take(rules).or(config.rules);
    }
    if let Some(gate) = gate {
        *gate = std::mem::take(gate).or(config.gate);
        let has_allowance = gate.allow_erosion.or(gate.allow_verbosity).is_some();
        if has_allowance && gate.baseline.is_none() {
            bail!("an allowance says how much more than a baseline: --baseline is missing");
        }
    }
    Ok(said)
}
