//! Parsing alone, parsing with the paper's rules, ast-grep's own scan with the same rules, and everything that
//! `slop-cli scan` measures, on the Django package, one thread.
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
use slop_benches::django;
use slop_complexity::callables;
use slop_core::{Fingerprint, Language, SourceFile};
use slop_fixtures::files;
use slop_verbosity::{
    CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, RuleSet, Suppressions, flagged_lines,
};

use crate::floor::beside_parsing;

fn ast_grep_rules() -> Vec<RuleConfig<SupportLang>> {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pack = files(
        &benches.join("../crates/slop-verbosity/rules/python"),
        "yml",
    );
    let read = |path| {
        let text = fs::read_to_string(path).expect("UTF-8");
        from_yaml_string(&text, &GlobalRules::default()).expect("a rule")
    };
    pack.iter().flat_map(read).collect()
}

/// Source lines, callables, findings, fingerprints and clones of a project.
fn scan(texts: &[String], rules: &RuleSet) -> usize {
    let mut index = CloneIndex::builder();
    let mut found = 0;
    for (number, text) in texts.iter().enumerate() {
        let file = SourceFile::parse(format!("{number:04}.py"), Language::Python, text.as_str());
        let file = file.expect("valid Python");
        let callables = callables(&file).expect("Python is supported").listed;
        let findings = rules.scan(&file);
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

fn stages(criterion: &mut Criterion) {
    let texts = django();
    let mut group = beside_parsing(criterion, &texts);
    group.bench_function("2 parse and the 137 rules", |bencher| {
        let rules = RuleSet::paper();
        let found = |text: &String| {
            let file = SourceFile::parse("bench.py", Language::Python, text.as_str());
            rules.scan(&file.expect("valid Python")).len()
        };
        bencher.iter(|| texts.iter().map(found).sum::<usize>());
    });
    group.bench_function("3 ast-grep's combined scan", |bencher| {
        let rules = ast_grep_rules();
        let scan = CombinedScan::new(rules.iter().collect());
        let found = |text: &String| {
            let root = SupportLang::Python.ast_grep(text);
            let matches = scan.scan(&root, false).matches;
            matches.iter().map(|(_, nodes)| nodes.len()).sum::<usize>()
        };
        bencher.iter(|| texts.iter().map(found).sum::<usize>());
    });
    group.bench_function("4 everything that a scan asks for", |bencher| {
        let rules = RuleSet::paper();
        bencher.iter(|| scan(&texts, &rules));
    });
    group.finish();

    criterion.bench_function("load the pack", |bencher| bencher.iter(RuleSet::paper));
}

criterion_group!(benches, stages);
criterion_main!(benches);
