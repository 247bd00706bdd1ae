//! Putting results into formats.

mod erosion_json;
mod erosion_text;
mod json;
mod text;

use std::path::{MAIN_SEPARATOR, Path};

use anyhow::Result;

use crate::args::{ErosionArgs, Format};
use crate::erosion::ErosionReport;

/// Prints the report in the format that was asked for.
pub(crate) fn erosion(report: &ErosionReport, args: &ErosionArgs) -> Result<()> {
    match args.output.format {
        Format::Json => erosion_json::print(report),
        Format::Text => erosion_text::print(report, args.top, args.output.color),
    }
}

/// A path as it stands in every report: as it was given, with `/` between its parts.
pub(crate) fn shown_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' {
        path.into_owned()
    } else {
        path.replace(MAIN_SEPARATOR, "/")
    }
}
