//! The rules themselves, for people and for programs.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use slop_verbosity::{Rule, RuleSet};

use crate::args::Color;
use crate::report::json::{self, SCHEMA_VERSION, TOOL, Tool};
use crate::report::text::{FAINT, STRONG, stdout};

#[derive(Serialize)]
struct RulesJson<'a> {
    schema_version: u32,
    tool: Tool,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    group: &'a str,
    languages: Vec<&'static str>,
    severity: &'static str,
    counted: bool,
    summary: &'a str,
    note: &'a str,
}

pub(crate) fn json(rules: &RuleSet) -> Result<()> {
    json::print(&RulesJson {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        rules: rules.rules().map(RuleJson::from).collect(),
    })
}

impl<'a> From<&'a Rule> for RuleJson<'a> {
    fn from(rule: &'a Rule) -> Self {
        Self {
            id: &rule.id,
            group: &rule.group,
            languages: rule
                .languages
                .iter()
                .map(|language| language.name())
                .collect(),
            severity: rule.severity.name(),
            counted: rule.counted,
            summary: &rule.message,
            note: &rule.note,
        }
    }
}

/// One rule on two lines, by group.
pub(crate) fn list(rules: &RuleSet, color: Color) -> Result<()> {
    let mut out = stdout(color);
    let mut sorted: Vec<&Rule> = rules.rules().collect();
    sorted.sort_by(|a, b| a.group.cmp(&b.group));
    for (index, rule) in sorted.iter().enumerate() {
        if index == 0 || sorted[index - 1].group != rule.group {
            let gap = if index == 0 { "" } else { "\n" };
            writeln!(out, "{gap}{STRONG}{}{STRONG:#}", rule.group)?;
        }
        let mark = if rule.counted { "" } else { " (not counted)" };
        writeln!(
            out,
            "  {}{mark}\n      {FAINT}{}{FAINT:#}",
            rule.id, rule.message
        )?;
    }
    out.flush()?;
    Ok(())
}

pub(crate) fn explain(rules: &RuleSet, id: &str, color: Color) -> Result<()> {
    let rule = rules.get(id).context("the rule is in the set")?;
    let mut out = stdout(color);
    writeln!(
        out,
        "{STRONG}{}{STRONG:#} ({}, {})",
        rule.id,
        rule.group,
        rule.severity.name()
    )?;
    writeln!(out, "{}\n\n{}", rule.message, rule.note.trim_end())?;
    if !rule.counted {
        writeln!(
            out,
            "\nNot counted: in the paper this rule never fired, because its pattern was malformed. Its\n\
             findings are shown and enter no score."
        )?;
    }
    writeln!(
        out,
        "\nTo suppress it, on the line or alone above it:\n\n    # slop: ignore[{id}] the reason\n\n\
         or in the whole file:\n\n    # slop: ignore-file[{id}] the reason"
    )?;
    out.flush()?;
    Ok(())
}
