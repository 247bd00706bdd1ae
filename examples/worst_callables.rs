//! Ranks the callables of a directory by complexity: `worst-callables DIRECTORY`.
#![expect(clippy::print_stdout, reason = "an example prints")]

use slop_complexity::callables;
use slop_core::{DEFAULT_MAX_BYTES, Discovery, SourceFile};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = std::env::args()
        .nth(1)
        .ok_or("usage: worst-callables DIRECTORY")?;
    let mut worst = Vec::new();
    for found in Discovery::default().find([directory])?.candidates {
        let Ok(file) = SourceFile::read(found.path, found.language, DEFAULT_MAX_BYTES) else {
            continue; // does not parse, is not UTF-8, …
        };
        for callable in callables(&file)?.listed {
            let place = format!("{}:{}", file.path().display(), callable.span.start_line);
            worst.push((callable.cyclomatic, place, callable.qualified_name));
        }
    }
    worst.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.cmp(b)));
    for (cyclomatic, place, name) in worst.iter().take(10) {
        println!("{cyclomatic:4}  {place}  {name}");
    }
    Ok(())
}
