//! Verbosity: the share of lines that are flagged or repeated.

use std::iter::Sum;
use std::ops::Add;

use slop_core::LineSet;

/// The paper's verbosity, as the sums that it and its parts are made of.
///
/// Sums over files are added before they are divided:
///
/// ```
/// use slop_core::LineSet;
/// use slop_verbosity::Verbosity;
///
/// let (source, flagged, clones) = (LineSet::from_iter([1, 2, 4]), LineSet::from_iter([2, 3]), LineSet::new());
/// let file = Verbosity::of(4, &source, &flagged, &clones);
/// assert_eq!(file.score(), Some(0.25)); // line 2; line 3 is no source line
/// assert_eq!(file.violation_share(), Some(0.5));
///
/// let blank = Verbosity::of(4, &LineSet::new(), &LineSet::new(), &LineSet::new());
/// let total: Verbosity = [file, blank].into_iter().sum();
/// assert_eq!(total.score(), Some(0.125));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Verbosity {
    /// LOC: all rows.
    pub loc: u64,
    /// Source lines.
    pub sloc: u64,
    /// The lines that counted rules flag.
    pub flagged_lines: u64,
    /// The lines of clones.
    pub clone_lines: u64,
    /// The source lines that are flagged, or lines of clones, or both.
    pub verbose_lines: u64,
}

impl Verbosity {
    /// The sums of one file, from its LOC and its sets of lines.
    ///
    /// `clones` are the lines of the clones *within the file* for the paper's number.
    pub fn of(loc: u32, source: &LineSet, flagged: &LineSet, clones: &LineSet) -> Self {
        let verbose = flagged.union(clones).intersection(source);
        Self {
            loc: u64::from(loc),
            sloc: source.len() as u64,
            flagged_lines: flagged.len() as u64,
            clone_lines: clones.len() as u64,
            verbose_lines: verbose.len() as u64,
        }
    }

    /// Verbosity: verbose lines over LOC, from 0 to 1; undefined without a line.
    pub fn score(&self) -> Option<f64> {
        self.share(self.verbose_lines)
    }

    /// Violation %: flagged lines over LOC, as a share from 0 to 1; undefined without a line.
    pub fn violation_share(&self) -> Option<f64> {
        self.share(self.flagged_lines)
    }

    /// Clone ratio: lines of clones over LOC, from 0 to 1; undefined without a line.
    pub fn clone_ratio(&self) -> Option<f64> {
        self.share(self.clone_lines)
    }

    #[expect(clippy::cast_precision_loss, reason = "exact up to 2⁵³ lines")]
    fn share(&self, lines: u64) -> Option<f64> {
        (self.loc > 0).then(|| lines as f64 / self.loc as f64)
    }
}

impl Add for Verbosity {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            loc: self.loc + other.loc,
            sloc: self.sloc + other.sloc,
            flagged_lines: self.flagged_lines + other.flagged_lines,
            clone_lines: self.clone_lines + other.clone_lines,
            verbose_lines: self.verbose_lines + other.verbose_lines,
        }
    }
}

impl Sum for Verbosity {
    fn sum<I: Iterator<Item = Self>>(files: I) -> Self {
        files.fold(Self::default(), Self::add)
    }
}
