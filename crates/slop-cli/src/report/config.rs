//! The settings in force.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Result;

use crate::args::{ConfigArgs, Rows};
use crate::config::{self, Config};

/// Prints all settings in TOML; after each stands where it comes from.
pub(crate) fn print(mut args: ConfigArgs) -> Result<()> {
    let given = [args.input.files.rows(), args.rules.rows(), args.gate.rows()];
    let config = config::fill(&mut args.input, Some(&mut args.rules), Some(&mut args.gate))?;
    let in_force = [args.input.files.rows(), args.rules.rows(), args.gate.rows()];
    let file = config.shown_file();
    let mut out = BufWriter::new(io::stdout().lock());
    match &file {
        Some(file) => writeln!(out, "# settings file: {file}")?,
        None => writeln!(out, "# no settings file")?,
    }
    tables(&mut out, given, in_force, &file.unwrap_or_default())?;
    out.flush()?;
    Ok(())
}

/// What stands in a settings file with this text, as [`print`] writes it; `None` if it has nothing for us. For tests.
///
/// # Errors
///
/// With the file and the line, if the text is wrong.
#[doc(hidden)]
pub fn settings_in_force(text: &str, file: &Path) -> Result<Option<String>> {
    let Some(config) = config::parse(text, file)? else {
        return Ok(None);
    };
    let nothing = Config::default();
    let rows = |config: &Config| [config.files.rows(), config.rules.rows(), config.gate.rows()];
    let mut out = Vec::new();
    tables(&mut out, rows(&nothing), rows(&config), "")?;
    Ok(Some(String::from_utf8(out)?))
}

fn tables(
    out: &mut impl Write,
    given: [Rows; 3],
    in_force: [Rows; 3],
    file: &str,
) -> io::Result<()> {
    let tables = ["files", "rules", "gate"]
        .into_iter()
        .zip(given)
        .zip(in_force);
    for ((table, given), in_force) in tables {
        writeln!(out, "\n[{table}]")?;
        rows(out, given, in_force, file)?;
    }
    Ok(())
}

fn rows(out: &mut impl Write, given: Rows, in_force: Rows, file: &str) -> io::Result<()> {
    for ((name, given), (_, value)) in given.into_iter().zip(in_force) {
        match (given, value) {
            (_, None) => writeln!(out, "# {name} is not set")?,
            (Some(_), Some(value)) => writeln!(out, "{name} = {value}  # command line")?,
            (None, Some(value)) => writeln!(out, "{name} = {value}  # {file}")?,
        }
    }
    Ok(())
}
