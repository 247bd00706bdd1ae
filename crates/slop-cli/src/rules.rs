//! `slop-cli rules`, and which rules a command uses.

use anyhow::{Result, anyhow};
use slop_core::Language;
use slop_verbosity::RuleSet;

use crate::args::{RuleOptions, RulesArgs, RulesCommand};
use crate::nearest::nearest;

/// What `slop-cli rules` has to say.
pub(crate) enum RulesReport {
    All(RuleSet),
    /// The set and the id of a rule in it.
    One(RuleSet, String),
}

pub(crate) fn report(args: &RulesArgs) -> Result<RulesReport> {
    let Rules { active, .. } = load(&args.rules)?;
    match &args.command {
        None => Ok(RulesReport::All(active)),
        Some(RulesCommand::Explain { id }) if active.get(id).is_some() => {
            Ok(RulesReport::One(active, id.clone()))
        }
        Some(RulesCommand::Explain { id }) => Err(unknown(id, &active)),
    }
}

/// The rules that a command uses.
pub(crate) struct Rules {
    /// All that may be named.
    pub(crate) known: RuleSet,
    /// Those that are selected and not ignored.
    pub(crate) active: RuleSet,
    /// Whether those for Python are the paper's, all of them and no others.
    pub(crate) are_papers: bool,
}

impl Rules {
    /// Whether there is a rule for the language.
    pub(crate) fn are_for(&self, language: Language) -> bool {
        self.active
            .rules()
            .any(|rule| rule.languages.contains(&language))
    }
}

pub(crate) fn load(args: &RuleOptions) -> Result<Rules> {
    let known = match (&args.only_rules, &args.rules) {
        (Some(directory), _) => RuleSet::from_dir(directory)?,
        (None, Some(directory)) => ours()?.merge(&RuleSet::from_dir(directory)?)?,
        (None, None) => ours()?,
    };
    let active = known.filter(&args.select, &args.ignore);
    let active = active.map_err(|error| unknown(&error.0, &known))?;
    let for_python = |rules: &RuleSet| {
        let rules = rules.rules();
        rules
            .filter(|rule| rule.languages.contains(&Language::Python))
            .count()
    };
    let is_whole = for_python(&active) == for_python(&known);
    let are_papers = is_whole && args.rules.is_none() && args.only_rules.is_none();
    Ok(Rules {
        known,
        active,
        are_papers,
    })
}

/// The rules of both packs.
fn ours() -> Result<RuleSet> {
    let (paper, javascript) = rayon::join(RuleSet::paper, RuleSet::javascript);
    Ok(paper.merge(&javascript)?)
}

/// The error for a name that means no rule, with what it may have meant.
fn unknown(name: &str, rules: &RuleSet) -> anyhow::Error {
    let names = rules.rules().flat_map(|rule| [&*rule.id, &rule.group]);
    let hint = match nearest(name, names) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`slop-cli rules` lists them".to_owned(),
    };
    anyhow!("no rule and no group is called `{name}`; {hint}")
}
