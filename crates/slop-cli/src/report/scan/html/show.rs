//! Numbers and strangers' text as the page shows them.

use std::fmt;

use serde::Serialize;

/// A number of the page: for programs as the JSON has it, and for people.
pub(super) struct Figure {
    /// The field of the JSON, or what its length is called.
    pub(super) metric: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) shown: String,
}

impl Figure {
    pub(super) fn count(
        metric: &'static str,
        label: &'static str,
        count: impl fmt::Display,
    ) -> Self {
        let value = count.to_string();
        Self {
            metric,
            label,
            shown: grouped(&value),
            value,
        }
    }

    /// A number that may be undefined, as it is written in the JSON, and shown by a function.
    pub(super) fn number(
        metric: &'static str,
        label: &'static str,
        number: Option<f64>,
        show: impl Fn(f64) -> String,
    ) -> Self {
        Self {
            metric,
            label,
            value: json(&number),
            shown: number.map_or_else(|| "n/a".to_owned(), show),
        }
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a number has a JSON")
}

/// Digits in groups of three: `9,114`.
pub(super) fn grouped(number: impl fmt::Display) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of something: `1 file`, `9,114 files`.
pub(super) fn count(number: impl fmt::Display, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// A share as a length or a place in SVG.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Percent(pub(super) f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}%", 100.0 * self.0)
    }
}

/// A share in words: `4.2 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// Text of strangers' files without what could act on the page or reorder it: control characters, and those
/// that change the direction of writing.
///
/// Escaping for HTML is the template's part.
pub(super) fn visible(text: &str) -> String {
    let acts = |letter: char| {
        (letter.is_control() && letter != '\t')
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if acts(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_in_groups() {
        for (digits, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1234567", "1,234,567"),
        ] {
            assert_eq!(grouped(digits), shown);
        }
        assert_eq!(
            (count(1, "file"), count(9114, "file")),
            ("1 file".into(), "9,114 files".into())
        );
    }

    #[test]
    fn what_acts_is_made_visible() {
        assert_eq!(visible("a\tb é 文"), "a\tb é 文");
        assert_eq!(visible("\u{1b}[31m\u{0}\r\n"), r"\u{1b}[31m\u{0}\r\n");
        assert_eq!(
            visible("admin\u{202e}nimda\u{2066}"),
            r"admin\u{202e}nimda\u{2066}"
        );
    }

    #[test]
    fn undefined_is_not_zero() {
        let figure = Figure::number("erosion", "Erosion", None, percent);
        assert_eq!((&*figure.value, &*figure.shown), ("null", "n/a"));
    }
}
