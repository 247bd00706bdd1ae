//! Table 1 of the paper.

/// What a coding agent's code scored in the benchmark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agent {
    /// The model, by the name that the paper gives it.
    pub model: &'static str,
    /// Structural erosion of its code.
    pub erosion: Spread,
    /// Verbosity of its code.
    pub verbosity: Spread,
}

/// Scores as the paper sums them up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Their mean, from 0 to 1.
    pub mean: f64,
    /// Their standard deviation, in the same unit.
    pub sd: f64,
}

/// The agents of the benchmark, in the order of the paper.
///
/// The plain averages of their means are 0.67 and 0.33; for all agents together the paper says 0.68
/// and 0.32.
#[rustfmt::skip]
pub static AGENTS: [Agent; 11] = [
    //  model                 erosion         verbosity
    row("Sonnet 4.5",        [0.682, 0.185], [0.293, 0.126]),
    row("Sonnet 4.6",        [0.703, 0.251], [0.313, 0.112]),
    row("Opus 4.5",          [0.710, 0.191], [0.287, 0.083]),
    row("Opus 4.6",          [0.774, 0.132], [0.346, 0.102]),
    row("GPT 5.1 Codex Max", [0.642, 0.158], [0.331, 0.095]),
    row("GPT 5.2",           [0.711, 0.212], [0.358, 0.095]),
    row("GPT 5.2 Codex",     [0.689, 0.209], [0.388, 0.120]),
    row("GPT 5.3 Spark",     [0.575, 0.282], [0.352, 0.104]),
    row("GPT 5.3 Codex",     [0.676, 0.156], [0.356, 0.087]),
    row("GPT 5.4",           [0.515, 0.182], [0.286, 0.064]),
    row("GLM 4.7",           [0.664, 0.210], [0.305, 0.073]),
];

const fn row(model: &'static str, erosion: [f64; 2], verbosity: [f64; 2]) -> Agent {
    Agent {
        model,
        erosion: spread(erosion),
        verbosity: spread(verbosity),
    }
}

const fn spread([mean, sd]: [f64; 2]) -> Spread {
    Spread { mean, sd }
}
