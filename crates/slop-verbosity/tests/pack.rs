//! The rule pack: its form, and every snippet of its tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use slop_core::{Language, SourceFile};
use slop_verbosity::{Rule, RuleSet};

/// A test file in ast-grep's convention, with the lines of every finding added.
#[derive(Deserialize)]
struct TestFile {
    id: String,
    valid: Vec<String>,
    invalid: Vec<String>,
    lines: Vec<Vec<(u32, u32)>>,
}

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn test_file(rule: &Rule) -> TestFile {
    let path = pack().join(format!("tests/{}/{}-test.yml", rule.group, rule.id));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    ast_grep_config::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// First and last lines of what the rule finds.
fn lines(rule: &RuleSet, snippet: &str) -> Vec<(u32, u32)> {
    let file = SourceFile::parse("snippet.py", Language::Python, snippet).expect("valid Python");
    let findings = rule.scan(&file);
    findings
        .iter()
        .map(|found| (found.span.start_line, found.span.end_line))
        .collect()
}

/// The two examples of a note: flagged, and not flagged.
fn examples(note: &str) -> Vec<&str> {
    let blocks = note.split("```python\n").skip(1);
    blocks
        .map(|block| block.split_once("```").expect("an end").0)
        .collect()
}

#[test]
fn every_snippet_gives_the_lines_of_the_catalog() {
    let all = RuleSet::paper();
    let (mut invalid, mut valid) = (0, 0);
    for rule in all.rules() {
        let alone = all.filter(&[&*rule.id], &[]).expect("its own id");
        let tests = test_file(rule);
        assert_eq!(tests.id, *rule.id);
        assert_eq!(tests.invalid.len(), tests.lines.len(), "{}", rule.id);
        for (snippet, expected) in tests.invalid.iter().zip(&tests.lines) {
            let mut found = lines(&alone, snippet);
            let mut expected = expected.clone();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{} on\n{snippet}", rule.id);
        }
        for snippet in &tests.valid {
            assert_eq!(lines(&alone, snippet), [], "{} on\n{snippet}", rule.id);
        }
        invalid += tests.invalid.len();
        valid += tests.valid.len();
    }
    assert_eq!((invalid, valid), (573, 1168));
}

#[test]
fn every_note_shows_what_is_flagged_and_what_to_write() {
    let all = RuleSet::paper();
    for rule in all.rules() {
        let alone = all.filter(&[&*rule.id], &[]).expect("its own id");
        let [bad, good] = examples(&rule.note)[..] else {
            panic!("{}: two examples", rule.id)
        };
        assert!(
            !lines(&alone, bad).is_empty(),
            "{}: its example is not flagged",
            rule.id
        );
        assert_eq!(
            lines(&alone, good),
            [],
            "{}: what to write is flagged",
            rule.id
        );
    }
}

#[test]
fn the_pack_is_complete_and_orderly() {
    let all = RuleSet::paper();
    assert_eq!(all.rules().len(), 137);
    assert_eq!(all.rules().filter(|rule| !rule.counted).count(), 9);
    for rule in all.rules() {
        let id = &rule.id;
        assert_eq!(rule.languages, [Language::Python], "{id}");
        let path = pack().join(format!("python/{}/{id}.yml", rule.group));
        assert!(path.is_file(), "{id} is not in {}", path.display());
        let is_line =
            (10..=100).contains(&rule.message.chars().count()) && !rule.message.contains('\n');
        assert!(
            is_line && !rule.message.ends_with('.'),
            "{id}: {}",
            rule.message
        );
    }
}

#[test]
fn every_test_file_has_a_rule() {
    let all = RuleSet::paper();
    let expected: BTreeSet<PathBuf> = all
        .rules()
        .map(|rule| pack().join(format!("tests/{}/{}-test.yml", rule.group, rule.id)))
        .collect();
    let groups = fs::read_dir(pack().join("tests")).expect("a directory");
    let present: BTreeSet<PathBuf> = groups
        .flat_map(|group| fs::read_dir(group.expect("a group").path()).expect("a directory"))
        .map(|file| file.expect("a file").path())
        .collect();
    assert_eq!(present, expected);
}
