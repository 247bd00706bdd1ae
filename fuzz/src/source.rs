//! Source files: everything that is measured of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use slop_complexity::{Callables, callables, sensitivity};
use slop_core::{DEFAULT_MAX_BYTES, Generated, Language, LineSet, SourceFile};
use slop_verbosity::{
    CloneGroup, CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, DEFAULT_MIN_SEQUENCE_LINES,
    RuleSet, SequenceClones, Suppressed, Suppressions, Verbosity, clone_lines, flagged_lines,
};

use crate::places::{Rows, check_share};

/// Python sources, ended by a byte that is in no UTF-8 text.
pub fn python(bytes: &[u8]) {
    check(bytes, Language::Python);
}

/// The first byte tells the language, the others are sources, ended by a byte that is in no UTF-8 text.
pub fn javascript(bytes: &[u8]) {
    const LANGUAGES: [Language; 3] = [Language::JavaScript, Language::TypeScript, Language::Tsx];
    if let Some((first, sources)) = bytes.split_first() {
        check(sources, LANGUAGES[usize::from(*first) % LANGUAGES.len()]);
    }
}

const END: u8 = 0xff;
const MAX_FILES: usize = 8;

/// All rules of ours.
pub(crate) static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let both = RuleSet::paper().merge(&RuleSet::javascript());
    both.expect("no id is in both packs")
});

static ONE_THREAD: LazyLock<ThreadPool> = LazyLock::new(|| threads(1));
static EIGHT_THREADS: LazyLock<ThreadPool> = LazyLock::new(|| threads(8));

fn threads(number: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(number).build();
    pool.expect("the system gives threads")
}

/// What came of some files.
#[derive(Debug, PartialEq)]
struct Measured {
    files: Vec<Outcome>,
    within_files: Vec<CloneGroup>,
    across_files: Vec<CloneGroup>,
    sequences: SequenceClones,
}

/// What came of a file, or why nothing did, and in which line.
type Outcome = Result<Figures, (String, Option<u32>)>;

#[derive(Debug, PartialEq)]
struct Figures {
    path: String,
    text: String,
    generated: Option<Generated>,
    source_lines: LineSet,
    callables: Callables,
    findings: Suppressed,
}

fn check(bytes: &[u8], language: Language) {
    let files: Vec<&[u8]> = bytes.split(|byte| *byte == END).take(MAX_FILES).collect();
    let measured = ONE_THREAD.install(|| measure(&files, language));
    assert_eq!(
        measured,
        EIGHT_THREADS.install(|| measure(&files, language))
    );
    let mut rows = BTreeMap::new();
    for (bytes, outcome) in files.iter().zip(&measured.files) {
        match outcome {
            Ok(figures) => {
                let of_file = rows.entry(Path::new(&figures.path));
                let of_file = of_file.or_insert(Rows::of(&figures.text));
                check_figures(figures, of_file, &measured.within_files);
            }
            Err((_, line)) => check_problem(bytes, *line),
        }
    }
    let groups = [&measured.across_files, &measured.sequences.groups];
    for group in groups.into_iter().flatten().chain(&measured.within_files) {
        check_group(group, &rows);
    }
}

fn measure(files: &[&[u8]], language: Language) -> Measured {
    let outcomes = files.par_iter().enumerate();
    let outcomes = outcomes.map(|(number, bytes)| measure_file(number, bytes, language));
    let (files, tokens): (Vec<Outcome>, Vec<Option<CloneTokens>>) = outcomes.unzip();
    let mut index = CloneIndex::builder();
    index.extend(tokens.into_iter().flatten());
    let index = index.build();
    Measured {
        files,
        within_files: index.groups(CloneScope::File, DEFAULT_MIN_LINES),
        across_files: index.groups(CloneScope::Project, 1),
        sequences: index.sequences(CloneScope::Project, DEFAULT_MIN_SEQUENCE_LINES),
    }
}

fn measure_file(number: usize, bytes: &[u8], language: Language) -> (Outcome, Option<CloneTokens>) {
    let path = number.to_string();
    match SourceFile::from_reader(&path, language, bytes, DEFAULT_MAX_BYTES) {
        Ok(file) => {
            let tokens = CloneTokens::of(&file);
            assert!(tokens.is_some(), "clones are defined for {language}");
            (Ok(figures(path, &file)), tokens)
        }
        Err(error) => {
            let problem = error.problem();
            (Err((problem.to_string(), problem.line())), None)
        }
    }
}

fn figures(path: String, file: &SourceFile) -> Figures {
    let findings = RULES.scan(file);
    Figures {
        path,
        text: file.text().to_owned(),
        generated: Generated::by_text(file.text(), file.language()),
        source_lines: file.source_lines().clone(),
        callables: callables(file).expect("the language is supported"),
        findings: Suppressions::of(file).apply(findings, &RULES, &RULES),
    }
}

/// A problem is in a line of the text, or after the last.
fn check_problem(bytes: &[u8], line: Option<u32>) {
    let rows = bytes.split(|byte| *byte == b'\n').count();
    assert!(
        line.is_none_or(|line| 1 <= line && line as usize <= rows),
        "line {line:?} of {rows}"
    );
}

fn check_figures(figures: &Figures, rows: &Rows<'_>, clones: &[CloneGroup]) {
    rows.check_set(&figures.source_lines);
    for callable in &figures.callables.listed {
        rows.check_span(callable.span);
        assert!(callable.cyclomatic >= 1, "{callable:?}");
        assert!(callable.sloc <= callable.span.line_count(), "{callable:?}");
    }
    for erosion in sensitivity(&figures.callables.listed) {
        check_share(erosion.score());
    }
    let findings = &figures.findings;
    let spans = findings.kept.iter().chain(&findings.suppressed);
    let spans = spans.map(|finding| finding.span);
    let problems = findings.problems.iter().map(|problem| problem.span);
    for span in spans.chain(problems) {
        rows.check_span(span);
    }
    let flagged = flagged_lines(&findings.kept);
    let is_own = |group: &&CloneGroup| group.instances[0].path.as_os_str() == &*figures.path;
    let mut clones = clone_lines(clones.iter().filter(is_own)).into_values();
    let clones = clones.next().unwrap_or_default();
    let verbosity = Verbosity::of(rows.count, &figures.source_lines, &flagged, &clones);
    check_share(verbosity.score());
    check_share(verbosity.violation_share());
    check_share(verbosity.clone_ratio());
}

/// There are two instances or more, each somewhere else in a file that was measured.
fn check_group(group: &CloneGroup, rows: &BTreeMap<&Path, Rows<'_>>) {
    let places: BTreeSet<_> = group.instances.iter().collect();
    assert!(places.len() > 1, "{group:?}");
    assert_eq!(places.len(), group.instances.len(), "{group:?}");
    for instance in &group.instances {
        rows[&*instance.path].check_span(instance.span);
        let lines = instance.span.line_count();
        assert!((1..=lines).contains(&group.lines), "{group:?}");
    }
}
