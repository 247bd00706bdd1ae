//! What a project has accepted, so that only what is new or worse stops a build.

mod command;
mod compare;
mod file;

use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use slop_verbosity::CloneGroup;

pub(crate) use self::command::run;
pub(crate) use self::compare::{Change, Comparison};
pub(crate) use self::file::{Baseline, Scores, Stamp};
use crate::scan::{FileScan, ScanReport};

/// From so many lines on, a clone across files is held against a change; within a file, all are, since they
/// enter verbosity. It is jscpd's default.
const MIN_LINES_ACROSS_FILES: u32 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Callable,
    Finding,
    Clone,
}

impl Kind {
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Callable => "complex callable",
            Self::Finding => "finding",
            Self::Clone => "cloned place",
        }
    }
}

/// Something that can be accepted: a callable above the threshold, a finding that counts, or one place of
/// a clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    /// The qualified name of the callable, the rule, or what kind of node is cloned.
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) fingerprint: String,
    /// The complexity of the callable, the lines of the clone, 1 for a finding.
    pub(crate) value: u32,
}

/// An entry as it stands in the code now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    pub(crate) entry: Entry,
    pub(crate) line: u32,
}

/// Everything in the code that a baseline accepts or not.
pub(crate) fn items(report: &ScanReport) -> Vec<Item> {
    let mut items = Vec::new();
    for file in &report.files {
        let path = report.root.relative(&file.erosion.path);
        items.extend(callables(file, &path, report));
        items.extend(findings(file, &path));
    }
    let groups = report.clone_groups.iter();
    items.extend(groups.flat_map(|group| places(group, report)));
    items.sort();
    items
}

fn callables(file: &FileScan, path: &str, report: &ScanReport) -> Vec<Item> {
    let threshold = report.options().threshold;
    let all = file
        .erosion
        .callables
        .listed
        .iter()
        .zip(&file.fingerprints.callables);
    let high = all.filter(|(callable, _)| callable.cyclomatic > threshold);
    high.map(|(callable, fingerprint)| Item {
        entry: Entry {
            kind: Kind::Callable,
            name: callable.qualified_name.clone(),
            path: path.to_owned(),
            fingerprint: fingerprint.to_string(),
            value: callable.cyclomatic,
        },
        line: callable.span.start_line,
    })
    .collect()
}

fn findings(file: &FileScan, path: &str) -> Vec<Item> {
    let found = file.verbosity.iter().flat_map(|file| &file.findings);
    let all = found.zip(&file.fingerprints.findings);
    all.filter(|(finding, _)| finding.counted)
        .map(|(finding, fingerprint)| Item {
            entry: Entry {
                kind: Kind::Finding,
                name: finding.rule.to_string(),
                path: path.to_owned(),
                fingerprint: fingerprint.to_string(),
                value: 1,
            },
            line: finding.span.start_line,
        })
        .collect()
}

/// The places of a clone that count: all of a large one, of a small one those with another in their file.
fn places(group: &CloneGroup, report: &ScanReport) -> Vec<Item> {
    let in_file = |path: &Path| {
        group
            .instances
            .iter()
            .filter(|other| *other.path == *path)
            .count()
    };
    let counts = |path: &Path| group.lines >= MIN_LINES_ACROSS_FILES || in_file(path) > 1;
    let instances = group.instances.iter();
    instances
        .filter(|instance| counts(&instance.path))
        .map(|instance| Item {
            entry: Entry {
                kind: Kind::Clone,
                name: group.kind.clone(),
                path: report.root.relative(&instance.path),
                fingerprint: group.fingerprint.to_string(),
                value: group.lines,
            },
            line: instance.span.start_line,
        })
        .collect()
}

impl Baseline {
    /// What is accepted when everything is accepted that stands in the code now.
    pub(crate) fn of(report: &ScanReport, stamp: Stamp) -> Self {
        let entries = items(report).into_iter().map(|item| item.entry).collect();
        Self { stamp, entries }
    }

    /// # Errors
    ///
    /// When it was written with another definition, rule pack or other settings.
    pub(crate) fn compare(&self, report: &ScanReport, stamp: &Stamp) -> Result<Comparison> {
        self.stamp.check(stamp)?;
        Ok(Comparison::of(&self.entries, &items(report)))
    }
}
