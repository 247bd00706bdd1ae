//! What must be true whatever bytes come in: one function for each fuzz target, which panics where it is not.
//!
//! `fuzz_targets` hands them what the fuzzer makes up, and an ordinary test the seeds.

#![expect(clippy::missing_panics_doc, reason = "panicking is what they are for")]

mod cache;
mod clones;
mod config;
mod places;
mod rules;
mod source;
mod suppression;

pub use cache::cache;
pub use clones::clones;
pub use config::config;
pub use rules::rules;
pub use source::{javascript, python};
pub use suppression::suppression;

/// A name, which is also that of the directory of its seeds, and what must be true.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 7] = [
    ("cache", cache),
    ("clones", clones),
    ("config", config),
    ("javascript", javascript),
    ("python", python),
    ("rules", rules),
    ("suppression", suppression),
];
