//! Progress phases: trajectories of any length on one scale of five.

use std::fmt;
use std::ops::Range;

/// How far a trajectory has come, in the phases of the SlopCodeBench paper (arXiv 2603.24755).
///
/// The first point is [`Start`](Self::Start), the last is [`Final`](Self::Final). The points between are
/// divided in order into three groups as equal as can be; when three does not divide them, the earlier groups
/// have one point more. Every point is in exactly one phase, and only its position counts, whether a measure is
/// defined there or not.
///
/// Fewer than five points leave phases without a point:
///
/// | points | Start | Early | Mid | Late | Final |
/// | ---: | ---: | ---: | ---: | ---: | ---: |
/// | 0 | 0 | 0 | 0 | 0 | 0 |
/// | 1 | 1 | 0 | 0 | 0 | 0 |
/// | 2 | 1 | 0 | 0 | 0 | 1 |
/// | 3 | 1 | 1 | 0 | 0 | 1 |
/// | 4 | 1 | 1 | 1 | 0 | 1 |
/// | 5 | 1 | 1 | 1 | 1 | 1 |
/// | 6 | 1 | 2 | 1 | 1 | 1 |
///
/// A single point has not come anywhere, so it is Start and there is no Final.
///
/// ```
/// use slop_history::Phase;
///
/// assert_eq!(Phase::ALL.map(|phase| phase.range(9)), [0..1, 1..4, 4..6, 6..8, 8..9]);
/// assert!(Phase::Late.range(4).is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The first point.
    Start,
    /// The first third of the points between.
    Early,
    /// The second third.
    Mid,
    /// The last third.
    Late,
    /// The last point.
    Final,
}

impl Phase {
    /// All phases, in the order of time. The position of a phase is its number, from 0 to 4.
    pub const ALL: [Self; 5] = [Self::Start, Self::Early, Self::Mid, Self::Late, Self::Final];

    /// The name in lower case: `start`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Early => "early",
            Self::Mid => "mid",
            Self::Late => "late",
            Self::Final => "final",
        }
    }

    /// Which of a number of points are in this phase, counted from 0: a range of them, empty if none is.
    pub fn range(self, points: usize) -> Range<usize> {
        let last = points.saturating_sub(1);
        let between = last.saturating_sub(1);
        // Where the first `groups` groups end: each is a third, and takes one of what is left over.
        let end_of = |groups: usize| 1 + groups * (between / 3) + groups.min(between % 3);
        let ends = [0, 1, end_of(1), end_of(2), end_of(3), points];
        let phase = self as usize;
        ends[phase].min(points)..ends[phase + 1].min(points)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sizes(points: usize) -> [usize; 5] {
        Phase::ALL.map(|phase| phase.range(points).len())
    }

    #[test]
    fn split_by_hand() {
        let expected = [
            [0, 0, 0, 0, 0],
            [1, 0, 0, 0, 0],
            [1, 0, 0, 0, 1],
            [1, 1, 0, 0, 1],
            [1, 1, 1, 0, 1],
            [1, 1, 1, 1, 1],
            [1, 2, 1, 1, 1],
            [1, 2, 2, 1, 1],
            [1, 2, 2, 2, 1],
            [1, 3, 2, 2, 1],
            [1, 3, 3, 2, 1],
        ];
        for (points, expected) in expected.into_iter().enumerate() {
            assert_eq!(sizes(points), expected, "{points} points");
        }
    }

    proptest! {
        #[test]
        fn every_point_is_in_one_phase(points in 0_usize..2000) {
            let all: Vec<usize> = Phase::ALL.into_iter().flat_map(|phase| phase.range(points)).collect();
            prop_assert_eq!(all, (0..points).collect::<Vec<_>>());
            prop_assert!(Phase::ALL.into_iter().all(|phase| phase.range(points).end <= points));
            let [_, early, mid, late, _] = sizes(points);
            prop_assert!(early >= mid && mid >= late && early - late <= 1);
        }
    }
}
