//! What is told of a point in time, by name.

use slop_history::Figures;

/// One of the figures that are followed over time.
pub(crate) struct Measure {
    /// What it is called in reports for programs, and in those for people.
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    /// How many decimals people need.
    pub(crate) decimals: usize,
    pub(crate) of: fn(&Figures) -> Option<f64>,
}

/// In the order of reports for people. The first four are shares, of which the first two are drawn.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³")]
pub(crate) const MEASURES: [Measure; 10] = [
    measure("erosion", "erosion", 4, |of| of.erosion.score()),
    measure("verbosity", "verbosity", 4, |of| of.lines?.score()),
    measure("violation_pct", "violation %", 4, |of| {
        of.lines?.violation_share()
    }),
    measure("clone_ratio", "clone ratio", 4, |of| {
        of.lines?.clone_ratio()
    }),
    measure("callables", "callables", 0, |of| {
        Some(of.erosion.callables as f64)
    }),
    measure("high_callables", "CC > 10", 0, |of| {
        Some(of.erosion.high_callables as f64)
    }),
    measure("max_cyclomatic", "highest CC", 0, |of| {
        of.erosion.max_cyclomatic.map(f64::from)
    }),
    measure("total_mass", "mass", 1, |of| Some(of.erosion.total_mass)),
    measure("loc", "LOC", 0, |of| Some(of.loc as f64)),
    measure("sloc", "SLOC", 0, |of| Some(of.sloc as f64)),
];

const fn measure(
    key: &'static str,
    name: &'static str,
    decimals: usize,
    of: fn(&Figures) -> Option<f64>,
) -> Measure {
    Measure {
        key,
        name,
        decimals,
        of,
    }
}

/// Those that are from 0 to 1.
pub(crate) fn shares() -> &'static [Measure] {
    &MEASURES[..4]
}
