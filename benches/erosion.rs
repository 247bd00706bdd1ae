//! Parsing alone beside each stage of `slop-cli erosion`, on the Django package, one thread.
//!
//! The floor is tree-sitter itself on texts in memory. Every other line parses too, so its time
//! over the floor's is what the stage costs as a multiple of parsing.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use slop_benches::django;
use slop_complexity::{Callable, Erosion, callables};
use slop_core::{Language, SourceFile};
use tree_sitter::Parser;

fn parse(text: &str) -> SourceFile {
    SourceFile::parse("bench.py", Language::Python, text).expect("valid Python")
}

fn measure(text: &str) -> Vec<Callable> {
    let file = parse(text);
    black_box((file.loc(), file.source_lines()));
    callables(&file).expect("supported").listed
}

fn stages(criterion: &mut Criterion) {
    let texts = django();
    let bytes = texts.iter().map(String::len).sum::<usize>() as u64;
    let mut group = criterion.benchmark_group("django");
    group
        .throughput(Throughput::BytesDecimal(bytes))
        .sample_size(20)
        .measurement_time(Duration::from_secs(12));

    group.bench_function("1 parse only, tree-sitter", |bencher| {
        let mut parser = Parser::new();
        parser
            .set_language(&Language::Python.grammar())
            .expect("a grammar");
        bencher.iter(|| {
            for text in &texts {
                black_box(parser.parse(text, None));
            }
        });
    });
    group.bench_function("2 parse and check", |bencher| {
        bencher.iter(|| texts.iter().for_each(|text| drop(black_box(parse(text)))));
    });
    group.bench_function("3 parse, source lines", |bencher| {
        bencher.iter(|| {
            texts
                .iter()
                .map(|text| parse(text).source_lines().len())
                .sum::<usize>()
        });
    });
    group.bench_function("4 parse, callables", |bencher| {
        let listed = |text: &String| callables(&parse(text)).expect("supported").listed.len();
        bencher.iter(|| texts.iter().map(listed).sum::<usize>());
    });
    group.bench_function("5 erosion, all of it", |bencher| {
        bencher.iter(|| {
            let found: Vec<_> = texts.iter().flat_map(|text| measure(text)).collect();
            Erosion::of(&found).score()
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
