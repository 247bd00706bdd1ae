//! The page as a whole.

use std::fs;
use std::path::Path;

use clap::Parser;
use serde_json::Value;
use tempfile::TempDir;

use super::findings::fair_share;
use super::{Figure, Page};
use crate::args::{Args, Command};
use crate::report::scan::json::ScanJson;
use crate::scan::{self, ScanReport};

/// The report of a scan with these arguments, and its page.
fn scan(arguments: &[&str]) -> (ScanReport, Page) {
    let arguments = ["slop-cli", "scan", "--format=html"]
        .iter()
        .chain(arguments);
    let Command::Scan(args) = Args::parse_from(arguments).command else {
        panic!("it is a scan");
    };
    let report = scan::report(&args).expect("it is measured");
    let page = Page::of(&report, &args.input.paths);
    (report, page)
}

fn html(page: &Page) -> String {
    askama::Template::render(page).expect("it is rendered")
}

#[track_caller]
fn assert_equal(figure: &Figure, json: &Value) {
    let value: Value = serde_json::from_str(&figure.value).expect("JSON");
    assert_eq!(
        value.as_f64(),
        json[figure.metric].as_f64(),
        "{}",
        figure.metric
    );
}

#[test]
fn the_numbers_are_those_of_the_json() {
    let (report, page) = scan(&["tests/project", "tests/clones"]);
    let mut json = serde_json::to_value(ScanJson::of(&report)).expect("JSON");
    json["files"] = json["files"].as_array().map(Vec::len).into();
    json["clone_groups"] = json["clone_groups"].as_array().map(Vec::len).into();
    json["findings"] = page
        .findings
        .rules
        .iter()
        .map(|rule| rule.findings)
        .sum::<usize>()
        .into();
    assert!(page.findings.all > 0 && !page.clones.groups.is_empty());
    page.counts
        .iter()
        .for_each(|figure| assert_equal(figure, &json));
    page.scores
        .iter()
        .for_each(|score| assert_equal(&score.figure, &json));
    assert_eq!(page.languages.len(), 2);
    for (language, json) in page
        .languages
        .iter()
        .zip(json["languages"].as_array().expect("a list"))
    {
        assert_eq!(language.language, json["language"]);
        language
            .figures
            .iter()
            .for_each(|figure| assert_equal(figure, json));
        let curve = language.curve.as_ref().expect("there is mass");
        assert_equal(&curve.gini, json);
        assert_equal(&curve.top_20_share, json);
    }
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads_or_the_machine() {
    let page = |jobs| html(&scan(&["tests/project", jobs]).1);
    let text = page("--jobs=1");
    assert_eq!(text, page("--jobs=8"));
    assert!(
        !text.contains(env!("CARGO_MANIFEST_DIR")),
        "an absolute path"
    );
}

#[test]
fn every_rule_has_its_share_of_the_list() {
    let (report, page) = scan(&["tests/project"]);
    let file = report
        .files
        .iter()
        .find(|file| file.erosion.path.ends_with("wasteful.py"));
    let file = file.expect("it is measured");
    let all: Vec<_> = file
        .verbosity
        .iter()
        .flat_map(|lines| &lines.findings)
        .map(|finding| (file, finding))
        .collect();
    let mut rules: Vec<_> = all.iter().map(|(_, finding)| &finding.rule).collect();
    rules.sort();
    rules.dedup();
    assert!(rules.len() < all.len() && page.findings.all >= all.len());
    let chosen = fair_share(all.clone(), rules.len());
    let mut chosen_rules: Vec<_> = chosen.iter().map(|(_, finding)| &finding.rule).collect();
    chosen_rules.sort();
    assert_eq!(chosen_rules, rules);
    let weight = |finding: &slop_verbosity::Finding| (finding.severity, finding.span.line_count());
    assert!(chosen.is_sorted_by(|a, b| weight(a.1) >= weight(b.1)));
}

#[test]
fn only_what_the_panel_measured_is_compared_with_it() {
    let has_place = |arguments: &[&str]| {
        let (_, page) = scan(arguments);
        page.scores
            .iter()
            .map(|score| score.place.is_some())
            .collect::<Vec<_>>()
    };
    assert_eq!(has_place(&["tests/project/shapes.py"]), [true; 4]);
    assert_eq!(
        has_place(&["tests/project/shapes.py", "--ignore=loops"]),
        [true, false, false, false]
    );
    assert_eq!(has_place(&["tests/project/web"]), [false; 4]);
}

#[test]
fn nothing_measured_is_a_page_too() {
    let (_, page) = scan(&["tests/project/broken.py"]);
    let text = html(&page);
    assert!(page.languages.is_empty());
    assert!(text.contains(r#"data-metric="erosion" data-value="null">n/a<"#));
    assert!(text.contains("Incomplete: 1 file skipped"));
    assert!(text.contains("Nothing was measured."));
}

/// A project whose names and source would act on a page that let them.
fn hostile() -> TempDir {
    let attack = "</script></style><script>alert(1)</script>";
    let source = format!(
        "def f(x):\n    ok = x == True  # {attack} \u{1b}[31m \u{7} \u{202e}\n    return ok\n"
    );
    let root = TempDir::with_prefix("<b>").expect("a directory");
    let write =
        |name: &str, text: &str| fs::write(root.path().join(name), text).expect("it is written");
    fs::create_dir(root.path().join("<")).expect("a directory");
    for name in [
        "<img src=x>.py",
        "a\"b'&amp;.py",
        "line\nbreak\u{1b}.py",
        "</script><script>alert(1)<.py",
    ] {
        write(name, &source);
    }
    write("broken<script>.py", "def <script>:\n");
    write(
        "names.js",
        &format!(
            "export default {{ \"{attack}\"(a) {{ {} }} }};\n",
            "if (a) a();\n".repeat(12)
        ),
    );
    root
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let root = hostile();
    let (report, page) = scan(&[root.path().to_str().expect("UTF-8")]);
    assert_eq!((report.files.len(), report.skipped.len()), (5, 1));
    let text = html(&page);
    for (tag, times) in [
        ("<script", 1),
        ("</script", 1),
        ("<style", 1),
        ("</style", 1),
        ("<b>", 0),
        ("<img", 0),
    ] {
        assert_eq!(text.matches(tag).count(), times, "{tag}");
    }
    assert!(text.contains("&#60;img src=x&#62;.py"));
    assert!(text.contains(r"line\nbreak\u{1b}.py"));
    let acts = |letter: char| (letter.is_control() && letter != '\n') || letter == '\u{202e}';
    assert_eq!(text.find(acts), None);
}

#[test]
fn nothing_is_loaded() {
    let text = html(&scan(&["tests/project", "tests/clones"]).1);
    assert!(text.contains("default-src 'none'"));
    for (at, _) in text.match_indices(" href=") {
        assert!(
            text[at..].starts_with(" href=\"#"),
            "{}",
            &text[at..at + 20]
        );
    }
    for loads in [" src=", "@import", "url(", "fetch(", "import("] {
        assert!(!text.contains(loads), "{loads}");
    }
}

#[test]
fn what_was_scanned_is_named() {
    let (report, page) = scan(&["tests"]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    assert_eq!(page.paths, [report.root.relative(&root)]);
    assert_eq!(page.title, report.root.name());
}
