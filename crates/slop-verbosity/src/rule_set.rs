//! Rules: where they come from, and which are chosen.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ast_grep_config::{
    GlobalRules, RuleConfig, RuleCore, SerializableRuleConfig, Severity as AstGrepSeverity,
    from_multiple,
};
use ast_grep_core::Matcher;
use serde::Deserialize;
use slop_core::Language;

use crate::lang::Lang;
use crate::words::{OneOf, RawRule, Utils, Vocabulary};

include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// How much a finding of a rule matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// A matter of taste.
    Hint,
    /// Worth knowing.
    Info,
    /// Worth changing.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The severity as a word for output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// `None` for rules that are switched off.
    fn of(severity: &AstGrepSeverity) -> Option<Self> {
        match severity {
            AstGrepSeverity::Off => None,
            AstGrepSeverity::Hint => Some(Self::Hint),
            AstGrepSeverity::Info => Some(Self::Info),
            AstGrepSeverity::Warning => Some(Self::Warning),
            AstGrepSeverity::Error => Some(Self::Error),
        }
    }
}

/// A rule: what it looks for, and what it says.
pub struct Rule {
    /// Unique in its set.
    pub id: Arc<str>,
    /// The language whose files it looks at.
    pub language: Language,
    /// The group, from `metadata.group`; empty where there is none.
    pub group: String,
    /// What is wrong and what to write instead, on one line.
    pub message: Arc<str>,
    /// Why, with examples, in Markdown; empty where there is none.
    pub note: String,
    /// How much its findings matter.
    pub severity: Severity,
    /// Whether its findings enter flagged lines and the scores made of them: `metadata.counted`, true
    /// if absent.
    pub counted: bool,
    /// Words of which one stands in every match.
    words: OneOf,
    config: RuleConfig<Lang>,
}

impl Rule {
    pub(crate) fn matcher(&self) -> &RuleCore {
        &self.config.matcher
    }

    pub(crate) fn config(&self) -> &RuleConfig<Lang> {
        &self.config
    }
}

/// A rule that cannot be used: the file, the rule and the cause.
#[derive(Debug, thiserror::Error)]
#[error("{}{}{cause}", place(file.as_deref()), named(rule.as_deref()))]
pub struct RuleError {
    /// The file that the rule is in, if it came from one.
    pub file: Option<PathBuf>,
    /// The id of the rule, if the text could be read that far.
    pub rule: Option<String>,
    /// What is wrong.
    pub cause: String,
}

fn place(file: Option<&Path>) -> String {
    file.map(|file| format!("{}: ", file.display()))
        .unwrap_or_default()
}

fn named(rule: Option<&str>) -> String {
    rule.map(|rule| format!("rule `{rule}`: "))
        .unwrap_or_default()
}

/// A name that is neither the id of a rule nor a group of the set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule and no group is called `{0}`")]
pub struct UnknownRule(pub String);

/// A set of rules, ready to scan files with. Cloning is cheap.
#[derive(Clone, Default)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
    index: Arc<Index>,
}

/// What tells quickly which rules may match at a node.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) vocabulary: Vocabulary,
    /// For each language and node kind, the rules to try.
    by_kind: Vec<Vec<Vec<Attempt>>>,
}

/// A rule to try, by number, and the words without which that is in vain.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(crate) rule: usize,
    pub(crate) words: Option<Arc<[usize]>>,
}

impl Index {
    /// The rules must be those of the set, in their order.
    fn new(rules: &[Arc<Rule>]) -> Self {
        let mut index = Self {
            vocabulary: Vocabulary::default(),
            by_kind: vec![Vec::new(); Language::all().count()],
        };
        for (number, rule) in rules.iter().enumerate() {
            index.add(number, rule);
        }
        index
    }

    fn add(&mut self, number: usize, rule: &Rule) {
        let words = rule.words.as_ref();
        let words = words.map(|words| words.iter().map(|w| self.vocabulary.number(w)).collect());
        let attempt = Attempt {
            rule: number,
            words,
        };
        let by_kind = &mut self.by_kind[rule.language as usize];
        // Rules without kinds are refused when they are read.
        for kind in &rule.matcher().potential_kinds().unwrap_or_default() {
            if by_kind.len() <= kind {
                by_kind.resize(kind + 1, Vec::new());
            }
            by_kind[kind].push(attempt.clone());
        }
    }

    /// For each node kind, the rules to try; empty for languages without rules.
    pub(crate) fn by_kind(&self, language: Language) -> &[Vec<Attempt>] {
        self.by_kind
            .get(language as usize)
            .map_or(&[], |kinds| kinds)
    }
}

impl RuleSet {
    /// The 137 rules of the SlopCodeBench paper, for Python.
    ///
    /// Nine of them never fired in the paper, because their patterns were malformed. They do here what
    /// they were meant to, but [`Rule::counted`] is false for them.
    ///
    /// # Panics
    ///
    /// Never: the pack is tested.
    pub fn paper() -> Self {
        let mut rules = Vec::with_capacity(PACK.len());
        for (path, text) in PACK {
            let parsed = parse(text, Some(Path::new(path)));
            rules.extend(parsed.unwrap_or_else(|error| panic!("the pack is tested: {error}")));
        }
        Self::new(rules).expect("ids of the pack are unique")
    }

    /// The rules of a YAML text, one or more documents in ast-grep's own form.
    ///
    /// # Errors
    ///
    /// [`RuleError`] for the first rule that cannot be used.
    ///
    /// # Example
    ///
    /// ```
    /// use slop_core::{Language, SourceFile};
    /// use slop_verbosity::RuleSet;
    ///
    /// let rules = RuleSet::from_yaml(
    ///     "{id: no-print, language: python, message: do not print, rule: {pattern: print($$$)}}",
    /// )?;
    /// let file = SourceFile::parse("a.py", Language::Python, "x = 1\nprint(x)\n")?;
    /// assert_eq!(rules.scan(&file)[0].span.start_line, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_yaml(text: &str) -> Result<Self, RuleError> {
        Self::new(parse(text, None)?)
    }

    /// The rules of all `.yml` and `.yaml` files under a directory, `sgconfig.yml` aside.
    ///
    /// # Errors
    ///
    /// [`RuleError`] for the first file that cannot be read or rule that cannot be used, and for an id
    /// that two rules have.
    pub fn from_dir(directory: &Path) -> Result<Self, RuleError> {
        let mut rules = Vec::new();
        for path in yaml_files(directory)? {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            rules.extend(parse(&text, Some(&path))?);
        }
        Self::new(rules)
    }

    /// The rules of both sets.
    ///
    /// # Errors
    ///
    /// [`RuleError`] when both have a rule of the same id.
    pub fn merge(&self, other: &Self) -> Result<Self, RuleError> {
        Self::unique(self.rules.iter().chain(&other.rules).cloned().collect())
    }

    /// The rules that are selected (all, when nothing is) and not ignored, by id or group.
    ///
    /// # Errors
    ///
    /// [`UnknownRule`] for a name that means no rule of this set: a misspelling must not switch
    /// nothing off in silence.
    pub fn filter<S: AsRef<str>>(&self, select: &[S], ignore: &[S]) -> Result<Self, UnknownRule> {
        let means =
            |name: &S, rule: &Rule| *rule.id == *name.as_ref() || rule.group == name.as_ref();
        let is_unknown = |name: &&S| !self.rules.iter().any(|rule| means(name, rule));
        if let Some(name) = select.iter().chain(ignore).find(is_unknown) {
            return Err(UnknownRule(name.as_ref().to_owned()));
        }
        let is_kept = |rule: &&Arc<Rule>| {
            let is_selected = select.is_empty() || select.iter().any(|name| means(name, rule));
            is_selected && !ignore.iter().any(|name| means(name, rule))
        };
        let kept = self.rules.iter().filter(is_kept).cloned().collect();
        Ok(Self::indexed(kept))
    }

    /// The rules, sorted by id.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &Rule> {
        self.rules.iter().map(|rule| &**rule)
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        let index = self
            .rules
            .binary_search_by(|rule| (*rule.id).cmp(id))
            .ok()?;
        Some(&self.rules[index])
    }

    pub(crate) fn rule(&self, index: usize) -> &Rule {
        &self.rules[index]
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    fn new(rules: Vec<Rule>) -> Result<Self, RuleError> {
        Self::unique(rules.into_iter().map(Arc::new).collect())
    }

    fn unique(mut rules: Vec<Arc<Rule>>) -> Result<Self, RuleError> {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        match rules.windows(2).find(|pair| pair[0].id == pair[1].id) {
            None => Ok(Self::indexed(rules)),
            Some(pair) => Err(RuleError {
                file: None,
                rule: Some(pair[0].id.to_string()),
                cause: "there are two rules of this id".to_owned(),
            }),
        }
    }

    /// The rules must be sorted and unique.
    fn indexed(rules: Vec<Arc<Rule>>) -> Self {
        let index = Arc::new(Index::new(&rules));
        Self { rules, index }
    }
}

/// The part of a rule that ast-grep leaves to others.
#[derive(Deserialize)]
struct Extra {
    #[serde(default)]
    id: String,
    #[serde(default)]
    metadata: ExtraMetadata,
    #[serde(default)]
    rule: RawRule,
    #[serde(default)]
    utils: Utils,
}

#[derive(Deserialize)]
#[serde(default)]
struct ExtraMetadata {
    group: String,
    counted: bool,
}

impl Default for ExtraMetadata {
    fn default() -> Self {
        Self {
            group: String::new(),
            counted: true,
        }
    }
}

/// The rules of a text, but for those that are switched off.
fn parse(text: &str, file: Option<&Path>) -> Result<Vec<Rule>, RuleError> {
    let error = |rule: Option<&Extra>, cause: &dyn std::error::Error| RuleError {
        file: file.map(Path::to_owned),
        rule: rule.map(|extra| extra.id.clone()),
        cause: chain(cause),
    };
    let extras: Vec<Extra> = from_multiple(text).map_err(|cause| error(None, &cause))?;
    let only = if let [only] = &*extras {
        Some(only)
    } else {
        None
    };
    let parsed: Vec<SerializableRuleConfig<Lang>> =
        from_multiple(text).map_err(|cause| error(only, &cause))?;
    let mut rules = Vec::new();
    for (extra, parsed) in extras.into_iter().zip(parsed) {
        let config = RuleConfig::try_from(parsed, &GlobalRules::default())
            .map_err(|cause| error(Some(&extra), &cause))?;
        if config.files.is_some() || config.ignores.is_some() {
            return Err(error(Some(&extra), &UnsupportedGlobs));
        }
        if let Some(severity) = Severity::of(&config.severity) {
            rules.push(rule(config, extra, severity));
        }
    }
    Ok(rules)
}

#[derive(Debug, thiserror::Error)]
#[error("`files` and `ignores` are not supported; exclude files from the whole run instead")]
struct UnsupportedGlobs;

fn rule(config: RuleConfig<Lang>, extra: Extra, severity: Severity) -> Rule {
    Rule {
        words: extra.rule.words(&extra.utils),
        id: extra.id.into(),
        language: config.language.0,
        group: extra.metadata.group,
        message: config.message.as_str().into(),
        note: config.note.clone().unwrap_or_default(),
        severity,
        counted: extra.metadata.counted,
        config,
    }
}

/// An error with the causes behind it.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let told: Vec<_> = causes
        .map(|cause| cause.to_string().trim_end_matches('.').to_owned())
        .collect();
    told.join(": ")
}

fn yaml_files(directory: &Path) -> Result<BTreeSet<PathBuf>, RuleError> {
    let mut found = BTreeSet::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(directory) = pending.pop() {
        let entries = fs::read_dir(&directory).map_err(|error| unreadable(&directory, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&directory, &error))?;
            let path = entry.path();
            let is_yaml = path.extension().is_some_and(|e| e == "yml" || e == "yaml");
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                pending.push(path);
            } else if is_yaml && path.file_stem().is_some_and(|stem| stem != "sgconfig") {
                found.insert(path);
            }
        }
    }
    Ok(found)
}

fn unreadable(path: &Path, error: &std::io::Error) -> RuleError {
    RuleError {
        file: Some(path.to_owned()),
        rule: None,
        cause: error.to_string(),
    }
}
