//! A scan as SARIF 2.1.0, for editors and code scanning. The standard is at
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

mod accepted;
mod columns;
mod log;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use slop_core::SourceError;
use slop_verbosity::{CloneGroup, Rule, Severity};

use self::accepted::Accepted;
use self::columns::Columns;
use self::log::{
    ArtifactLocation, Configuration, Descriptor, DescriptorReference, Driver, Help, Invocation,
    Location, Log, Notification, NotificationDescriptor, PhysicalLocation, Properties, Region, Run,
    SarifResult, Suppression, Text, Tool, UriBase,
};
use crate::report::json::write_line;
use crate::report::scan::issues::{self, CLONE, COMPLEX_CALLABLE, Issue, clone_message};
use crate::report::text::short;
use crate::scan::ScanReport;

/// What paths are relative to; whoever reads the report knows where that is.
const ROOT: &str = "%SRCROOT%";

/// A rule that is no search for a pattern.
struct OwnRule {
    id: &'static str,
    message: &'static str,
    note: &'static str,
    group: &'static str,
}

const OWN_RULES: [OwnRule; 2] = [
    OwnRule {
        id: COMPLEX_CALLABLE,
        message: "function with a cyclomatic complexity over 10: split it",
        note: "A function with many paths is hard to read, to test and to change safely.\n\n\
               Move parts that can be named into functions of their own. Structural erosion is the share \
               of complexity mass, CC × √SLOC, that sits in such functions.\n",
        group: "erosion",
    },
    OwnRule {
        id: CLONE,
        message: "code that is repeated, up to names and literals: keep it once",
        note: "A change of repeated code must be made at every place, and one is easily missed.\n\n\
               Keep it in one function, with what differs as its parameters.\n",
        group: "clones",
    },
];

pub(super) fn write(report: &ScanReport, out: &mut dyn Write) -> Result<()> {
    let results = Results::of(report).all();
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: tool(report),
            invocations: [invocation(report)],
            original_uri_base_ids: BTreeMap::from([(
                ROOT,
                UriBase {
                    description: Text::new("The directory that holds all that was measured."),
                },
            )]),
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    write_line(out, &log)
}

fn tool(report: &ScanReport) -> Tool<'_> {
    let own = OWN_RULES.iter().map(Descriptor::from);
    let rules = report.rules.rules().map(Descriptor::from);
    Tool {
        driver: Driver {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            rules: own.chain(rules).collect(),
            notifications: reasons(&report.skipped)
                .into_iter()
                .map(|id| NotificationDescriptor {
                    id,
                    short_description: Text::new(format!("a file that was skipped: {id}")),
                })
                .collect(),
        },
    }
}

impl From<&OwnRule> for Descriptor<'_> {
    fn from(rule: &OwnRule) -> Self {
        Self {
            id: rule.id,
            short_description: Text::new(rule.message),
            full_description: Text::new(first_paragraph(rule.note)),
            help: Help {
                text: rule.note,
                markdown: rule.note,
            },
            default_configuration: Configuration { level: "warning" },
            properties: Properties {
                tags: vec![rule.group],
                counted: true,
            },
        }
    }
}

impl<'a> From<&'a Rule> for Descriptor<'a> {
    fn from(rule: &'a Rule) -> Self {
        let note = if rule.note.is_empty() {
            &*rule.message
        } else {
            &rule.note
        };
        let group = (!rule.group.is_empty()).then_some(&*rule.group);
        Self {
            id: &rule.id,
            short_description: Text::new(&*rule.message),
            full_description: Text::new(first_paragraph(note)),
            help: Help {
                text: note,
                markdown: note,
            },
            default_configuration: Configuration {
                level: level(rule.severity),
            },
            properties: Properties {
                tags: group.into_iter().collect(),
                counted: rule.counted,
            },
        }
    }
}

fn first_paragraph(note: &str) -> String {
    let lines = note.lines().take_while(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Why files were skipped, each reason once.
fn reasons(skipped: &[SourceError]) -> Vec<&'static str> {
    let reasons = skipped.iter().map(|error| error.problem().code());
    reasons.collect::<BTreeSet<_>>().into_iter().collect()
}

fn invocation(report: &ScanReport) -> Invocation {
    let reasons = reasons(&report.skipped);
    let notification = |error: &SourceError| {
        let id = error.problem().code();
        let path = report.root.relative(error.path());
        let region = error.problem().line().map(|start_line| Region {
            start_line,
            rest: None,
        });
        Notification {
            descriptor: DescriptorReference {
                id,
                index: reasons.iter().position(|reason| *reason == id).unwrap_or(0),
            },
            level: "warning",
            message: Text::new(unlinked(&format!("skipped: {}", error.problem()))),
            locations: [location(&path, region, None)],
        }
    };
    Invocation {
        execution_successful: true,
        tool_execution_notifications: report.skipped.iter().map(notification).collect(),
    }
}

/// What results are made with.
struct Results<'a> {
    report: &'a ScanReport,
    index_of: BTreeMap<&'a str, usize>,
    /// The path from the root on, and the columns, of every file.
    files: BTreeMap<&'a Path, (String, Columns<'a>)>,
    /// `None` without a baseline.
    accepted: Option<Accepted<'a>>,
}

impl<'a> Results<'a> {
    fn of(report: &'a ScanReport) -> Self {
        let own = OWN_RULES.iter().map(|rule| rule.id);
        let rules = own.chain(report.rules.rules().map(|rule| &*rule.id));
        let files = report.files.iter().map(|file| {
            let path = &*file.erosion.path;
            let text = file
                .text
                .as_deref()
                .expect("SARIF needs the source, which is kept");
            (path, (report.root.relative(path), Columns::of(text)))
        });
        Self {
            report,
            index_of: rules.zip(0..).collect(),
            files: files.collect(),
            accepted: report
                .gates
                .baseline
                .as_ref()
                .map(|gate| Accepted::of(gate, report)),
        }
    }

    fn all(&self) -> Vec<SarifResult<'a>> {
        let threshold = self.report.options().threshold;
        let files = self.report.files.iter();
        let issues = files.flat_map(|file| issues::of_file(file, threshold));
        let of_files = issues.map(|issue| self.result(&issue));
        let of_clones =
            issues::of_clones(self.report).map(|(group, places)| self.clone(group, &places));
        of_files.chain(of_clones).collect()
    }

    fn result(&self, issue: &Issue<'a>) -> SarifResult<'a> {
        SarifResult {
            rule_id: issue.rule,
            rule_index: self.index_of[issue.rule],
            level: level(issue.severity),
            message: Text::new(unlinked(&issue.message)),
            locations: [self.location(issue, None)],
            related_locations: Vec::new(),
            partial_fingerprints: BTreeMap::from([("slopContent/v1", issue.identity.to_string())]),
            suppressions: self.suppression(issue).into_iter().collect(),
        }
    }

    /// Code scanning keeps what is suppressed apart; what is left out it would take for mended.
    fn suppression(&self, issue: &Issue<'a>) -> Option<Suppression> {
        let (kind, justification) = if issue.is_suppressed {
            ("inSource", None)
        } else if self.accepted.as_ref()?.holds(issue) {
            ("external", Some("accepted in the baseline"))
        } else {
            return None;
        };
        Some(Suppression {
            kind,
            justification,
        })
    }

    /// A clone at its first place, with links to the others.
    fn clone(&self, group: &CloneGroup, places: &[Issue<'a>]) -> SarifResult<'a> {
        let link = |index: usize, _: &_| {
            let place = &places[index];
            let path = short(&self.files[place.path].0).into_owned();
            format!("[{}:{}]({index})", escaped(&path), place.span.start_line)
        };
        let related = (1..).zip(&places[1..]);
        let is_new = |place: &Issue<'a>| self.suppression(place).is_none();
        let shown = places
            .iter()
            .find(|place| is_new(place))
            .unwrap_or(&places[0]);
        SarifResult {
            suppressions: self.suppression(shown).into_iter().collect(),
            message: Text::new(clone_message(group, 0, link)),
            related_locations: related
                .map(|(id, place)| self.location(place, Some(id)))
                .collect(),
            ..self.result(&places[0])
        }
    }

    fn location(&self, issue: &Issue, id: Option<usize>) -> Location {
        let (path, columns) = &self.files[issue.path];
        location(path, Some(columns.region(issue.span)), id)
    }
}

fn location(path: &str, region: Option<Region>, id: Option<usize>) -> Location {
    Location {
        id,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(path),
                uri_base_id: ROOT,
            },
            region,
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "note",
    }
}

/// A path as a relative reference by RFC 3986: all but unreserved characters and slashes is encoded. Only what
/// standard input is called can begin with a slash, which no reference under a base may.
fn uri(path: &str) -> String {
    let path = path.trim_start_matches('/');
    let encoded = path.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    encoded.collect()
}

/// A message in which source that looks like a link, `f[i](x)`, is none.
fn unlinked(message: &str) -> Cow<'_, str> {
    if message.contains("](") {
        Cow::Owned(escaped(message))
    } else {
        Cow::Borrowed(message)
    }
}

/// A text that may stand in a link.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('[', r"\[")
        .replace(']', r"\]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded() {
        for (path, expected) in [
            ("src/a-b_c.~.py", "src/a-b_c.~.py"),
            ("c:d/100% é.py", "c%3Ad/100%25%20%C3%A9.py"),
            ("/tmp/x.py", "tmp/x.py"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn source_in_a_message_is_no_link() {
        assert_eq!(unlinked("`d[key]` (twice)"), "`d[key]` (twice)");
        assert_eq!(unlinked(r"`f[i](1)` and \"), r"`f\[i\](1)` and \\");
    }
}
