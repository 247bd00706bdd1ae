//! Structural erosion: the share of complexity mass in complex callables.

use crate::callable::{Callable, SizeTerm, Weight};

/// The complexity above which a callable is complex, in the paper: 10.
///
/// It is McCabe's own limit (1976), and that of NIST special publication 500-235 (1996).
pub const DEFAULT_THRESHOLD: u32 = 10;

/// What erosion is computed with; the default is the paper's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ErosionOptions {
    /// A callable is complex when its complexity is *greater* than this.
    pub threshold: u32,
    /// What complexity is multiplied with.
    pub size_term: SizeTerm,
}

impl Default for ErosionOptions {
    fn default() -> Self {
        Self {
            threshold: DEFAULT_THRESHOLD,
            size_term: SizeTerm::default(),
        }
    }
}

/// Structural erosion, with the sums it is made of.
///
/// ```
/// use slop_complexity::{Erosion, ErosionOptions, callables};
/// use slop_core::{Language, SourceFile};
///
/// let text = "def f(a, b):\n    return a and b\n\ndef g():\n    pass\n";
/// let file = SourceFile::parse("a.py", Language::Python, text)?;
/// let callables = callables(&file)?.listed;
///
/// let strict = ErosionOptions { threshold: 1, ..ErosionOptions::default() };
/// let erosion = Erosion::with(strict, &callables);
/// assert_eq!(erosion.high_callables, 1);
/// // f: 2 × √2, g: 1 × √2
/// assert!((erosion.score().unwrap() - 2.0 / 3.0).abs() < 1e-12);
///
/// assert_eq!(Erosion::of([]).score(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Erosion {
    /// What it was computed with.
    pub options: ErosionOptions,
    /// The mass of all callables.
    pub total_mass: f64,
    /// The mass of the callables above the threshold.
    pub high_mass: f64,
    /// How many callables there are.
    pub callables: usize,
    /// How many are above the threshold.
    pub high_callables: usize,
    /// The greatest complexity, if there is any callable.
    pub max_cyclomatic: Option<u32>,
}

impl Erosion {
    /// Erosion as the paper defines it: threshold 10, mass `CC × √SLOC`.
    ///
    /// The sums are taken in the order given; the same order gives the same bits.
    pub fn of<'a>(callables: impl IntoIterator<Item = &'a Callable>) -> Self {
        Self::with(ErosionOptions::default(), callables)
    }

    /// Erosion with another threshold or size term.
    pub fn with<'a>(
        options: ErosionOptions,
        callables: impl IntoIterator<Item = &'a Callable>,
    ) -> Self {
        Self::of_weights(options, callables.into_iter().map(Callable::weight))
    }

    /// Erosion where no more is known of the callables than what it needs.
    pub fn of_weights(options: ErosionOptions, weights: impl IntoIterator<Item = Weight>) -> Self {
        let mut erosion = Self::nothing(options);
        for weight in weights {
            erosion.add(weight);
        }
        erosion
    }

    fn nothing(options: ErosionOptions) -> Self {
        Self {
            options,
            total_mass: 0.0,
            high_mass: 0.0,
            callables: 0,
            high_callables: 0,
            max_cyclomatic: None,
        }
    }

    fn add(&mut self, callable: Weight) {
        let mass = callable.mass_with(self.options.size_term);
        self.total_mass += mass;
        self.callables += 1;
        if callable.cyclomatic > self.options.threshold {
            self.high_mass += mass;
            self.high_callables += 1;
        }
        self.max_cyclomatic = self.max_cyclomatic.max(Some(callable.cyclomatic));
    }

    /// The share of mass in callables above the threshold, from 0 to 1.
    ///
    /// `None` when there is no mass to share: without callables, erosion is undefined, not 0.
    pub fn score(&self) -> Option<f64> {
        (self.total_mass > 0.0).then(|| self.high_mass / self.total_mass)
    }
}

/// The paper's sensitivity family: thresholds 8, 10 and 12 with each size term, nine in all.
///
/// Thresholds rise slowest: 8 with none, √SLOC and SLOC, then 10, then 12.
///
/// ```
/// let family = slop_complexity::sensitivity(&[]);
/// assert_eq!(family.len(), 9);
/// assert_eq!(family[4].options, Default::default());
/// ```
pub fn sensitivity<'a>(callables: impl IntoIterator<Item = &'a Callable>) -> [Erosion; 9] {
    const THRESHOLDS: [u32; 3] = [8, 10, 12];
    const SIZE_TERMS: [SizeTerm; 3] = [SizeTerm::None, SizeTerm::SqrtSloc, SizeTerm::Sloc];
    let mut family = std::array::from_fn(|index| {
        Erosion::nothing(ErosionOptions {
            threshold: THRESHOLDS[index / 3],
            size_term: SIZE_TERMS[index % 3],
        })
    });
    for callable in callables {
        for erosion in &mut family {
            erosion.add(callable.weight());
        }
    }
    family
}
