//! What a scan was asked for, as far as it decides the numbers.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use slop_core::Fingerprint;

use crate::args::InputArgs;

/// The settings that decide what is measured, by name; those that are not set are left out.
///
/// Which rules are used is not among them: the fingerprint of the rule pack tells that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings(BTreeMap<String, String>);

impl Settings {
    pub(crate) fn of(input: &InputArgs, no_suppress: bool) -> Self {
        let files = input.files.rows().into_iter();
        let no_suppress = no_suppress.then(|| true.into());
        let all = files.chain([("no-suppress", no_suppress)]);
        let set = all.filter_map(|(name, value)| Some((name.to_owned(), value?.to_string())));
        Self(set.collect())
    }
}

impl Settings {
    /// The first setting that is another there: its name, its value here and its value there.
    pub(crate) fn difference(&self, other: &Self) -> Option<(String, String, String)> {
        let names = self.0.keys().chain(other.0.keys());
        let value = |settings: &Self, name| {
            settings
                .0
                .get(name)
                .map_or("not set", |value| value)
                .to_owned()
        };
        let mut values = names.map(|name| (name.clone(), value(self, name), value(other, name)));
        values.find(|(_, here, there)| here != there)
    }
}

/// The fingerprint, for comparing settings without reading them.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Fingerprint::of_text(&lines.join("\n")).fmt(f)
    }
}
