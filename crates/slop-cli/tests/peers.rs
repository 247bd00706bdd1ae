//! What other tools for the same measures got wrong, or were asked for by those who use them.

mod common;

use std::fs;
use std::process::Command;

use common::{Project, printed};
use serde_json::{Value, json};

/// The lines of the numbers from 1 on.
fn numbered(last: usize, line: impl Fn(usize) -> String) -> String {
    (1..=last).map(line).collect()
}

/// A Python function of CC 13 in 26 rows.
fn big(name: &str) -> String {
    let branches = numbered(12, |n| format!("    if x == {n}:\n        x += {n}\n"));
    format!("def {name}(x):\n{branches}    return x\n")
}

/// The body of a JavaScript function of CC 13.
fn big_body() -> String {
    let branches = numbered(12, |n| format!("if (x === {n}) x += {n};\n"));
    format!("{{\n{branches}return x;\n}}")
}

const SMALL: &str = "def f(x):\n    return x\n";

/// What `scan` measures in the directory of the project, with these options.
fn scan(project: &Project, options: &[&str]) -> Value {
    let all = [&["scan", "--format=json"], options].concat();
    let report = printed(&project.run(".", &all), 0);
    serde_json::from_str(&report).expect("JSON")
}

fn scan_of(files: &[(&str, &str)]) -> Value {
    scan(&Project::new(files), &[])
}

/// The names and complexities of the callables of a report.
fn callables(report: &Value) -> Vec<(&str, u64)> {
    let files = report["files"].as_array().expect("a list").iter();
    let all = files.flat_map(|file| file["callables"].as_array().expect("a list"));
    all.map(|callable| {
        let cyclomatic = callable["cyclomatic"].as_u64().expect("a number");
        (callable["name"].as_str().expect("a name"), cyclomatic)
    })
    .collect()
}

/// The scores and sums of a report, without what tells the files apart.
fn sums(report: &Value) -> Vec<Value> {
    let keys = [
        "erosion",
        "total_mass",
        "callables",
        "unlisted_callables",
        "verbosity",
        "violation_pct",
        "clone_ratio",
        "loc",
        "sloc",
        "flagged_lines",
        "clone_lines",
        "verbose_lines",
    ];
    keys.map(|key| report[key].clone()).to_vec()
}

#[test]
fn files_of_one_name_are_all_counted() {
    let apart = scan_of(&[("a/util.py", &big("f")), ("b/other.py", SMALL)]);
    assert_eq!(apart["erosion"], 0.979_111);
    let same = scan_of(&[("a/util.py", &big("f")), ("b/util.py", SMALL)]);
    assert_eq!(sums(&same), sums(&apart));
    let packages = [
        ("a/__init__.py", ""),
        ("b/__init__.py", ""),
        ("a/util.py", &big("f")),
        ("b/util.py", SMALL),
    ];
    assert_eq!(sums(&scan_of(&packages)), sums(&apart));
    let big = format!("function f(x) {}\n", big_body());
    let small = "function f(x) { return x; }\n";
    let script = scan_of(&[("a/util.js", &big), ("b/util.js", small)]);
    assert_eq!(callables(&script), [("f", 13), ("f", 1)]);
}

#[test]
fn functions_of_one_name_in_one_file_are_all_counted() {
    let getter = big("size").replace('\n', "\n    ");
    let property = format!(
        "class C:\n    @property\n    {getter}\n    @size.setter\n    def size(self, x):\n        pass\n"
    );
    let report = scan_of(&[("a.py", &property)]);
    assert_eq!(callables(&report), [("size", 13), ("size", 1)]);
    let variants: String = ["int", "str", "list"]
        .map(|kind| format!("@show.register({kind})\n{}", big("_")))
        .concat();
    let report = scan_of(&[("a.py", &variants)]);
    assert_eq!(callables(&report), [("_", 13), ("_", 13), ("_", 13)]);
    let class = big("handler") + "class handler:\n    pass\n";
    assert_eq!(callables(&scan_of(&[("a.py", &class)])), [("handler", 13)]);
}

/// The paper's reference does not list them; what it leaves out must not read as a good score.
#[test]
fn functions_inside_statements_are_told_and_are_no_score_of_zero() {
    let inside = format!("if True:\n    {}\n", big("f").replace('\n', "\n    "));
    let project = Project::new(&[("a.py", &inside)]);
    let report = scan(&project, &[]);
    assert_eq!(report["erosion"], Value::Null);
    assert_eq!(report["unlisted_callables"], 1);
    for command in ["scan", "erosion"] {
        let text = printed(&project.run(".", &[command]), 0);
        assert!(text.contains("n/a"), "{text}");
        assert!(
            text.contains("1 function inside if, try, with, for, … not listed"),
            "{text}"
        );
    }
}

#[test]
fn a_broken_file_is_told_and_fails_every_gate() {
    let broken = big("f") + "def (\n";
    let project = Project::new(&[("a.py", &broken), ("b.py", SMALL)]);
    fs::write(project.path("c.py"), b"x = '\xe9'\n").expect("writable");
    project.write("d.py", &"#".repeat(2000));
    let limit = "--max-file-size=1kB";
    let report = scan(&project, &[limit]);
    assert_eq!(report["complete"], false);
    assert_eq!(report["loc"], 2);
    for (row, (path, reason)) in [
        ("a.py", "syntax-error"),
        ("c.py", "not-utf8"),
        ("d.py", "too-large"),
    ]
    .into_iter()
    .enumerate()
    {
        let skipped = &report["skipped"][row];
        assert_eq!(
            (&skipped["path"], &skipped["reason"]),
            (&json!(path), &json!(reason))
        );
    }
    for gate in [
        "--max-erosion=1",
        "--max-verbosity=1",
        "--max-cyclomatic=99",
    ] {
        let said = printed(&project.run(".", &["scan", "-q", limit, gate]), 1);
        assert!(
            said.contains("gate complete failed: 3 files could not be measured"),
            "{said}"
        );
        assert!(said.contains("a.py:27  syntax error after `def`"), "{said}");
        let allowed = ["scan", "-q", limit, gate, "--allow-skipped"];
        printed(&project.run(".", &allowed), 0);
    }
}

/// Python's own tokenizer stops at the first, and cuts lines at the other two.
#[test]
fn odd_text_ends_no_run_and_shifts_no_line() {
    let outdented = "def f(x):\n    if x:\n        return 1\n      return 2\n";
    let separator = "def f(x):\n    y = 'a\u{2028}b'\n    return y == True\n";
    let form_feed = "def f(x):\n\u{c}    y = 1\n    return y == True\n";
    let report = scan_of(&[
        ("outdented.py", outdented),
        ("separator.py", separator),
        ("with_form_feed.py", form_feed),
    ]);
    assert_eq!(report["skipped"], json!([]));
    assert_eq!(report["callables"], 3);
    for file in [1, 2] {
        let file = &report["files"][file];
        assert_eq!((&file["loc"], &file["sloc"]), (&json!(3), &json!(3)));
        assert_eq!(file["findings"][0]["start_line"], 3, "{file}");
    }
}

#[test]
fn javascript_functions_are_callables_however_they_are_written() {
    let body = big_body();
    for (before, after, name) in [
        ("const f = function (x) ", ";", "f"),
        ("module.exports = function (x) ", ";", "exports"),
        ("(function (x) ", ")(1);", "<anonymous>"),
        ("export default (x) => ", ";", "default"),
        ("app.get('/', (x) => ", ");", "<anonymous>"),
        ("const o = { h: (x) => ", "};", "h"),
        ("class C { m = (x) => ", "\n}", "m"),
        ("class C { get size() ", "\n}", "size"),
    ] {
        let text = format!("{before}{body}{after}\n");
        let report = scan_of(&[("a.js", &text)]);
        assert_eq!(callables(&report), [(name, 13)], "{text}");
        assert_eq!(report["erosion"], 1.0);
    }
}

#[test]
fn every_case_and_every_short_circuit_of_javascript_counts() {
    let cases = numbered(30, |n| format!("case {n}: return {n};\n"));
    let text = format!(
        "function f(x) {{ switch (x) {{\n{cases}default: x ??= 1; x ||= 2; x &&= 3; return x ?? (y || z); }} }}\n"
    );
    // 1, 30 cases, 3 assignments, 2 operators.
    assert_eq!(callables(&scan_of(&[("a.js", &text)])), [("f", 36)]);
}

#[test]
fn every_ending_of_javascript_and_typescript_is_measured() {
    let text = format!("function f(x) {}\n", big_body());
    let endings = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"];
    for ending in endings {
        let path = format!("a.{ending}");
        let project = Project::new(&[(&path, &text)]);
        assert_eq!(callables(&scan(&project, &[])), [("f", 13)], "{ending}");
    }
}

#[test]
fn what_nobody_wrote_is_left_out_and_that_is_said() {
    let text = format!("function f(x) {}\n", big_body());
    let project = Project::new(&[
        ("a.ts", &text),
        ("types/a.d.ts", "declare const a: number;\n"),
        ("a.min.js", &text),
        ("dist/a.js", &text),
        ("node_modules/other/a.js", &text),
        ("b.js", &format!("// @generated\n{text}")),
        ("c.js", &text.replace('\n', " ").repeat(3)),
    ]);
    let report = scan(&project, &[]);
    let left_out: Vec<_> = report["generated"]
        .as_array()
        .expect("a list")
        .iter()
        .collect();
    let left_out: Vec<_> = left_out
        .iter()
        .map(|file| {
            (
                file["path"].as_str().expect("a path"),
                file["reason"].as_str().expect("a word"),
            )
        })
        .collect();
    let expected = [
        ("a.min.js", "minified"),
        ("b.js", "generated"),
        ("c.js", "minified"),
        ("dist/a.js", "built"),
        ("node_modules/other/a.js", "installed"),
        ("types/a.d.ts", "declarations"),
    ];
    assert_eq!(left_out, expected);
    assert_eq!(
        (&report["complete"], callables(&report).len()),
        (&Value::Bool(true), 1)
    );
    assert_eq!(
        callables(&scan(&project, &["--include-generated"])).len(),
        8
    );
    assert_eq!(
        callables(&scan(&project, &["a.min.js"])).len(),
        1,
        "it is named"
    );
    let said = printed(&project.run(".", &["scan"]), 0);
    assert!(
        said.contains("left out as generated: 1 declarations, 2 minified, 1 built, 1 generated, 1 installed (--include-generated)"),
        "{said}"
    );
}

#[test]
fn a_language_without_rules_has_clones_and_no_verbosity_and_that_is_said() {
    let twice = format!("function f(x) {0}\nfunction g(x) {0}\n", big_body());
    let project = Project::new(&[("a.js", &twice)]);
    let rules = concat!("--only-rules=", env!("CARGO_MANIFEST_DIR"), "/tests/rules");
    let report = scan(&project, &[rules]);
    for measure in ["verbosity", "flagged_lines"] {
        assert_eq!(report[measure], Value::Null);
        assert_eq!(report["total"][measure], Value::Null);
    }
    assert_eq!(report["unsupported"][0]["language"], "javascript");
    assert_eq!(report["clone_groups"][0]["lines"], 15);
    let text = printed(&project.run(".", &["scan", rules]), 0);
    let said = "no verbosity of 1 javascript file: there are no rules for it";
    assert!(text.contains(said), "{text}");
}

/// More paths than the command line of a program holds, and no program to be found.
#[test]
fn rules_need_no_other_program() {
    const FILES: usize = 3_000;
    let long = "directory-with-a-long-name".repeat(7);
    let project = Project::new(&[]);
    for number in 0..FILES {
        let path = format!("{long}/{long}/{long}/{long}/{number}.py");
        project.write(&path, "ok = x == True\n");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_slop-cli"));
    let command = command.current_dir(project.path(".")).env_clear();
    let output = command.args(["scan", "--format=json"]).output();
    let report = printed(&output.expect("it runs"), 0);
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["flagged_lines"], FILES);
}

/// Two functions of one shape, each with a finding.
const TWICE: &str = "def f(x):\n    y = x == True\n    return y\n\n\n\
                     def g(a):\n    b = a == True\n    return b\n";

#[test]
fn a_comment_hides_what_it_names_and_is_counted() {
    let plain = scan_of(&[("a.py", TWICE)]);
    for comment in [
        "slop: ignore",
        "slop: ignore-file",
        "slop: boundary",
        "slop: ignore[nope]",
    ] {
        let text = TWICE.replace("== True", &format!("== True  # {comment}"));
        let project = Project::new(&[("a.py", &text)]);
        let report = scan(&project, &[]);
        assert_eq!(sums(&report), sums(&plain), "{comment}");
        let problems = &report["files"][0]["suppression_problems"];
        assert_eq!(problems.as_array().map(Vec::len), Some(2), "{comment}");
    }
    let text = TWICE.replace("== True", "== True  # slop: ignore[bool-comparison]");
    let project = Project::new(&[("a.py", &text)]);
    let report = scan(&project, &[]);
    assert_eq!(
        (&report["suppressed"], &report["flagged_lines"]),
        (&json!(2), &json!(0))
    );
    // Clones and complexity are not hidden.
    assert_eq!(report["clone_lines"], plain["clone_lines"]);
    assert_eq!(sums(&scan(&project, &["--no-suppress"])), sums(&plain));
}

#[test]
fn a_number_says_what_it_was_measured_with() {
    let project = Project::new(&[("a.py", TWICE)]);
    let paper = scan(&project, &[]);
    assert_eq!(paper["definition"], "paper");
    assert_eq!(paper["tool"]["version"], env!("CARGO_PKG_VERSION"));
    let rules = paper["rules"].as_u64().expect("a number");
    let fewer = scan(&project, &["--ignore=bool-comparison"]);
    assert_eq!(fewer["rules"], rules - 1);
    assert_ne!(fewer["rule_pack"], paper["rule_pack"]);
    let others = scan(&project, &["--exclude=b.py"]);
    assert_eq!(others["rule_pack"], paper["rule_pack"]);
    assert_ne!(others["settings"], paper["settings"]);
}

#[test]
fn other_tools_settings_and_the_current_directory_change_nothing() {
    let other = "[tool.ruff]\nexclude = ['a.py']\n[tool.ty.src]\nexclude = ['a.py']\n";
    let project = Project::new(&[("src/a.py", TWICE), ("pyproject.toml", other)]);
    let below = project.run("src", &["scan", "--format=json"]);
    assert_eq!(
        printed(&below, 0),
        printed(&project.run(".", &["scan", "--format=json", "src"]), 0)
    );
    assert_eq!(scan(&project, &["src"])["callables"], 2);
}

#[test]
fn the_name_of_a_directory_hides_nothing() {
    let names = ["build", "dist", "node_modules", "tests", "vendor", "venv"];
    let files = names.map(|name| format!("src/{name}/util.py"));
    let project = Project::new(&files.each_ref().map(|path| (&**path, SMALL)));
    assert_eq!(scan(&project, &[])["callables"], names.len());
}

#[test]
fn moving_code_to_another_file_changes_no_erosion() {
    let [apart, together] = [
        scan_of(&[("a.py", &big("f")), ("b.py", SMALL)]),
        scan_of(&[("a.py", &(big("f") + SMALL))]),
    ];
    assert_eq!(sums(&apart), sums(&together));
}

#[test]
fn what_is_left_out_is_in_no_number() {
    let bad = TWICE.to_owned() + &big("h");
    let project = Project::new(&[("a.py", TWICE), ("b.py", &big("h"))]);
    let before = scan(&project, &[]);
    project.write("generated_pb2.py", &bad);
    project.write(".ignore", "ignored.py\n");
    project.write("ignored.py", &bad);
    project.write("broken.py", &(bad.clone() + "def (\n"));
    project.write("large.py", &bad.repeat(9));
    project.write("other.js", &format!("function f(x) {}\n", big_body()));
    let options = ["--exclude=*_pb2.py", "--max-file-size=2kB"];
    let after = scan(&project, &options);
    assert_eq!(sums(&after), sums(&before));
    assert_eq!(after["clone_groups"], before["clone_groups"]);
    assert_ne!(sums(&scan(&project, &[])), sums(&before));
}

#[test]
fn exit_codes_tell_findings_from_mistakes() {
    let project = Project::new(&[
        ("a.py", &big("f")),
        ("empty/read.me", ""),
        ("wrong/a.py", SMALL),
        ("wrong/slop.toml", "[gate]\nmax-erosion = 2\n"),
    ]);
    for (code, arguments) in [
        (0, &["a.py"][..]),
        (0, &["a.py", "--max-erosion=1", "--max-cyclomatic=13"]),
        (1, &["a.py", "--max-erosion=0.5"]),
        (1, &["a.py", "--max-cyclomatic=12"]),
        (2, &["missing.py"]),
        (2, &["empty", "--max-erosion=0.5"]),
        (2, &["wrong"]),
        (2, &["a.py", "--max-erosion=half"]),
        (2, &["a.py", "--max-errosion=0.5"]),
        (2, &["a.py", "--baseline=missing.json"]),
        (2, &["a.py", "--output=missing/report.txt"]),
    ] {
        let all = [&["scan", "--quiet"], arguments].concat();
        printed(&project.run(".", &all), code);
    }
}

#[test]
fn nothing_to_do_is_said() {
    let project = Project::new(&[("read.me", ""), ("src/a.py", SMALL)]);
    fs::create_dir(project.path("empty")).expect("writable");
    for command in ["scan", "erosion", "verbosity", "clones"] {
        let said = printed(&project.run(".", &[command, "empty"]), 2);
        assert!(said.contains("no source file found in empty"), "{said}");
        let said = printed(&project.run(".", &[command, "src"]), 0);
        assert!(
            said.contains("1 file") || said.contains("1 python file"),
            "{said}"
        );
    }
}
