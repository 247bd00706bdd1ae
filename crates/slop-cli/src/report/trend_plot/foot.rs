//! What stands under the panels: points and phases.

use std::ops::Range;

use anyhow::Result;
use slop_history::Phase;

use super::ink::{MUTED, TEXT};
use super::letters::{Align, Letters, cut, width};
use super::panel::Canvas;
use super::{LEFT, RIGHT, WIDTH, coordinate};

/// The height of both rows of labels, and of one, in pixels.
pub(super) const HEIGHT: i32 = 2 * ROW;
const ROW: i32 = 20;

/// The size of labels, in pixels.
const SIZE: i32 = 12;

/// The widest label of a point and the least space between two, in pixels.
const WIDEST: i32 = 130;
const SPACE: i32 = 16;

/// Draws the phases and under them the names of places, from a height in pixels downwards.
pub(super) fn draw(canvas: &Canvas<'_>, top: i32, places: usize, names: &[String]) -> Result<()> {
    phases(canvas, top, places)?;
    let names: Vec<String> = names
        .iter()
        .take(places)
        .map(|name| cut(name, SIZE, WIDEST))
        .collect();
    let widest = names
        .iter()
        .map(|name| width(name, SIZE))
        .max()
        .unwrap_or(0);
    let room = usize::try_from((WIDTH - LEFT - RIGHT) / (widest + SPACE)).unwrap_or(2);
    for place in named(names.len(), room) {
        let name = &names[place];
        let middle = inside_page(pixel(coordinate(place), places), width(name, SIZE));
        Letters::plain(SIZE, MUTED).aligned(Align::Center).draw(
            canvas,
            name,
            (middle, top + ROW),
        )?;
    }
    Ok(())
}

/// Which of the places get their name when there is room for only so many, at least two: the first, every so many
/// after it, and the last.
fn named(places: usize, room: usize) -> Vec<usize> {
    let Some(last) = places.checked_sub(1) else {
        return Vec::new();
    };
    let stride = last.div_ceil(room - 1).max(1);
    let mut named: Vec<usize> = (0..places).step_by(stride).collect();
    // The last takes the room of that before it, unless it is as far away as the others.
    if last % stride > 0 {
        named.pop();
        named.push(last);
    }
    named
}

fn phases(canvas: &Canvas<'_>, height: i32, places: usize) -> Result<()> {
    for phase in Phase::ALL {
        let Range { start, end } = phase.range(places);
        if start == end {
            continue;
        }
        let [left, right] = [start, end].map(|place| pixel(coordinate(place) - 0.5, places));
        // Start and Final are a single place, which may be narrower than their name.
        let (align, at) = match phase {
            Phase::Start if right - left < width(phase.name(), SIZE) => (Align::Left, left),
            Phase::Final if right - left < width(phase.name(), SIZE) => (Align::Right, right),
            _ => (Align::Center, i32::midpoint(left, right)),
        };
        Letters::plain(SIZE, TEXT)
            .aligned(align)
            .draw(canvas, phase.name(), (at, height))?;
    }
    Ok(())
}

/// Where a horizontal coordinate is, in pixels.
#[expect(
    clippy::cast_possible_truncation,
    reason = "between 0 and the width of the page"
)]
fn pixel(at: f64, places: usize) -> i32 {
    let field = f64::from(WIDTH - LEFT - RIGHT);
    LEFT + ((at + 0.5) / coordinate(places) * field).round() as i32
}

/// The middle of a text, moved where it would leave the page.
fn inside_page(middle: i32, width: i32) -> i32 {
    let edge = 4 + width / 2;
    middle.clamp(edge, WIDTH - edge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_by_hand() {
        assert!(named(0, 7).is_empty());
        assert_eq!(named(1, 7), [0]);
        assert_eq!(named(3, 7), [0, 1, 2]);
        assert_eq!(named(9, 7), [0, 2, 4, 6, 8]);
        assert_eq!(named(24, 7), [0, 4, 8, 12, 16, 23]);
        assert_eq!(named(300, 2), [0, 299]);
    }

    proptest! {
        #[test]
        fn names_have_room(places in 2_usize..500, room in 2_usize..30) {
            let named = named(places, room);
            prop_assert_eq!((named[0], named[named.len() - 1]), (0, places - 1));
            let least = named.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(0);
            prop_assert!(named.len() <= room && least * (room - 1) >= (places - 1).min(room - 1), "{named:?}");
        }
    }
}
