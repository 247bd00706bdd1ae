//! What a stage is measured against.

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use slop_core::Language;
use tree_sitter::Parser;

/// A group of benches over Django's texts that begins with the floor: tree-sitter alone.
///
/// # Panics
///
/// Never: the grammar is built for this tree-sitter.
pub(crate) fn beside_parsing<'a>(
    criterion: &'a mut Criterion,
    texts: &[String],
) -> BenchmarkGroup<'a, WallTime> {
    let bytes = texts.iter().map(String::len).sum::<usize>() as u64;
    let mut group = criterion.benchmark_group("django");
    group
        .throughput(Throughput::BytesDecimal(bytes))
        .sample_size(20)
        .measurement_time(Duration::from_secs(15));
    group.bench_function("1 parse only, tree-sitter", |bencher| {
        let mut parser = Parser::new();
        parser
            .set_language(&Language::Python.grammar())
            .expect("a grammar");
        bencher.iter(|| {
            for text in texts {
                black_box(parser.parse(text, None));
            }
        });
    });
    group
}
