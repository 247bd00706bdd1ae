//! Points of directories, and what changed between them, against examples worked by hand.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use slop_complexity::Callable;
use slop_history::{
    Cache, CallableChange, Churn, Error, Method, Placed, Problem, Progress, Series, Snapshot,
};
use tempfile::TempDir;

/// A function with complexity `branches + 1` and `2 · branches + 2` lines, all of them source.
fn function(name: &str, branches: usize) -> String {
    let branch = |n| format!("    if x > {n}:\n        print({n})\n");
    let branches: String = (0..branches).map(branch).collect();
    format!("def {name}(x):\n{branches}    return x\n")
}

fn mass(branches: u32) -> f64 {
    f64::from(branches + 1) * f64::from(2 * branches + 2).sqrt()
}

/// Checkpoints with these files.
fn problem(checkpoints: &[&[(&str, String)]]) -> TempDir {
    let place = tempfile::tempdir().expect("a directory");
    for (number, files) in (1..).zip(checkpoints) {
        for (path, text) in *files {
            let path = place.path().join(format!("checkpoint_{number}")).join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
            fs::write(path, text).expect("a file");
        }
    }
    place
}

fn snapshots(place: &TempDir, method: &Method) -> Vec<Snapshot> {
    let problems = Problem::find(place.path()).expect("checkpoints");
    assert_eq!(problems.len(), 1);
    problems[0].snapshots(method).expect("they can be searched")
}

fn with_series(checkpoints: &[&[(&str, String)]], check: impl FnOnce(&Series<'_>)) {
    let place = problem(checkpoints);
    let (method, cache) = (Method::default(), Cache::in_memory());
    let snapshots = snapshots(&place, &method);
    let series = Series::measure(snapshots, &method, &cache, &|_| true);
    check(&series.expect("it is measured"));
}

/// The name before and after, how much it grew, and whether it crosses 10.
fn summary(change: &CallableChange) -> (Option<String>, Option<String>, f64, bool) {
    let name = |placed: &'_ Placed<Callable>| placed.item.qualified_name.clone();
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let names = (before.map(name), after.map(name));
    (names.0, names.1, change.growth(), change.crosses(10))
}

#[test]
fn what_grew_is_told_from_what_moved() {
    let before = [
        (
            "a.py",
            function("grows", 3) + &function("moves", 5) + &function("renamed", 7),
        ),
        ("b.py", function("shrinks", 11)),
        ("c.py", function("stays", 20)),
        ("gone.py", function("gone", 2)),
        ("lib/d.py", function("far", 4)),
    ];
    let after = [
        (
            "a.py",
            function("grows", 12) + &function("called_otherwise", 7),
        ),
        ("b.py", function("shrinks", 10)),
        ("c.py", function("stays", 20)),
        (
            "elsewhere.py",
            function("moves", 5) + &function("added", 10),
        ),
        ("other/d.py", function("far", 5)),
    ];
    with_series(&[&before, &after], |series| {
        let comparison = series.compare(0, 1).expect("it can be read");
        let found: Vec<_> = comparison.callables.iter().map(summary).collect();
        let (grows, added) = (mass(12) - mass(3), mass(10));
        let name = |name: &str| Some(name.to_owned());
        let expected = [
            (name("grows"), name("grows"), grows, true),
            (None, name("added"), added, true),
            (name("far"), name("far"), mass(5) - mass(4), false),
            (name("shrinks"), name("shrinks"), mass(10) - mass(11), false),
            (name("gone"), None, -mass(2), false),
        ];
        assert_eq!(found, expected);
        let back = series.compare(1, 0).expect("it can be read");
        assert_eq!(back.callables.len(), comparison.callables.len());
        assert_eq!(back.new_findings, comparison.gone_findings);
        let same = series.compare(1, 1).expect("it can be read");
        assert!(same.files.is_empty() && same.callables.is_empty());
    });
}

#[test]
fn findings_are_new_once_and_gone_once() {
    let one = "def f(x):\n    return x == True\n";
    let moved = "def g(y):\n    return y\n\n\ndef f(x):\n    return x == True\n";
    let two = format!("{moved}\n\ndef h(x):\n    return x == True\n");
    let checkpoints = [one, moved, &two].map(|text| [("a.py", text.to_owned())]);
    let checkpoints: Vec<_> = checkpoints.iter().map(|files| &files[..]).collect();
    with_series(&checkpoints, |series| {
        let lines = |before, after| {
            let comparison = series.compare(before, after).expect("it can be read");
            let new = comparison
                .new_findings
                .iter()
                .map(|found| found.item.span.start_line);
            (new.collect::<Vec<_>>(), comparison.gone_findings.len())
        };
        assert_eq!(lines(0, 1), (vec![], 0));
        assert_eq!(lines(1, 2), (vec![10], 0));
        assert_eq!(lines(2, 0), (vec![], 1));
    });
}

#[test]
fn clones_that_appear_are_told_from_those_that_were_there() {
    let loops =
        |name: &str| format!("def {name}(items):\n    for item in items:\n        print(item)\n");
    let old = [("a.py", loops("a") + &loops("b"))];
    let new = [
        ("a.py", loops("a") + &loops("b")),
        ("b.py", loops("c")),
        (
            "c.py",
            format!(
                "class A:\n    def m(self):\n        if self:\n            return 1\n        return 2\n{}",
                "    def n(self):\n        if self:\n            return 3\n        return 4\n"
            ),
        ),
    ];
    with_series(&[&old, &new], |series| {
        let changes = series.clone_changes(0, 1).expect("it can be read");
        let found: Vec<_> = changes
            .iter()
            .map(|change| {
                let count = |group: &Option<slop_verbosity::CloneGroup>| {
                    group.as_ref().map(|group| group.instances.len())
                };
                (count(&change.before), count(&change.after), change.growth())
            })
            .collect();
        assert_eq!(found, [(None, Some(2), 4), (Some(2), Some(3), 3)]);
        assert_eq!(series.clone_changes(1, 1).expect("it can be read"), []);
        let again = series.clones(1).expect("it can be read");
        assert_eq!(again, series.clones(1).expect("it can be read"));
    });
}

#[test]
fn lines_added_and_removed() {
    let text = |lines: &[&str]| lines.join("\n") + "\n";
    let first = [
        ("a.py", text(&["a", "b", "c", "d"])),
        ("m.py", text(&["m", "n"])),
    ];
    let edited = [
        ("a.py", text(&["a", "x", "c", "d", "e"])),
        ("m.py", text(&["m", "n"])),
    ];
    let moved = [
        ("a.py", text(&["a", "x", "c", "d", "e"])),
        ("lib/m.py", text(&["m", "n"])),
    ];
    let broken = [
        ("a.py", text(&["a", "x", "c", "d", "e", "("])),
        ("new.py", text(&["1"])),
        ("x.js", "1".to_owned()),
    ];
    with_series(&[&first, &edited, &moved, &broken], |series| {
        let churn: Vec<_> = series.points.iter().map(|point| point.churn).collect();
        let churn_of = |added, removed| Some(Churn { added, removed });
        assert_eq!(
            churn,
            [None, churn_of(2, 1), churn_of(0, 0), churn_of(3, 2)]
        );
        assert_eq!(series.points[3].skipped.len(), 1);
    });
}

#[test]
fn each_content_is_measured_once() {
    let same = |path: &'static str| (path, function("f", 3));
    let (first, second) = ([same("a.py"), same("b.py")], [same("c.py"), same("d.js")]);
    with_series(&[&first, &second], |series| {
        // As Python and as JavaScript.
        assert_eq!((series.contents, series.measured), (2, 2));
    });
}

#[test]
fn who_stops_gets_what_is_done() {
    let files: Vec<_> = (0..9).map(|n| [("a.py", function("f", n))]).collect();
    let files: Vec<_> = files.iter().map(|files| &files[..]).collect();
    let place = problem(&files);
    let (method, cache) = (Method::default(), Cache::in_memory());
    let calls = AtomicUsize::new(0);
    let stop = |progress: Progress| {
        assert_eq!(progress.all, 9);
        calls.fetch_add(1, Ordering::Relaxed) < 3
    };
    let series = Series::measure(snapshots(&place, &method), &method, &cache, &stop);
    let series = series.expect("it is measured");
    assert!(!series.is_complete);
    let done = series.points.len();
    assert!((1..9).contains(&done), "{done}");
    let whole = Series::measure(snapshots(&place, &method), &method, &cache, &|_| true);
    let whole = whole.expect("it is measured");
    assert!(whole.is_complete && whole.measured < 9);
    assert_eq!(series.points, whole.points[..done]);
}

#[test]
fn problems_are_found_in_natural_order() {
    let place = tempfile::tempdir().expect("a directory");
    let make = |path: &str| fs::create_dir_all(place.path().join(path)).expect("a directory");
    let nothing = Problem::find(place.path());
    assert!(matches!(nothing, Err(Error::NoCheckpoint { .. })));
    for path in [
        "b/checkpoint_10",
        "b/checkpoint_2",
        "b/checkpoint_x",
        "a/checkpoint_1",
        "c/other",
    ] {
        make(path);
    }
    let names = |path: &Path| -> Vec<(String, Vec<String>)> {
        let problems = Problem::find(path).expect("checkpoints").into_iter();
        let name = |path: &std::path::PathBuf| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        };
        problems
            .map(|problem| (problem.name, problem.checkpoints.iter().map(name).collect()))
            .collect()
    };
    let one = |name: &str, checkpoints: &[&str]| {
        (
            name.to_owned(),
            checkpoints.iter().map(|&name| name.to_owned()).collect(),
        )
    };
    let b = one("b", &["checkpoint_2", "checkpoint_10"]);
    assert_eq!(
        names(place.path()),
        [one("a", &["checkpoint_1"]), b.clone()]
    );
    assert_eq!(names(&place.path().join("b")), [b]);
    let missing = Problem::find(&place.path().join("nowhere"));
    assert!(matches!(missing, Err(Error::Io { .. })));
}

#[test]
fn a_file_that_changes_meanwhile_is_not_taken_for_what_it_was() {
    let place = problem(&[&[("a.py", function("f", 1))]]);
    let (method, cache) = (Method::default(), Cache::in_memory());
    let before = snapshots(&place, &method);
    let path = place.path().join("checkpoint_1/a.py");
    fs::write(&path, function("f", 9)).expect("a file");
    let measure = |snapshots| Series::measure(snapshots, &method, &cache, &|_| true);
    let point = measure(before.clone())
        .expect("it is measured")
        .points
        .remove(0);
    assert_eq!(point.languages.total.files, 0);
    assert_eq!(point.skipped[0].why.code, "unreadable");
    fs::write(&path, function("f", 1)).expect("a file");
    let point = measure(before).expect("it is measured").points.remove(0);
    assert_eq!(point.languages.total.erosion.max_cyclomatic, Some(2));
}
