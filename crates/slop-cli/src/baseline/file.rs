//! The file that a baseline is kept in.

use std::collections::BTreeMap;
use std::fs;
use std::iter::repeat_n;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use slop_core::Language;

use super::Entry;
use crate::report::json::{DEFINITION, RATIO, round};
use crate::scan::{LanguageScan, ScanReport};
use crate::settings::Settings;

/// What a project has accepted, and how that was measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Baseline {
    pub(crate) stamp: Stamp,
    /// Sorted; an entry stands there as often as it is accepted.
    pub(crate) entries: Vec<Entry>,
}

/// What must be the same for two measurements to be compared, and the scores of the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub(crate) slop_baseline: u32,
    pub(crate) definition: String,
    pub(crate) rule_pack: String,
    pub(crate) settings: Settings,
    /// The paths that were measured, from the root on.
    pub(crate) paths: Vec<String>,
    /// By language.
    pub(crate) scores: BTreeMap<String, Scores>,
}

/// The scores of a language, `null` where they are undefined.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Scores {
    pub(crate) erosion: Option<f64>,
    pub(crate) verbosity: Option<f64>,
}

const VERSION: u32 = 1;

/// More than any project has; a count that is wrong must not fill the memory.
const MAX_ENTRIES: usize = 10_000_000;

#[derive(Serialize, Deserialize)]
struct Document<S, E> {
    #[serde(flatten)]
    stamp: S,
    entries: E,
}

/// An entry, and how many there are of it.
#[derive(Serialize, Deserialize)]
struct Row {
    #[serde(flatten)]
    entry: Entry,
    count: usize,
}

impl Stamp {
    pub(crate) fn of(report: &ScanReport, paths: &[PathBuf]) -> Self {
        let mut paths: Vec<_> = paths
            .iter()
            .map(|path| report.root.relative(path))
            .collect();
        if paths.is_empty() {
            paths.push(report.root.relative(Path::new(".")));
        }
        paths.sort();
        let score = |score: Option<f64>| score.map(|score| round(score, RATIO));
        let languages = report.languages.each.iter();
        let languages = languages.filter_map(|scan| Some((scan.erosion.language?, scan)));
        let scores = |(language, scan): (Language, &LanguageScan)| {
            let scores = Scores {
                erosion: score(scan.erosion.erosion.score()),
                verbosity: score(scan.lines.and_then(|lines| lines.score())),
            };
            (language.name().to_owned(), scores)
        };
        Self {
            slop_baseline: VERSION,
            definition: DEFINITION.to_owned(),
            rule_pack: report.rules.fingerprint().to_string(),
            settings: report.settings.clone(),
            paths,
            scores: languages.map(scores).collect(),
        }
    }

    /// # Errors
    ///
    /// When the other was measured in another way: which, and what was different.
    pub(crate) fn check(&self, now: &Self) -> Result<()> {
        if self.slop_baseline != now.slop_baseline {
            bail!(
                "it has the form {}, and this version reads {VERSION}",
                self.slop_baseline
            );
        }
        if self.definition != now.definition {
            bail!(
                "it was measured by the definition `{}`, now by `{}`",
                self.definition,
                now.definition
            );
        }
        if self.rule_pack != now.rule_pack {
            bail!(
                "it was measured with other rules ({} then, {} now)",
                self.rule_pack,
                now.rule_pack
            );
        }
        if let Some((name, then, now)) = self.settings.difference(&now.settings) {
            bail!("it was measured with other settings: {name} was {then} and is {now}");
        }
        Ok(())
    }
}

impl Stamp {
    /// With the scores of the other where they are lower.
    pub(crate) fn lowered_to(self, other: &Self) -> Self {
        let lower = |a: Option<f64>, b: Option<f64>| a.zip(b).map_or(b, |(a, b)| Some(a.min(b)));
        let scores = other.scores.iter().map(|(language, now)| {
            let then = self.scores.get(language).unwrap_or(now);
            let scores = Scores {
                erosion: lower(then.erosion, now.erosion),
                verbosity: lower(then.verbosity, now.verbosity),
            };
            (language.clone(), scores)
        });
        Self {
            scores: scores.collect(),
            ..self
        }
    }
}

impl Baseline {
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let hint = "`slop-cli baseline write` makes one";
        let text = fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read ({hint})", file.display()))?;
        let parsed = serde_json::from_str::<Document<Stamp, Vec<Row>>>(&text);
        let Document { stamp, entries } =
            parsed.with_context(|| format!("{} is not a baseline", file.display()))?;
        let all = entries
            .iter()
            .try_fold(0_usize, |all, row| all.checked_add(row.count));
        if all.is_none_or(|all| all > MAX_ENTRIES) {
            bail!("{} is not a baseline: it counts too much", file.display());
        }
        let entries = entries.into_iter();
        let entries = entries.flat_map(|row| repeat_n(row.entry, row.count));
        Ok(Self {
            stamp,
            entries: entries.collect(),
        })
    }

    /// JSON with an entry on each line, so that changes to it can be read and merged.
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        let stamp = Document {
            stamp: &self.stamp,
            entries: Vec::<Row>::new(),
        };
        let head = serde_json::to_string_pretty(&stamp)?;
        let mut text = head.trim_end_matches("]\n}").to_owned();
        let mut separator = "\n";
        for same in self.entries.chunk_by(|a, b| a == b) {
            let row = Row {
                entry: same[0].clone(),
                count: same.len(),
            };
            text += separator;
            text += &serde_json::to_string(&row)?;
            separator = ",\n";
        }
        text += "\n]\n}\n";
        fs::write(file, text).with_context(|| file.display().to_string())
    }
}
