//! Is there a function like this one? `like-this FUNCTION.py DIRECTORY`
#![expect(clippy::print_stdout, reason = "an example prints")]

use slop_core::{DEFAULT_MAX_BYTES, Discovery, SourceFile};
use slop_verbosity::{CloneIndex, CloneInstance, CloneScope, DEFAULT_MIN_LINES};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(function), Some(directory)) = (arguments.next(), arguments.next()) else {
        return Err("usage: like-this FUNCTION.py DIRECTORY".into());
    };
    let mut index = CloneIndex::builder();
    for found in Discovery::default().find([directory])?.candidates {
        if let Ok(file) = SourceFile::read(found.path, found.language, DEFAULT_MAX_BYTES) {
            index.push(&file);
        }
    }
    let new = SourceFile::from_path(function)?;
    index.push(&new);
    let is_new = |instance: &CloneInstance| *instance.path == *new.path();
    for group in index.build().groups(CloneScope::Project, DEFAULT_MIN_LINES) {
        if group.instances.iter().any(is_new) {
            for other in group.instances.iter().filter(|other| !is_new(other)) {
                println!("{}:{}", other.path.display(), other.span.start_line);
            }
        }
    }
    Ok(())
}
