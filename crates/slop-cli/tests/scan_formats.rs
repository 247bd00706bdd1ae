//! The formats of `slop-cli scan`. What others read of them is checked by `fixtures/formats`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use slop_verbosity::RuleSet;
use tempfile::TempDir;

const FORMATS: [&str; 6] = ["json", "jsonl", "sarif", "gitlab", "github", "markdown"];

/// A directory with the small projects, outside of any repository.
fn projects() -> TempDir {
    let copy = TempDir::new().expect("a directory");
    for project in ["project", "project/web", "clones"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(project);
        fs::create_dir(copy.path().join(project)).expect("a directory");
        for entry in fs::read_dir(from).expect("it is there") {
            let path = entry.expect("it is there").path();
            if path.is_file() {
                let name = path.file_name().expect("a file has one");
                fs::copy(&path, copy.path().join(project).join(name)).expect("it is copied");
            }
        }
    }
    copy
}

/// A directory with one Python file.
fn file(text: &str) -> TempDir {
    let directory = TempDir::new().expect("a directory");
    fs::write(directory.path().join("a.py"), text).expect("it is written");
    directory
}

fn scan(directory: &TempDir, format: &str, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_slop-cli"))
        .current_dir(directory)
        .args(["scan", "--format", format])
        .args(arguments)
        .output()
        .expect("it runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn scan_json(directory: &TempDir, format: &str) -> Value {
    let mut value = serde_json::from_str(&scan(directory, format, &[])).expect("JSON");
    for changing in [
        "/tool/version",
        "/runs/0/tool/driver/version",
        "/rule_pack",
        "/rules",
    ] {
        if let Some(changing) = Value::pointer_mut(&mut value, changing) {
            *changing = "…".into();
        }
    }
    value
}

/// The results of a rule in SARIF.
fn results(directory: &TempDir, rule: &str) -> Vec<Value> {
    let log = scan_json(directory, "sarif");
    let results = log["runs"][0]["results"].as_array().expect("a list");
    let of_rule = results.iter().filter(|result| result["ruleId"] == rule);
    of_rule.cloned().collect()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a tree")
}

#[test]
fn as_json() {
    insta::assert_snapshot!(pretty(&scan_json(&projects(), "json")));
}

#[test]
fn as_jsonl() {
    let text = scan(&projects(), "jsonl", &[]);
    let version = concat!(r#""version":""#, env!("CARGO_PKG_VERSION"), '"');
    let rules = RuleSet::paper().merge(&RuleSet::javascript());
    let rules = rules.expect("no id is in both");
    let text = text
        .replace(version, r#""version":"…""#)
        .replace(&rules.fingerprint().to_string(), "…")
        .replace(
            &format!(r#""rules":{}"#, rules.rules().len()),
            r#""rules":"…""#,
        );
    insta::assert_snapshot!(text);
}

#[test]
fn as_sarif() {
    let mut log = scan_json(&projects(), "sarif");
    let rules = &mut log["runs"][0]["tool"]["driver"]["rules"];
    let rules = rules.as_array_mut().expect("a list");
    let ours = [RuleSet::paper(), RuleSet::javascript()];
    let ours: usize = ours.iter().map(|pack| pack.rules().len()).sum();
    assert_eq!(rules.len(), 2 + ours);
    rules.truncate(3);
    insta::assert_snapshot!(pretty(&log));
}

#[test]
fn for_gitlab() {
    insta::assert_snapshot!(pretty(&scan_json(&projects(), "gitlab")));
}

#[test]
fn for_github() {
    insta::assert_snapshot!(scan(&projects(), "github", &[]));
}

#[test]
fn as_markdown() {
    insta::assert_snapshot!(scan(&projects(), "markdown", &["--top=2"]));
}

#[test]
fn markdown_compares_with_the_panel_only_what_was_measured_as_there() {
    let projects = projects();
    let javascript = scan(&projects, "markdown", &["--language=javascript"]);
    assert!(!javascript.contains("Percentile"), "{javascript}");
    let selected = scan(&projects, "markdown", &["--select=loops"]);
    let verbosity = selected
        .lines()
        .find(|line| line.starts_with("| Verbosity"));
    assert!(
        verbosity.is_some_and(|line| line.ends_with("|  |  |")),
        "{selected}"
    );
}

#[test]
fn a_file_is_written_as_it_is_printed() {
    let projects = projects();
    // In no format may the name act on a terminal or be lost.
    let name = "names\u{1b}[31m\u{7f}.py";
    fs::copy(
        projects.path().join("project/shapes.py"),
        projects.path().join(name),
    )
    .expect("copied");
    for format in FORMATS {
        let elsewhere = TempDir::new().expect("a directory");
        let report = elsewhere.path().join("report");
        let option = format!("--report={format}={}", report.display());
        let printed = scan(&projects, format, &[&option]);
        assert_eq!(fs::read_to_string(&report).expect("it is written"), printed);
        assert!(!printed.is_empty(), "{format}");
    }
}

#[test]
fn no_format_depends_on_threads_or_holds_the_place_of_the_project() {
    let projects = projects();
    let place = projects.path().to_str().expect("UTF-8");
    for format in FORMATS {
        let one = scan(&projects, format, &["--jobs=1"]);
        assert_eq!(
            one,
            scan(&projects, format, &["--jobs=8", place]),
            "{format}"
        );
        assert!(!one.contains(place), "{format}");
    }
}

#[test]
fn fingerprints_tell_equal_texts_apart_and_stay_when_code_moves() {
    let fingerprints = |text: &str| {
        let results = results(&file(text), "bool-comparison");
        let known = results.iter().map(|result| {
            let known = &result["partialFingerprints"]["slopContent/v1"];
            known.as_str().expect("a text").to_owned()
        });
        known.collect::<Vec<_>>()
    };
    let before = fingerprints("a = x == True\nb = x == True\n");
    assert_eq!(before[0].split(':').nth(1), Some("1"));
    assert_eq!(before[1], before[0].replace(":1", ":2"));
    assert_eq!(
        fingerprints("\n\na = x == True\nif b:\n    b = x == True\n"),
        before
    );
    let suppressed = "a = x == True  # slop: ignore[bool-comparison]\nb = x == True\n";
    assert_eq!(fingerprints(suppressed), before);
}

#[test]
fn sarif_counts_characters_and_tells_what_is_suppressed() {
    let text = "s = 'é€😀'; t = s == True  # slop: ignore[bool-comparison]\n";
    let results = results(&file(text), "bool-comparison");
    assert_eq!(results.len(), 1);
    let location = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "a.py");
    let region = json!({"startLine": 1, "startColumn": 16, "endLine": 1, "endColumn": 25});
    assert_eq!(location["region"], region);
    assert_eq!(results[0]["suppressions"], json!([{"kind": "inSource"}]));
}

#[test]
fn what_is_not_counted_is_a_note() {
    let text = "def f(pair):\n    a = pair[0]\n    b = pair[1]\n    return a + b\n";
    let results = results(&file(text), "manual-index-unpack");
    assert!(!results.is_empty());
    assert!(results.iter().all(|result| result["level"] == "note"));
}

#[test]
fn gitlab_gets_every_place_of_a_clone_under_a_fingerprint_of_its_own() {
    let function = "def f(a):\n    b = a + 1\n    return b\n\n";
    let issues = scan_json(&file(&function.repeat(3)), "gitlab");
    let issues = issues.as_array().expect("a list").iter();
    let clones: Vec<_> = issues
        .filter(|issue| issue["check_name"] == "slop/clone")
        .collect();
    assert_eq!(clones.len(), 3);
    let known: BTreeSet<_> = clones
        .iter()
        .map(|issue| issue["fingerprint"].as_str())
        .collect();
    assert_eq!(known.len(), 3);
}

#[test]
fn github_gets_ten_of_each_level_and_the_number_of_the_rest() {
    let text = "a = x == True\n".repeat(25);
    let text = scan(&file(&text), "github", &[]);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 11, "{text}");
    assert!(
        lines[..10]
            .iter()
            .all(|line| line.starts_with("::warning "))
    );
    assert_eq!(
        lines[10],
        "15 more in 1 file, all in --format sarif and --format json"
    );
}
