//! Text in a drawing.

use anyhow::Result;
use plotters::prelude::Text;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, IntoFont, TextStyle};

use super::UNIT;
use super::ink::Ink;
use super::panel::Canvas;
use crate::report::text::printable;

/// The drawing library divides sizes by this before it writes them.
const LIBRARY_FACTOR: f64 = 1.24;

/// How a text looks, and which of its sides is at the place that is given.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    size: i32,
    style: FontStyle,
    ink: Ink,
    align: Align,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

impl Letters {
    /// Letters of a size in pixels, to the right of a place.
    pub(super) fn plain(size: i32, ink: Ink) -> Self {
        Self {
            size,
            style: FontStyle::Normal,
            ink,
            align: Align::Left,
        }
    }

    pub(super) fn strong(size: i32, ink: Ink) -> Self {
        Self {
            style: FontStyle::Bold,
            ..Self::plain(size, ink)
        }
    }

    pub(super) fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// Writes a text at a place in pixels, which is halfway up the letters.
    pub(super) fn draw(self, canvas: &Canvas<'_>, text: &str, (x, y): (i32, i32)) -> Result<()> {
        let h_pos = match self.align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        let size = f64::from(self.size * UNIT) * LIBRARY_FACTOR;
        let color = self.ink.color();
        let style = TextStyle::from(("system-ui, sans-serif", size, self.style).into_font())
            .color(&color)
            .pos(Pos::new(h_pos, VPos::Center));
        canvas.draw(&Text::new(drawable(text), (x * UNIT, y * UNIT), style))?;
        Ok(())
    }
}

/// About how wide a text of a size is, both in pixels: fonts differ, and this is a wide one.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let hundredths = |letter: char| if letter.is_ascii() { 60 } else { 100 };
    text.chars().map(hundredths).sum::<i32>() * size / 100
}

/// A text that is cut where it would be wider than a number of pixels.
pub(super) fn cut(text: &str, size: i32, pixels: i32) -> String {
    if width(text, size) <= pixels {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        short.push(letter);
        if width(&short, size) > pixels - size {
            short.pop();
            break;
        }
    }
    short + "…"
}

/// A text in which every character may stand in XML 1.0.
pub(super) fn drawable(text: &str) -> String {
    printable(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(cut("checkpoint_1", 12, 100), "checkpoint_1");
        assert_eq!(cut("checkpoint_of_a_long_name", 12, 100), "checkpoint_o…");
        assert_eq!(cut("語語語語語語", 10, 50), "語語語語…");
        assert!(width(&cut(&"w".repeat(500), 16, 700), 16) <= 700);
    }

    #[test]
    fn what_xml_forbids_is_not_written() {
        assert_eq!(
            drawable("a\u{0}b\u{1b}[0m\n\u{ffff}"),
            "a\\u{0}b\\u{1b}[0m\\n\u{fffd}"
        );
    }
}
