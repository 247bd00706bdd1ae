//! The figures of one file, whatever it is called and in however many points it stands.

use std::io;

use serde::{Deserialize, Serialize};
use slop_complexity::{Callable, Weight, callables};
use slop_core::{Fingerprint, Generated, Language, LineSet, Problem, SourceFile, Span};
use slop_verbosity::{
    CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, Finding, Rule, Suppressions, Verbosity,
    clone_lines, flagged_lines,
};

use crate::Method;

/// What the sums of a point are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFigures {
    /// All rows.
    pub loc: u32,
    /// Source lines.
    pub sloc: u32,
    /// `None` when there are no rules for the language.
    pub lines: Option<Verbosity>,
    /// Those of the callables, in the order of their first byte.
    pub weights: Vec<Weight>,
}

/// What stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileParts {
    /// In the order of their first byte.
    pub callables: Vec<KnownCallable>,
    /// Those that no comment suppresses, in the order of their places.
    pub findings: Vec<KnownFinding>,
}

/// A callable with fingerprints of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCallable {
    /// What was measured of it.
    pub callable: Callable,
    /// Of its text.
    pub fingerprint: Fingerprint,
    /// Of the beginning of its text without its name, which tells it when only that was changed.
    pub nameless: Fingerprint,
}

/// A finding with the fingerprint of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFinding {
    /// The id of the rule.
    pub rule: String,
    /// The node that the rule reports.
    pub span: Span,
    /// Whether it enters flagged lines.
    pub counted: bool,
    /// Of its text.
    pub fingerprint: Fingerprint,
}

/// Why a file was not measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// A stable word for the reason: `syntax-error`, `not-utf8`, ….
    pub code: String,
    /// The line of the problem, where it has one.
    pub line: Option<u32>,
    /// What is wrong, in words.
    pub message: String,
}

impl Skip {
    pub(crate) fn too_large(limit: u64) -> Self {
        Self::from(&Problem::TooLarge { limit })
    }

    pub(crate) fn unreadable(error: io::Error) -> Self {
        Self::from(&Problem::Unreadable(error))
    }
}

impl From<&Problem> for Skip {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code().to_owned(),
            line: problem.line(),
            message: problem.to_string(),
        }
    }
}

/// What came of measuring a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    Measured(FileFigures),
    Skipped(Skip),
    Generated(Generated),
}

/// Reads bytes as a source file and measures it: parsed once, for all figures.
pub(crate) fn measure(bytes: &[u8], language: Language, method: &Method) -> (Outcome, FileParts) {
    let file = match SourceFile::from_reader("", language, bytes, method.max_bytes) {
        Ok(file) => file,
        Err(error) => return skipped(error.problem().into()),
    };
    let generated = Generated::by_text(file.text(), language);
    if let Some(why) = generated.filter(|_| !method.include_generated) {
        return (Outcome::Generated(why), FileParts::default());
    }
    // First, since the rules list the nodes, which makes all other walks quicker.
    let findings = findings(&file, method);
    match callables(&file) {
        Ok(callables) => measure_source(&file, callables.listed, findings.as_deref()),
        Err(error) => skipped(Skip {
            code: "unsupported".to_owned(),
            line: None,
            message: error.to_string(),
        }),
    }
}

fn skipped(why: Skip) -> (Outcome, FileParts) {
    (Outcome::Skipped(why), FileParts::default())
}

fn measure_source(
    file: &SourceFile,
    callables: Vec<Callable>,
    findings: Option<&[Finding]>,
) -> (Outcome, FileParts) {
    let figures = FileFigures {
        loc: file.loc(),
        sloc: u32::try_from(file.source_lines().len()).unwrap_or(u32::MAX),
        lines: findings.map(|findings| lines(file, findings)),
        weights: callables.iter().map(Callable::weight).collect(),
    };
    let fingerprint = |span: Span| Fingerprint::of_text(&file.text()[span.bytes()]);
    let callables = callables.into_iter().map(|callable| KnownCallable {
        fingerprint: fingerprint(callable.span),
        nameless: nameless(&file.text()[callable.span.bytes()], &callable.name),
        callable,
    });
    let findings = findings.into_iter().flatten().map(|finding| KnownFinding {
        rule: finding.rule.to_string(),
        span: finding.span,
        counted: finding.counted,
        fingerprint: fingerprint(finding.span),
    });
    let parts = FileParts {
        callables: callables.collect(),
        findings: findings.collect(),
    };
    (Outcome::Measured(figures), parts)
}

/// So much of a text is looked at, so that callables inside callables cost linear time together.
const BEGINNING: usize = 4096;

fn nameless(text: &str, name: &str) -> Fingerprint {
    let is_end = |at: &usize| text.is_char_boundary(*at);
    let end = (0..=text.len().min(BEGINNING)).rfind(is_end).unwrap_or(0);
    let text = &text[..end];
    match text.split_once(name) {
        Some((before, after)) => Fingerprint::of_text(&[before, after].concat()),
        None => Fingerprint::of_text(text),
    }
}

/// `None` where there are no rules for the language.
fn findings(file: &SourceFile, method: &Method) -> Option<Vec<Finding>> {
    let Method {
        rules, suppress, ..
    } = method;
    let is_for_it = |rule: &Rule| rule.languages.contains(&file.language());
    rules.rules().any(is_for_it).then(|| {
        let found = rules.scan(file);
        if *suppress {
            Suppressions::of(file).apply(found, rules, rules).kept
        } else {
            found
        }
    })
}

fn lines(file: &SourceFile, findings: &[Finding]) -> Verbosity {
    let mut index = CloneIndex::builder();
    index.extend(CloneTokens::of(file));
    let groups = index.build().groups(CloneScope::File, DEFAULT_MIN_LINES);
    let clones: LineSet = clone_lines(&groups)
        .into_values()
        .next()
        .unwrap_or_default();
    Verbosity::of(
        file.loc(),
        file.source_lines(),
        &flagged_lines(findings),
        &clones,
    )
}
