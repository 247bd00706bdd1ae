//! Clones, stage by stage, on real code and on the worst sources that there are, in symbols a second.

mod floor;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use libsais::SuffixArrayConstruction;
use libsais::suffix_array::SuffixArrayWithText;
use libsais::typestate::OwnedBuffer;
use slop_benches::{Source, django};
use slop_core::{Language, SourceFile};
use slop_verbosity::{
    CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, DEFAULT_MIN_SEQUENCE_LINES,
};
use suffix::SuffixTable;

use crate::floor::{Beside, TimesParsing};

fn parse(number: usize, text: &str) -> SourceFile {
    SourceFile::parse(format!("{number:04}.py"), Language::Python, text).expect("valid Python")
}

fn texts(sources: Vec<Source>) -> Vec<String> {
    sources.into_iter().map(|source| source.text).collect()
}

fn index(tokens: Vec<CloneTokens>) -> CloneIndex {
    let mut builder = CloneIndex::builder();
    builder.extend(tokens);
    builder.build()
}

/// All that `slop-cli clones` asks an index for.
fn all(tokens: Vec<CloneTokens>) -> usize {
    let index = index(tokens);
    let groups = index.groups(CloneScope::Project, DEFAULT_MIN_LINES);
    let sequences = index.sequences(CloneScope::Project, DEFAULT_MIN_SEQUENCE_LINES);
    groups.len() + sequences.groups.len()
}

fn tokens(texts: &[String]) -> Vec<CloneTokens> {
    let files = texts
        .iter()
        .enumerate()
        .map(|(number, text)| parse(number, text));
    files.filter_map(|file| CloneTokens::of(&file)).collect()
}

/// The budget is one and a half times parsing for all of it.
fn beside_parsing_django(criterion: &mut Criterion<TimesParsing>) {
    let sources = django();
    let tokens = |source: Source| CloneTokens::of(&source.parse());
    let mut beside = Beside::parsing(criterion, "django", &sources);
    beside.stage(
        "parse, clone tokens, index, groups, runs of statements",
        |sources| all(sources.into_iter().filter_map(tokens).collect()),
    );
}

fn stages(criterion: &mut Criterion) {
    let texts = texts(django());
    let files: Vec<_> = (0..)
        .zip(&texts)
        .map(|(number, text)| parse(number, text))
        .collect();
    let tokens: Vec<_> = files.iter().filter_map(CloneTokens::of).collect();
    let index = self::index(tokens.clone());
    let symbols = index.symbols();
    let mut group = criterion.benchmark_group("stages");
    group
        .throughput(Throughput::Elements(symbols.len() as u64))
        .sample_size(20);
    group.bench_function("1 tokens, trees not in the cache", |bencher| {
        bencher.iter(|| {
            files
                .iter()
                .filter_map(CloneTokens::of)
                .map(|t| t.len())
                .sum::<usize>()
        });
    });
    group.bench_function("2 suffix array", |bencher| {
        bencher.iter(|| black_box(suffix_array(symbols).suffix_array().len()));
    });
    group.bench_function("3 common prefixes", |bencher| {
        let prefixes = |array: SuffixArray<'_>| array.plcp_construction().single_threaded().run();
        bencher.iter_batched(|| suffix_array(symbols), prefixes, BatchSize::LargeInput);
    });
    group.bench_function("4 build: 2, 3, classes, shapes", |bencher| {
        bencher.iter_batched(|| tokens.clone(), self::index, BatchSize::LargeInput);
    });
    group.bench_function("5 groups", |bencher| {
        bencher.iter(|| index.groups(CloneScope::Project, DEFAULT_MIN_LINES));
    });
    group.bench_function("6 sequences", |bencher| {
        bencher.iter(|| index.sequences(CloneScope::Project, DEFAULT_MIN_SEQUENCE_LINES));
    });
    group.finish();
}

type SuffixArray<'text> = SuffixArrayWithText<'static, 'text, u16, i32, OwnedBuffer>;

fn suffix_array(symbols: &[u16]) -> SuffixArray<'_> {
    let construction = SuffixArrayConstruction::for_text(symbols).in_owned_buffer32();
    construction.single_threaded().run().expect("few symbols")
}

/// Ten million symbols through libsais, and as text through the `suffix` crate.
fn suffix_arrays(criterion: &mut Criterion) {
    let index = index(slop_benches::generate::tokens(10_000_000));
    let symbols = &index.symbols()[..10_000_000];
    let letters: String = symbols.iter().map(|symbol| letter(*symbol)).collect();
    let mut group = criterion.benchmark_group("ten million symbols");
    group
        .throughput(Throughput::Elements(symbols.len() as u64))
        .sample_size(10);
    group.bench_function("libsais", |bencher| {
        bencher.iter(|| black_box(suffix_array(symbols).suffix_array().len()));
    });
    group.bench_function("suffix", |bencher| {
        bencher.iter(|| SuffixTable::new(letters.as_str()).len());
    });
    group.finish();
}

/// Two symbols may share a letter; the cost is that of text of one byte a symbol.
fn letter(symbol: u16) -> char {
    char::from((symbol % 128) as u8)
}

/// A name, and how to build it.
type Shape = (&'static str, fn() -> Vec<String>);

/// Each must stay within three times the cost of a symbol of Django's.
const SHAPES: &[Shape] = &[
    ("a statement 100,000 times", || {
        vec!["total = add(total, 1)\n".repeat(100_000)]
    }),
    ("an if 30,000 times", || {
        vec!["if a:\n    b\n    c\n".repeat(30_000)]
    }),
    ("10,000 identical functions", || {
        vec![
            "def f(x):\n    y = g(x)\n    if y:\n        return y\n    return x\n\n".repeat(10_000),
        ]
    }),
    ("1,000 identical files", || vec![class(40); 1_000]),
    ("two flat files, alike", || vec![flat(20_000, 20_000); 2]),
    ("two flat files that part", || {
        vec![flat(20_000, 20_000), flat(20_000, 10_000)]
    }),
    ("nested 90 deep, 50 times", || vec![nested(90); 50]),
    ("periods of three statements", || {
        vec!["a = b\nf(a)\nc.d = a\n".repeat(30_000)]
    }),
    ("shorter and shorter", || {
        (1..400)
            .map(|length| "x = f(x)\n".repeat(length) + "y\n")
            .collect()
    }),
];

fn class(methods: usize) -> String {
    let method =
        |number| format!("    def f{number}(self):\n        self.a{number}()\n        return 1\n");
    "class C:\n".to_owned() + &(0..methods).map(method).collect::<String>()
}

/// Statements whose names go round in one way and, after some of them, in another.
fn flat(statements: u64, change: u64) -> String {
    let name = |number: u64| number * if number < change { 7 } else { number } % 101;
    let statement = |number| format!("a{} = f(a{})\n", name(number), name(number + 3));
    (0..statements).map(statement).collect()
}

fn nested(depth: usize) -> String {
    let line = |depth: usize| " ".repeat(depth) + &format!("if a{depth}:\n");
    (0..depth).map(line).collect::<String>() + &" ".repeat(depth) + "pass\n"
}

fn worst_cases(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("worst cases");
    group.sample_size(10);
    let mut shape = |name: &str, texts: Vec<String>| {
        let tokens = tokens(&texts);
        let symbols: usize = tokens.iter().map(CloneTokens::len).sum();
        group.throughput(Throughput::Elements(symbols as u64));
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| tokens.clone(), all, BatchSize::LargeInput);
        });
    };
    shape("ordinary: Django", texts(django()));
    for (name, build) in SHAPES {
        shape(name, build());
    }
    group.finish();
}

criterion_group! {
    name = beside_parsing;
    config = TimesParsing::criterion();
    targets = beside_parsing_django
}
criterion_group!(alone, stages, suffix_arrays, worst_cases);
criterion_main!(beside_parsing, alone);
