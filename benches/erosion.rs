//! Parsing alone beside each stage of `slop-cli erosion`, on a project of each language, one thread.
//!
//! The floor is tree-sitter itself on texts in memory. Every stage parses too, so that its time over the floor's is what
//! it costs as a multiple of parsing.

mod floor;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use slop_benches::{Source, django, ghost, tldraw};
use slop_complexity::{Callable, Erosion, callables};

use crate::floor::{Beside, TimesParsing};

fn measure(source: Source) -> Vec<Callable> {
    let file = source.parse();
    black_box((file.loc(), file.source_lines()));
    callables(&file).expect("supported").listed
}

fn stages(criterion: &mut Criterion<TimesParsing>) {
    stages_of(criterion, "django", &django());
    stages_of(criterion, "ghost", &ghost());
    stages_of(criterion, "tldraw", &tldraw());
}

fn stages_of(criterion: &mut Criterion<TimesParsing>, project: &str, sources: &[Source]) {
    let mut beside = Beside::parsing(criterion, project, sources);
    beside.stage("parse, and look for syntax errors", |sources| {
        for source in sources {
            black_box(source.parse());
        }
    });
    beside.stage("parse, source lines", |sources| {
        let lines = |source: Source| source.parse().source_lines().len();
        sources.into_iter().map(lines).sum::<usize>()
    });
    beside.stage("parse, callables", |sources| {
        let listed = |source: Source| {
            let callables = callables(&source.parse());
            callables.expect("supported").listed.len()
        };
        sources.into_iter().map(listed).sum::<usize>()
    });
    beside.stage("parse, source lines, callables, erosion", |sources| {
        let found: Vec<_> = sources.into_iter().flat_map(measure).collect();
        Erosion::of(&found).score()
    });
}

criterion_group! {
    name = benches;
    config = TimesParsing::criterion();
    targets = stages
}
criterion_main!(benches);
