//! What a user types and sees: exit code, standard output and standard error.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use insta_cmd::assert_cmd_snapshot;
use serde_json::Value;

/// The program, run in `tests/project`.
fn slop(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slop-cli"));
    command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/project"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn json(arguments: &[&str]) -> Value {
    let output = slop(arguments)
        .arg("--format=json")
        .output()
        .expect("it runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn with_stdin(arguments: &[&str], text: &str) -> Output {
    let mut child = slop(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

#[test]
fn erosion_as_text() {
    assert_cmd_snapshot!(slop(&["erosion"]));
}

#[test]
fn erosion_with_every_option() {
    let options = [
        "--top=1",
        "--threshold=5",
        "--size-term=sloc",
        "--sensitivity",
    ];
    assert_cmd_snapshot!(slop(&["erosion", "shapes.py"]).args(options));
}

#[test]
fn erosion_as_json() {
    let mut report = json(&["erosion", ".", "broken.py"]);
    report["tool"]["version"] = "…".into();
    let pretty = serde_json::to_string_pretty(&report).expect("a tree");
    insta::assert_snapshot!(pretty);
}

#[test]
fn json_is_one_line_with_the_score_near_its_start() {
    let output = slop(&["erosion", "--format=json"])
        .output()
        .expect("it runs")
        .stdout;
    let text = String::from_utf8(output).expect("UTF-8");
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with(r#"{"schema_version":1,"tool":{"name":"slop-cli","version":""#));
    assert!(text.find("\"erosion\":").expect("the score") < 200);
}

#[test]
fn sensitivity_as_json() {
    let family = &json(&["erosion", "shapes.py", "--sensitivity"])["sensitivity"];
    let variants: Vec<_> = family.as_array().expect("a list").iter().collect();
    let named = |v: &Value| format!("{} {} {}", v["threshold"], v["size_term"], v["erosion"]);
    insta::assert_snapshot!(
        variants
            .into_iter()
            .map(named)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn nothing_measured_is_not_zero() {
    assert_cmd_snapshot!(slop(&["erosion", "broken.py"]));
    let report = json(&["erosion", "broken.py"]);
    for field in [
        "erosion",
        "language",
        "max_cyclomatic",
        "gini",
        "top_20_share",
    ] {
        assert_eq!(report[field], Value::Null, "{field}");
    }
    assert_eq!(report["callables"], 0);
}

#[test]
fn colour_only_when_asked_or_on_a_terminal() {
    assert_cmd_snapshot!(slop(&["erosion", "--color=always", "--top=2", "shapes.py"]));
    for when in ["auto", "never"] {
        let output = slop(&["erosion", "--color", when])
            .output()
            .expect("it runs");
        assert!(!output.stdout.contains(&0x1b), "--color={when} into a pipe");
    }
}

#[test]
fn paths_are_shown_as_given() {
    for (given, shown) in [
        ("web", "web/app.js"),
        ("web/", "web/app.js"),
        ("./web", "./web/app.js"),
        ("../project/web", "../project/web/app.js"),
        ("web/app.js", "web/app.js"),
    ] {
        assert_eq!(
            json(&["erosion", given])["files"][0]["path"],
            shown,
            "{given}"
        );
    }
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let output = |jobs| {
        let output = slop(&["erosion", "--format=json", "--jobs", jobs]).output();
        output.expect("it runs").stdout
    };
    assert_eq!(output("1"), output("8"));
}

#[test]
fn standard_input() {
    let text = "def f(x):\n    return x if x else 1\n";
    let output = with_stdin(&["erosion", "-", "--stdin-path=lib/f.py"], text);
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stdout));
    let named = with_stdin(&["erosion", "-", "--language=python"], text);
    assert!(String::from_utf8_lossy(&named.stdout).contains("<stdin>:1 f"));
    let unnamed = with_stdin(&["erosion", "-"], "");
    assert_eq!(unnamed.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8_lossy(&unnamed.stderr));
}

#[test]
fn standard_input_obeys_the_size_limit() {
    let arguments = [
        "erosion",
        "-",
        "--stdin-path=f.py",
        "--max-file-size=4B",
        "--format=json",
    ];
    let output = with_stdin(&arguments, "x = 1\n");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["skipped"][0]["reason"], "too-large");
}

#[test]
fn files_over_the_size_limit_are_skipped() {
    let report = json(&["erosion", "web", "--max-file-size=100B"]);
    assert_eq!(report["skipped"][0]["reason"], "too-large");
    assert_eq!(report["files"].as_array().map(Vec::len), Some(0));
}

#[test]
fn languages_and_exclusions() {
    let paths = |arguments: &[&str]| -> Vec<String> {
        let report = json(arguments);
        let files = report["files"].as_array().expect("a list");
        files
            .iter()
            .map(|file| file["path"].as_str().expect("a path").to_owned())
            .collect()
    };
    assert_eq!(
        paths(&["erosion", ".", "--language=javascript"]),
        ["./web/app.js"]
    );
    assert_eq!(
        paths(&["erosion", ".", "--exclude=web/"]),
        ["./shapes.py", "./wasteful.py"]
    );
}

#[test]
fn mistakes_end_with_2_and_say_what_is_wrong() {
    for (name, arguments) in [
        ("missing_path", &["erosion", "missing"][..]),
        ("wrong_glob", &["erosion", "--exclude=a[", "."]),
        ("unknown_language", &["erosion", "--language=cobol"]),
        ("wrong_size", &["erosion", "--max-file-size=large"]),
        ("no_threads", &["erosion", "--jobs=0"]),
        ("nothing_found", &["erosion", "web", "--language=python"]),
        ("misspelt_command", &["erozion"]),
        ("misspelt_rule", &["verbosity", "--ignore=bool-comparision"]),
        ("misspelt_group", &["verbosity", "--select=lops"]),
        ("unknown_rule", &["rules", "explain", "xyz"]),
        ("no_rules", &["verbosity", "--only-rules=missing"]),
        ("wrong_rules", &["verbosity", "--only-rules=../wrong-rules"]),
        (
            "unsupported_language",
            &["verbosity", "web", "--only-rules=../rules"],
        ),
        ("unknown_scope", &["clones", "--scope=folder"]),
    ] {
        assert_cmd_snapshot!(name, slop(arguments));
    }
}

#[test]
fn verbosity_as_text() {
    assert_cmd_snapshot!(slop(&["verbosity"]));
    assert_cmd_snapshot!(
        "verbosity_shown",
        slop(&["verbosity", "--show", "--top=2", "wasteful.py"])
    );
    let all = [
        "verbosity",
        "--no-suppress",
        "--color=always",
        "--show",
        "--select=comparisons",
    ];
    assert_cmd_snapshot!("verbosity_in_colour", slop(&all).arg("wasteful.py"));
}

#[test]
fn verbosity_as_json() {
    let mut report = json(&["verbosity", "wasteful.py", "web"]);
    report["tool"]["version"] = "…".into();
    report["rules"] = "…".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).expect("a tree"));
    let unsuppressed = json(&["verbosity", "wasteful.py", "--no-suppress"]);
    assert_eq!(unsuppressed["suppressed"], 0);
    assert!(unsuppressed["flagged_lines"].as_u64() > report["flagged_lines"].as_u64());
}

#[test]
fn clones_as_text() {
    assert_cmd_snapshot!(slop(&["clones", "../clones"]));
    let options = ["--nested", "--scope=file", "--top=1", "--color=always"];
    assert_cmd_snapshot!(
        "clones_within_files",
        slop(&["clones", "../clones"]).args(options)
    );
    assert_cmd_snapshot!(
        "no_clones",
        slop(&["clones", "../clones", "--min-lines=50"])
    );
}

#[test]
fn clones_as_json() {
    let mut report = json(&["clones", "../clones", "--nested", "--language=python"]);
    report["tool"]["version"] = "…".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).expect("a tree"));
    let groups = |option: &str| {
        let report = json(&["clones", "../clones", option]);
        report["clone_groups"].as_array().expect("a list").len()
    };
    assert!(groups("--min-instances=3") < groups("--min-instances=2"));
    assert!(groups("--min-lines=7") < groups("--min-lines=3"));
    let of_verbosity = json(&["verbosity", "../clones", "--language=python"]);
    assert_eq!(of_verbosity["clone_groups"], report["clone_groups"]);
}

#[test]
fn scan_as_text() {
    assert_cmd_snapshot!(slop(&["scan"]));
    assert_cmd_snapshot!("scan_quiet", slop(&["scan", "--quiet", "shapes.py"]));
    assert_cmd_snapshot!(
        "scan_of_javascript_in_colour",
        slop(&[
            "scan",
            "--color=always",
            "--top=2",
            "web",
            "../clones/people.js"
        ])
    );
    assert_cmd_snapshot!("scan_of_nothing_measurable", slop(&["scan", "broken.py"]));
}

#[test]
fn scan_says_what_erosion_verbosity_and_clones_say() {
    for paths in [
        &["."][..],
        &["../clones"],
        &["web"],
        &["wasteful.py", "shapes.py"],
    ] {
        let measured = |command: &str| json(&[&[command], paths].concat());
        let scan = measured("scan");
        let erosion = measured("erosion");
        for (key, value) in erosion.as_object().expect("an object") {
            let differ = ["files", "skipped"];
            if !differ.contains(&&**key) {
                assert_within(value, &scan[key], key);
            }
        }
        let clones = json(&[&["clones", "--nested"], paths].concat());
        let groups = |report: &Value| report["clone_groups"].as_array().expect("a list").len();
        assert_eq!(groups(&scan), groups(&clones));
        let verbosity = measured("verbosity");
        for (key, value) in verbosity.as_object().expect("an object") {
            let differ = ["files", "skipped", "clone_groups"];
            if !differ.contains(&&**key) {
                assert_within(value, &scan[key], key);
            }
        }
    }
}

/// Every field of the one is in the other, which may have more.
#[track_caller]
fn assert_within(part: &Value, whole: &Value, key: &str) {
    match (part, whole) {
        (Value::Object(part), Value::Object(_)) => {
            for (name, value) in part {
                assert_within(value, &whole[name], &format!("{key}.{name}"));
            }
        }
        (Value::Array(part), Value::Array(whole)) => {
            assert_eq!(part.len(), whole.len(), "{key}");
            for (part, whole) in part.iter().zip(whole) {
                assert_within(part, whole, key);
            }
        }
        _ => assert_eq!(part, whole, "{key}"),
    }
}

#[test]
fn scan_gives_the_same_bytes_from_everywhere() {
    let output = |directory: &str, arguments: &[&str]| {
        let mut command = slop(&["scan", "--format=json"]);
        let output = command.args(arguments).current_dir(directory).output();
        output.expect("it runs").stdout
    };
    let project = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/project");
    let here = output(project, &["--jobs=1"]);
    assert_eq!(output(project, &["--jobs=8", "."]), here);
    assert_eq!(output("/", &[project]), here);
    assert_eq!(output(&format!("{project}/web"), &[".."]), here);
    let text = String::from_utf8(here).expect("UTF-8");
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{text}");
    assert!(text.contains("web/app.js\""), "{text}");
}

#[test]
fn scan_writes_files() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = |name: &str| directory.path().join(name);
    let read = |name: &str| std::fs::read_to_string(file(name)).expect("it was written");
    let output = slop(&["scan", "--color=always", "--quiet", "shapes.py", "--output"])
        .arg(file("scores.txt"))
        .args(["--report", &format!("json={}", file("scan.json").display())])
        .output()
        .expect("it runs");
    assert_eq!((output.stdout, output.status.code()), (Vec::new(), Some(0)));
    assert!(read("scores.txt").starts_with("      "), "without colour");
    assert!(serde_json::from_str::<Value>(&read("scan.json")).expect("JSON")["files"].is_array());
    assert_cmd_snapshot!("unknown_report", slop(&["scan", "--report=pdf=a.pdf"]));
    assert_cmd_snapshot!("report_without_file", slop(&["scan", "--report=json"]));
    assert_cmd_snapshot!(
        "report_into_nowhere",
        slop(&["scan", "--report=json=missing/a.json"])
    );
}

#[test]
fn scan_says_how_long_it_took_when_asked() {
    let timed = slop(&["scan", "--timings", "--format=json"])
        .output()
        .expect("it runs");
    let plain = slop(&["scan", "--format=json"]).output().expect("it runs");
    assert_eq!(timed.stdout, plain.stdout);
    let said = String::from_utf8(timed.stderr).expect("UTF-8");
    let stages: Vec<_> = said.lines().map(|line| line[..16].trim_end()).collect();
    let expected = [
        "finding files",
        "measuring files",
        "comparing files",
        "writing reports",
        "together",
    ];
    assert_eq!(stages, expected);
    assert_eq!(plain.stderr, b"");
}

#[test]
fn completions_and_manual_pages() {
    let printed = |arguments: &[&str]| {
        let output = slop(arguments).output().expect("it runs");
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            printed(&["completions", shell]).contains("max-erosion"),
            "{shell}"
        );
    }
    for command in [
        "scan",
        "erosion",
        "verbosity",
        "clones",
        "rules",
        "baseline",
        "config",
    ] {
        let page = printed(&["man", command]);
        assert!(
            page.contains(&format!("\n.TH slop-cli-{command} 1 ")),
            "{page}"
        );
        assert!(printed(&["man"]).contains(command), "{command}");
    }
    assert_cmd_snapshot!("misspelt_manual", slop(&["man", "scann"]));
}

#[test]
fn rules_of_a_directory() {
    let ids = |option: &str| {
        let list = json(&["rules", option, "../rules"])["rules"].take();
        list.as_array()
            .expect("a list")
            .iter()
            .map(|rule| rule["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("--only-rules"), ["no-print"]);
    let ours = json(&["rules"])["rules"].as_array().expect("a list").len();
    assert_eq!(ids("--rules").len(), ours + 1);
    let report = json(&["verbosity", "shapes.py", "--only-rules=../rules"]);
    assert_eq!(report["files"][0]["findings"][0]["rule"], "no-print");
}

#[test]
fn rules_are_explained() {
    assert_cmd_snapshot!(slop(&["rules", "explain", "bool-comparison"]));
    let uncounted = slop(&["rules", "explain", "manual-index-unpack"])
        .output()
        .expect("it runs");
    assert!(String::from_utf8_lossy(&uncounted.stdout).contains("Not counted: in the paper"));
    assert_cmd_snapshot!("rules_of_a_group", slop(&["rules", "--select=typing"]));
}

#[test]
fn help() {
    assert_cmd_snapshot!(slop(&["erosion", "-h"]));
    assert_cmd_snapshot!(slop(&["erosion", "--help"]));
    assert_cmd_snapshot!("help_verbosity", slop(&["verbosity", "-h"]));
    assert_cmd_snapshot!("help_clones", slop(&["clones", "-h"]));
    assert_cmd_snapshot!("help_scan", slop(&["scan", "-h"]));
    assert_cmd_snapshot!("help_baseline", slop(&["baseline", "-h"]));
    assert_cmd_snapshot!("help_commands", slop(&["-h"]));
    assert_cmd_snapshot!("help_rules", slop(&["rules", "-h"]));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = slop(&["erosion", "--format=json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}
