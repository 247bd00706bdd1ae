//! Finding files: what is found, in which order, and what is left out.

use std::fs;
use std::path::{Path, PathBuf};

use slop_core::{Discovery, Language};
use tempfile::TempDir;

/// A directory with these empty files.
fn tree(files: &[&str]) -> TempDir {
    let root = tempfile::tempdir().expect("a directory");
    for file in files {
        write(root.path(), file, "");
    }
    root
}

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("inside the root")).expect("writable");
    fs::write(path, text).expect("writable");
}

/// What is found under these paths, given and shown relative to the root.
fn found(root: &TempDir, discovery: &Discovery, paths: &[&str]) -> Vec<String> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| root.path().join(path)).collect();
    let found = discovery.find(paths).expect("all paths exist");
    let relative = |path: &Path| path.strip_prefix(root.path()).expect("inside").to_owned();
    found
        .candidates
        .iter()
        .map(|c| relative(&c.path).display().to_string())
        .collect()
}

#[test]
fn finds_source_files_in_order() {
    let root = tree(&[
        "b.py",
        "a/z.mjs",
        "a/b.PY",
        "a-b.py",
        "README.md",
        "noending",
    ]);
    let all = found(&root, &Discovery::default(), &[""]);
    assert_eq!(all, ["a/b.PY", "a/z.mjs", "a-b.py", "b.py"]);
}

#[test]
fn honours_ignore_files_and_skips_hidden_ones() {
    let root = tree(&[
        "kept.py",
        "ignored.py",
        "out/a.py",
        ".hidden/a.py",
        ".git/HEAD",
    ]);
    write(root.path(), ".gitignore", "ignored.py\n");
    write(root.path(), ".ignore", "out/\n");
    assert_eq!(found(&root, &Discovery::default(), &[""]), ["kept.py"]);
    let unignored = Discovery {
        ignore_files: false,
        ..Discovery::default()
    };
    assert_eq!(
        found(&root, &unignored, &[""]),
        ["ignored.py", "kept.py", "out/a.py"]
    );
    let hidden = Discovery {
        hidden: true,
        ..Discovery::default()
    };
    assert_eq!(found(&root, &hidden, &[""]), [".hidden/a.py", "kept.py"]);
}

#[test]
fn a_file_that_is_named_is_taken_whatever_ignores_it() {
    let root = tree(&["ignored.py", ".git/HEAD"]);
    write(root.path(), ".gitignore", "*.py\n");
    assert_eq!(
        found(&root, &Discovery::default(), &["ignored.py"]),
        ["ignored.py"]
    );
}

#[test]
fn exclusions_are_relative_to_each_path() {
    let root = tree(&[
        "p/tests/a.py",
        "p/src/tests/b.py",
        "p/src/c_pb2.py",
        "p/src/d.py",
    ]);
    let without = |globs: &[&str]| {
        let exclude = globs.iter().map(|glob| (*glob).to_owned()).collect();
        found(
            &root,
            &Discovery {
                exclude,
                ..Discovery::default()
            },
            &["p"],
        )
    };
    assert_eq!(without(&["tests/"]), ["p/src/c_pb2.py", "p/src/d.py"]);
    assert_eq!(
        without(&["/tests", "*_pb2.py"]),
        ["p/src/d.py", "p/src/tests/b.py"]
    );
    assert_eq!(without(&["src/**"]), ["p/tests/a.py"]);
}

#[test]
fn exclusions_hold_for_files_that_are_named() {
    let root = tree(&["a_pb2.py", "b.py"]);
    let discovery = Discovery {
        exclude: vec!["*_pb2.py".to_owned()],
        ..Discovery::default()
    };
    assert_eq!(found(&root, &discovery, &["a_pb2.py", "b.py"]), ["b.py"]);
}

#[test]
fn exclusions_may_be_relative_to_a_directory_of_their_own() {
    let root = tree(&["p/tests/a.py", "p/src/vendor/b.py", "p/src/c.py", "p/c.py"]);
    let without = |globs: &[&str], paths: &[&str]| {
        let exclude = globs.iter().map(|glob| (*glob).to_owned()).collect();
        let discovery = Discovery {
            exclude,
            exclude_from: Some(root.path().join("p")),
            ..Discovery::default()
        };
        found(&root, &discovery, paths)
    };
    assert_eq!(
        without(&["/src/vendor", "/c.py"], &["p/src"]),
        ["p/src/c.py"]
    );
    assert_eq!(
        without(&["src/"], &["p/src/vendor", "p/src/c.py", "p/c.py"]),
        ["p/c.py"]
    );
    // What lies above the directory is not looked at.
    assert_eq!(without(&["p/"], &["p/src/c.py"]), ["p/src/c.py"]);
}

#[test]
fn each_file_is_found_once() {
    let root = tree(&["src/a.py", "src/b.py"]);
    let paths = ["src/", "src//", "src/a.py", "src/../src"];
    assert_eq!(
        found(&root, &Discovery::default(), &paths),
        ["src/a.py", "src/b.py"]
    );
}

#[test]
fn languages_can_be_chosen() {
    let root = tree(&["a.py", "b.js", "script"]);
    let discovery = Discovery {
        languages: vec![Language::Python],
        ..Discovery::default()
    };
    assert_eq!(found(&root, &discovery, &[""]), ["a.py"]);
    assert_eq!(
        found(&root, &discovery, &["a.py", "b.js", "script"]),
        ["a.py", "script"]
    );
}

#[test]
fn a_named_file_without_a_language_is_skipped_with_its_reason() {
    let root = tree(&["notes.txt"]);
    let found = Discovery::default()
        .find([root.path().join("notes.txt")])
        .expect("it exists");
    assert!(found.candidates.is_empty());
    assert_eq!(found.skipped[0].problem().code(), "unknown-language");
}

#[test]
fn wrong_paths_and_globs_are_errors() {
    let root = tree(&["a.py"]);
    let missing = root.path().join("missing");
    let error = Discovery::default()
        .find([&missing])
        .expect_err("no such path");
    assert!(
        error
            .to_string()
            .starts_with(&format!("{}: ", missing.display())),
        "{error}"
    );

    let discovery = Discovery {
        exclude: vec!["a[".to_owned()],
        ..Discovery::default()
    };
    let error = discovery.find([root.path()]).expect_err("no glob");
    assert!(
        error.to_string().starts_with("`a[` is not a valid glob: "),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_when_asked() {
    use std::os::unix::fs::symlink;

    let root = tree(&["src/a.py", "elsewhere/b.py"]);
    symlink("..", root.path().join("src/loop")).expect("writable");
    symlink("../elsewhere/b.py", root.path().join("src/b.py")).expect("writable");
    assert_eq!(found(&root, &Discovery::default(), &["src"]), ["src/a.py"]);
    let following = Discovery {
        follow_links: true,
        ..Discovery::default()
    };
    assert_eq!(
        found(&root, &following, &["src"]).len(),
        2,
        "each file once, loops cut"
    );
}

#[cfg(unix)]
#[test]
fn ignore_files_that_never_end_are_refused() {
    use std::os::unix::fs::symlink;

    let root = tree(&["a.py", "inside/b.py", "ignored/.git/info/c.py"]);
    symlink("/dev/zero", root.path().join("ignored/.git/info/exclude")).expect("writable");
    let find = || Discovery::default().find([root.path()]);
    let error = find().expect_err("refused").to_string();
    assert!(
        error.ends_with("ignored/.git/info/exclude: not a regular file"),
        "{error}"
    );
    write(root.path(), ".ignore", "ignored/\n");
    assert_eq!(find().expect("it is not looked at").candidates.len(), 2);
}
