//! The report of a scan, in every format.

mod github;
mod gitlab;
mod html;
mod issues;
mod json;
mod jsonl;
mod markdown;
mod sarif;
mod score_block;
mod scores;
mod text;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::{AutoStream, StripStream};
use anyhow::{Context, Result};

use crate::args::{ScanArgs, ScanFormat};
use crate::scan::ScanReport;

/// Prints the report, or writes it to the file that was asked for, and writes all further ones.
pub(crate) fn write(report: &ScanReport, args: &ScanArgs) -> Result<()> {
    let options = &args.output;
    for further in &options.report {
        to_file(report, further.format, &further.file, args)?;
    }
    if let Some(file) = &options.output {
        return to_file(report, options.format, file, args);
    }
    let stdout = io::stdout().lock();
    if options.format == ScanFormat::Text {
        let out = AutoStream::new(stdout, options.color.into());
        return to(report, options.format, BufWriter::new(out), args);
    }
    to(report, options.format, BufWriter::new(stdout), args)
}

fn to_file(report: &ScanReport, format: ScanFormat, file: &Path, args: &ScanArgs) -> Result<()> {
    let out = File::create(file).with_context(|| file.display().to_string())?;
    let written = if format == ScanFormat::Text {
        to(report, format, BufWriter::new(StripStream::new(out)), args)
    } else {
        to(report, format, BufWriter::new(out), args)
    };
    written.with_context(|| file.display().to_string())
}

fn to(report: &ScanReport, format: ScanFormat, mut out: impl Write, args: &ScanArgs) -> Result<()> {
    match format {
        ScanFormat::Text => text::write(report, args, &mut out)?,
        ScanFormat::Json => json::write(report, &mut out)?,
        ScanFormat::Jsonl => jsonl::write(report, &mut out)?,
        ScanFormat::Sarif => sarif::write(report, &mut out)?,
        ScanFormat::Gitlab => gitlab::write(report, &mut out)?,
        ScanFormat::Github => github::write(report, &mut out)?,
        ScanFormat::Markdown => markdown::write(report, args.top, &mut out)?,
        ScanFormat::Html => html::write(report, &args.input.paths, &mut out)?,
    }
    out.flush()?;
    Ok(())
}
