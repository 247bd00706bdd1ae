//! Colours, each for light and for dark.

use std::fmt;

use plotters::style::{Color, RGBAColor, RGBColor};

/// A colour of a drawing. Shapes are drawn with that for light, which every viewer shows and a printer wants; a
/// style sheet finds them by it and gives them that for dark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    pub(super) light: Hex,
    pub(super) dark: Hex,
}

/// Red, green and blue. Written as the drawing library writes them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hex(pub(super) u32);

pub(super) const PAGE: Ink = ink(0x00ff_ffff, 0x0014_171b);
pub(super) const TEXT: Ink = ink(0x001c_2127, 0x00e4_e7ea);
pub(super) const MUTED: Ink = ink(0x0059_626d, 0x00a0_a9b3);
pub(super) const GRID: Ink = ink(0x00d5_dae0, 0x0035_3c44);
pub(super) const BAND: Ink = ink(0x00f2_f4f7, 0x001d_2228);
/// One after the other for measures. Orange and blue differ for every kind of colour vision.
pub(super) const MEASURES: [Ink; 2] =
    [ink(0x00a6_3f00, 0x00ff_9e5e), ink(0x000b_57a4, 0x0082_b9f5)];

/// All there are.
pub(super) const INKS: [Ink; 7] = [PAGE, TEXT, MUTED, GRID, BAND, MEASURES[0], MEASURES[1]];

const fn ink(light: u32, dark: u32) -> Ink {
    Ink {
        light: Hex(light),
        dark: Hex(dark),
    }
}

impl Hex {
    fn rgb(self) -> [u8; 3] {
        let [_, red, green, blue] = self.0.to_be_bytes();
        [red, green, blue]
    }
}

impl Ink {
    /// The colour to draw with.
    pub(super) fn color(self) -> RGBColor {
        let [red, green, blue] = self.light.rgb();
        RGBColor(red, green, blue)
    }

    /// The same, with what is behind showing through.
    pub(super) fn wash(self) -> RGBAColor {
        self.color().mix(0.2)
    }
}

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06X}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(color: Hex) -> f64 {
        let [red, green, blue] = color.rgb().map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(a: Hex, b: Hex) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_lines_can_be_read_in_light_and_dark() {
        for ink in [TEXT, MUTED, MEASURES[0], MEASURES[1]] {
            for ground in [PAGE, BAND] {
                let light = contrast(ink.light, ground.light);
                let dark = contrast(ink.dark, ground.dark);
                // WCAG 2.2, 1.4.3: text.
                assert!(light >= 4.5 && dark >= 4.5, "{ink:?}: {light} {dark}");
            }
        }
        assert!((contrast(Hex(0), PAGE.light) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn every_ink_is_found_by_its_light_colour() {
        for (index, ink) in INKS.iter().enumerate() {
            assert!(
                INKS[..index].iter().all(|other| other.light != ink.light),
                "{ink:?}"
            );
        }
    }
}
