//! Parsing alone beside each stage of `slop-cli erosion`, on a project of each language, one thread.
//!
//! The floor is tree-sitter itself on texts in memory. Every other line parses too, so its time
//! over the floor's is what the stage costs as a multiple of parsing.

mod floor;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use slop_benches::{Source, django, ghost, tldraw};
use slop_complexity::{Callable, Erosion, callables};

use crate::floor::beside_parsing;

fn measure(source: &Source) -> Vec<Callable> {
    let file = source.parse();
    black_box((file.loc(), file.source_lines()));
    callables(&file).expect("supported").listed
}

fn stages(criterion: &mut Criterion) {
    stages_of(criterion, "django", &django());
    stages_of(criterion, "ghost", &ghost());
    stages_of(criterion, "tldraw", &tldraw());
}

fn stages_of(criterion: &mut Criterion, project: &str, sources: &[Source]) {
    let mut group = beside_parsing(criterion, project, sources);
    group.bench_function("2 parse and check", |bencher| {
        bencher.iter(|| {
            for source in sources {
                black_box(source.parse());
            }
        });
    });
    group.bench_function("3 parse, source lines", |bencher| {
        let lines = |source: &Source| source.parse().source_lines().len();
        bencher.iter(|| sources.iter().map(lines).sum::<usize>());
    });
    group.bench_function("4 parse, callables", |bencher| {
        let listed = |source: &Source| {
            let callables = callables(&source.parse());
            callables.expect("supported").listed.len()
        };
        bencher.iter(|| sources.iter().map(listed).sum::<usize>());
    });
    group.bench_function("5 erosion, all of it", |bencher| {
        bencher.iter(|| {
            let found: Vec<_> = sources.iter().flat_map(measure).collect();
            Erosion::of(&found).score()
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
