//! What a stage is measured against.

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use slop_benches::Source;
use slop_core::Language;
use tree_sitter::Parser;

/// A group of benches over the texts of a project that begins with the floor: tree-sitter alone.
///
/// # Panics
///
/// Never: the grammars are built for this tree-sitter.
pub(crate) fn beside_parsing<'a>(
    criterion: &'a mut Criterion,
    project: &str,
    sources: &[Source],
) -> BenchmarkGroup<'a, WallTime> {
    let bytes = sources
        .iter()
        .map(|source| source.text.len())
        .sum::<usize>() as u64;
    let mut group = criterion.benchmark_group(project);
    group
        .throughput(Throughput::BytesDecimal(bytes))
        .sample_size(20)
        .measurement_time(Duration::from_secs(15));
    group.bench_function("1 parse only, tree-sitter", |bencher| {
        let mut parsers: Vec<_> = Language::all().map(parser).collect();
        bencher.iter(|| {
            for source in sources {
                let parser = &mut parsers[source.language as usize];
                black_box(parser.parse(&source.text, None));
            }
        });
    });
    group
}

fn parser(language: Language) -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&language.grammar()).expect("a grammar");
    parser
}
