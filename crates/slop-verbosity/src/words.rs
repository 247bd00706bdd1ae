//! Words without which a rule cannot match.
//!
//! Most rules name something: `json.dumps($A)` cannot match where there is no `dumps`. Looking for the
//! words of all rules costs one pass over the text, and spares nearly all attempts to match.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// A rule as far as words can be read from it; the rest of its fields are passed over.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct RawRule {
    pattern: Option<RawPattern>,
    kind: Option<String>,
    regex: Option<String>,
    has: Option<Box<RawRule>>,
    all: Vec<RawRule>,
    any: Option<Vec<RawRule>>,
    matches: Option<RawMatches>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawPattern {
    Plain(String),
    Object {
        context: String,
        selector: Option<IgnoredAny>,
        strictness: Option<String>,
    },
}

impl RawPattern {
    /// The text, if all of it must stand in the code, names and all.
    fn whole(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Object {
                context,
                selector: None,
                strictness,
            } => matches!(strictness.as_deref(), None | Some("cst" | "smart" | "ast"))
                .then_some(context),
            Self::Object { .. } => None,
        }
    }
}

/// A utility by its name, or with arguments.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawMatches {
    Name(String),
    Call(IgnoredAny),
}

pub(crate) type Utils = HashMap<String, RawRule>;

/// The text of a match contains one of these words; `None` when nothing is known.
pub(crate) type OneOf = Option<Vec<String>>;

/// How far utilities are followed, which may be recursive.
const MAX_DEPTH: usize = 16;

impl RawRule {
    /// The best that is known about the words in whatever the rule matches.
    pub(crate) fn words(&self, utils: &Utils) -> OneOf {
        self.words_at(utils, 0)
    }

    fn words_at(&self, utils: &Utils, depth: usize) -> OneOf {
        if depth > MAX_DEPTH {
            return None;
        }
        let below = |rule: &Self| rule.words_at(utils, depth + 1);
        let pattern = self.pattern.as_ref().and_then(RawPattern::whole);
        let utility = match &self.matches {
            Some(RawMatches::Name(name)) => utils.get(name).and_then(below),
            _ => None,
        };
        let every = self.all.iter().chain(self.has.as_deref()).filter_map(below);
        let known = [
            pattern.and_then(words_of_pattern),
            self.kind.as_deref().and_then(word_of_kind),
            self.regex.as_deref().and_then(words_of_regex),
            self.any(below),
            utility,
        ];
        known
            .into_iter()
            .flatten()
            .chain(every)
            .min_by_key(|words| commonness(words))
    }

    /// One of the alternatives holds, so a word of each is needed.
    fn any(&self, below: impl Fn(&Self) -> OneOf) -> OneOf {
        let alternatives: Option<Vec<_>> = self.any.as_ref()?.iter().map(below).collect();
        Some(alternatives?.concat())
    }
}

/// The rarest name in a pattern, which must stand in the code as it is.
fn words_of_pattern(pattern: &str) -> OneOf {
    let mut names = Vec::new();
    let mut quote = None;
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length.max(letter.len_utf8()));
        if quote == Some(letter) {
            quote = None;
        } else if quote.is_none() && matches!(letter, '"' | '\'') {
            quote = Some(letter);
        } else if letter == '$' {
            // A meta-variable, with its name.
            rest = rest.trim_start_matches('$').trim_start_matches(is_word);
            continue;
        } else if quote.is_none() && is_name(word) {
            names.push(vec![word.to_owned()]);
        }
        rest = behind;
    }
    names.into_iter().min_by_key(|words| commonness(words))
}

/// The keyword that a node of this kind begins with, in any language that has the kind. A keyword in
/// the middle of an expression would not do: Python lets a number run into it.
fn word_of_kind(kind: &str) -> OneOf {
    let keyword = match kind {
        "assert_statement" => "assert",
        "break_statement" => "break",
        "continue_statement" => "continue",
        "elif_clause" => "elif",
        "else_clause" => "else",
        "lambda" => "lambda",
        "pass_statement" => "pass",
        "raise_statement" => "raise",
        "return_statement" => "return",
        "try_statement" => "try",
        "while_statement" => "while",
        _ => return None,
    };
    Some(vec![keyword.to_owned()])
}

/// The words of `^word$`, `^(one|"other")$` and `\.word$`.
fn words_of_regex(regex: &str) -> OneOf {
    let inner = regex.strip_suffix('$')?;
    let inner = inner
        .strip_prefix('^')
        .or_else(|| inner.strip_prefix(r"\."))?;
    let inner = inner
        .strip_prefix('(')
        .and_then(|i| i.strip_suffix(')'))
        .unwrap_or(inner);
    let inner = inner.strip_prefix("?:").unwrap_or(inner);
    let bare = |word: &str| word.trim_matches(['"', '\'']).to_owned();
    let words: Vec<_> = inner.split('|').map(bare).collect();
    words.iter().all(|word| is_name(word)).then_some(words)
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Whether the word is a name or a constant. Keywords are anonymous tokens, about which matching has
/// rules of its own.
fn is_name(word: &str) -> bool {
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

/// Greater for sets of words that stand nearly everywhere.
fn commonness(words: &[String]) -> usize {
    let one = |word: &String| match word.as_str() {
        "return" | "self" | "else" | "None" | "True" | "False" | "this" | "null" => 100,
        word => 20_usize.saturating_sub(word.len()).max(1),
    };
    words.iter().map(one).sum()
}

/// The words that a set of rules looks for, numbered.
#[derive(Default)]
pub(crate) struct Vocabulary {
    numbers: HashMap<Vec<u8>, usize>,
    /// For each first byte, the lengths of the words that begin with it, as bits.
    lengths: Vec<u64>,
}

impl Vocabulary {
    /// The number of a word, which is added when it is new.
    pub(crate) fn number(&mut self, word: &str) -> usize {
        self.lengths.resize(256, 0);
        self.lengths[usize::from(word.as_bytes()[0])] |= 1 << word.len().min(63);
        let next = self.numbers.len();
        *self.numbers.entry(word.as_bytes().to_vec()).or_insert(next)
    }

    /// Where each word stands in a text.
    pub(crate) fn places(&self, text: &str) -> Places {
        let mut places = vec![Vec::new(); self.numbers.len()];
        let mut start = 0;
        let is_between = |byte: &u8| !(byte.is_ascii_alphanumeric() || *byte == b'_');
        for word in text.as_bytes().split(is_between) {
            if let Some(number) = self.find(word) {
                places[number].push(start);
            }
            start += word.len() + 1;
        }
        Places {
            next: vec![0; places.len()],
            places,
        }
    }

    fn find(&self, word: &[u8]) -> Option<usize> {
        let lengths = self.lengths.get(usize::from(*word.first()?))?;
        let may_be_known = lengths >> word.len().min(63) & 1 == 1;
        if may_be_known {
            self.numbers.get(word).copied()
        } else {
            None
        }
    }
}

/// Where each word stands in a text, for questions about places that never go back.
pub(crate) struct Places {
    places: Vec<Vec<usize>>,
    /// For each word, the first place that is not behind us.
    next: Vec<usize>,
}

impl Places {
    /// Whether one of the words stands in the range. Each range must start where the last one did or
    /// later.
    pub(crate) fn any_in(&mut self, words: &[usize], range: &std::ops::Range<usize>) -> bool {
        words.iter().any(|&word| {
            let (places, next) = (&self.places[word], &mut self.next[word]);
            while places.get(*next).is_some_and(|place| *place < range.start) {
                *next += 1;
            }
            places.get(*next).is_some_and(|place| *place < range.end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rule: &str) -> Option<Vec<String>> {
        let rule: RawRule = ast_grep_config::from_str(rule).expect("a rule");
        rule.words(&Utils::new())
    }

    #[test]
    fn words_are_read_from_rules() {
        for (rule, expected) in [
            ("pattern: json.dumps($A, $$$REST)", Some(&["dumps"][..])),
            ("pattern: $A == None", Some(&["None"])),
            ("pattern: \"'quoted' + $A\"", None),
            ("pattern: {context: f(g), selector: call}", None),
            (
                "{kind: call, has: {field: function, regex: ^(list|tuple)$}}",
                Some(&["list", "tuple"]),
            ),
            (r"{regex: '\.get$', all: [{pattern: $A.b}]}", Some(&["get"])),
            (
                "any: [{pattern: f($A)}, {pattern: g($A)}]",
                Some(&["f", "g"]),
            ),
            ("any: [{pattern: f($A)}, {kind: call}]", None),
            (
                "pattern: {context: int($A), strictness: ast}",
                Some(&["int"]),
            ),
            ("pattern: {context: int($A), strictness: signature}", None),
            ("{kind: call, has: {kind: lambda}}", Some(&["lambda"])),
            (
                "{kind: type, regex: ^(?:object|'any')$}",
                Some(&["object", "any"]),
            ),
            (
                "{kind: call, not: {pattern: f()}, inside: {pattern: g()}}",
                None,
            ),
            ("regex: ^a.b$", None),
            ("pattern: 'if $A: return'", None),
        ] {
            let expected = expected.map(|words| words.iter().map(ToString::to_string).collect());
            assert_eq!(words(rule), expected, "{rule}");
        }
    }

    #[test]
    fn places_are_those_of_whole_words() {
        let mut vocabulary = Vocabulary::default();
        let (get, set) = (vocabulary.number("get"), vocabulary.number("set"));
        assert_eq!(vocabulary.number("get"), get);
        let mut places = vocabulary.places("get(getter.get) + reset");
        assert!(places.any_in(&[get], &(0..3)));
        assert!(!places.any_in(&[get], &(4..10)));
        assert!(places.any_in(&[set, get], &(4..14)));
        assert!(!places.any_in(&[set, get], &(12..23)));
    }
}
