//! What git makes of a file when it checks it out.

use std::path::Path;
use std::sync::Arc;

use gix::attrs::search::{MetadataCollection, Outcome};
use gix::attrs::{Search, StateRef};
use gix::bstr::{BStr, ByteSlice};
use gix::filter::plumbing::{eol, ident};
use gix::glob::pattern::Case;

/// The `.gitattributes` files of a directory and of those above it.
pub(crate) struct Attributes {
    /// The directory of each file from the top on, and its text; the top first.
    files: Vec<(Arc<Path>, Arc<[u8]>)>,
    search: Search,
    known: MetadataCollection,
    /// Whether there is no word in the files that changes what is written.
    is_idle: bool,
}

/// The attributes that decide what is written to the disk, as [`Conversion::of`] reads them.
const NAMES: [&str; 5] = ["text", "crlf", "eol", "ident", "working-tree-encoding"];

/// Without these nothing is converted where lines end with LF.
const WORDS: [&str; 3] = ["eol", "ident", "encoding"];

const BUILT_IN: &[u8] = b"[attr]binary -diff -merge -text";

impl Attributes {
    /// Those above, and the file of this directory, given by its path from the top on.
    pub(crate) fn with(above: Option<&Self>, directory: &Path, text: &[u8]) -> Self {
        let mut files = above.map_or_else(Vec::new, |above| above.files.clone());
        files.push((directory.into(), text.into()));
        let (mut search, mut known) = (Search::default(), MetadataCollection::default());
        add(&mut search, &mut known, BUILT_IN, Path::new(""));
        for (directory, text) in &files {
            add(&mut search, &mut known, text, directory);
        }
        let converts =
            |(_, text): &(_, Arc<[u8]>)| WORDS.iter().any(|word| text.contains_str(word));
        Self {
            is_idle: !files.iter().any(converts),
            files,
            search,
            known,
        }
    }

    /// What becomes of the file with this path from the top on.
    pub(crate) fn conversion(&self, path: &BStr) -> Conversion {
        if self.is_idle {
            return Conversion::default();
        }
        let mut outcome = Outcome::default();
        outcome.initialize_with_selection(&self.known, NAMES);
        self.search.pattern_matching_relative_path(
            path,
            Case::Sensitive,
            Some(false),
            &mut outcome,
        );
        let states: Vec<_> = outcome
            .iter_selected()
            .map(|found| found.assignment.state)
            .collect();
        Conversion::of(&states)
    }
}

/// Adds a file of a directory. Macros count only at the top of the tree.
fn add(search: &mut Search, known: &mut MetadataCollection, text: &[u8], directory: &Path) {
    let source = directory.join(".gitattributes");
    let is_top = directory.as_os_str().is_empty();
    let root = (!is_top).then_some(Path::new(""));
    // It fails only where a path cannot be written as git does, and then nothing in it can be checked out.
    let _ = search.add_patterns_buffer(text, source, root, known, is_top);
}

/// What git does to the bytes of a file on a system with LF line ends and without settings of the user: no
/// filters, so a pointer of Git LFS stays a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Conversion {
    eol: Eol,
    ident: bool,
    encoding: Encoding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
enum Eol {
    #[default]
    AsIs,
    /// CRLF, always.
    CrLf,
    /// CRLF in what is text and has none yet.
    AutoCrLf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
enum Encoding {
    #[default]
    Utf8,
    /// UTF-16 or UTF-32.
    Wide,
    /// The same with a byte order mark.
    WideWithMark,
    /// ASCII is ASCII in it.
    Other,
}

impl Conversion {
    /// From the states of [`NAMES`].
    fn of(states: &[StateRef<'_>]) -> Self {
        let [text, crlf, eol, ident, encoding] = states else {
            return Self::default();
        };
        let text = if *text == StateRef::Unspecified {
            crlf
        } else {
            text
        };
        Self {
            eol: match (value(eol), text) {
                (Some(b"crlf"), StateRef::Unset) => Eol::AsIs,
                (Some(b"crlf"), text) if value(text) == Some(b"auto") => Eol::AutoCrLf,
                (Some(b"crlf"), _) => Eol::CrLf,
                _ => Eol::AsIs,
            },
            ident: *ident == StateRef::Set,
            encoding: value(encoding).map_or(Encoding::Utf8, Encoding::named),
        }
    }

    /// A number for each conversion.
    pub(crate) fn number(self) -> u8 {
        self.eol as u8 | u8::from(self.ident) << 2 | (self.encoding as u8) << 3
    }

    /// The conversion with this number.
    pub(crate) fn from_number(number: u8) -> Self {
        Self {
            eol: match number & 3 {
                0 => Eol::AsIs,
                1 => Eol::CrLf,
                _ => Eol::AutoCrLf,
            },
            ident: number & 4 != 0,
            encoding: match number >> 3 {
                0 => Encoding::Utf8,
                1 => Encoding::Wide,
                2 => Encoding::WideWithMark,
                _ => Encoding::Other,
            },
        }
    }

    /// The bytes as they are on the disk after a checkout.
    pub(crate) fn apply(self, bytes: Vec<u8>) -> Vec<u8> {
        let bytes = if self.ident { expanded(bytes) } else { bytes };
        self.encoding.encode(self.with_line_ends(bytes))
    }

    fn with_line_ends(self, bytes: Vec<u8>) -> Vec<u8> {
        let digest = match self.eol {
            Eol::AsIs => return bytes,
            Eol::CrLf => eol::AttributesDigest::TextCrlf,
            Eol::AutoCrLf => eol::AttributesDigest::TextAutoCrlf,
        };
        let mut converted = Vec::new();
        match eol::convert_to_worktree(
            &bytes,
            digest,
            &mut converted,
            eol::Configuration::default(),
        ) {
            Ok(true) => converted,
            _ => bytes,
        }
    }
}

fn value<'a>(state: &StateRef<'a>) -> Option<&'a [u8]> {
    match state {
        StateRef::Value(value) => Some(value.as_bstr().as_bytes()),
        _ => None,
    }
}

/// With the id of the blob in each `$Id$`.
fn expanded(bytes: Vec<u8>) -> Vec<u8> {
    let mut converted = Vec::new();
    match ident::apply(&bytes, gix::hash::Kind::Sha1, &mut converted) {
        Ok(true) => converted,
        _ => bytes,
    }
}

impl Encoding {
    fn named(name: &[u8]) -> Self {
        let name = name.to_ascii_uppercase();
        let is = |start: &str| name.starts_with(start.as_bytes());
        if is("UTF-8") || is("UTF8") {
            Self::Utf8
        } else if is("UTF") {
            let names_order = name.ends_with(b"LE") || name.ends_with(b"BE");
            if names_order {
                Self::Wide
            } else {
                Self::WideWithMark
            }
        } else {
            Self::Other
        }
    }

    /// The text in this encoding, as far as it matters here: what is not UTF-8 is not measured, and so it need
    /// only fail at the same place for the same reason.
    fn encode(self, bytes: Vec<u8>) -> Vec<u8> {
        let text = match str::from_utf8(&bytes) {
            Ok(text) if self != Self::Utf8 && !text.is_empty() => text,
            // Git leaves what it cannot convert.
            _ => return bytes,
        };
        let wide = |mark: Option<u16>| {
            let units = mark.into_iter().chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        };
        let byte = |letter| u8::try_from(letter).unwrap_or(u8::MAX);
        match self {
            Self::Wide => wide(None),
            Self::WideWithMark => wide(Some(0xfeff)),
            Self::Utf8 | Self::Other => text.chars().map(byte).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversion_is_known_by_its_number() {
        let mut numbers = Vec::new();
        for eol in [Eol::AsIs, Eol::CrLf, Eol::AutoCrLf] {
            for encoding in [
                Encoding::Utf8,
                Encoding::Wide,
                Encoding::WideWithMark,
                Encoding::Other,
            ] {
                for ident in [false, true] {
                    let conversion = Conversion {
                        eol,
                        ident,
                        encoding,
                    };
                    numbers.push(conversion.number());
                    assert_eq!(Conversion::from_number(conversion.number()), conversion);
                }
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 24);
        assert_eq!(Conversion::default().number(), 0);
    }
}
