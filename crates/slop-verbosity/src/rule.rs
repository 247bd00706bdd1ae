//! A rule, and how it is read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ast_grep_config::{
    GlobalRules, RuleConfig, RuleConfigError, RuleCore, SerializableRuleConfig,
    Severity as AstGrepSeverity, from_multiple,
};
use serde::Deserialize;
use slop_core::Language;

use crate::condition::Condition;
use crate::lang::Lang;
use crate::need::Need;
use crate::needs;

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
    /// The languages whose files it looks at: `metadata.languages`, or else `language` alone.
    pub languages: Vec<Language>,
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
    config: SerializableRuleConfig<Lang>,
    /// One for each language, in their order, made when it is first asked for.
    forms: Vec<OnceLock<Form>>,
}

/// A rule for one language: patterns are parsed by its grammar.
pub(crate) struct Form {
    needs: Condition<Need>,
    config: RuleConfig<Lang>,
}

impl Form {
    fn new(
        config: &SerializableRuleConfig<Lang>,
        language: Language,
    ) -> Result<Self, RuleConfigError> {
        let mut config = config.clone();
        config.language = Lang(language);
        let config = RuleConfig::try_from(config, &GlobalRules::default())?;
        Ok(Self {
            needs: needs::of(&config.core, config.language),
            config,
        })
    }

    pub(crate) fn matcher(&self) -> &RuleCore {
        &self.config.matcher
    }

    pub(crate) fn needs(&self) -> &Condition<Need> {
        &self.needs
    }

    pub(crate) fn config(&self) -> &RuleConfig<Lang> {
        &self.config
    }
}

impl Rule {
    /// `None` when it does not look at files of the language.
    ///
    /// # Panics
    ///
    /// If the rule cannot be used; rules are [checked](Self::check) when they are read, and those that are embedded
    /// are tested.
    pub(crate) fn form(&self, language: Language) -> Option<&Form> {
        let index = self.languages.iter().position(|one| *one == language)?;
        let form = || Form::new(&self.config, language).expect("it was checked");
        Some(self.forms[index].get_or_init(form))
    }

    /// Whether it can be used in all its languages.
    fn check(&self) -> Result<(), RuleConfigError> {
        for (form, language) in self.forms.iter().zip(&self.languages) {
            let made = Form::new(&self.config, *language)?;
            form.get_or_init(|| made);
        }
        Ok(())
    }

    /// All that decides what it finds and whether that counts, as text.
    pub(crate) fn identity(&self) -> String {
        // By way of a value, whose maps are sorted; ast-grep's own are not.
        let core = serde_json::to_value(&self.config.core);
        let core = core.expect("it was read from such a value");
        let languages: Vec<_> = self
            .languages
            .iter()
            .map(|language| language.name())
            .collect();
        format!(
            "{} {} {} {core}\n",
            self.id,
            languages.join(","),
            self.counted
        )
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

impl RuleError {
    fn new(file: Option<&Path>, rule: Option<String>, cause: &dyn std::error::Error) -> Self {
        Self {
            file: file.map(Path::to_owned),
            rule,
            cause: chain(cause),
        }
    }
}

fn place(file: Option<&Path>) -> String {
    file.map(|file| format!("{}: ", file.display()))
        .unwrap_or_default()
}

fn named(rule: Option<&str>) -> String {
    rule.map(|rule| format!("rule `{rule}`: "))
        .unwrap_or_default()
}

/// A document of a rule file: the metadata, which ast-grep leaves to others, and all the rest.
#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    metadata: Metadata,
    #[serde(flatten)]
    config: SerializableRuleConfig<Lang>,
}

#[derive(Deserialize)]
#[serde(default)]
struct Metadata {
    group: String,
    counted: bool,
    languages: Vec<Lang>,
}

impl Default for Metadata {
    fn default() -> Self {
        Self {
            group: String::new(),
            counted: true,
            languages: Vec::new(),
        }
    }
}

/// The rules of a text, but for those that are switched off.
pub(crate) fn parse(text: &str, file: Option<&Path>) -> Result<Vec<Rule>, RuleError> {
    let rules = read(text, file)?;
    for rule in &rules {
        let checked = rule.check();
        checked.map_err(|cause| RuleError::new(file, Some(rule.id.to_string()), &cause))?;
    }
    Ok(rules)
}

/// As [`parse`], without trying whether the rules can be used.
pub(crate) fn read(text: &str, file: Option<&Path>) -> Result<Vec<Rule>, RuleError> {
    let documents: Vec<Document> =
        from_multiple(text).map_err(|cause| RuleError::new(file, only_id(text), &cause))?;
    let mut rules = Vec::new();
    for Document { metadata, config } in documents {
        if config.files.is_some() || config.ignores.is_some() {
            return Err(RuleError::new(
                file,
                Some(config.id.clone()),
                &UnsupportedGlobs,
            ));
        }
        if let Some(severity) = Severity::of(&config.severity) {
            rules.push(rule(config, metadata, severity));
        }
    }
    Ok(rules)
}

/// The id in a text that cannot be read as rules, if it holds a single one.
fn only_id(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    let named: Vec<Named> = from_multiple(text).ok()?;
    let [only]: [Named; 1] = named.try_into().ok()?;
    Some(only.id)
}

#[derive(Debug, thiserror::Error)]
#[error("`files` and `ignores` are not supported; exclude files from the whole run instead")]
struct UnsupportedGlobs;

fn rule(config: SerializableRuleConfig<Lang>, metadata: Metadata, severity: Severity) -> Rule {
    let languages: Vec<_> = match &*metadata.languages {
        [] => vec![config.language.0],
        languages => languages.iter().map(|language| language.0).collect(),
    };
    Rule {
        id: config.id.as_str().into(),
        forms: languages.iter().map(|_| OnceLock::new()).collect(),
        languages,
        group: metadata.group,
        message: config.message.as_str().into(),
        note: config.note.clone().unwrap_or_default(),
        severity,
        counted: metadata.counted,
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
