//! Parsing alone beside each stage of `slop-cli erosion`, on the Django package, one thread.
//!
//! The floor is tree-sitter itself on texts in memory. Every other line parses too, so its time
//! over the floor's is what the stage costs as a multiple of parsing.

mod floor;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use slop_benches::django;
use slop_complexity::{Callable, Erosion, callables};
use slop_core::{Language, SourceFile};

use crate::floor::beside_parsing;

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
    let mut group = beside_parsing(criterion, &texts);
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
