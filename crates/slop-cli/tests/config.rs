//! Settings files: which is found, what it decides, and what is said of a wrong one.

mod common;

use common::{Project, printed};
use serde_json::Value;

const EXCLUDING: &str = "[files]\nexclude = [\"/src/vendor/\", \"test_*\"]\n";

/// The paths that are measured.
fn measured(project: &Project, directory: &str, arguments: &[&str]) -> Vec<String> {
    let all = [arguments, &["--format=json"]].concat();
    let report = printed(&project.run(directory, &all), 0);
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let files = report["files"].as_array().expect("a list").iter();
    files
        .map(|file| file["path"].as_str().expect("a path").to_owned())
        .collect()
}

fn project(name: &str, text: &str) -> Project {
    Project::new(&[
        (name, text),
        ("src/a.py", "x = 1\n"),
        ("src/test_a.py", "x = 1\n"),
        ("src/vendor/b.py", "x = 1\n"),
    ])
}

#[test]
fn each_kind_of_file_decides_what_is_measured() {
    let json = r#"{"name": "x", "slop": {"files": {"exclude": ["/src/vendor/", "test_*"]}}}"#;
    let py_project = EXCLUDING.replace("[files]", "[tool.slop.files]");
    for (name, text) in [
        ("slop.toml", EXCLUDING),
        ("pyproject.toml", &py_project),
        ("package.json", json),
    ] {
        let project = project(name, text);
        for command in ["scan", "erosion", "verbosity"] {
            assert_eq!(
                measured(&project, "src", &[command, "."]).len(),
                1,
                "{name} {command}"
            );
            assert_eq!(
                measured(&project, ".", &[command, "src/a.py", "src/vendor/b.py"]).len(),
                1
            );
            assert_eq!(measured(&project, ".", &[command, "--isolated"]).len(), 3);
        }
    }
}

#[test]
fn the_nearest_file_above_the_path_is_taken_wherever_one_stands() {
    let project = project("slop.toml", EXCLUDING);
    project.write("src/slop.toml", "[files]\nexclude = ['a.py']\n");
    // It has nothing for us, so it is passed over.
    project.write("src/vendor/pyproject.toml", "[project]\nname = 'b'\n");
    assert_eq!(
        measured(&project, ".", &["erosion", "src"]),
        ["src/test_a.py", "src/vendor/b.py"]
    );
    assert_eq!(
        measured(&project, ".", &["erosion", "src/vendor"]),
        ["src/vendor/b.py"]
    );
    assert_eq!(
        measured(&project, "src", &["erosion", ".."]),
        ["../src/a.py"]
    );
}

#[test]
fn the_command_line_goes_before_the_file() {
    let project = project("slop.toml", EXCLUDING);
    assert_eq!(
        measured(&project, ".", &["erosion", "--exclude=a.py", "."]).len(),
        2
    );
    project.write("other/mine.toml", "[files]\nlanguage = ['javascript']\n");
    let none = project.run(".", &["erosion", "--config=other/mine.toml", "src"]);
    assert!(printed(&none, 2).contains("no source file found in src: looked for .js"));
}

#[test]
fn rules_of_a_settings_file_are_relative_to_it() {
    let rule = "{id: no-x, language: python, message: no, rule: {pattern: x = 1}}";
    let project = project("slop.toml", "[rules]\nonly-rules = 'lint'\n");
    project.write("lint/no-x.yml", rule);
    let report = printed(
        &project.run("src", &["verbosity", "--format=json", "a.py"]),
        0,
    );
    assert!(report.contains("no-x"), "{report}");
    // Rules that are given take the place of both keys.
    let given = ["verbosity", "--format=json", "--rules=../lint", "a.py"];
    let report = printed(&project.run("src", &given), 0);
    assert!(report.contains("no-x"), "{report}");
    assert!(!report.contains("\"rules\":1,"), "{report}");
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    for (name, text, message) in [
        (
            "slop.toml",
            "[files]\n\nexlude = []\n",
            "slop.toml:3: unknown key `exlude`; did you mean `exclude`?",
        ),
        (
            "slop.toml",
            "[gates]\n",
            "slop.toml:1: unknown key `gates`; did you mean `gate`?",
        ),
        (
            "slop.toml",
            "[gate]\nxyz = 1\n",
            "slop.toml:2: unknown key `xyz`; known here: max-erosion, ",
        ),
        (
            "slop.toml",
            "[gate]\n\n\nmax-erosion = 1.5\n",
            "slop.toml:4: not a share between 0 and 1",
        ),
        (
            "slop.toml",
            "[files]\nmax-file-size = 'big'\n",
            "slop.toml:2: not a size such as",
        ),
        (
            "slop.toml",
            "[files]\nlanguage = ['cobol']\n",
            "slop.toml:2: no language is called `cobol`",
        ),
        ("slop.toml", "[files\n", "slop.toml:1: "),
        (
            "pyproject.toml",
            "[tool.slop.rules]\nselct = []\n",
            "pyproject.toml:2: unknown key `selct`; did you mean `select`?",
        ),
        (
            "package.json",
            "{\n\"slop\": {\"file\": {}}}",
            "package.json:2: unknown key `file`; did you mean `files`?",
        ),
        ("package.json", "{\n\"slop\": ", "package.json:2: EOF"),
    ] {
        let project = project(name, text);
        let said = printed(&project.run("src", &["erosion"]), 2);
        assert!(said.contains(message), "{text}: {said}");
        assert_eq!(
            measured(&project, "src", &["erosion", "--isolated"]).len(),
            3
        );
    }
}

#[test]
fn a_file_that_is_named_must_be_there_and_speak_to_us() {
    let project = project("pyproject.toml", "[project]\nname = 'a'\n");
    let said = printed(&project.run(".", &["erosion", "--config=missing.toml"]), 2);
    assert!(
        said.starts_with("error: missing.toml: No such file"),
        "{said}"
    );
    let said = printed(
        &project.run(".", &["erosion", "--config=pyproject.toml"]),
        2,
    );
    assert_eq!(said, "error: pyproject.toml: it has no settings for slop\n");
}

#[test]
fn what_is_in_force_is_shown_with_its_origin() {
    let settings = "[files]\nexclude = ['a']\nhidden = true\n\n[gate]\nmax-erosion = 0.5\nmax-cyclomatic = 20\n";
    let project = project("slop.toml", settings);
    let arguments = [
        "config",
        "--exclude=b",
        "--max-file-size=1MB",
        "--ignore=loops,dicts",
        "src",
    ];
    let shown = printed(&project.run(".", &arguments), 0);
    insta::assert_snapshot!(shown);
    project.write("slop.toml", &shown);
    let again = printed(&project.run(".", &["config", "src"]), 0);
    assert_eq!(again, shown.replace("command line", "slop.toml"));
    let none = printed(&project.run(".", &["config", "--isolated"]), 0);
    assert!(
        none.starts_with("# no settings file\n\n[files]\n# exclude is not set\n"),
        "{none}"
    );
}
