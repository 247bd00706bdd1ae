//! Projects in several languages.

mod common;

use common::{Project, printed};
use serde_json::Value;

/// Python, TypeScript and JavaScript, each with a complex callable, a finding and clones.
fn mixed() -> Project {
    let branches = "    if a: b()\n".repeat(11);
    let twice = "def one(x):\n    x()\n    return x == True\n\n".repeat(2);
    let python = format!("def tangled(a, b):\n{branches}\n{twice}");
    let branches = "  if (a) b();\n".repeat(14);
    let script = format!(
        "export function tangled(a, b) {{\n{branches}}}\n\
         export const yes = (a === 1) === true;\n\
         export function one(x) {{\n  x();\n  return 1;\n}}\n\
         export function two(x) {{\n  x();\n  return 1;\n}}\n"
    );
    let typed = script.replace("(a, b)", "(a: boolean, b: () => void)");
    Project::new(&[
        ("server/app.py", &python),
        ("client/app.ts", &typed),
        ("client/view.tsx", &typed.replace("b();", "b();\n")),
        ("client/tool.mjs", &script),
    ])
}

fn measured(project: &Project, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format=json"]].concat();
    serde_json::from_str(&printed(&project.run(".", &arguments), 0)).expect("JSON")
}

#[test]
fn each_language_is_measured_as_if_it_were_alone() {
    let project = mixed();
    for command in ["scan", "erosion", "verbosity"] {
        let all = measured(&project, &[command]);
        let languages = all["languages"].as_array().expect("a list");
        let names: Vec<_> = languages.iter().map(|one| &one["language"]).collect();
        assert_eq!(names, ["typescript", "javascript", "python"], "{command}");
        assert_eq!(all["language"], "typescript");
        for language in languages {
            let name = language["language"].as_str().expect("a name");
            let alone = measured(&project, &[command, &format!("--language={name}")]);
            assert_eq!(*language, alone["languages"][0], "{command}");
            let is_score = |key: &&String| alone[*key].is_number();
            for key in language
                .as_object()
                .expect("figures")
                .keys()
                .filter(is_score)
            {
                assert_eq!(alone[key], language[key], "{command}: {key}");
            }
        }
    }
}

#[test]
fn the_total_is_of_the_sums() {
    let all = measured(&mixed(), &["scan"]);
    let languages = all["languages"].as_array().expect("a list");
    let sum = |key: &str| {
        let values = languages.iter().map(|language| language[key].as_f64());
        values.map(|value| value.expect("a number")).sum::<f64>()
    };
    let total = |key: &str| all["total"][key].as_f64().expect("a number");
    for key in [
        "files",
        "loc",
        "sloc",
        "callables",
        "high_callables",
        "total_mass",
        "high_mass",
        "flagged_lines",
        "clone_lines",
        "verbose_lines",
    ] {
        assert!((sum(key) - total(key)).abs() < 1e-3, "{key}");
        assert!(total(key) > 0.0, "{key}");
    }
    for (share, part, whole) in [
        ("erosion", "high_mass", "total_mass"),
        ("verbosity", "verbose_lines", "loc"),
        ("violation_pct", "flagged_lines", "loc"),
        ("clone_ratio", "clone_lines", "loc"),
    ] {
        let difference = total(share) - sum(part) / sum(whole);
        assert!(difference.abs() < 2e-6, "{share}");
    }
    assert_eq!(all["total"]["language"], Value::Null);
}

#[test]
fn people_see_a_column_for_each_language_and_the_total() {
    let project = mixed();
    let text = printed(&project.run(".", &["scan", "-q"]), 0);
    insta::assert_snapshot!(text);
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let text = printed(&project.run(".", &["verbosity", "--top=3"]), 0);
    insta::assert_snapshot!(text);
    let text = printed(
        &project.run(".", &["erosion", "--top=1", "--sensitivity"]),
        0,
    );
    insta::assert_snapshot!(text);
    let text = printed(
        &project.run(".", &["scan", "--top=2", "--format=markdown"]),
        0,
    );
    insta::assert_snapshot!(text);
}

#[test]
fn a_gate_looks_at_each_language() {
    let project = Project::new(&[
        ("long.py", &"x = 1\n".repeat(1000)),
        ("short.ts", "export const yes = (a === 1) === true;\n"),
    ]);
    let said = printed(&project.run(".", &["scan", "-q", "--max-verbosity=0.5"]), 1);
    assert!(
        said.contains("verbosity of typescript is 1.0000, more than 0.5"),
        "{said}"
    );
    assert!(
        said.contains("short.ts  1 of 1 lines are verbose"),
        "{said}"
    );
    assert!(!said.contains("long.py"), "{said}");
}
