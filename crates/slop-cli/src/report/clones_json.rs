//! Clones for programs: twins of the inner types.

use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use slop_verbosity::CloneGroup;

use crate::args::ClonesArgs;
use crate::clones::ClonesReport;
use crate::report::json::{
    self, DEFINITION, GeneratedJson, RATIO, SCHEMA_VERSION, SkippedJson, TOOL, Tool,
    UnsupportedJson, round, unsupported,
};
use crate::report::shown_path;

#[derive(Serialize)]
struct ClonesJson {
    schema_version: u32,
    tool: Tool,
    definition: &'static str,
    scope: &'static str,
    min_lines: u32,
    min_instances: usize,
    clone_ratio: Option<f64>,
    clone_lines: usize,
    loc: u64,
    files: usize,
    nested_groups_not_listed: usize,
    clone_groups: Vec<CloneGroupJson>,
    /// Runs of statements, which do not enter the ratio.
    sequence_groups: Vec<CloneGroupJson>,
    sequences_complete: bool,
    unsupported: Vec<UnsupportedJson>,
    generated: Vec<GeneratedJson>,
    skipped: Vec<SkippedJson>,
}

#[derive(Serialize)]
pub(crate) struct CloneGroupJson {
    fingerprint: String,
    kind: String,
    lines: u32,
    lines_saved: u64,
    nested: bool,
    instances: Vec<InstanceJson>,
}

#[derive(Serialize)]
struct InstanceJson {
    path: String,
    start_line: u32,
    end_line: u32,
}

pub(crate) fn print(report: &ClonesReport, args: &ClonesArgs) -> Result<()> {
    let sequences = &report.sequences;
    json::print(&ClonesJson {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        definition: DEFINITION,
        scope: args.scope.name(),
        min_lines: args.min_lines,
        min_instances: args.min_instances,
        clone_ratio: report.clone_ratio().map(|ratio| round(ratio, RATIO)),
        clone_lines: report.clone_lines,
        loc: report.loc,
        files: report.files,
        nested_groups_not_listed: report.nested,
        clone_groups: groups_json(&report.groups),
        sequence_groups: groups_json(&sequences.groups),
        sequences_complete: sequences.is_complete,
        unsupported: unsupported(&report.unsupported),
        generated: json::generated(&report.generated, shown_path),
        skipped: json::skipped(&report.skipped, shown_path),
    })
}

impl CloneGroupJson {
    pub(crate) fn new(group: &CloneGroup, shown_path: impl Fn(&Path) -> String) -> Self {
        let instances = group.instances.iter().map(|instance| InstanceJson {
            path: shown_path(&instance.path),
            start_line: instance.span.start_line,
            end_line: instance.span.end_line,
        });
        Self {
            fingerprint: group.fingerprint.to_string(),
            kind: group.kind.clone(),
            lines: group.lines,
            lines_saved: group.lines_saved(),
            nested: group.is_nested,
            instances: instances.collect(),
        }
    }
}

fn groups_json(groups: &[CloneGroup]) -> Vec<CloneGroupJson> {
    let groups = groups.iter();
    groups
        .map(|group| CloneGroupJson::new(group, shown_path))
        .collect()
}
