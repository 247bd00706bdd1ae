//! Hostile sources at two sizes: the rules' time must grow as the source does.
//!
//! Each shape is measured once and doubled; a doubling that costs more than 2.2 times is a defect.

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use slop_core::{Language, SourceFile};
use slop_verbosity::RuleSet;

/// A name, how to build it, and its smaller size.
type Shape = (&'static str, fn(usize) -> String, usize);

const SHAPES: &[Shape] = &[
    (
        "parentheses",
        |n| "(".repeat(n) + "x" + &")".repeat(n),
        10_000,
    ),
    (
        "calls in calls",
        |n| "f(".repeat(n) + "x" + &")".repeat(n),
        10_000,
    ),
    ("lists in lists", |n| "[".repeat(n) + &"]".repeat(n), 10_000),
    (
        "blocks in blocks",
        |n| {
            (0..n)
                .map(|depth| " ".repeat(depth) + "if x:\n")
                .collect::<String>()
                + &" ".repeat(n)
                + "y"
        },
        200,
    ),
    ("sibling statements", |n| "x = f(x)\n".repeat(n), 50_000),
    (
        "sibling conditions",
        |n| "if x == None:\n    return\n".repeat(n),
        50_000,
    ),
    (
        "siblings in a function",
        |n| "def f():\n".to_owned() + &"    a.append(1)\n".repeat(n),
        50_000,
    ),
    (
        "terms of a condition",
        |n| "if ".to_owned() + &vec!["a == None"; n].join(" or ") + ":\n    pass\n",
        10_000,
    ),
    (
        "isinstance in a condition",
        |n| "x = ".to_owned() + &vec!["isinstance(a, b)"; n].join(" or "),
        10_000,
    ),
    (
        "branches",
        |n| "if a:\n    pass\n".to_owned() + &"elif b:\n    x = 1\n".repeat(n),
        10_000,
    ),
    (
        "rungs of a ladder",
        |n| "if x == 0:\n    return a\n".to_owned() + &"elif x == 1:\n    return a\n".repeat(n),
        10_000,
    ),
    (
        "a line of 3 MB",
        |n| "x = [".to_owned() + &"1, ".repeat(n) + "]",
        1_000_000,
    ),
    (
        "a string of 3 MB",
        |n| "x = '".to_owned() + &"is not None ".repeat(n) + "'",
        250_000,
    ),
    (
        "attributes",
        |n| "x = a".to_owned() + &".get".repeat(n),
        10_000,
    ),
    (
        "chained calls",
        |n| "x = a".to_owned() + &".get('b', {})".repeat(n),
        1_000,
    ),
];

fn growth(criterion: &mut Criterion) {
    let rules = RuleSet::paper();
    for (name, build, size) in SHAPES {
        let mut group = criterion.benchmark_group(*name);
        group.sample_size(10);
        for size in [*size, size * 2] {
            let text = build(size);
            // A file keeps the list of its nodes, so each run has its own. Ten are parsed before the first is
            // measured: the smaller tree would otherwise still be in the caches, and the doubled one not.
            let parse = || {
                let file = SourceFile::parse("hostile.py", Language::Python, text.as_str());
                file.expect("valid Python")
            };
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                bencher.iter_batched_ref(
                    parse,
                    |file| rules.scan(file).len(),
                    BatchSize::NumIterations(10),
                );
            });
        }
        group.finish();
    }
}

criterion_group!(benches, growth);
criterion_main!(benches);
