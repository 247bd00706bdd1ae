//! `slop-cli verbosity`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use slop_core::{Language, LineSet, SourceError, SourceFile};
use slop_verbosity::{
    CloneGroup, CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, Finding, RuleSet,
    SuppressionProblem, Suppressions, Verbosity, clone_lines, flagged_lines,
};

use crate::args::VerbosityArgs;
use crate::input::measure;
use crate::rules::{self, Rules};

/// Everything that `slop-cli verbosity` has to say, before it is put into a format.
pub(crate) struct VerbosityReport {
    pub(crate) rules: RuleSet,
    pub(crate) files: Vec<FileVerbosity>,
    pub(crate) total: Verbosity,
    /// Of the whole project; those of one file are among them.
    pub(crate) clone_groups: Vec<CloneGroup>,
    pub(crate) skipped: Vec<SourceError>,
    pub(crate) unsupported: BTreeMap<Language, usize>,
}

/// One measured file.
pub(crate) struct FileVerbosity {
    pub(crate) path: PathBuf,
    pub(crate) language: Language,
    pub(crate) lines: Verbosity,
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: usize,
    pub(crate) problems: Vec<SuppressionProblem>,
    /// The text, where findings are shown with their source.
    pub(crate) text: Option<String>,
}

impl VerbosityReport {
    pub(crate) fn suppressed(&self) -> usize {
        self.files.iter().map(|file| file.suppressed).sum()
    }
}

/// What a file is before the clones are known.
struct Measures {
    file: FileVerbosity,
    loc: u32,
    source: LineSet,
    flagged: LineSet,
    tokens: Option<CloneTokens>,
}

pub(crate) fn report(args: &VerbosityArgs) -> Result<VerbosityReport> {
    let rules = rules::load(&args.rules)?;
    let has_rules = |language| rules.active.rules().any(|rule| rule.language == language);
    let mut measured = measure(&args.input, has_rules, |file| {
        Ok(measure_file(file, &rules, args))
    })?;
    let mut index = CloneIndex::builder();
    index.extend(
        measured
            .files
            .iter_mut()
            .filter_map(|file| file.tokens.take()),
    );
    let index = index.build();
    let within_files = clone_lines(&index.groups(CloneScope::File, DEFAULT_MIN_LINES));
    let files: Vec<_> = measured
        .files
        .into_iter()
        .map(|measures| with_clones(measures, &within_files))
        .collect();
    Ok(VerbosityReport {
        rules: rules.active,
        total: files.iter().map(|file| file.lines).sum(),
        files,
        clone_groups: index.groups(CloneScope::Project, DEFAULT_MIN_LINES),
        skipped: measured.skipped,
        unsupported: measured.unsupported,
    })
}

fn measure_file(file: &SourceFile, rules: &Rules, args: &VerbosityArgs) -> Measures {
    let suppressions = if args.no_suppress {
        Suppressions::default()
    } else {
        Suppressions::of(file)
    };
    let outcome = suppressions.apply(rules.active.scan(file), &rules.active, &rules.known);
    Measures {
        loc: file.loc(),
        source: file.source_lines().clone(),
        flagged: flagged_lines(&outcome.kept),
        tokens: CloneTokens::of(file),
        file: FileVerbosity {
            path: file.path().to_owned(),
            language: file.language(),
            lines: Verbosity::default(),
            findings: outcome.kept,
            suppressed: outcome.suppressed.len(),
            problems: outcome.problems,
            text: args.show.then(|| file.text().to_owned()),
        },
    }
}

fn with_clones(measures: Measures, clones: &BTreeMap<Arc<Path>, LineSet>) -> FileVerbosity {
    let none = LineSet::new();
    let clones = clones.get(&*measures.file.path).unwrap_or(&none);
    FileVerbosity {
        lines: Verbosity::of(measures.loc, &measures.source, &measures.flagged, clones),
        ..measures.file
    }
}
