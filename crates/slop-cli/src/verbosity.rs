//! `slop-cli verbosity`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use slop_core::{Language, SourceError, SourceFile};
use slop_verbosity::{Finding, RuleSet, SuppressionProblem, Suppressions, flagged_lines};

use crate::args::VerbosityArgs;
use crate::input::{Measured, measure};
use crate::rules::{self, Rules};

/// Everything that `slop-cli verbosity` has to say, before it is put into a format.
pub(crate) struct VerbosityReport {
    pub(crate) rules: RuleSet,
    pub(crate) files: Vec<FileFindings>,
    pub(crate) skipped: Vec<SourceError>,
    pub(crate) unsupported: BTreeMap<Language, usize>,
}

/// One measured file.
pub(crate) struct FileFindings {
    pub(crate) path: PathBuf,
    pub(crate) language: Language,
    pub(crate) loc: u32,
    pub(crate) sloc: usize,
    pub(crate) flagged_lines: usize,
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: usize,
    pub(crate) problems: Vec<SuppressionProblem>,
    /// The text, where findings are shown with their source.
    pub(crate) text: Option<String>,
}

impl VerbosityReport {
    pub(crate) fn loc(&self) -> u64 {
        self.files.iter().map(|file| u64::from(file.loc)).sum()
    }

    pub(crate) fn sloc(&self) -> usize {
        self.files.iter().map(|file| file.sloc).sum()
    }

    pub(crate) fn flagged_lines(&self) -> usize {
        self.files.iter().map(|file| file.flagged_lines).sum()
    }

    pub(crate) fn suppressed(&self) -> usize {
        self.files.iter().map(|file| file.suppressed).sum()
    }

    /// The share of lines that counted rules flag; undefined where there is no line.
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ lines")]
    pub(crate) fn violation_share(&self) -> Option<f64> {
        let loc = self.loc();
        (loc > 0).then(|| self.flagged_lines() as f64 / loc as f64)
    }
}

pub(crate) fn report(args: &VerbosityArgs) -> Result<VerbosityReport> {
    let rules = rules::load(&args.rules)?;
    let has_rules = |language| rules.active.rules().any(|rule| rule.language == language);
    let measured = measure(&args.input, has_rules, |file| {
        Ok(measure_file(file, &rules, args))
    })?;
    let Measured {
        files,
        skipped,
        unsupported,
    } = measured;
    Ok(VerbosityReport {
        rules: rules.active,
        files,
        skipped,
        unsupported,
    })
}

fn measure_file(file: &SourceFile, rules: &Rules, args: &VerbosityArgs) -> FileFindings {
    let suppressions = if args.no_suppress {
        Suppressions::default()
    } else {
        Suppressions::of(file)
    };
    let outcome = suppressions.apply(rules.active.scan(file), &rules.active, &rules.known);
    FileFindings {
        path: file.path().to_owned(),
        language: file.language(),
        loc: file.loc(),
        sloc: file.source_lines().len(),
        flagged_lines: flagged_lines(&outcome.kept).len(),
        findings: outcome.kept,
        suppressed: outcome.suppressed.len(),
        problems: outcome.problems,
        text: args.show.then(|| file.text().to_owned()),
    }
}
