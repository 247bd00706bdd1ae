//! The ten rules that find most in a directory: `frequent-rules DIRECTORY`.
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;

use slop_core::{Discovery, SourceFile};
use slop_verbosity::RuleSet;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = std::env::args()
        .nth(1)
        .ok_or("usage: frequent-rules DIRECTORY")?;
    let rules = RuleSet::paper();
    let mut counts = BTreeMap::new();
    for found in Discovery::default().find([directory])?.candidates {
        let Ok(file) = SourceFile::from_path(found.path) else {
            continue; // does not parse, is not UTF-8, …
        };
        for finding in rules.scan(&file) {
            *counts.entry(finding.rule).or_insert(0) += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (rule, count) in counts.iter().take(10) {
        println!("{count:6}  {rule}");
    }
    Ok(())
}
