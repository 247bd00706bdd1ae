//! `slop-cli verbosity`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use slop_core::{ByLanguage, Language, LineSet, SourceError, SourceFile};
use slop_verbosity::{
    CloneGroup, CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, Finding, RuleSet,
    SuppressionProblem, Suppressions, Verbosity, clone_lines, flagged_lines,
};

use crate::args::VerbosityArgs;
use crate::input::{GeneratedFile, measure};
use crate::rules::{self, Rules};

/// Everything that `slop-cli verbosity` has to say, before it is put into a format.
pub(crate) struct VerbosityReport {
    pub(crate) rules: RuleSet,
    pub(crate) files: Vec<FileVerbosity>,
    pub(crate) languages: ByLanguage<LanguageVerbosity>,
    /// Of the whole project; those of one file are among them.
    pub(crate) clone_groups: Vec<CloneGroup>,
    pub(crate) skipped: Vec<SourceError>,
    pub(crate) generated: Vec<GeneratedFile>,
    pub(crate) unsupported: BTreeMap<Language, usize>,
}

/// The figures of one language or of all.
pub(crate) struct LanguageVerbosity {
    /// `None` for all together.
    pub(crate) language: Option<Language>,
    pub(crate) files: usize,
    pub(crate) lines: Verbosity,
}

/// One measured file.
#[derive(Clone)]
pub(crate) struct FileVerbosity {
    pub(crate) path: PathBuf,
    pub(crate) language: Language,
    pub(crate) lines: Verbosity,
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: Vec<Finding>,
    pub(crate) problems: Vec<SuppressionProblem>,
    /// The text, where findings are shown with their source.
    pub(crate) text: Option<String>,
}

impl VerbosityReport {
    pub(crate) fn suppressed(&self) -> usize {
        self.files.iter().map(|file| file.suppressed.len()).sum()
    }
}

/// What a file is before the clones are known.
#[derive(Clone)]
pub(crate) struct Measures {
    pub(crate) file: FileVerbosity,
    loc: u32,
    source: LineSet,
    flagged: LineSet,
}

pub(crate) fn report(args: &VerbosityArgs) -> Result<VerbosityReport> {
    let rules = rules::load(&args.rules)?;
    let measured = measure(
        &args.input,
        |language| rules.are_for(language),
        |file| {
            let mut measures = Measures::of(file, &rules, args.no_suppress);
            measures.file.text = args.show.then(|| file.text().to_owned());
            Ok((measures, CloneTokens::of(file)))
        },
    )?;
    let (files, tokens): (_, Vec<_>) = measured.files.into_iter().unzip();
    let lines = with_clones(files, tokens.into_iter().flatten());
    Ok(VerbosityReport {
        rules: rules.active,
        languages: ByLanguage::of(
            &lines.files,
            |file| (file.language, file.lines.sloc),
            |language, files| LanguageVerbosity {
                language,
                files: files.len(),
                lines: files.iter().map(|file| file.lines).sum(),
            },
        ),
        files: lines.files,
        clone_groups: lines.clone_groups,
        skipped: measured.skipped,
        generated: measured.generated,
        unsupported: measured.unsupported,
    })
}

impl Measures {
    pub(crate) fn of(file: &SourceFile, rules: &Rules, no_suppress: bool) -> Self {
        let suppressions = if no_suppress {
            Suppressions::default()
        } else {
            Suppressions::of(file)
        };
        let outcome = suppressions.apply(rules.active.scan(file), &rules.active, &rules.known);
        Self {
            loc: file.loc(),
            source: file.source_lines().clone(),
            flagged: flagged_lines(&outcome.kept),
            file: FileVerbosity {
                path: file.path().to_owned(),
                language: file.language(),
                lines: Verbosity::default(),
                findings: outcome.kept,
                suppressed: outcome.suppressed,
                problems: outcome.problems,
                text: None,
            },
        }
    }
}

/// Verbosity when the clones are known.
pub(crate) struct VerboseLines {
    pub(crate) files: Vec<FileVerbosity>,
    /// Of the whole project; those of one file are among them.
    pub(crate) clone_groups: Vec<CloneGroup>,
}

/// Finds the clones, in files that have no verbosity too, and with them the verbosity of the others.
pub(crate) fn with_clones(
    measures: Vec<Measures>,
    tokens: impl IntoIterator<Item = CloneTokens>,
) -> VerboseLines {
    let mut index = CloneIndex::builder();
    index.extend(tokens);
    let index = index.build();
    let within_files = clone_lines(&index.groups(CloneScope::File, DEFAULT_MIN_LINES));
    let none = LineSet::new();
    let files: Vec<_> = measures
        .into_iter()
        .map(
            |Measures {
                 file,
                 loc,
                 source,
                 flagged,
                 ..
             }| {
                let clones = within_files.get(&*file.path).unwrap_or(&none);
                let lines = Verbosity::of(loc, &source, &flagged, clones);
                FileVerbosity { lines, ..file }
            },
        )
        .collect();
    VerboseLines {
        files,
        clone_groups: index.groups(CloneScope::Project, DEFAULT_MIN_LINES),
    }
}
