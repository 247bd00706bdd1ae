//! A build that is stopped by what gets worse, told as a story.

mod common;

use std::fs;

use common::{Project, printed};
use insta::assert_snapshot;
use serde_json::Value;

/// A function of this complexity.
fn function(name: &str, cyclomatic: usize) -> String {
    let tests: Vec<_> = (0..cyclomatic).map(|n| format!("x[{n}]")).collect();
    format!("def {name}(x):\n    return {}\n", tests.join(" or "))
}

/// A loop that stands nowhere else.
fn total(name: &str) -> String {
    format!(
        "def {name}(rows):\n    result = first(rows)\n    for row in rows:\n        \
         result.add(row.price, row.amount)\n    return result\n"
    )
}

/// A project with a complex function, a finding and a clone, all of them accepted.
fn accepted() -> Project {
    let project = Project::new(&[
        ("src/big.py", &function("decide", 12)),
        ("src/shop.py", &(total("net") + "\n\n" + &total("gross"))),
        ("src/flag.py", "def is_on(flag):\n    return flag == True\n"),
    ]);
    fs::create_dir(project.path(".git")).expect("writable");
    let written = project.run(".", &["baseline", "write", "src"]);
    assert_eq!(printed(&written, 0), "slop-baseline.json: 4 accepted\n");
    project
}

/// What the gate says, and its exit code.
fn gate(project: &Project, code: i32) -> String {
    let run = project.run(
        ".",
        &["scan", "--quiet", "--baseline=slop-baseline.json", "src"],
    );
    printed(&run, code);
    String::from_utf8(run.stderr).expect("UTF-8")
}

#[test]
fn nothing_changed() {
    assert_eq!(gate(&accepted(), 0), "");
}

#[test]
fn a_new_clone() {
    let project = accepted();
    project.write("src/bill.py", &total("sum_of"));
    assert_snapshot!(gate(&project, 1));
}

#[test]
fn a_clone_of_what_stood_alone() {
    let project = accepted();
    let lonely = "def read(path):\n    with open(path) as file:\n        for line in file:\n            yield line.strip()\n    print(path)\n";
    project.write("src/one.py", lonely);
    assert_eq!(gate(&project, 0), "");
    project.write("src/two.py", &lonely.replace("read", "load"));
    assert_snapshot!(gate(&project, 1));
}

#[test]
fn a_worse_function_and_a_new_one() {
    let project = accepted();
    let text = function("decide", 14) + &function("choose", 11);
    project.write("src/big.py", &text);
    assert_snapshot!(gate(&project, 1));
}

#[test]
fn a_second_finding() {
    let project = accepted();
    project.write("src/flag.py", "def is_on(flag):\n    return flag == True\n\n\ndef is_off(flag):\n    return flag == False\n");
    assert_snapshot!(gate(&project, 1));
}

#[test]
fn improvements() {
    let project = accepted();
    project.write("src/big.py", &function("decide", 11));
    project.write("src/flag.py", "def is_on(flag):\n    return flag\n");
    let gone = "1 accepted and gone: `slop-cli baseline prune` keeps them from coming back\n";
    assert_eq!(gate(&project, 0), gone);
    // Simple code that goes makes the share of the complex rise, and is no fault.
    fs::remove_file(project.path("src/shop.py")).expect("it is there");
    assert_eq!(gate(&project, 0), gone.replace('1', "3"));
    let baseline = fs::read(project.path("slop-baseline.json")).expect("it is there");
    let status = project.run(".", &["baseline", "status", "src"]);
    assert_snapshot!(printed(&status, 0));
    assert_eq!(
        fs::read(project.path("slop-baseline.json")).expect("it is there"),
        baseline
    );
    let pruned = project.run(".", &["baseline", "prune", "src"]);
    assert_eq!(
        printed(&pruned, 0),
        "slop-baseline.json: 3 taken out, 1 left\n"
    );
    // What was won is kept.
    project.write("src/big.py", &function("decide", 12));
    assert!(gate(&project, 1).contains("decide  CC 12, was 11"));
}

#[test]
fn a_renamed_file() {
    let project = accepted();
    for name in ["big", "shop", "flag"] {
        let to = format!("src/{name}_renamed.py");
        fs::rename(project.path(&format!("src/{name}.py")), project.path(&to))
            .expect("it is there");
    }
    assert_eq!(gate(&project, 0), "");
}

#[test]
fn moved_code() {
    let project = accepted();
    let decide = function("decide", 12).replace('\n', "\n    ");
    project.write(
        "src/big.py",
        &format!("import shop\n\n\nclass Judge:\n    {decide}\n"),
    );
    project.write("src/shop.py", &total("gross"));
    project.write("src/bill.py", &total("net"));
    assert_eq!(gate(&project, 0), "");
}

#[test]
fn another_checkout() {
    let base = accepted();
    let head = accepted();
    let baseline = base.path("slop-baseline.json");
    let option = format!("--baseline={}", baseline.display());
    let scan = ["scan", "--quiet", &option, "src"];
    printed(&head.run(".", &scan), 0);
    head.write("src/big.py", &function("decide", 13));
    printed(&head.run(".", &scan), 1);
}

#[test]
fn edited_code() {
    let project = accepted();
    project.write(
        "src/big.py",
        &function("decide", 12).replace("x[3]", "x[33]"),
    );
    let shorter = |name| total(name).replace("first(rows)", "start");
    project.write("src/shop.py", &(shorter("net") + &shorter("gross")));
    assert_eq!(gate(&project, 0), "");
}

#[test]
fn another_rule_pack_and_other_settings() {
    let project = accepted();
    let with = |option: &str| {
        let all = [
            "scan",
            "--quiet",
            "--baseline=slop-baseline.json",
            option,
            "src",
        ];
        let run = project.run(".", &all);
        assert_eq!(run.status.code(), Some(2));
        String::from_utf8(run.stderr).expect("UTF-8")
    };
    let said = with("--ignore=loops");
    // The fingerprints are those of today's rules.
    let is_hexadecimal = |word: &str| word.len() == 32 && u128::from_str_radix(word, 16).is_ok();
    let words = said.split_inclusive([' ', '(']).map(|word| {
        let bare = word.trim_end_matches([' ', '(']);
        word.replace(if is_hexadecimal(bare) { bare } else { "\0" }, "…")
    });
    assert_snapshot!("another_rule_pack", words.collect::<String>());
    assert_snapshot!("other_settings", with("--exclude=flag.py"));
}

#[test]
fn a_file_that_cannot_be_measured() {
    let project = accepted();
    project.write("src/broken.py", "def f(:\n");
    assert_snapshot!(gate(&project, 1));
    let allowed = [
        "scan",
        "--quiet",
        "--baseline=slop-baseline.json",
        "--allow-skipped",
        "src",
    ];
    printed(&project.run(".", &allowed), 0);
    // Without a gate nothing fails.
    printed(&project.run(".", &["scan", "--quiet", "src"]), 0);
    let pruned = project.run(".", &["baseline", "prune", "src"]);
    assert_snapshot!("nothing_is_pruned_blindly", printed(&pruned, 2));
}

#[test]
fn a_part_of_the_project() {
    let project = accepted();
    let part = [
        "scan",
        "--quiet",
        "--baseline=slop-baseline.json",
        "src/big.py",
    ];
    printed(&project.run(".", &part), 0);
    let pruned = project.run(".", &["baseline", "prune", "src/big.py"]);
    assert_snapshot!(printed(&pruned, 2));
}

#[test]
fn an_allowance() {
    let project = accepted();
    let with = |options: &[&str], code| {
        let all = [
            &["scan", "--quiet", "--baseline=slop-baseline.json", "src"],
            options,
        ]
        .concat();
        let run = project.run(".", &all);
        printed(&run, code);
        String::from_utf8(run.stderr).expect("UTF-8")
    };
    project.write("src/big.py", &function("decide", 13));
    assert!(with(&["--allow-erosion=0.0001"], 1).contains("decide  CC 13, was 12"));
    assert_eq!(with(&["--allow-erosion=0.05"], 0), "");
    project.write("src/other.py", "def f(flag):\n    return flag == False\n");
    assert!(with(&["--allow-erosion=0.05"], 1).contains("1 new finding\n"));
    assert_eq!(
        with(&["--allow-erosion=0.05", "--allow-verbosity=0.1"], 0),
        ""
    );
    let without = project.run(".", &["scan", "--allow-erosion=0.05", "src"]);
    assert_eq!(
        printed(&without, 2),
        "error: an allowance says how much more than a baseline: --baseline is missing\n"
    );
}

#[test]
fn limits() {
    let project = accepted();
    let with = |options: &[&str], code| {
        let all = [&["scan", "--quiet", "src"], options].concat();
        let run = project.run(".", &all);
        printed(&run, code);
        String::from_utf8(run.stderr).expect("UTF-8")
    };
    let met = [
        "--max-erosion=1",
        "--max-verbosity=1",
        "--max-cyclomatic=12",
    ];
    assert_eq!(with(&met, 0), "");
    let missed = [
        "--max-erosion=0.1",
        "--max-verbosity=0.1",
        "--max-cyclomatic=11",
    ];
    assert_snapshot!(with(&missed, 1));
    project.write("slop.toml", "[gate]\nmax-cyclomatic = 11\n");
    assert!(with(&[], 1).starts_with("gate max-cyclomatic failed"));
    let report = project.run(".", &["scan", "--format=json", "src"]);
    let report: Value = serde_json::from_slice(&report.stdout).expect("JSON");
    assert_eq!(
        report["gates"]["asked"],
        serde_json::json!(["max-cyclomatic"])
    );
    assert_eq!(
        report["gates"]["failures"][0]["places"][0]["path"],
        "src/big.py"
    );
}

/// Rules that do not look at JavaScript.
const PYTHON_ONLY: &str = concat!("--only-rules=", env!("CARGO_MANIFEST_DIR"), "/tests/rules");

#[test]
fn a_score_that_is_undefined_meets_no_gate() {
    let project = Project::new(&[
        ("a.js", "function f() { return 1; }\n"),
        (
            "b/b.py",
            &format!("if x:\n    {}", function("f", 20).replace('\n', "\n    ")),
        ),
    ]);
    let said = printed(
        &project.run(
            ".",
            &["scan", "-q", "--max-verbosity=1", PYTHON_ONLY, "a.js"],
        ),
        1,
    );
    assert!(
        said.contains("gate max-verbosity failed: verbosity is undefined: no line was measured"),
        "{said}"
    );
    let said = printed(
        &project.run(".", &["scan", "-q", "--max-erosion=1", "b"]),
        1,
    );
    assert!(
        said.contains("gate max-erosion failed: erosion is undefined: no function stands"),
        "{said}"
    );
    printed(
        &project.run(".", &["scan", "-q", "--max-erosion=1", "a.js"]),
        0,
    );
}

#[test]
fn reports_say_which_gate_was_not_met() {
    let project = accepted();
    let report = |format: &str| {
        let options = [
            "scan",
            "--format",
            format,
            "--max-erosion=0.1",
            "--max-cyclomatic=11",
            "--top=0",
            "src",
        ];
        let run = project.run(".", &options);
        assert_eq!(run.status.code(), Some(1));
        String::from_utf8(run.stdout).expect("UTF-8")
    };
    assert_snapshot!("gates_in_markdown", report("markdown"));
    assert_snapshot!("gates_for_github", report("github"));
    let page = report("html");
    for (gate, message) in [
        ("max-erosion", "erosion of python is "),
        ("max-cyclomatic", "the highest "),
    ] {
        let told =
            format!("<p data-gate=\"{gate}\"><span class=\"strong\">{gate}</span>: {message}");
        assert!(page.contains(&told), "{told}");
    }
}

#[test]
fn sarif_keeps_what_is_accepted_apart() {
    let project = accepted();
    project.write(
        "src/flag.py",
        "def is_on(flag):\n    return flag == True and flag == False\n",
    );
    project.write("src/bill.py", &total("sum_of"));
    let options = [
        "scan",
        "--format=sarif",
        "--baseline=slop-baseline.json",
        "src",
    ];
    let run = project.run(".", &options);
    let log: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("a list").iter();
    let results: Vec<_> = results
        .map(|result| {
            let kind = result["suppressions"][0]["kind"].as_str();
            (result["ruleId"].as_str().expect("a text"), kind)
        })
        .collect();
    // Two findings in one line cannot be told apart by the line: both are shown.
    let expected = [
        ("slop/complex-callable", Some("external")),
        ("bool-comparison", None),
        ("bool-comparison", None),
        ("slop/clone", None),
    ];
    assert_eq!(results, expected);
}

#[test]
fn a_baseline_is_written_only_when_asked() {
    let project = accepted();
    let again = project.run(".", &["baseline", "write", "src"]);
    assert_eq!(
        printed(&again, 2),
        "error: slop-baseline.json is there already; --force replaces it\n"
    );
    let before = fs::read(project.path("slop-baseline.json")).expect("it is there");
    printed(
        &project.run(".", &["baseline", "write", "--force", "src"]),
        0,
    );
    assert_eq!(
        fs::read(project.path("slop-baseline.json")).expect("it is there"),
        before
    );
    // From elsewhere and in a file of another name, it is the same.
    let elsewhere = ["baseline", "write", "--baseline=other.json", "."];
    printed(&project.run("src", &elsewhere), 0);
    printed(
        &project.run(".", &["scan", "--baseline=src/other.json", "src"]),
        0,
    );
}

#[test]
fn the_file_can_be_read_by_people() {
    let project = accepted();
    let text = fs::read_to_string(project.path("slop-baseline.json")).expect("it is there");
    let rule_pack = serde_json::from_str::<Value>(&text).expect("JSON")["rule_pack"].clone();
    let rule_pack = rule_pack.as_str().expect("a text").to_owned();
    assert_snapshot!(text.replace(&rule_pack, "…"));
}

#[test]
fn a_file_that_is_no_baseline() {
    let project = accepted();
    for (name, text) in [
        ("empty", ""),
        ("not_json", "entries\n"),
        ("no_entries", "{}"),
        (
            "endless",
            "{\"slop_baseline\":1,\"definition\":\"paper\",\"rule_pack\":\"\",\"settings\":{},\"paths\":[],\"erosion\":0,\"verbosity\":0,\"entries\":[{\"kind\":\"finding\",\"name\":\"a\",\"path\":\"a\",\"fingerprint\":\"a\",\"value\":1,\"count\":18446744073709551615}]}",
        ),
    ] {
        project.write("slop-baseline.json", text);
        assert_snapshot!(format!("no_baseline_{name}"), gate(&project, 2));
    }
    let missing = project.run(".", &["scan", "--baseline=missing.json", "src"]);
    let said = printed(&missing, 2);
    let expected =
        "error: missing.json cannot be read (`slop-cli baseline write` makes one): No such file";
    assert!(said.starts_with(expected), "{said}");
}
