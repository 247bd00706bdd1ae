//! What was measured and what was not, and which gates were not met.

use std::collections::BTreeMap;

use super::show::visible;
use crate::scan::ScanReport;

/// How many entries of a list are shown.
const LISTED: usize = 200;

pub(super) struct Coverage {
    pub(super) files: usize,
    /// How many files were skipped, by reason.
    pub(super) reasons: Vec<(&'static str, usize)>,
    pub(super) skipped: Troubles,
    /// How many files were left out as generated.
    pub(super) generated: usize,
    /// Files that there are no rules for, by language.
    pub(super) without_rules: Vec<(&'static str, usize)>,
    /// How many findings comments suppress.
    pub(super) suppressed: usize,
    /// Comments that do not suppress what they say.
    pub(super) problems: Troubles,
}

/// A list of places and what is wrong there.
pub(super) struct Troubles {
    pub(super) listed: Vec<Trouble>,
    pub(super) all: usize,
}

pub(super) struct Trouble {
    pub(super) place: String,
    pub(super) message: String,
}

pub(super) fn coverage(report: &ScanReport) -> Coverage {
    let mut reasons = BTreeMap::<_, usize>::new();
    for error in &report.skipped {
        *reasons.entry(error.problem().code()).or_default() += 1;
    }
    let unsupported = report.unsupported.iter();
    Coverage {
        files: report.files.len(),
        reasons: reasons.into_iter().collect(),
        skipped: skipped(report),
        generated: report.generated.len(),
        without_rules: unsupported
            .map(|(language, files)| (language.name(), *files))
            .collect(),
        suppressed: report.suppressed(),
        problems: problems(report),
    }
}

/// A gate that was not met.
pub(super) struct Gate {
    pub(super) name: &'static str,
    pub(super) message: String,
    pub(super) places: Troubles,
}

pub(super) fn gates(report: &ScanReport) -> Vec<Gate> {
    let failures = report.gates.failures.iter();
    let gates = failures.map(|failure| Gate {
        name: failure.gate,
        message: visible(&failure.message),
        places: Troubles::of(
            failure
                .places
                .iter()
                .map(|place| trouble(&place.path, place.line, &place.what)),
        ),
    });
    gates.collect()
}

fn skipped(report: &ScanReport) -> Troubles {
    let all = report.skipped.iter().map(|error| {
        let (path, problem) = (report.root.relative(error.path()), error.problem());
        trouble(&path, problem.line(), &problem.to_string())
    });
    Troubles::of(all)
}

fn problems(report: &ScanReport) -> Troubles {
    let files = report
        .files
        .iter()
        .filter_map(|file| file.verbosity.as_ref());
    let all = files.flat_map(|file| {
        let path = report.root.relative(&file.path);
        let problems = file.problems.iter();
        problems.map(move |problem| {
            trouble(
                &path,
                Some(problem.span.start_line),
                &problem.kind.to_string(),
            )
        })
    });
    Troubles::of(all)
}

fn trouble(path: &str, line: Option<u32>, message: &str) -> Trouble {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    Trouble {
        place: visible(path) + &line,
        message: visible(message),
    }
}

impl Troubles {
    fn of(all: impl Iterator<Item = Trouble>) -> Self {
        let mut listed: Vec<_> = all.collect();
        let all = listed.len();
        listed.truncate(LISTED);
        Self { listed, all }
    }

    /// How many are not listed.
    pub(super) fn more(&self) -> usize {
        self.all - self.listed.len()
    }
}
