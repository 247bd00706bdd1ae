//! What tells one piece of code from another, wherever it stands.

use std::fmt;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

/// 128 bits of a hash of some code: the same on every machine and in every run of one version.
///
/// It is shown as 32 hexadecimal digits. Equal fingerprints mean equal code for all practical purposes;
/// they are no protection against someone who looks for a collision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// So much of a text is looked at, so that pieces inside pieces cost linear time together.
    const BYTES: usize = 4096;

    /// The fingerprint of a piece of text: of its first 4 KiB and of the number of bytes beyond, without the
    /// white space at both ends of every line.
    ///
    /// Code keeps it when it is moved, and when it is indented as long as it fits in those 4 KiB.
    ///
    /// ```
    /// use slop_core::Fingerprint;
    ///
    /// let (here, moved) = ("if x:\n    go()", "if x:\n        go()\r");
    /// assert_eq!(Fingerprint::of_text(here), Fingerprint::of_text(moved));
    /// assert_ne!(Fingerprint::of_text(here), Fingerprint::of_text("if y:\n    go()"));
    /// ```
    pub fn of_text(text: &str) -> Self {
        let (head, beyond) = text.as_bytes().split_at(text.len().min(Self::BYTES));
        let mut hasher = SipHasher13::new();
        for line in head.split(|byte| *byte == b'\n') {
            hasher.write(line.trim_ascii());
            hasher.write_u8(b'\n');
        }
        hasher.write(&(beyond.len() as u64).to_le_bytes());
        Self(hasher.finish128().as_u128())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_the_first_4_kib_counts_by_its_length_alone() {
        let long = "é".repeat(Fingerprint::BYTES);
        let (longer, other) = (format!("{long}ab"), format!("{long}cd"));
        assert_ne!(Fingerprint::of_text(&long), Fingerprint::of_text(&longer));
        assert_eq!(Fingerprint::of_text(&longer), Fingerprint::of_text(&other));
    }

    #[test]
    fn lines_are_not_run_together() {
        assert_ne!(Fingerprint::of_text("a\nb"), Fingerprint::of_text("ab"));
        assert_ne!(Fingerprint::of_text("a\n\nb"), Fingerprint::of_text("a\nb"));
    }

    #[test]
    fn it_is_the_same_on_every_machine() {
        assert_eq!(
            Fingerprint::of_text("x = 1").to_string(),
            "3ca0479368aa9ba155307d4a8aab282c"
        );
    }
}
