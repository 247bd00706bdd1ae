//! What a scan would have changed, as places in files, for formats that know nothing else.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use slop_complexity::Callable;
use slop_core::{Fingerprint, Span};
use slop_verbosity::{CloneGroup, CloneInstance, Finding, Severity};

use crate::ranking;
use crate::report::text::{count, short};
use crate::root::Root;
use crate::scan::{FileScan, ScanReport};

/// What callables above the threshold, and clones, are reported as. No rule has such an id: theirs have no slash.
pub(super) const COMPLEX_CALLABLE: &str = "slop/complex-callable";
pub(super) const CLONE: &str = "slop/clone";

/// Other places of a clone that a message names.
const PLACES_NAMED: usize = 3;

/// A place, and what is wrong with it.
pub(super) struct Issue<'a> {
    pub(super) rule: &'a str,
    pub(super) path: &'a Path,
    pub(super) span: Span,
    pub(super) message: Cow<'a, str>,
    /// [`Severity::Hint`] where the rule is not counted.
    pub(super) severity: Severity,
    /// Whether a comment suppresses it.
    pub(super) is_suppressed: bool,
    pub(super) identity: Identity,
}

/// What an issue is known by among those of its rule and file, wherever it stands there.
#[derive(Clone, Copy)]
pub(super) struct Identity {
    fingerprint: Fingerprint,
    /// From 1, among those of equal text.
    ordinal: usize,
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.fingerprint, self.ordinal)
    }
}

impl Identity {
    fn first(fingerprint: Fingerprint) -> Self {
        Self {
            fingerprint,
            ordinal: 1,
        }
    }
}

/// Complex callables and findings of a file, suppressed ones too, by place and rule.
pub(super) fn of_file(file: &FileScan, threshold: u32) -> Vec<Issue<'_>> {
    let path = &*file.erosion.path;
    let fingerprints = &file.fingerprints;
    let callables = file.erosion.callables.listed.iter();
    let mut issues: Vec<_> = callables
        .zip(&fingerprints.callables)
        .filter(|(callable, _)| callable.cyclomatic > threshold)
        .map(|(callable, fingerprint)| Issue {
            rule: COMPLEX_CALLABLE,
            path,
            span: callable.span,
            message: complexity_message(callable).into(),
            severity: Severity::Warning,
            is_suppressed: false,
            identity: Identity::first(*fingerprint),
        })
        .collect();
    if let Some(found) = &file.verbosity {
        let kept = found.findings.iter().zip(&fingerprints.findings);
        let suppressed = found.suppressed.iter().zip(&fingerprints.suppressed);
        issues.extend(kept.map(|(finding, known)| of_finding(path, finding, *known, false)));
        issues.extend(suppressed.map(|(finding, known)| of_finding(path, finding, *known, true)));
    }
    issues.sort_by(|a, b| (a.span, a.rule).cmp(&(b.span, b.rule)));
    number(&mut issues);
    issues
}

fn of_finding<'a>(
    path: &'a Path,
    finding: &'a Finding,
    fingerprint: Fingerprint,
    is_suppressed: bool,
) -> Issue<'a> {
    Issue {
        rule: &finding.rule,
        path,
        span: finding.span,
        message: Cow::Borrowed(&finding.message),
        severity: severity(finding),
        is_suppressed,
        identity: Identity::first(fingerprint),
    }
}

/// How much a finding matters; little where its rule is not counted.
pub(super) fn severity(finding: &Finding) -> Severity {
    if finding.counted {
        finding.severity
    } else {
        Severity::Hint
    }
}

/// The clone groups that are not nested, each with an issue for every place.
pub(super) fn of_clones(
    report: &ScanReport,
) -> impl Iterator<Item = (&CloneGroup, Vec<Issue<'_>>)> {
    ranking::clone_groups(&report.clone_groups).map(|group| (group, of_clone(group, &report.root)))
}

fn of_clone<'a>(group: &'a CloneGroup, root: &Root) -> Vec<Issue<'a>> {
    let places = group.instances.iter().enumerate();
    let issues = places.map(|(here, instance)| Issue {
        rule: CLONE,
        path: &instance.path,
        span: instance.span,
        message: clone_message(group, here, |_, place| plain_place(place, root)).into(),
        severity: Severity::Warning,
        is_suppressed: false,
        identity: Identity::first(group.fingerprint),
    });
    let mut issues: Vec<_> = issues.collect();
    number(&mut issues);
    issues
}

/// Counts those of one rule, file and text, in their order. Groups of clones have fingerprints of their own.
fn number(issues: &mut [Issue<'_>]) {
    let mut seen = BTreeMap::new();
    for issue in issues {
        let key = (issue.rule, issue.path, issue.identity.fingerprint);
        let ordinal = seen.entry(key).or_insert(0);
        *ordinal += 1;
        issue.identity.ordinal = *ordinal;
    }
}

pub(super) fn complexity_message(callable: &Callable) -> String {
    format!(
        "`{}` has a cyclomatic complexity of {} on {}: split it",
        short(&callable.qualified_name),
        callable.cyclomatic,
        count(callable.sloc, "source line"),
    )
}

/// What is said of a clone at one of its places; the function shows another, with its index.
pub(super) fn clone_message(
    group: &CloneGroup,
    here: usize,
    show: impl Fn(usize, &CloneInstance) -> String,
) -> String {
    let others = group.instances.iter().enumerate();
    let others = others.filter(|(index, _)| *index != here);
    let named: Vec<_> = others
        .take(PLACES_NAMED)
        .map(|(index, place)| show(index, place))
        .collect();
    let more = match group.instances.len() - 1 - named.len() {
        0 => String::new(),
        more => format!(" and {}", count(more, "more place")),
    };
    format!(
        "{} of {} stands in {}, {} to save: also at {}{more}",
        group.kind.replace('_', " "),
        count(group.lines, "line"),
        count(group.instances.len(), "place"),
        count(group.lines_saved(), "line"),
        named.join(", "),
    )
}

pub(super) fn plain_place(place: &CloneInstance, root: &Root) -> String {
    let path = root.relative(&place.path);
    format!("{}:{}", short(&path), place.span.start_line)
}
