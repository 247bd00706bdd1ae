//! What the JSON of all commands has in common. A changed field is an entry in the changelog.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use slop_core::{Language, SourceError};

use crate::input::GeneratedFile;

pub(crate) const SCHEMA_VERSION: u32 = 1;
/// The name of the set of counting rules, see `docs/definitions.md`.
pub(crate) const DEFINITION: &str = "paper";

#[derive(Serialize)]
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

pub(crate) const TOOL: Tool = Tool {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
};

#[derive(Serialize)]
pub(crate) struct SkippedJson {
    path: String,
    reason: &'static str,
    line: Option<u32>,
    message: String,
}

/// The files that could not be measured; the paths are shown as the function says.
pub(crate) fn skipped(
    errors: &[SourceError],
    shown_path: impl Fn(&Path) -> String,
) -> Vec<SkippedJson> {
    let errors = errors.iter();
    errors
        .map(|error| SkippedJson {
            path: shown_path(error.path()),
            reason: error.problem().code(),
            line: error.problem().line(),
            message: error.problem().to_string(),
        })
        .collect()
}

/// A file that is not measured, since nobody wrote it.
#[derive(Serialize)]
pub(crate) struct GeneratedJson {
    path: String,
    reason: &'static str,
}

pub(crate) fn generated(
    files: &[GeneratedFile],
    shown_path: impl Fn(&Path) -> String,
) -> Vec<GeneratedJson> {
    let files = files.iter();
    files
        .map(|file| GeneratedJson {
            path: shown_path(&file.path),
            reason: file.why.name(),
        })
        .collect()
}

/// Files of a language that the measure is not defined for.
#[derive(Serialize)]
pub(crate) struct UnsupportedJson {
    language: &'static str,
    files: usize,
}

pub(crate) fn unsupported(languages: &BTreeMap<Language, usize>) -> Vec<UnsupportedJson> {
    let languages = languages.iter();
    languages
        .map(|(language, files)| UnsupportedJson {
            language: language.name(),
            files: *files,
        })
        .collect()
}

/// Decimals of a ratio and of a mass, as in the paper's tables of reference.
pub(crate) const RATIO: i32 = 6;
pub(crate) const MASS: i32 = 4;

pub(crate) fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// One line, so that it can be told from the next where several are written to one file.
pub(crate) fn print(value: &impl Serialize) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    write_line(&mut out, value)?;
    out.flush()?;
    Ok(())
}

pub(crate) fn write_line(out: &mut dyn Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")?;
    Ok(())
}
