//! The settings in force.

use std::io::{self, BufWriter, Write};

use anyhow::Result;

use crate::args::{ConfigArgs, Rows};
use crate::config;

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
    let file = file.unwrap_or_default();
    let tables = ["files", "rules", "gate"]
        .into_iter()
        .zip(given)
        .zip(in_force);
    for ((table, given), in_force) in tables {
        writeln!(out, "\n[{table}]")?;
        rows(&mut out, given, in_force, &file)?;
    }
    out.flush()?;
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
