//! Texts without which a regular expression cannot match.

use regex_syntax::hir::{Hir, HirKind, Look};

/// A piece of text, which may have to begin or end where a word does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Literal {
    pub(crate) text: String,
    pub(crate) begins_word: bool,
    pub(crate) ends_word: bool,
}

impl Literal {
    /// A name, whole.
    pub(crate) fn word(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            begins_word: true,
            ends_word: true,
        }
    }
}

/// Literals of which one stands in every match, as often as such are found.
///
/// The expression is that of a rule: it is looked for in the text of one node.
pub(crate) fn of(regex: &str) -> Vec<Vec<Literal>> {
    let mut found = Vec::new();
    // One that is malformed is refused elsewhere.
    if let Ok(hir) = regex_syntax::parse(regex) {
        collect(&hir, Ends::default(), &mut found);
    }
    found
}

/// Whether a part of an expression stands at an end of the node's text.
#[derive(Clone, Copy, Default)]
struct Ends {
    starts: bool,
    ends: bool,
}

fn collect(hir: &Hir, at: Ends, found: &mut Vec<Vec<Literal>>) {
    match hir.kind() {
        HirKind::Literal(bytes) => found.extend(literal(&bytes.0, at).map(|one| vec![one])),
        HirKind::Capture(capture) => collect(&capture.sub, at, found),
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            collect(&repetition.sub, Ends::default(), found);
        }
        HirKind::Concat(parts) => {
            for (index, part) in parts.iter().enumerate() {
                let is_look = |index: usize, look| {
                    let part = parts.get(index);
                    part.is_some_and(|part| *part.kind() == HirKind::Look(look))
                };
                let at = Ends {
                    starts: index
                        .checked_sub(1)
                        .is_some_and(|i| is_look(i, Look::Start)),
                    ends: is_look(index + 1, Look::End),
                };
                collect(part, at, found);
            }
        }
        HirKind::Alternation(parts) => found.extend(any(parts, at)),
        _ => {}
    }
}

/// The longest literal of each alternative.
fn any(parts: &[Hir], at: Ends) -> Option<Vec<Literal>> {
    let best = |part| {
        let mut found = Vec::new();
        collect(part, at, &mut found);
        let shortest = |one: &Vec<Literal>| one.iter().map(|l| l.text.len()).min();
        found.into_iter().max_by_key(shortest)
    };
    let best: Option<Vec<_>> = parts.iter().map(best).collect();
    Some(best?.concat())
}

/// `None` for a single sign, which stands everywhere.
///
/// A name that stands at an end of a node's text ends there. A number would not: Python lets a keyword
/// run into it.
fn literal(bytes: &[u8], at: Ends) -> Option<Literal> {
    let text = std::str::from_utf8(bytes).ok()?;
    (text.len() > 1 || text.contains(is_word)).then_some(())?;
    let first = text.split(|c| !is_word(c)).next()?;
    let last = text.rsplit(|c| !is_word(c)).next()?;
    let is_start_known = at.starts || last.len() < text.len();
    Some(Literal {
        text: text.to_owned(),
        begins_word: at.starts && is_name(first) && (at.ends || first.len() < text.len()),
        ends_word: at.ends && is_name(last) && is_start_known,
    })
}

pub(crate) fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Whether the word is a name or a constant. Keywords are anonymous tokens, about which matching has
/// rules of its own.
pub(crate) fn is_name(word: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "and", "as", "assert", "async", "await", "break", "case", "class", "const", "continue",
        "def", "del", "do", "elif", "else", "except", "export", "finally", "for", "from",
        "function", "global", "if", "import", "in", "is", "lambda", "let", "match", "new",
        "nonlocal", "not", "of", "or", "pass", "raise", "return", "static", "switch", "throw",
        "try", "typeof", "var", "while", "with", "yield",
    ];
    let is_letters = word.chars().all(is_word);
    is_letters && word.starts_with(|c: char| !c.is_ascii_digit()) && !KEYWORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_from_expressions() {
        // `<` and `>` stand where a word begins and ends.
        for (regex, expected) in [
            ("^(list|tuple)$", &["<list> <tuple>"][..]),
            (r"\.get$", &[".get>"]),
            ("^validate_", &["validate_"]),
            (r"^len\(", &["<len("]),
            (r"isinstance\([^,]+,\s*bool\)", &["isinstance(", "bool)"]),
            (r"continue\s*$", &["continue"]),
            ("^in$", &["in"]),
            ("^0$", &["0"]),
            ("(ab)+c?", &["ab"]),
            ("is None|is not None", &["is None is not None"]),
            ("a|b", &[]),
            ("^:$", &[]),
            ("==\\s*(?:\"\"|'')", &["==", "\"\" ''"]),
            ("^[a-z]+$", &[]),
            ("(?i)word", &[]),
            ("(", &[]),
        ] {
            let show = |literal: &Literal| {
                let begin = if literal.begins_word { "<" } else { "" };
                let end = if literal.ends_word { ">" } else { "" };
                format!("{begin}{}{end}", literal.text)
            };
            let shown: Vec<_> = of(regex)
                .iter()
                .map(|one| one.iter().map(show).collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(shown, expected, "{regex}");
        }
    }
}
