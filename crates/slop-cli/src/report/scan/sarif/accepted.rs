//! What a baseline accepts.

use std::collections::BTreeSet;

use crate::baseline::{Change, Kind};
use crate::gate::BaselineGate;
use crate::report::scan::issues::{CLONE, COMPLEX_CALLABLE, Issue};
use crate::scan::ScanReport;

/// All but what is new or worse.
pub(super) struct Accepted<'a> {
    report: &'a ScanReport,
    /// Rule, path and line.
    held: BTreeSet<(&'a str, &'a str, u32)>,
}

impl<'a> Accepted<'a> {
    pub(super) fn of(gate: &'a BaselineGate, report: &'a ScanReport) -> Self {
        let held = gate.comparison.changes.iter().map(|Change { item, .. }| {
            let rule = match item.entry.kind {
                Kind::Callable => COMPLEX_CALLABLE,
                Kind::Finding => &item.entry.name,
                Kind::Clone => CLONE,
            };
            (rule, &*item.entry.path, item.line)
        });
        Self {
            report,
            held: held.collect(),
        }
    }

    /// Findings that do not count are in no baseline.
    pub(super) fn holds(&self, issue: &Issue<'_>) -> bool {
        let is_counted = self
            .report
            .rules
            .get(issue.rule)
            .is_none_or(|rule| rule.counted);
        let path = self.report.root.relative(issue.path);
        is_counted
            && !self
                .held
                .contains(&(issue.rule, &*path, issue.span.start_line))
    }
}
