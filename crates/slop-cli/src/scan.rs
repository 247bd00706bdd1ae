//! `slop-cli scan`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;
use slop_complexity::ErosionOptions;
use slop_core::{ByLanguage, Fingerprint, Language, SourceError, SourceFile, Span};
use slop_verbosity::{CloneGroup, CloneTokens, Finding, RuleSet, Verbosity};

use crate::args::{InputArgs, RuleOptions, ScanArgs};
use crate::erosion::{FileCallables, LanguageErosion, callables_of};
use crate::gate::Gates;
use crate::input::{GeneratedFile, measure};
use crate::root::Root;
use crate::rules::{self, Rules};
use crate::settings::Settings;
use crate::verbosity::{FileVerbosity, Measures, VerboseLines, with_clones};

/// Everything that `slop-cli scan` has to say, before it is put into a format.
pub(crate) struct ScanReport {
    pub(crate) root: Root,
    pub(crate) gates: Gates,
    pub(crate) settings: Settings,
    pub(crate) languages: ByLanguage<LanguageScan>,
    pub(crate) files: Vec<FileScan>,
    /// Those with most lines to save first; of the whole project.
    pub(crate) clone_groups: Vec<CloneGroup>,
    pub(crate) rules: RuleSet,
    /// Whether the rules for Python are the paper's, all of them and no others.
    pub(crate) has_papers_rules: bool,
    pub(crate) skipped: Vec<SourceError>,
    pub(crate) generated: Vec<GeneratedFile>,
    /// Files of languages that there are no rules for; they have no verbosity.
    pub(crate) unsupported: BTreeMap<Language, usize>,
    pub(crate) timings: Timings,
}

/// The figures of one language or of all.
pub(crate) struct LanguageScan {
    pub(crate) erosion: LanguageErosion,
    /// Of the files that there are rules for; `None` without such files.
    pub(crate) lines: Option<Verbosity>,
}

/// How long the stages of a scan took.
pub(crate) struct Timings {
    pub(crate) search: Duration,
    /// Reading, parsing and everything that looks at one file.
    pub(crate) files: Duration,
    /// What looks at all files together.
    pub(crate) clones: Duration,
}

/// One measured file.
#[derive(Clone)]
pub(crate) struct FileScan {
    pub(crate) erosion: FileCallables,
    /// `None` when there are no rules for the language.
    pub(crate) verbosity: Option<FileVerbosity>,
    pub(crate) fingerprints: Fingerprints,
    /// The text, where a report shows source.
    pub(crate) text: Option<String>,
}

/// Of the text of what was found in a file, in the order in which it is listed.
#[derive(Clone)]
pub(crate) struct Fingerprints {
    pub(crate) callables: Vec<Fingerprint>,
    pub(crate) findings: Vec<Fingerprint>,
    pub(crate) suppressed: Vec<Fingerprint>,
}

impl ScanReport {
    /// How erosion is measured, in every language.
    pub(crate) fn options(&self) -> ErosionOptions {
        self.languages.total.erosion.erosion.options
    }

    /// Whether every file that was found was measured.
    pub(crate) fn is_complete(&self) -> bool {
        self.skipped.is_empty()
    }

    pub(crate) fn suppressed(&self) -> usize {
        let files = self.files.iter().filter_map(|file| file.verbosity.as_ref());
        files.map(|file| file.suppressed.len()).sum()
    }
}

/// What is measured, and how.
pub(crate) struct Request<'a> {
    pub(crate) input: &'a InputArgs,
    pub(crate) rules: &'a RuleOptions,
    pub(crate) no_suppress: bool,
    /// Whether the text of the files is kept for showing it.
    pub(crate) keeps_text: bool,
}

/// Measures, and checks the gates that were asked for.
pub(crate) fn report(args: &ScanArgs) -> Result<ScanReport> {
    let mut report = measured(&Request {
        input: &args.input,
        rules: &args.rules,
        no_suppress: args.no_suppress,
        keeps_text: args.output.shows_source(),
    })?;
    report.gates = Gates::check(&args.gate, &report, &args.input.paths)?;
    Ok(report)
}

/// Measures alone.
pub(crate) fn measured(request: &Request<'_>) -> Result<ScanReport> {
    let rules = rules::load(request.rules)?;
    let start = Instant::now();
    let found = measure(
        request.input,
        |_| true,
        |file| measure_file(file, &rules, request),
    )?;
    let mut files = Vec::with_capacity(found.files.len());
    let (mut measures, mut all_tokens) = (Vec::new(), Vec::new());
    let mut unsupported = BTreeMap::new();
    for (file, lines, tokens) in found.files {
        if lines.is_none() {
            *unsupported
                .entry(file.erosion.language.family())
                .or_default() += 1;
        }
        measures.extend(lines);
        all_tokens.extend(tokens);
        files.push(file);
    }
    let by_file = start.elapsed();
    let lines = with_clones(measures, all_tokens);
    let clone_groups = give_lines(&mut files, lines);
    let clones = start.elapsed().saturating_sub(by_file);
    Ok(ScanReport {
        root: Root::of(&request.input.paths)?,
        gates: Gates::default(),
        settings: Settings::of(request.input, request.no_suppress),
        languages: by_language(&files),
        files,
        clone_groups,
        rules: rules.active,
        has_papers_rules: rules.are_papers,
        skipped: found.skipped,
        generated: found.generated,
        unsupported,
        timings: Timings {
            search: found.search,
            files: by_file.saturating_sub(found.search),
            clones,
        },
    })
}

fn by_language(files: &[FileScan]) -> ByLanguage<LanguageScan> {
    let size = |file: &FileScan| (file.erosion.language, file.erosion.sloc as u64);
    ByLanguage::of(files, size, |language, files| {
        let callables: Vec<_> = files.iter().map(|file| &file.erosion).collect();
        let lines = files.iter().filter_map(|file| file.verbosity.as_ref());
        LanguageScan {
            erosion: LanguageErosion::of(language, &callables, ErosionOptions::default()),
            lines: lines.map(|file| file.lines).reduce(|a, b| a + b),
        }
    })
}

/// Both are sorted by path: each file takes its own.
fn give_lines(files: &mut [FileScan], lines: VerboseLines) -> Vec<CloneGroup> {
    let mut lines_of = lines.files.into_iter().peekable();
    for file in files {
        file.verbosity = lines_of.next_if(|lines| lines.path == file.erosion.path);
    }
    lines.clone_groups
}

fn measure_file(
    file: &SourceFile,
    rules: &Rules,
    request: &Request<'_>,
) -> Result<(FileScan, Option<Measures>, Option<CloneTokens>)> {
    // First, since the rules list the nodes, which makes all other walks quicker.
    let has_rules = rules.are_for(file.language());
    let lines = has_rules.then(|| Measures::of(file, rules, request.no_suppress));
    let erosion = callables_of(file)?;
    let scan = FileScan {
        fingerprints: Fingerprints::of(file, &erosion, lines.as_ref()),
        erosion,
        verbosity: None,
        text: request.keeps_text.then(|| file.text().to_owned()),
    };
    Ok((scan, lines, CloneTokens::of(file)))
}

impl Fingerprints {
    fn of(file: &SourceFile, erosion: &FileCallables, lines: Option<&Measures>) -> Self {
        let of_span = |span: Span| Fingerprint::of_text(&file.text()[span.bytes()]);
        let of_findings = |findings: &[Finding]| findings.iter().map(|f| of_span(f.span)).collect();
        let callables = &erosion.callables.listed;
        let found = lines.map(|lines| &lines.file);
        Self {
            callables: callables
                .iter()
                .map(|callable| of_span(callable.span))
                .collect(),
            findings: found.map_or_else(Vec::new, |file| of_findings(&file.findings)),
            suppressed: found.map_or_else(Vec::new, |file| of_findings(&file.suppressed)),
        }
    }
}
