//! `slop-cli trend` over a repository and over checkpoints.

#[path = "history/repository.rs"]
#[expect(dead_code, reason = "the test of histories uses the rest")]
mod repository;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use insta::assert_snapshot;
use repository::Git;
use serde_json::Value;
use tempfile::TempDir;

/// A function with so many branches.
fn tangled(branches: usize) -> String {
    format!(
        "def tangled(a, b):\n{}",
        "    if a:\n        b()\n".repeat(branches)
    )
}

const TIDY: &str = "def tidy(x):\n    y = x + 1\n    return y\n";

/// A function grows over four commits, one of which touches no source, and another is copied.
fn grown() -> Git {
    let mut git = Git::init();
    git.write("app/main.py", tangled(2));
    git.write("app/tidy.py", TIDY);
    git.commit("Begin");
    git.run(["tag", "v1"]);
    git.write("app/main.py", tangled(9));
    git.commit("Add cases");
    git.write("README.md", "# App\n");
    git.commit("Say what it is");
    git.write("app/main.py", tangled(14));
    git.write("app/copy.py", TIDY.replace("tidy", "copy"));
    git.commit("Add more cases, \"and a copy\"");
    git.run(["tag", "v2"]);
    git
}

/// Three checkpoints of each problem, the later the worse.
fn checkpoints(problems: &[&str]) -> TempDir {
    let place = tempfile::tempdir().expect("a directory");
    for (number, problem) in problems.iter().enumerate() {
        for (step, name) in ["checkpoint_2", "checkpoint_9", "checkpoint_10"]
            .iter()
            .enumerate()
        {
            let directory = place.path().join(problem).join(name);
            fs::create_dir_all(&directory).expect("a directory");
            let text = tangled(4 + 5 * step + number) + "\n\n" + &tangled(2);
            fs::write(directory.join("main.py"), text).expect("a file");
        }
    }
    place
}

fn trend(directory: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slop-cli"));
    command.args(["trend", "--isolated"]).args(arguments);
    command
        .current_dir(directory)
        .env("XDG_CACHE_HOME", directory.join(".cache"));
    command.output().expect("it runs")
}

fn printed(directory: &Path, arguments: &[&str]) -> String {
    let output = trend(directory, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    assert_eq!(error, "");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(directory: &Path, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format=json"]].concat();
    serde_json::from_str(&printed(directory, &arguments)).expect("JSON")
}

#[test]
fn a_history_for_people_and_for_spreadsheets() {
    let git = grown();
    assert_snapshot!("trend_text", printed(git.path(), &["app"]));
    assert_snapshot!("trend_csv", printed(git.path(), &["app", "--format=csv"]));
    let plain = printed(git.path(), &["app", "--no-cache"]);
    assert_eq!(
        plain,
        printed(git.path(), &["app"]),
        "kept figures are the same"
    );
}

#[test]
fn every_line_fits_eighty_columns() {
    let (git, runs) = (grown(), checkpoints(&["one", "two"]));
    for number in 100..150 {
        let directory = runs.path().join(format!("one/checkpoint_{number}"));
        fs::create_dir(&directory).expect("a directory");
        fs::write(directory.join("main.py"), tangled(number)).expect("a file");
    }
    let commits = printed(git.path(), &["app"]);
    let phases = printed(runs.path(), &["--checkpoints", "."]);
    let many = printed(runs.path(), &["--checkpoints", "one"]);
    assert!(many.contains("53 checkpoints"), "{many}");
    for line in [commits, phases, many].iter().flat_map(|text| text.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn points_are_commits_that_touch_source() {
    let git = grown();
    let names = |arguments: &[&str]| {
        let found = json(git.path(), arguments);
        let points = found["series"][0]["points"]
            .as_array()
            .expect("a list")
            .clone();
        let subjects = points
            .iter()
            .map(|point| point["subject"].as_str().expect("text").to_owned());
        subjects.collect::<Vec<_>>()
    };
    let (first, second, last) = ("Begin", "Add cases", "Add more cases, \"and a copy\"");
    assert_eq!(names(&["app"]), [first, second, last]);
    assert_eq!(names(&["app", "--every-commit"]), [first, second, last]);
    assert_eq!(names(&["app", "--points=2"]), [first, last]);
    assert_eq!(names(&["app", "--tags"]), [first, last]);
    assert_eq!(names(&["app", "--tip=v1"]), [first]);
    // The first commit is of 2023-11-15, and each is a day after the one before.
    assert_eq!(names(&["app", "--since=2023-11-16"]), [second, last]);
    assert_eq!(names(&["app", "--until=2023-11-16"]), [first, second]);
}

#[test]
fn json_says_what_drove_the_change() {
    let git = grown();
    let found = json(git.path(), &["app"]);
    assert_eq!(found["complete"], true);
    assert_eq!(found["language"], "python");
    let drivers = &found["series"][0]["drivers"];
    let grown = &drivers["callables"][0];
    assert_eq!(grown["qualified_name"], "tangled");
    assert_eq!(grown["before"]["cyclomatic"], 3);
    assert_eq!(grown["after"]["cyclomatic"], 15);
    assert_eq!(grown["crossed"], true);
    let clones = drivers["clones"].as_array().expect("a list");
    let places = clones
        .iter()
        .map(|clone| (&clone["lines"], &clone["places_after"]));
    assert!(
        places
            .into_iter()
            .any(|(lines, places)| *lines == 3 && *places == 2),
        "{clones:?}"
    );
    let lines = printed(git.path(), &["app", "--format=jsonl"]);
    let points: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(points.len(), 3);
    assert_eq!(points[1]["total"], found["series"][0]["points"][1]["total"]);
    assert_eq!(points[1]["lines_added"], 14);
}

#[test]
fn checkpoints_of_one_problem_and_of_several() {
    let runs = checkpoints(&["one", "two", "three"]);
    assert_snapshot!(
        "trend_phases",
        printed(runs.path(), &["--checkpoints", "."])
    );
    let one = json(runs.path(), &["--checkpoints", "one"]);
    let points = one["series"][0]["points"].as_array().expect("a list");
    let names: Vec<_> = points.iter().map(|point| &point["name"]).collect();
    assert_eq!(names, ["checkpoint_2", "checkpoint_9", "checkpoint_10"]);
    let all = json(runs.path(), &["--checkpoints", "one", "two", "three"]);
    assert_eq!(all["series"].as_array().map(Vec::len), Some(3));
    assert_eq!(all["series"][0]["points"], one["series"][0]["points"]);
    let erosion = &all["phases"][0];
    assert_eq!(
        (&erosion["measure"], &erosion["rising"]),
        (&"erosion".into(), &3.into())
    );
}

#[test]
fn it_is_drawn() {
    let git = grown();
    printed(git.path(), &["app", "--plot=trend.svg"]);
    let drawn = fs::read_to_string(git.path().join("trend.svg")).expect("a file");
    assert!(
        drawn.starts_with("<svg") || drawn.starts_with("<?xml"),
        "{drawn}"
    );
    assert!(drawn.contains("erosion") && drawn.contains("verbosity"));
}

#[test]
fn what_is_wrong_is_said() {
    let (git, empty) = (grown(), tempfile::tempdir().expect("a directory"));
    let error = |directory: &Path, arguments: &[&str]| {
        let output = trend(directory, arguments);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert_eq!(
        error(git.path(), &["nowhere"])
            .matches("No such file")
            .count(),
        1
    );
    let none = error(git.path(), &["--tip=nobody"]);
    assert!(none.contains("`nobody` names no commit"), "{none}");
    let none = error(git.path(), &["--until=2000-01-01"]);
    assert!(none.contains("no commit of `HEAD`"), "{none}");
    let none = error(git.path(), &["--checkpoints", "app"]);
    assert!(none.contains("checkpoint_1"), "{none}");
    let none = error(git.path(), &["--since=yesterday"]);
    assert!(none.contains("--since <DATE>"), "{none}");
    // A temporary directory may lie in a repository.
    if !empty
        .path()
        .ancestors()
        .any(|above| above.join(".git").exists())
    {
        assert!(error(empty.path(), &["."]).contains("in no git repository"));
    }
}

#[test]
fn the_cache_is_where_it_is_said_to_be() {
    let git = grown();
    printed(git.path(), &["app"]);
    let cache = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slop-cli"));
        command.arg("cache").args(arguments);
        command.env("XDG_CACHE_HOME", git.path().join(".cache"));
        let output = command.output().expect("it runs");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let place = cache(&["path"]);
    let files = || fs::read_dir(place.trim()).map_or(0, Iterator::count);
    assert!(files() > 0, "{place}");
    cache(&["clear"]);
    assert_eq!(files(), 0);
}
