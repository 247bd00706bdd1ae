//! A scan as a table for each kind of thing: one object a line, which says its type and stands for itself.
//! `schema/scan-row.json` describes it.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::report::clones_json::CloneGroupJson;
use crate::report::erosion_json::CallableJson;
use crate::report::json::{self, GeneratedJson, SkippedJson, write_line};
use crate::report::scan::json::{
    FileFigures, Known, Summary, callables, findings, suppressed_findings,
};
use crate::report::verbosity_json::FindingJson;
use crate::scan::{FileScan, ScanReport};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Row<'a> {
    Summary(Box<Summary<'a>>),
    File(FileFigures),
    Callable {
        path: &'a str,
        language: &'static str,
        #[serde(flatten)]
        callable: Known<CallableJson<'a>>,
    },
    Finding {
        path: &'a str,
        language: &'static str,
        suppressed: bool,
        #[serde(flatten)]
        finding: Known<FindingJson>,
    },
    CloneGroup(CloneGroupJson),
    Generated(GeneratedJson),
    Skipped(SkippedJson),
}

pub(super) fn write(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    write_line(out, &Row::Summary(Box::new(Summary::of(report))))?;
    for file in &report.files {
        write_file(file, report, out)?;
    }
    let shown_path = |path: &Path| report.root.relative(path);
    for group in &report.clone_groups {
        let group = CloneGroupJson::new(group, shown_path);
        write_line(out, &Row::CloneGroup(group))?;
    }
    for generated in json::generated(&report.generated, shown_path) {
        write_line(out, &Row::Generated(generated))?;
    }
    for skipped in json::skipped(&report.skipped, shown_path) {
        write_line(out, &Row::Skipped(skipped))?;
    }
    Ok(())
}

fn write_file(file: &FileScan, report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    let path = &*report.root.relative(&file.erosion.path);
    let language = file.erosion.language.name();
    write_line(out, &Row::File(FileFigures::of(file, report)))?;
    for callable in callables(file, report) {
        write_line(
            out,
            &Row::Callable {
                path,
                language,
                callable,
            },
        )?;
    }
    let kept = findings(file).map(|finding| (false, finding));
    let suppressed = suppressed_findings(file).map(|finding| (true, finding));
    for (suppressed, finding) in kept.chain(suppressed) {
        write_line(
            out,
            &Row::Finding {
                path,
                language,
                suppressed,
                finding,
            },
        )?;
    }
    Ok(())
}
