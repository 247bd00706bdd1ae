//! What a stage is measured against: tree-sitter, parsing the same texts.

use std::hint::black_box;
use std::time::Instant;

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput};
use slop_benches::{Source, timed};
use slop_core::Language;
use tree_sitter::Parser;

/// Time, as a multiple of that of parsing.
pub(crate) struct TimesParsing;

impl TimesParsing {
    pub(crate) fn criterion() -> Criterion<Self> {
        Criterion::default().with_measurement(Self).sample_size(20)
    }
}

/// Benches of a project, each beside parsing the project alone.
pub(crate) struct Beside<'a> {
    group: BenchmarkGroup<'a, TimesParsing>,
    sources: &'a [Source],
}

impl<'a> Beside<'a> {
    pub(crate) fn parsing(
        criterion: &'a mut Criterion<TimesParsing>,
        project: &str,
        sources: &'a [Source],
    ) -> Self {
        let mut group = criterion.benchmark_group(format!("{project}, × parsing"));
        group.sampling_mode(SamplingMode::Flat);
        Self { group, sources }
    }

    /// Parses and then does the stage, in turn: a machine that is slow for a while is slow for both.
    ///
    /// The stage is given texts of its own, as if it had just read them.
    pub(crate) fn stage<T>(&mut self, name: &str, mut stage: impl FnMut(Vec<Source>) -> T) {
        let (sources, mut floor) = (self.sources, floor(self.sources));
        self.group.bench_function(name, |bencher| {
            bencher.iter_custom(|turns| {
                let multiple = |_| {
                    let ((), floor) = timed(&mut floor);
                    let sources = sources.to_vec();
                    timed(|| black_box(stage(sources))).1 / floor
                };
                (0..turns).map(multiple).sum()
            });
        });
    }
}

/// Parses all texts with tree-sitter and nothing else.
///
/// # Panics
///
/// Never: the grammars are built for this tree-sitter.
pub(crate) fn floor(sources: &[Source]) -> impl FnMut() {
    let mut parsers: Vec<_> = Language::all().map(parser).collect();
    move || {
        for source in sources {
            let parser = &mut parsers[source.language as usize];
            black_box(parser.parse(&source.text, None));
        }
    }
}

fn parser(language: Language) -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&language.grammar()).expect("a grammar");
    parser
}

impl Measurement for TimesParsing {
    type Intermediate = Instant;
    type Value = f64;

    fn start(&self) -> Instant {
        Instant::now()
    }

    fn end(&self, start: Instant) -> f64 {
        start.elapsed().as_secs_f64()
    }

    fn add(&self, one: &f64, other: &f64) -> f64 {
        one + other
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for TimesParsing {
    fn scale_values(&self, _: f64, _: &mut [f64]) -> &'static str {
        "×"
    }

    fn scale_throughputs(&self, _: f64, _: &Throughput, _: &mut [f64]) -> &'static str {
        "×"
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        "×"
    }
}
