//! How the points of a series are measured.

use slop_core::{DEFAULT_MAX_BYTES, Discovery, Fingerprint};
use slop_verbosity::RuleSet;

/// What is measured and how: the same for every point of a series, or they would not compare.
///
/// The default is what `slop-cli scan --isolated` does. Settings files inside old commits are not read.
#[derive(Clone)]
pub struct Method {
    /// The rules that flag lines.
    pub rules: RuleSet,
    /// Whether comments in the source suppress findings.
    pub suppress: bool,
    /// Which files are looked for. In commits, symbolic links are never followed.
    pub files: Discovery,
    /// Whether JavaScript and TypeScript that nobody wrote is measured too.
    pub include_generated: bool,
    /// The greatest size of a file, in bytes.
    pub max_bytes: u64,
}

impl Default for Method {
    fn default() -> Self {
        let both = RuleSet::paper().merge(&RuleSet::javascript());
        Self {
            rules: both.expect("no id is in both packs"),
            suppress: true,
            files: Discovery::default(),
            include_generated: false,
            max_bytes: DEFAULT_MAX_BYTES,
        }
    }
}

/// To be raised when figures of a file change, or how they are written, without a change of version.
const FORM: u32 = 2;

impl Method {
    /// What the figures of a file depend on besides its content and language.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let Self {
            rules,
            suppress,
            include_generated,
            max_bytes,
            ..
        } = self;
        let (version, rules) = (env!("CARGO_PKG_VERSION"), rules.fingerprint());
        let text = format!("{version} {FORM} {rules} {suppress} {include_generated} {max_bytes}");
        Fingerprint::of_text(&text)
    }
}
