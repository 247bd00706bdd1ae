//! Embeds the rule packs: writes Rust tables of the files under `rules/python/` and `rules/javascript/`.
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let mut tables = String::new();
    for (name, directory) in [
        ("PAPER", "rules/python"),
        ("JAVASCRIPT", "rules/javascript"),
    ] {
        let mut files = Vec::new();
        collect(&root.join(directory), &mut files)?;
        files.sort();
        writeln!(tables, "const {name}: &[(&str, &str)] = &[").expect("a string grows");
        for path in &files {
            let name = path.strip_prefix(&root).expect("inside the package");
            let (name, path) = (name.display().to_string(), path.display().to_string());
            writeln!(tables, "    ({name:?}, include_str!({path:?})),").expect("a string grows");
        }
        tables.push_str("];\n");
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("set by cargo"));
    fs::write(out.join("pack.rs"), tables)
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", directory.display());
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "yml") {
            files.push(path);
        }
    }
    Ok(())
}
