//! Input that is meant to hurt: each has its promised outcome, and none a panic, an overflow of the
//! stack or a run that never ends. What is about directories, settings and rules stands in `zoo.rs`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A directory with one file in it.
fn directory(name: &str, content: impl AsRef<[u8]>) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    fs::write(directory.path().join(name), content).expect("writable");
    directory
}

fn run(command: &str, path: &Path, options: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_slop-cli"));
    program
        .arg(command)
        .args(["--format=json", "--include-generated"])
        .args(options)
        .arg(path);
    program.output().expect("it runs")
}

fn report(output: &Output) -> Value {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    assert_eq!(error, "");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn measure(command: &str, name: &str, content: impl AsRef<[u8]>) -> Value {
    let directory = directory(name, content);
    report(&run(command, directory.path(), &[]))
}

/// The file is measured, nothing is skipped.
fn measured(name: &str, content: impl AsRef<[u8]>) -> Value {
    let report = measure("erosion", name, content);
    assert_eq!(report["skipped"], Value::Array(Vec::new()));
    report["files"][0].clone()
}

/// The file is skipped for this reason, in this line.
fn skipped(name: &str, content: impl AsRef<[u8]>, reason: &str, line: Option<u32>) {
    let report = measure("erosion", name, content);
    assert_eq!(report["erosion"], Value::Null);
    assert_eq!(report["skipped"][0]["reason"], reason);
    assert_eq!(report["skipped"][0]["line"], Value::from(line));
}

const MANY: usize = 100_000;

#[test]
fn nested_parentheses() {
    let nested = |inner: &str| format!("{}{inner}{}", "(".repeat(MANY), ")".repeat(MANY));
    let python = format!("def f():\n    return {}\n", nested("1"));
    assert_eq!(measured("a.py", python)["callables"][0]["cyclomatic"], 1);
    let docstring = format!("def f():\n    {}\n", nested("'doc'"));
    assert_eq!(measured("a.py", docstring)["sloc"], 1);
    let javascript = format!("const f = {}\n", nested("() => a || b"));
    assert_eq!(
        measured("a.js", javascript)["callables"][0]["cyclomatic"],
        2
    );
}

#[test]
fn unclosed_parentheses() {
    skipped(
        "a.py",
        format!("x = 1\ny = {}\n", "(".repeat(MANY)),
        "syntax-error",
        Some(2),
    );
}

#[test]
fn chained_operators() {
    let sum = vec!["a"; MANY].join(" + ");
    assert_eq!(
        measured("a.py", format!("def f():\n    return {sum}\n"))["loc"],
        2
    );
    let all = vec!["a"; MANY].join(" and ");
    let file = measured("a.py", format!("def f():\n    return {all}\n"));
    assert_eq!(file["callables"][0]["cyclomatic"], MANY);
    let any = vec!["a"; MANY].join(" || ");
    let file = measured("a.js", format!("function f() {{ return {any} }}\n"));
    assert_eq!(file["callables"][0]["cyclomatic"], MANY);
}

#[test]
fn one_line_of_three_megabytes() {
    let mut line = "x = [".to_owned();
    while line.len() < 2_999_990 {
        line.push_str("1, ");
    }
    line.push(']');
    let file = measured("a.py", line);
    assert_eq!(
        (&file["loc"], &file["sloc"]),
        (&Value::from(1), &Value::from(1))
    );
}

/// ast-grep compares equal subtrees by recursion, so their depth is what hurts.
#[test]
fn rules_over_deep_trees() {
    let verbosity = |text: String| measure("verbosity", "a.py", text)["flagged_lines"].clone();
    let nested = format!("{}1{}", "(".repeat(MANY), ")".repeat(MANY));
    assert_eq!(verbosity(format!("x = {nested} if c else {nested}\n")), 1);
    let calls = format!("{}1{}", "f(".repeat(MANY), ")".repeat(MANY));
    assert_eq!(verbosity(format!("x = a < {calls} and {calls} < b\n")), 1);
    assert_eq!(verbosity(format!("x = {}1\n", "lambda: ".repeat(MANY))), 0);
}

/// The groups of clones of one file, each by its instances' lines.
fn clones(name: &str, content: impl AsRef<[u8]>) -> Vec<Vec<(u64, u64)>> {
    let report = measure("clones", name, content);
    assert_eq!(report["skipped"], Value::Array(Vec::new()));
    let line = |instance: &Value, end: &str| instance[end].as_u64().expect("a line");
    let lines = |group: &Value| {
        let instances = group["instances"].as_array().expect("a list").iter();
        instances
            .map(|i| (line(i, "start_line"), line(i, "end_line")))
            .collect()
    };
    let groups = report["clone_groups"].as_array().expect("a list");
    groups.iter().map(lines).collect()
}

#[test]
fn clones_in_deep_trees() {
    let nested = "if (a) {\n".repeat(MANY) + &"}\n".repeat(MANY);
    let lines = 2 * MANY as u64;
    assert_eq!(
        clones("a.js", nested.repeat(2)),
        [[(1, lines), (lines + 1, 2 * lines)]]
    );
    let parentheses = format!(
        "if {}a{}:\n    b\n    c\n",
        "(".repeat(MANY),
        ")".repeat(MANY)
    );
    assert_eq!(clones("a.py", parentheses.repeat(2)), [[(1, 3), (4, 6)]]);
    let shallow = format!("if a:\n    b\n    c\n{parentheses}");
    assert_eq!(clones("a.py", shallow), [[]; 0]);
}

#[test]
fn clones_of_all_that_there_is() {
    let groups = clones("a.py", "if a:\n    b\n    c\n".repeat(MANY));
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].len(), MANY);
    assert_eq!(groups[0][MANY - 1], (3 * MANY as u64 - 2, 3 * MANY as u64));
    assert_eq!(clones("a.py", "x = f(x)\n".repeat(MANY)), [[]; 0]);
}

#[test]
fn endless_elif_chain() {
    let chain = "    elif x:\n        pass\n".repeat(MANY);
    let file = measured(
        "a.py",
        format!("def f(x):\n    if x:\n        pass\n{chain}"),
    );
    assert_eq!(file["callables"][0]["cyclomatic"], MANY + 2);
}

#[test]
fn endless_else_if_chain() {
    let chain = " else if (x) {}".repeat(MANY);
    let file = measured("a.js", format!("function f(x) {{ if (x) {{}}{chain} }}\n"));
    assert_eq!(file["callables"][0]["cyclomatic"], MANY + 2);
}

#[test]
fn nested_functions() {
    let nested = "function f() {".repeat(MANY) + &"}".repeat(MANY);
    let file = measured("a.js", nested);
    assert_eq!(file["callables"].as_array().map(Vec::len), Some(MANY));
    let arrows = format!("const f = {}1\n", "x => ".repeat(MANY));
    assert_eq!(
        measured("a.js", arrows)["callables"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

/// Sources of thousands of lines, as generators write them.
fn large_sources() -> Vec<(&'static str, String)> {
    let lines = |line: &dyn Fn(usize) -> String| (0..7_000).map(line).collect::<String>();
    let values = lines(&|n| format!("    elif x == {n}:\n        return {n}\n"));
    let kinds = lines(&|n| format!("    elif isinstance(x, T{n}):\n        return {n}\n"));
    let arms = lines(&|n| format!("        case {n}:\n            return {n}\n"));
    let otherwise = lines(&|n| format!(" else if (x === {n}) {{\n return {n};\n}}"));
    let entries = lines(&|n| format!("    '{n}': {{'a': [1, 2], 'b': f(x, y={n})}},\n"));
    let function = "def f(x):\n    y = x == True\n    return y\n";
    vec![
        (
            "values.py",
            format!("def f(x):\n    if x == 'a':\n        return 0\n{values}"),
        ),
        (
            "kinds.py",
            format!("def f(x):\n    if isinstance(x, T):\n        return 0\n{kinds}"),
        ),
        ("arms.py", format!("def f(x):\n    match x:\n{arms}")),
        (
            "else_if.js",
            format!("function f(x) {{\nif (x) {{\n}}{otherwise}\n}}\n"),
        ),
        (
            "ternaries.js",
            format!("const f = (x) =>\n{}0;\n", "x ?\n 1 :\n".repeat(4_000)),
        ),
        (
            "callbacks.js",
            "f(() => {\n".repeat(4_000) + &"});\n".repeat(4_000),
        ),
        ("nots.js", format!("x = {}1;\n", "! ".repeat(20_000))),
        (
            "conditions.js",
            format!("if (a{}) f();\n", " && a.b".repeat(20_000)),
        ),
        ("entries.py", format!("TABLE = {{\n{entries}}}\n")),
        ("functions.py", function.repeat(3_000)),
    ]
}

#[test]
fn large_sources_come_to_an_end() {
    for (name, text) in large_sources() {
        let directory = directory(name, text);
        let report = report(&run("scan", directory.path(), &[]));
        assert_eq!(report["complete"], true, "{name}");
    }
}

#[test]
fn bytes_that_are_no_text() {
    skipped("a.py", b"x = 1\ny = '\xff\xfe'\n", "not-utf8", Some(2));
    skipped("a.js", b"let x\0 = 1\n", "nul-byte", Some(1));
    skipped("a.py", b"\xff\xfex\0=\0a\0", "not-utf8", Some(1));
}

#[test]
fn a_file_over_the_limit() {
    skipped("a.py", "#".repeat(3_000_001), "too-large", None);
}

#[test]
fn an_empty_directory() {
    let directory = tempfile::tempdir().expect("a directory");
    let output = run("erosion", directory.path(), &[]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("no source file found"), "{error}");
    assert!(
        error.contains("looked for .py .js .mjs .cjs .jsx"),
        "{error}"
    );
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    use super::*;

    /// Runs as a user whom permissions stop, even where the tests run as root. The program is
    /// copied, since that user may not reach the directory that it was built in.
    fn run_unprivileged(directory: &Path) -> Output {
        const NOBODY: u32 = 65_534;
        let program = directory.join("slop-cli");
        fs::copy(env!("CARGO_BIN_EXE_slop-cli"), &program).expect("writable");
        permit(&program, 0o755);
        let mut command = Command::new(program);
        command
            .current_dir(directory)
            .args(["erosion", "--format=json", "source"]);
        let is_root = fs::metadata(directory).expect("it exists").uid() == 0;
        if is_root {
            command.uid(NOBODY);
        }
        command.output().expect("it runs")
    }

    fn permit(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("our own file");
    }

    fn source_with(name: &str) -> TempDir {
        let directory = directory("ignored.txt", "");
        permit(directory.path(), 0o755);
        let source = directory.path().join("source");
        fs::create_dir_all(source.join(name).parent().expect("inside")).expect("writable");
        fs::write(source.join(name), "x = 1\n").expect("writable");
        fs::write(source.join("fine.py"), "x = 1\n").expect("writable");
        directory
    }

    #[test]
    fn an_unreadable_file_is_skipped() {
        let directory = source_with("secret.py");
        permit(&directory.path().join("source/secret.py"), 0o000);
        let report = report(&run_unprivileged(directory.path()));
        assert_eq!(report["files"].as_array().map(Vec::len), Some(1));
        assert_eq!(report["skipped"][0]["reason"], "unreadable");
        assert_eq!(report["skipped"][0]["path"], "source/secret.py");
    }

    #[test]
    fn an_unreadable_directory_ends_the_run() {
        let directory = source_with("secret/a.py");
        permit(&directory.path().join("source/secret"), 0o000);
        let output = run_unprivileged(directory.path());
        permit(&directory.path().join("source/secret"), 0o755);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(
            error.starts_with("error: source/secret: Permission denied"),
            "{error}"
        );
    }
}
