//! Parsing, parsing with the rules, ast-grep's own scan with the same rules, and everything that `slop-cli
//! scan` measures, on a project of each language, one thread.
//!
//! ast-grep's scan is the library call that `ast-grep scan` makes for each file, without its printing.

mod floor;

use std::fs;
use std::hint::black_box;
use std::path::Path;

use ast_grep_config::{CombinedScan, GlobalRules, RuleConfig, from_yaml_string};
use ast_grep_core::tree_sitter::LanguageExt;
use ast_grep_language::SupportLang;
use criterion::{Criterion, criterion_group, criterion_main};
use slop_benches::{Source, django, ghost, tldraw};
use slop_complexity::callables;
use slop_core::Fingerprint;
use slop_fixtures::files;
use slop_verbosity::{
    CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, RuleSet, Suppressions, flagged_lines,
};

use crate::floor::{Beside, TimesParsing, floor};

/// The rules of a pack and the language that its files are read as.
struct Pack {
    rules: RuleSet,
    directory: &'static str,
    language: SupportLang,
}

fn paper() -> Pack {
    Pack {
        rules: RuleSet::paper(),
        directory: "python",
        language: SupportLang::Python,
    }
}

/// ast-grep has one language a rule, see `rules/sgconfig.yml`.
fn javascript() -> Pack {
    Pack {
        rules: RuleSet::javascript(),
        directory: "javascript",
        language: SupportLang::Tsx,
    }
}

fn ast_grep_rules(directory: &str) -> Vec<RuleConfig<SupportLang>> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/slop-verbosity/rules");
    let pack = files(&rules.join(directory), "yml");
    let read = |path| {
        let text = fs::read_to_string(path).expect("UTF-8");
        from_yaml_string(&text, &GlobalRules::default()).expect("a rule")
    };
    pack.iter().flat_map(read).collect()
}

/// Source lines, callables, findings, fingerprints and clones of a project.
fn scan(sources: Vec<Source>, rules: &RuleSet) -> usize {
    let mut index = CloneIndex::builder();
    let mut found = 0;
    for source in sources {
        let file = source.parse();
        let findings = rules.scan(&file);
        let callables = callables(&file).expect("supported").listed;
        let outcome = Suppressions::of(&file).apply(findings, rules, rules);
        let spans = callables.iter().map(|callable| callable.span);
        let spans = spans.chain(outcome.kept.iter().map(|finding| finding.span));
        for span in spans {
            black_box(Fingerprint::of_text(&file.text()[span.bytes()]));
        }
        found += flagged_lines(&outcome.kept).len() + file.source_lines().len();
        index.extend(CloneTokens::of(&file));
    }
    let index = index.build();
    let groups = |scope| index.groups(scope, DEFAULT_MIN_LINES).len();
    found + groups(CloneScope::File) + groups(CloneScope::Project)
}

fn stages(criterion: &mut Criterion<TimesParsing>) {
    stages_of(criterion, "django", &django(), &paper());
    stages_of(criterion, "ghost", &ghost(), &javascript());
    stages_of(criterion, "tldraw", &tldraw(), &javascript());
}

fn times(criterion: &mut Criterion) {
    for (project, sources) in [
        ("django", django()),
        ("ghost", ghost()),
        ("tldraw", tldraw()),
    ] {
        let name = format!("{project}, parse only, tree-sitter");
        criterion.bench_function(&name, |bencher| bencher.iter(floor(&sources)));
    }
    criterion.bench_function("load the paper's rules", |bencher| {
        bencher.iter(RuleSet::paper);
    });
    criterion.bench_function("load the rules for JavaScript", |bencher| {
        bencher.iter(RuleSet::javascript);
    });
}

fn stages_of(
    criterion: &mut Criterion<TimesParsing>,
    project: &str,
    sources: &[Source],
    pack: &Pack,
) {
    let rules = &pack.rules;
    let mut beside = Beside::parsing(criterion, project, sources);
    beside.stage("parse, and the rules", |sources| {
        let found = |source: Source| rules.scan(&source.parse()).len();
        sources.into_iter().map(found).sum::<usize>()
    });
    let ast_grep_rules = ast_grep_rules(pack.directory);
    let combined = CombinedScan::new(ast_grep_rules.iter().collect());
    beside.stage("the same rules with ast-grep's combined scan", |sources| {
        let found = |source: &Source| {
            let root = pack.language.ast_grep(&source.text);
            let matches = combined.scan(&root, false).matches;
            matches.iter().map(|(_, nodes)| nodes.len()).sum::<usize>()
        };
        sources.iter().map(found).sum::<usize>()
    });
    beside.stage("parse, and everything that a scan measures", |sources| {
        scan(sources, rules)
    });
}

criterion_group! {
    name = beside_parsing;
    config = TimesParsing::criterion();
    targets = stages
}
criterion_group! {
    name = alone;
    config = Criterion::default().sample_size(20);
    targets = times
}
criterion_main!(alone, beside_parsing);
