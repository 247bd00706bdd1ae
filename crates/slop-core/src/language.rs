//! The table of languages.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::sloc::TokenKinds;

/// A language that can be parsed.
///
/// ```
/// use std::path::Path;
/// use slop_core::Language;
///
/// assert_eq!(Language::from_path(Path::new("src/app.mjs")), Some(Language::JavaScript));
/// assert_eq!("python".parse(), Ok(Language::Python));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Python 3.
    Python,
    /// JavaScript (ECMAScript 2025) with JSX.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX: a grammar of its own, since `<T>x` means another thing there.
    Tsx,
}

/// All that a language is to this crate. A new language is a new row of [`TABLE`].
struct Row {
    language: Language,
    name: &'static str,
    endings: &'static [&'static str],
    grammar: fn() -> tree_sitter::Language,
    tokens: TokenKinds,
}

/// In the order of the enum, so that a variant is its index.
const TABLE: &[Row] = &[
    Row {
        language: Language::Python,
        name: "python",
        endings: &["py"],
        grammar: || tree_sitter_python::LANGUAGE.into(),
        tokens: TokenKinds {
            layout: &["comment", "line_continuation"],
            strings: &["string"],
            literal_text: &["string_content"],
            escapes: &["escape_sequence"],
            blocks: &["block"],
            docstring_holders: &[
                "module",
                "class_definition",
                "function_definition",
                "if_statement",
                "elif_clause",
                "for_statement",
                "while_statement",
                "with_statement",
                "try_statement",
                "except_clause",
                "case_clause",
            ],
        },
    },
    Row {
        language: Language::JavaScript,
        name: "javascript",
        endings: &["js", "mjs", "cjs", "jsx"],
        grammar: || tree_sitter_javascript::LANGUAGE.into(),
        tokens: SCRIPT,
    },
    Row {
        language: Language::TypeScript,
        name: "typescript",
        endings: &["ts", "mts", "cts"],
        grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        tokens: SCRIPT,
    },
    Row {
        language: Language::Tsx,
        name: "tsx",
        endings: &["tsx"],
        grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
        tokens: SCRIPT,
    },
];

/// Of JavaScript and what is made of it.
const SCRIPT: TokenKinds = TokenKinds {
    layout: &["comment", "html_comment", "hash_bang_line"],
    strings: &["string"],
    literal_text: &["string_fragment"],
    escapes: &["escape_sequence"],
    blocks: &[],
    docstring_holders: &[],
};

impl Language {
    /// Every language, in a fixed order.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.language)
    }

    /// The language that files with this ending are written in, if there is one.
    ///
    /// Only the ending decides; the file is not opened. Endings are compared without regard to case.
    pub fn from_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        let is_ending = |known: &&str| known.eq_ignore_ascii_case(ending);
        let row = TABLE.iter().find(|row| row.endings.iter().any(is_ending))?;
        Some(row.language)
    }

    /// The name in lower case, as it is typed and as it stands in output: `python`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The language that it is counted with: [`Tsx`](Self::Tsx) with [`TypeScript`](Self::TypeScript).
    #[must_use]
    pub fn family(self) -> Self {
        match self {
            Self::Tsx => Self::TypeScript,
            other => other,
        }
    }

    /// The file endings without their dot.
    pub fn endings(self) -> &'static [&'static str] {
        self.row().endings
    }

    /// The endings of every language, for messages: `.py .js .mjs …`.
    pub fn all_endings() -> String {
        let endings = TABLE.iter().flat_map(|row| row.endings);
        endings
            .map(|ending| format!(".{ending}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The tree-sitter grammar.
    pub fn grammar(self) -> tree_sitter::Language {
        (self.row().grammar)()
    }

    pub(crate) fn tokens(self) -> &'static TokenKinds {
        &self.row().tokens
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of parsing a [`Language`] from a name that no language has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no language is called `{0}`; known: {known}", known = names())]
pub struct UnknownLanguage(String);

fn names() -> String {
    TABLE
        .iter()
        .map(|row| row.name)
        .collect::<Vec<_>>()
        .join(", ")
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(name: &str) -> Result<Self, UnknownLanguage> {
        let row = TABLE.iter().find(|row| row.name == name);
        row.map(|row| row.language)
            .ok_or_else(|| UnknownLanguage(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for row in TABLE {
            assert_eq!(row.language.row().name, row.name);
        }
    }

    #[test]
    fn names_and_endings_are_unique_and_found_again() {
        let (mut names, mut seen) = (HashSet::new(), HashSet::new());
        for language in Language::all() {
            assert!(names.insert(language.name()), "{language} twice");
            assert_eq!(language.name().parse(), Ok(language));
            for ending in language.endings() {
                assert!(seen.insert(ending), ".{ending} twice");
                let path = format!("dir.d/name.{ending}");
                assert_eq!(Language::from_path(Path::new(&path)), Some(language));
            }
        }
    }

    #[test]
    fn every_grammar_loads() {
        for language in Language::all() {
            let mut parser = tree_sitter::Parser::new();
            parser
                .set_language(&language.grammar())
                .expect("a grammar of this tree-sitter");
        }
    }

    #[test]
    fn what_has_no_language() {
        for path in ["README", "a.rs", ".py", "py", "a.py.txt"] {
            assert_eq!(Language::from_path(Path::new(path)), None, "{path}");
        }
        let error = "cobol".parse::<Language>().expect_err("no such language");
        assert_eq!(
            error.to_string(),
            "no language is called `cobol`; known: python, javascript, typescript, tsx"
        );
    }
}
