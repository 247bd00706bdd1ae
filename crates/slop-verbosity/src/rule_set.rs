//! Rules: where they come from, and which are chosen.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use siphasher::sip128::{Hasher128, SipHasher13};
use slop_core::{DEFAULT_MAX_BYTES, Fingerprint, Language, read_text};

use crate::index::Index;
use crate::rule::{Rule, RuleError, parse, read};

include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// A name that is neither the id of a rule nor a group of the set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule and no group is called `{0}`")]
pub struct UnknownRule(pub String);

/// A set of rules, ready to scan files with. Cloning is cheap.
#[derive(Clone, Default)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
    /// By language, each made when it is first asked for; none where there are no rules.
    indexes: Arc<[OnceLock<Option<Index>>]>,
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
        Self::embedded(PAPER)
    }

    /// Our rules for JavaScript and TypeScript: those of the paper that have a counterpart there, and
    /// what is typical of generated code in these languages.
    ///
    /// No id is also one of the paper's, so that both sets can be [merged](Self::merge).
    ///
    /// # Panics
    ///
    /// Never: the pack is tested.
    pub fn javascript() -> Self {
        Self::embedded(JAVASCRIPT)
    }

    fn embedded(pack: &[(&str, &str)]) -> Self {
        let mut rules = Vec::with_capacity(pack.len());
        for (path, text) in pack {
            let rule = read(text, Some(Path::new(path)));
            rules.extend(rule.unwrap_or_else(|error| panic!("the pack is tested: {error}")));
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
            let text = read_text(&path, DEFAULT_MAX_BYTES);
            let text = text.map_err(|problem| unreadable(&path, &problem))?;
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
        Ok(Self::sorted(kept))
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

    /// What the set finds and counts is known by: it changes when a rule is added, removed or looks for
    /// something else, and not when only its words change.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = SipHasher13::new();
        for rule in self.rules() {
            hasher.write(rule.identity().as_bytes());
        }
        Fingerprint(hasher.finish128().as_u128())
    }

    pub(crate) fn rule(&self, index: usize) -> &Rule {
        &self.rules[index]
    }

    pub(crate) fn index(&self, language: Language) -> Option<&Index> {
        let index = self.indexes.get(language as usize)?;
        let index = index.get_or_init(|| Index::new(&self.rules, language));
        index.as_ref()
    }

    fn new(rules: Vec<Rule>) -> Result<Self, RuleError> {
        Self::unique(rules.into_iter().map(Arc::new).collect())
    }

    fn unique(mut rules: Vec<Arc<Rule>>) -> Result<Self, RuleError> {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        match rules.windows(2).find(|pair| pair[0].id == pair[1].id) {
            None => Ok(Self::sorted(rules)),
            Some(pair) => Err(RuleError {
                file: None,
                rule: Some(pair[0].id.to_string()),
                cause: "there are two rules of this id".to_owned(),
            }),
        }
    }

    /// The rules must be sorted and unique.
    fn sorted(rules: Vec<Arc<Rule>>) -> Self {
        let indexes = Language::all().map(|_| OnceLock::new()).collect();
        Self { rules, indexes }
    }
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

fn unreadable(path: &Path, cause: &dyn Display) -> RuleError {
    RuleError {
        file: Some(path.to_owned()),
        rule: None,
        cause: cause.to_string(),
    }
}
