//! Code that nobody wrote where it stands.

use std::path::Path;

use crate::Language;

/// Why a file is taken for code that nobody wrote where it stands.
///
/// Only JavaScript and TypeScript are looked at: there, what is built often lies beside what is written. Python
/// is measured as it stands, as the paper does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Generated {
    /// `.d.ts`, `.d.mts`, `.d.cts`: types without code.
    Declarations,
    /// `.min.` in its name, or lines of more than 110 bytes on average.
    ///
    /// The limit is that of [linguist](https://github.com/github-linguist/linguist), which GitHub tells languages by.
    Minified,
    /// It lies in a directory called `dist`, or its last line names a source map.
    Built,
    /// `@generated` stands in a comment among its first ten lines.
    Marked,
    /// It lies in a directory called `node_modules`, where package managers put what others wrote.
    Installed,
}

/// The mean length of a line, in bytes, from which on nobody is thought to have written it.
const LONG_LINES: usize = 110;
/// Where a header is looked for.
const HEADER_LINES: usize = 10;

impl Generated {
    /// What the path says, relative to the directory that was searched.
    ///
    /// ```
    /// use std::path::Path;
    /// use slop_core::{Generated, Language};
    ///
    /// let path = Path::new("types/index.d.ts");
    /// assert_eq!(Generated::by_path(path, Language::TypeScript), Some(Generated::Declarations));
    /// ```
    pub fn by_path(path: &Path, language: Language) -> Option<Self> {
        if language == Language::Python {
            return None;
        }
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        // What stands before the ending, in a name that has more before it: `d` of `a.d.ts`.
        let mut parts = name.rsplit('.').skip(1);
        let kind = parts.next().filter(|_| parts.next().is_some());
        let within = |name: &str| {
            path.parent()
                .is_some_and(|parent| parent.iter().any(|part| part == name))
        };
        if within("node_modules") {
            Some(Self::Installed)
        } else if language == Language::TypeScript && kind == Some("d") {
            Some(Self::Declarations)
        } else if kind == Some("min") {
            Some(Self::Minified)
        } else if within("dist") {
            Some(Self::Built)
        } else {
            None
        }
    }

    /// What the text says.
    pub fn by_text(text: &str, language: Language) -> Option<Self> {
        if language == Language::Python {
            return None;
        }
        let is_marked = |line: &str| {
            let line = line.trim_start();
            let is_comment = ["//", "/*", "*"]
                .iter()
                .any(|start| line.starts_with(start));
            is_comment && line.contains("@generated")
        };
        if text.lines().take(HEADER_LINES).any(is_marked) {
            return Some(Self::Marked);
        }
        let last = text.trim_end().rsplit('\n').next().unwrap_or_default();
        if last.starts_with("//# sourceMappingURL=") {
            return Some(Self::Built);
        }
        let lines = text.lines().count().max(1);
        (text.len() > lines * LONG_LINES).then_some(Self::Minified)
    }

    /// The reason as a word for output: `declarations`, `minified`, ….
    pub fn name(self) -> &'static str {
        match self {
            Self::Declarations => "declarations",
            Self::Minified => "minified",
            Self::Built => "built",
            Self::Marked => "generated",
            Self::Installed => "installed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        use Generated::{Built, Declarations, Installed, Minified};
        for (path, expected) in [
            ("a.d.ts", Some(Declarations)),
            ("a.d.mts", Some(Declarations)),
            ("A.D.TS", Some(Declarations)),
            ("a.min.js", Some(Minified)),
            ("dist/a.js", Some(Built)),
            ("packages/a/dist/b/c.mjs", Some(Built)),
            ("node_modules/a/dist/b.d.ts", Some(Installed)),
            ("a/node_modules/b.js", Some(Installed)),
            ("dist.ts", None),
            ("distance/a.ts", None),
            ("admin.js", None),
            ("d.ts", None),
            ("a.d.js", None),
            ("dist/a.py", None),
            ("node_modules/a.py", None),
        ] {
            let path = Path::new(path);
            let language = Language::from_path(path).expect("a known ending");
            assert_eq!(
                Generated::by_path(path, language),
                expected,
                "{}",
                path.display()
            );
        }
    }

    #[test]
    fn texts() {
        use Generated::{Built, Marked, Minified};
        let long = "x".repeat(LONG_LINES * 2);
        for (text, expected) in [
            ("/**\n * @generated by protoc\n */\nf();\n", Some(Marked)),
            ("// @generated\n", Some(Marked)),
            ("f('@generated');\n", None),
            ("f();\n//# sourceMappingURL=a.js.map\n\n", Some(Built)),
            ("//# sourceMappingURL=a.js.map\nf();\n", None),
            (&format!("{long};"), Some(Minified)),
            (&format!("{long};\n\n\nf();\n"), None),
            ("", None),
        ] {
            assert_eq!(
                Generated::by_text(text, Language::JavaScript),
                expected,
                "{text}"
            );
            assert_eq!(Generated::by_text(text, Language::Python), None);
        }
        let late = "\n".repeat(HEADER_LINES) + "// @generated\n";
        assert_eq!(Generated::by_text(&late, Language::TypeScript), None);
    }
}
