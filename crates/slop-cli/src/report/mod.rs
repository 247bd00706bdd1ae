//! Putting results into formats.

mod clones_json;
mod clones_text;
pub(crate) mod config;
mod diff_json;
mod diff_text;
mod erosion_json;
mod erosion_text;
pub(crate) mod gates;
mod gates_json;
pub(crate) mod json;
mod rules;
pub(crate) mod scan;
mod sparkline;
pub(crate) mod text;
pub(crate) mod timings;
pub(crate) mod trend;
mod trend_plot;
mod verbosity_json;
mod verbosity_text;

use std::path::{MAIN_SEPARATOR, Path};

use anyhow::Result;

use crate::args::{ClonesArgs, DiffArgs, ErosionArgs, Format, RulesArgs, VerbosityArgs};
use crate::clones::ClonesReport;
use crate::diff::DiffReport;
use crate::erosion::ErosionReport;
use crate::rules::RulesReport;
use crate::verbosity::VerbosityReport;

/// Prints the report in the format that was asked for.
pub(crate) fn erosion(report: &ErosionReport, args: &ErosionArgs) -> Result<()> {
    match args.output.format {
        Format::Json => erosion_json::print(report),
        Format::Text => erosion_text::print(report, args.top, args.output.color),
    }
}

/// Prints the report in the format that was asked for.
pub(crate) fn verbosity(report: &VerbosityReport, args: &VerbosityArgs) -> Result<()> {
    match args.output.format {
        Format::Json => verbosity_json::print(report),
        Format::Text => verbosity_text::print(report, args),
    }
}

/// Prints the report in the format that was asked for.
pub(crate) fn clones(report: &ClonesReport, args: &ClonesArgs) -> Result<()> {
    match args.output.format {
        Format::Json => clones_json::print(report, args),
        Format::Text => clones_text::print(report, args),
    }
}

/// Prints the report in the format that was asked for.
pub(crate) fn diff(report: &DiffReport, args: &DiffArgs) -> Result<()> {
    match args.output.format {
        Format::Json => diff_json::print(report),
        Format::Text => diff_text::print(report, args),
    }
}

/// Prints the rules, or one of them.
pub(crate) fn rules(report: &RulesReport, args: &RulesArgs) -> Result<()> {
    match (report, args.output.format) {
        (RulesReport::All(rules), Format::Json) => rules::json(rules),
        (RulesReport::All(rules), Format::Text) => rules::list(rules, args.output.color),
        (RulesReport::One(rules, id), _) => rules::explain(rules, id, args.output.color),
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
