//! What changed between two commits, a commit and the working tree, and two directories.
#![cfg(unix)]

#[path = "history/repository.rs"]
#[expect(dead_code, reason = "other tests do more with a repository")]
mod repository;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use insta::assert_snapshot;
use serde_json::{Value, json};
use tempfile::TempDir;

use self::repository::Git;

/// A function of this complexity.
fn function(name: &str, cyclomatic: usize) -> String {
    let tests: Vec<_> = (0..cyclomatic).map(|n| format!("x[{n}]")).collect();
    format!("def {name}(x):\n    return {}\n\n\n", tests.join(" or "))
}

/// A loop that stands nowhere else.
fn total(name: &str) -> String {
    format!(
        "def {name}(rows):\n    result = first(rows)\n    for row in rows:\n        \
         result.add(row.price, row.amount)\n    return result\n\n\n"
    )
}

const FINDING: &str = "def is_on(flag):\n    return flag == True\n\n\n";
const NO_FINDING: &str = "def is_on(flag):\n    return flag\n\n\n";

/// A finding of another rule.
const APPENDS: &str = "def names(rows):\n    result = []\n    for row in rows:\n        \
     result.append(row.name)\n    return result\n\n\n";

type Files = Vec<(&'static str, String)>;

fn before() -> Files {
    vec![
        ("src/worse.py", function("decide", 9) + &function("read", 2)),
        ("src/better.py", function("choose", 14)),
        ("src/old_name.py", function("renamed", 5)),
        ("src/from.py", function("moved", 4) + &function("left", 2)),
        ("src/to.py", function("right", 3)),
        ("src/flag.py", FINDING.to_owned()),
        ("src/names.py", "NAMES = ()\n".to_owned()),
        ("src/sum.py", total("net")),
        ("src/same.py", function("same", 12)),
        (
            "web/a.js",
            "function f(x) { return x; }\nf(1);\n".to_owned(),
        ),
    ]
}

fn after() -> Files {
    vec![
        (
            "src/worse.py",
            function("decide", 13) + &function("read", 2),
        ),
        ("src/better.py", function("choose", 6)),
        ("src/new_name.py", function("renamed", 5)),
        ("src/from.py", function("left", 2)),
        ("src/to.py", function("right", 3) + &function("moved", 4)),
        ("src/flag.py", NO_FINDING.to_owned()),
        ("src/names.py", APPENDS.to_owned()),
        ("src/sum.py", total("net") + &total("gross")),
        ("src/same.py", function("same", 12)),
        (
            "web/a.js",
            "function f(x) { return x; }\nf(1);\n".to_owned(),
        ),
    ]
}

fn write(directory: &Path, files: &Files) {
    for (path, text) in files {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().expect("in a directory")).expect("a directory");
        fs::write(path, text).expect("a file");
    }
}

/// A repository with the files before as the first commit, and those after as the second.
fn story() -> (Git, [String; 2]) {
    let mut git = Git::init();
    write(git.path(), &before());
    let first = git.commit("How it was");
    for inner in ["src", "web"] {
        fs::remove_dir_all(git.path().join(inner)).expect("it is there");
    }
    write(git.path(), &after());
    let second =
        git.commit("Work with a subject that is longer than a terminal is wide, and then some");
    (git, [first, second])
}

/// The files before and after as two directories, `before` and `after`.
fn directories(before: &Files, after: &Files) -> TempDir {
    let place = tempfile::tempdir().expect("a directory");
    for (name, files) in [("before", before), ("after", after)] {
        fs::create_dir(place.path().join(name)).expect("a directory");
        write(&place.path().join(name), files);
    }
    place
}

fn one(path: &'static str, text: impl Into<String>) -> Files {
    vec![(path, text.into())]
}

fn slop<S: AsRef<OsStr>>(directory: &Path, arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_slop-cli"))
        .current_dir(directory)
        .args(arguments)
        .env("XDG_CACHE_HOME", directory.join(".cache"))
        .output()
        .expect("it runs")
}

/// Standard output and standard error, where it ended with this exit code.
fn printed(output: &Output, code: i32) -> (String, String) {
    let text = |bytes| String::from_utf8(Vec::clone(bytes)).expect("UTF-8");
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{error}");
    (out, error)
}

fn text(directory: &Path, arguments: &[&str]) -> String {
    let all = [&["diff"], arguments].concat();
    printed(&slop(directory, all), 0).0
}

fn json(directory: &Path, arguments: &[&str]) -> Value {
    let all = [&["diff", "--format=json"], arguments].concat();
    let out = printed(&slop(directory, all), 0).0;
    assert_eq!(out.lines().count(), 1);
    serde_json::from_str(&out).expect("JSON")
}

/// What the gate says, and how it ends.
fn gate(directory: &Path, code: i32, options: &[&str]) -> String {
    let all = [&["diff", "--fail-if-worse"], options].concat();
    printed(&slop(directory, all), code).1
}

fn gate_of(before: &Files, after: &Files, code: i32, options: &[&str]) -> String {
    let place = directories(before, after);
    gate(
        place.path(),
        code,
        &[&["before", "after"], options].concat(),
    )
}

fn scan(directory: &Path) -> Value {
    let out = printed(&slop(directory, ["scan", "--format=json"]), 0).0;
    serde_json::from_str(&out).expect("JSON")
}

/// A report without what the sides are called.
fn anonymous(mut report: Value) -> Value {
    for side in ["before", "after"] {
        for key in ["name", "time", "subject"] {
            report[side][key] = Value::Null;
        }
    }
    report
}

#[test]
fn as_text() {
    let (git, [first, second]) = story();
    let shown = text(git.path(), &[&first, &second]);
    assert_snapshot!(shown);
    assert!(shown.lines().all(|line| line.chars().count() <= 80));
    let one = text(git.path(), &["--top=1", "HEAD~1"]);
    assert!(one.contains("… and 2 more: --format json"), "{one}");
    assert!(!text(git.path(), &["--top=0", "HEAD~1"]).contains("grew most"));
}

#[test]
fn a_table_for_each_language_that_changed() {
    let (git, _) = story();
    assert!(!text(git.path(), &["HEAD~1"]).contains("\njavascript "));
    git.write(
        "web/a.js",
        "function f(x) { return x || 1; }\nf(1);\nf(2);\n",
    );
    let both = text(git.path(), &["HEAD~1"]);
    assert!(both.contains("\npython "), "{both}");
    assert!(both.contains("\njavascript "), "{both}");
    assert!(
        both.contains("highest CC            1           2          +1"),
        "{both}"
    );
    let rewritten = one("a.js", "const a = 1;\n");
    let place = directories(&one("a.py", "x = 1\n"), &rewritten);
    let other = text(place.path(), &["before", "after"]);
    assert!(
        other.find("\njavascript ") < other.find("\npython "),
        "{other}"
    );
    assert!(
        other.contains("LOC                   1           0          -1"),
        "{other}"
    );
}

#[test]
fn help() {
    let place = tempfile::tempdir().expect("a directory");
    assert_snapshot!(text(place.path(), &["-h"]));
}

#[test]
fn as_json() {
    let (git, [first, second]) = story();
    let mut report = json(git.path(), &[&first, &second]);
    report["tool"]["version"] = "…".into();
    report["rule_pack"] = "…".into();
    assert_snapshot!(serde_json::to_string_pretty(&report).expect("a tree"));
}

#[test]
fn the_same_content_gives_the_same_comparison() {
    let (git, [first, second]) = story();
    let of_commits = anonymous(json(git.path(), &["HEAD~1", "main"]));
    for arguments in [
        &[&*first, &*second][..],
        &["--no-cache", &first, &second],
        &[&first],
        &["--jobs=1", &first],
    ] {
        let same = anonymous(json(git.path(), arguments));
        assert_eq!(same, of_commits, "{arguments:?}");
    }
    let inside = git.path().join("web");
    assert_eq!(anonymous(json(&inside, &[&first, &second])), of_commits);
    let place = directories(&before(), &after());
    let of_directories = anonymous(json(place.path(), &["before", "after/."]));
    assert_eq!(of_directories, of_commits);
}

#[test]
fn figures_are_those_of_a_scan() {
    let (git, commits) = story();
    let report = json(git.path(), &["HEAD~1", "HEAD"]);
    for (side, commit) in ["before", "after"].into_iter().zip(&commits) {
        let (_place, checkout) = git.checkout(commit);
        let scan = scan(&checkout);
        let languages = report["languages"].as_array().expect("a list");
        assert_eq!(languages.len(), 2);
        for (diffed, scanned) in languages
            .iter()
            .zip(scan["languages"].as_array().expect("a list"))
            .chain([(&report["total"], &scan["total"])])
        {
            assert_eq!(diffed["language"], scanned["language"]);
            for (key, value) in diffed[side].as_object().expect("an object") {
                assert_eq!(value, &scanned[key], "{key} {side}");
            }
        }
    }
}

#[test]
fn nothing_changed() {
    let (git, [first, _]) = story();
    let head = git.head();
    let said = format!("nothing changed from {} to working tree\n", &head[..10]);
    assert_eq!(text(git.path(), &["HEAD"]), said);
    assert_eq!(text(git.path(), &["--fail-if-worse", "HEAD"]), said);
    assert_eq!(json(git.path(), &["HEAD", "HEAD"])["changed"], false);
    assert_eq!(json(git.path(), &["HEAD~1", "HEAD"])["changed"], true);
    let one_file = text(git.path(), &["--path=web", &first, "HEAD"]);
    assert!(one_file.starts_with("nothing changed"), "{one_file}");
    let place = directories(&Files::new(), &Files::new());
    let said = "nothing changed from before to after\n";
    assert_eq!(text(place.path(), &["before", "after"]), said);
}

#[test]
fn a_part_of_the_repository() {
    let (git, _) = story();
    let whole = json(git.path(), &["HEAD~1"]);
    assert_eq!(whole["total"]["after"]["files"], 10);
    for head in [&["HEAD"][..], &[]] {
        let part = json(git.path(), &[&["--path=src", "HEAD~1"], head].concat());
        assert_eq!(part["total"]["after"]["files"], 9);
        assert_eq!(part["files"], whole["files"]);
    }
}

#[test]
fn the_working_tree_is_what_stands_on_the_disk() {
    let (git, _) = story();
    git.write("src/untracked.py", function("late", 20));
    git.write(".gitignore", "ignored.py\n");
    git.write("src/ignored.py", function("never", 30));
    let report = json(git.path(), &["HEAD"]);
    let grown: Vec<_> = report["callables"]
        .as_array()
        .expect("a list")
        .iter()
        .collect();
    assert_eq!(grown.len(), 1);
    assert_eq!(grown[0]["after"]["path"], "src/untracked.py");
    assert_eq!(grown[0]["after"]["cyclomatic"], 20);
    assert_eq!(grown[0]["crossed"], true);
    assert_eq!(report["after"]["name"], "working tree");
}

#[test]
fn two_directories_go_before_commits() {
    let (git, _) = story();
    git.run(["branch", "src", "HEAD~1"]);
    git.run(["branch", "web"]);
    assert_eq!(json(git.path(), &["src", "web"])["before"]["name"], "src");
    for arguments in [&["heads/src", "heads/web"][..], &["src"], &["src", "HEAD"]] {
        let report = json(git.path(), arguments);
        assert_eq!(report["before"]["subject"], "How it was", "{arguments:?}");
    }
}

#[test]
fn settings_of_the_first_side_hold_for_both() {
    let files = |extra: &str| {
        let mut files = one("a.py", function("f", 3));
        files.push(("vendor/b.py", function("g", 20) + extra));
        files
    };
    let place = directories(&files(""), &files("x = 1\n"));
    assert_eq!(
        json(place.path(), &["before", "after"])["total"]["after"]["files"],
        2
    );
    let settings = "[files]\nexclude = [\"/vendor/\"]\n";
    fs::write(place.path().join("before/slop.toml"), settings).expect("a file");
    let report = json(place.path(), &["before", "after"]);
    assert_eq!(report["changed"], false);
    assert_eq!(report["total"]["after"]["files"], 1);
    let isolated = json(place.path(), &["--isolated", "before", "after"]);
    assert_eq!(isolated["changed"], true);
}

#[test]
fn worse_functions_fail() {
    let (git, _) = story();
    assert_snapshot!(gate(git.path(), 1, &["HEAD~1", "HEAD"]));
    assert_eq!(
        gate(git.path(), 1, &["HEAD", "HEAD~1"])
            .matches("gate")
            .count(),
        1
    );
    assert_eq!(gate(git.path(), 0, &["HEAD"]), "");
    let report = slop(
        git.path(),
        ["diff", "--fail-if-worse", "--format=json", "HEAD~1"],
    );
    let report: Value = serde_json::from_str(&printed(&report, 1).0).expect("JSON");
    assert_eq!(report["gates"]["asked"], json!(["fail-if-worse"]));
    assert_eq!(report["gates"]["failures"][0]["gate"], "fail-if-worse");
}

#[test]
fn what_is_allowed_passes() {
    let before = one("a.py", function("f", 12) + &function("g", 4));
    let after = one("a.py", function("f", 13) + &function("g", 4));
    // Both have two source lines: 12/16 and 13/17.
    let failed = gate_of(&before, &after, 1, &["--allow-erosion=0.0147"]);
    assert_snapshot!(failed);
    assert_eq!(gate_of(&before, &after, 0, &["--allow-erosion=0.0148"]), "");
    assert_eq!(gate_of(&after, &before, 0, &[]), "");
    assert_ne!(gate_of(&before, &after, 1, &["--allow-verbosity=1"]), "");
}

#[test]
fn less_simple_code_makes_erosion_rise() {
    let before = one("a.py", function("f", 12) + &function("g", 4));
    let after = one("a.py", function("f", 12));
    assert_snapshot!(gate_of(&before, &after, 1, &[]));
}

#[test]
fn new_findings_and_clones_fail() {
    let before = one("a.py", total("net") + NO_FINDING);
    let after = one("a.py", total("net") + FINDING + &total("gross"));
    assert_snapshot!(gate_of(&before, &after, 1, &["--allow-erosion=1"]));
    assert_eq!(gate_of(&before, &after, 0, &["--allow-verbosity=1"]), "");
    // A copy in another file enters no score.
    let mut apart = before.clone();
    apart.push(("b.py", total("gross")));
    assert_eq!(gate_of(&before, &apart, 0, &[]), "");
}

#[test]
fn less_plain_code_makes_verbosity_rise() {
    let before = one("a.py", FINDING.to_owned() + &function("g", 4));
    assert_snapshot!(gate_of(&before, &one("a.py", FINDING), 1, &[]));
}

#[test]
fn what_was_undefined_counts_as_zero() {
    let (nothing, simple) = (Files::new(), one("a.py", function("f", 3)));
    assert_eq!(gate_of(&nothing, &simple, 0, &[]), "");
    let complex = one("a.py", function("f", 11) + &function("g", 9));
    let failed = gate_of(&nothing, &complex, 1, &[]);
    assert_snapshot!(failed);
    assert_eq!(
        gate_of(&nothing, &complex, 0, &["--allow-erosion=0.55"]),
        ""
    );
    assert_eq!(gate_of(&complex, &nothing, 0, &[]), "");
    // A language that was not there, beside one that was.
    let mut script = simple.clone();
    script.push((
        "a.js",
        format!("function f(x) {{ return {}; }}\n", ["x"; 12].join(" || ")),
    ));
    let failed = gate_of(&simple, &script, 1, &[]);
    assert!(
        failed.contains("erosion of javascript rose by 1.0"),
        "{failed}"
    );
}

#[test]
fn a_file_that_can_no_longer_be_measured_fails() {
    let before = one("a.py", function("f", 12));
    let broken = one("a.py", "def f(:\n");
    assert_snapshot!(gate_of(&before, &broken, 1, &[]));
    assert_eq!(gate_of(&before, &broken, 0, &["--exclude=a.py"]), "");
    assert_eq!(gate_of(&broken, &broken, 0, &[]), "");
    let place = directories(&before, &broken);
    let shown = text(place.path(), &["before", "after"]);
    assert!(
        shown.contains("skipped and not before\n  a.py:1:"),
        "{shown}"
    );
}

#[test]
fn an_empty_side() {
    let mut git = Git::init();
    let empty = git.commit("Nothing");
    write(git.path(), &after());
    git.commit("Everything");
    let appeared = json(git.path(), &[&empty, "HEAD"]);
    assert_eq!(appeared["languages"][0]["before"]["erosion"], Value::Null);
    assert_eq!(appeared["languages"][0]["change"]["erosion"], Value::Null);
    assert_eq!(appeared["languages"][0]["change"]["callables"], 12.0);
    let gone = text(git.path(), &["HEAD", &empty]);
    assert!(
        gone.contains("0 files changed, 0 new, 10 gone, 0 moved"),
        "{gone}"
    );
    assert!(
        gone.contains("highest CC           13         n/a         n/a"),
        "{gone}"
    );
}

#[test]
fn paths_that_are_no_text() {
    let mut git = Git::init();
    let name = OsStr::from_bytes(b"caf\xe9.py");
    git.write(name, function("f", 3));
    git.commit("One");
    git.write(name, function("f", 13));
    git.commit("Two");
    for arguments in [&["HEAD~1"][..], &["HEAD~1", "HEAD"]] {
        let report = json(git.path(), arguments);
        assert_eq!(report["callables"][0]["after"]["path"], "caf\u{fffd}.py");
        assert!(text(git.path(), arguments).contains("caf\u{fffd}.py"));
    }
    let place = PathBuf::from(OsStr::from_bytes(b"\xff"));
    let unknown = slop(git.path(), [OsStr::new("diff"), place.as_os_str()]);
    printed(&unknown, 2);
    git.write(place.join("a.py"), "x = 1\n");
    let itself = [OsStr::new("diff"), place.as_os_str(), place.as_os_str()];
    printed(&slop(git.path(), itself), 0);
}

#[test]
fn a_bare_repository() {
    let (git, _) = story();
    let of_commits = anonymous(json(git.path(), &["HEAD~1", "HEAD"]));
    let bare = tempfile::tempdir().expect("a directory");
    git.run([
        OsStr::new("clone"),
        OsStr::new("--quiet"),
        OsStr::new("--bare"),
        git.path().as_os_str(),
        bare.path().as_os_str(),
    ]);
    assert_eq!(
        anonymous(json(bare.path(), &["HEAD~1", "HEAD"])),
        of_commits
    );
    assert_snapshot!(error(bare.path(), &["HEAD"]), @"error: a bare repository has no working tree: HEAD is missing");
}

fn error(directory: &Path, arguments: &[&str]) -> String {
    let all = [&["diff"], arguments].concat();
    printed(&slop(directory, all), 2).1
}

#[test]
fn errors_name_what_is_wrong() {
    let (git, _) = story();
    assert_snapshot!(error(git.path(), &["nowhere"]), @"error: `nowhere` names no commit: couldn't parse revision, input=\"nowhere\"");
    assert_snapshot!(error(git.path(), &["HEAD", "HEAD~7"]), @"error: `HEAD~7` names no commit: delegate.traverse(NthAncestor(7)) failed, input=\"~7\"");
    assert_snapshot!(error(git.path(), &["src"]), @"error: src is a directory, and takes another one: `src` names no commit: couldn't parse revision, input=\"src\"");
    assert_snapshot!(error(git.path(), &["--path=src", "src", "web"]), @"error: --path is a directory of a repository, and two directories are compared here");
    assert_snapshot!(error(git.path(), &["--path=missing", "HEAD"]), @"error: missing: no such directory");
    let alone = error(git.path(), &["--allow-erosion=0.1", "HEAD"]);
    assert!(
        alone.contains("not provided:\n  --fail-if-worse"),
        "{alone}"
    );
    let place = directories(&before(), &after());
    let unknown = error(place.path(), &["HEAD"]);
    assert!(unknown.contains("in no git repository"), "{unknown}");
}
