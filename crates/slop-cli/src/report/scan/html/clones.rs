//! Clones side by side.

use std::collections::BTreeMap;
use std::path::Path;

use slop_verbosity::{CloneGroup, CloneInstance};

use super::excerpt::Excerpt;
use super::show::visible;
use crate::ranking;
use crate::scan::ScanReport;

/// How many groups are listed, how many of their places besides the two that are shown, and how many lines of
/// each of the two.
const GROUPS: usize = 100;
const PLACES: usize = 20;
const LINES: usize = 40;

pub(super) struct Clones {
    pub(super) groups: Vec<Group>,
    /// How many groups stand inside larger ones, which are not listed.
    pub(super) nested: usize,
    /// How many more are not listed.
    pub(super) more: usize,
}

pub(super) struct Group {
    pub(super) lines_saved: u64,
    pub(super) lines: u32,
    pub(super) instances: usize,
    pub(super) kind: String,
    pub(super) shown: Vec<Instance>,
    pub(super) others: Vec<String>,
    pub(super) more: usize,
}

/// A place with its source.
pub(super) struct Instance {
    pub(super) place: String,
    pub(super) source: Excerpt,
}

pub(super) fn clones(report: &ScanReport) -> Clones {
    let files = report.files.iter();
    let texts = files.filter_map(|file| Some((&*file.erosion.path, file.text.as_deref()?)));
    let texts: BTreeMap<&Path, &str> = texts.collect();
    let listed: Vec<_> = ranking::clone_groups(&report.clone_groups).collect();
    Clones {
        groups: listed
            .iter()
            .take(GROUPS)
            .map(|group| self::group(report, group, &texts))
            .collect(),
        nested: report.clone_groups.len() - listed.len(),
        more: listed.len().saturating_sub(GROUPS),
    }
}

fn group(report: &ScanReport, group: &CloneGroup, texts: &BTreeMap<&Path, &str>) -> Group {
    let place = |instance: &CloneInstance| {
        let (path, span) = (report.root.relative(&instance.path), instance.span);
        visible(&format!("{path}:{}-{}", span.start_line, span.end_line))
    };
    let (shown, others) = group.instances.split_at(2);
    let with_source = shown.iter().map(|instance| Instance {
        place: place(instance),
        source: Excerpt::of(
            texts.get(&*instance.path).unwrap_or(&""),
            instance.span,
            LINES,
        ),
    });
    Group {
        lines_saved: group.lines_saved(),
        lines: group.lines,
        instances: group.instances.len(),
        kind: group.kind.replace('_', " "),
        shown: with_source.collect(),
        others: others.iter().take(PLACES).map(place).collect(),
        more: others.len().saturating_sub(PLACES),
    }
}
