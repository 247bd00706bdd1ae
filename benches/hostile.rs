//! Hostile sources at two sizes: time must grow as the source does.
//!
//! A shape and its double are measured in turn, and what counts is the median of how the times of each turn compare: a
//! machine that is slow for a while is slow for both. The first turn is left out, since the first touch of memory costs a
//! virtual machine far more than the next one. A doubling that costs more than 2.2 times is a defect.

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::hint::black_box;

use slop_benches::{is_test, real, timed};
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

/// How often each shape is measured and doubled.
const TURNS: usize = 11;

/// Of one turn.
struct Turn {
    milliseconds: f64,
    /// How many times as long the rules take on the double.
    rules: f64,
    /// The same for parsing and rules together.
    all: f64,
}

fn main() {
    let rules = RuleSet::paper();
    println!("| shape | size | rules | doubled | parsing and rules, doubled | source, doubled |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (name, build, size) in SHAPES {
        // `cargo bench -- --test` asks whether it runs, not for the whole table.
        let size = if is_test() { size / 100 } else { *size };
        let (once, twice) = (build(size), build(size * 2));
        turn(&once, &twice, &rules);
        let turns = if is_test() { 1 } else { TURNS };
        let turns: Vec<_> = (0..turns).map(|_| turn(&once, &twice, &rules)).collect();
        println!(
            "| {name} | {size} | {:.1} ms | {:.2} × | {:.2} × | {:.2} × |",
            median(turns.iter().map(|turn| turn.milliseconds)),
            median(turns.iter().map(|turn| turn.rules)),
            median(turns.iter().map(|turn| turn.all)),
            real(twice.len()) / real(once.len()),
        );
    }
}

fn turn(once: &str, twice: &str, rules: &RuleSet) -> Turn {
    let [once, twice] = [once, twice].map(|text| {
        let (file, parsing) = timed(|| {
            SourceFile::parse("hostile.py", Language::Python, text).expect("valid Python")
        });
        let (findings, scanning) = timed(|| rules.scan(&file));
        black_box(findings);
        (parsing, scanning)
    });
    Turn {
        milliseconds: once.1 * 1e3,
        rules: twice.1 / once.1,
        all: (twice.0 + twice.1) / (once.0 + once.1),
    }
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
