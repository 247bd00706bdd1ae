//! The rule packs: their form, and every snippet of their tests.

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

/// A pack: its rules, and the directory of their files.
struct Pack {
    rules: RuleSet,
    directory: &'static str,
}

fn packs() -> [Pack; 2] {
    [
        Pack {
            rules: RuleSet::paper(),
            directory: "python",
        },
        Pack {
            rules: RuleSet::javascript(),
            directory: "javascript",
        },
    ]
}

impl Pack {
    fn path(&self) -> PathBuf {
        rules_directory().join(self.directory)
    }

    fn tests(&self) -> PathBuf {
        rules_directory().join("tests").join(self.directory)
    }

    fn test_path(&self, rule: &Rule) -> PathBuf {
        let name = format!("{}/{}-test.yml", rule.group, rule.id);
        self.tests().join(name)
    }

    fn test_file(&self, rule: &Rule) -> TestFile {
        let path = self.test_path(rule);
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        ast_grep_config::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// Every rule, alone in its set.
    fn each(&self) -> impl Iterator<Item = (&Rule, RuleSet)> {
        self.rules.rules().map(|rule| {
            let alone = self.rules.filter(&[&*rule.id], &[]);
            (rule, alone.expect("its own id"))
        })
    }
}

fn rules_directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

/// First and last lines of what the rule finds, sorted; the same in every language of the rule that the
/// snippet can be read as.
fn lines(rule: &Rule, alone: &RuleSet, snippet: &str) -> Vec<(u32, u32)> {
    let found = rule.languages.iter().filter_map(|&language| {
        let file = SourceFile::parse("snippet", language, snippet).ok()?;
        let findings = alone.scan(&file);
        let mut lines: Vec<_> = findings
            .iter()
            .map(|found| (found.span.start_line, found.span.end_line))
            .collect();
        lines.sort_unstable();
        Some((language, lines))
    });
    let found: Vec<_> = found.collect();
    let [(_, first), others @ ..] = &*found else {
        panic!("{}: no language reads\n{snippet}", rule.id)
    };
    for (language, lines) in others {
        assert_eq!(lines, first, "{} as {language}:\n{snippet}", rule.id);
    }
    first.clone()
}

/// The two examples of a note: flagged, and not flagged.
fn examples(note: &str) -> Vec<&str> {
    let fenced = note.split("```").skip(1).step_by(2);
    fenced
        .map(|block| block.split_once('\n').expect("a language").1)
        .collect()
}

/// Checks every snippet of a pack, and counts those with findings and those without.
fn check_snippets(pack: &Pack) -> (usize, usize) {
    let (mut invalid, mut valid) = (0, 0);
    for (rule, alone) in pack.each() {
        let tests = pack.test_file(rule);
        assert_eq!(tests.id, *rule.id);
        assert_eq!(tests.invalid.len(), tests.lines.len(), "{}", rule.id);
        assert!(!tests.invalid.is_empty(), "{}", rule.id);
        assert!(!tests.valid.is_empty(), "{}", rule.id);
        for (snippet, expected) in tests.invalid.iter().zip(&tests.lines) {
            let mut expected = expected.clone();
            expected.sort_unstable();
            assert_ne!(expected, [], "{} on\n{snippet}", rule.id);
            let found = lines(rule, &alone, snippet);
            assert_eq!(found, expected, "{} on\n{snippet}", rule.id);
        }
        for snippet in &tests.valid {
            let found = lines(rule, &alone, snippet);
            assert_eq!(found, [], "{} on\n{snippet}", rule.id);
        }
        invalid += tests.invalid.len();
        valid += tests.valid.len();
    }
    (invalid, valid)
}

#[test]
fn every_snippet_gives_the_lines_of_its_test() {
    let [paper, javascript] = packs().map(|pack| check_snippets(&pack));
    // The catalog's 572 and 1167, and more for comments, backslashes and bounds.
    assert_eq!(paper, (589, 1195));
    assert!(javascript.0 >= RuleSet::javascript().rules().len());
}

#[test]
fn every_note_shows_what_is_flagged_and_what_to_write() {
    for pack in packs() {
        for (rule, alone) in pack.each() {
            let id = &rule.id;
            let [bad, good] = examples(&rule.note)[..] else {
                panic!("{id}: two examples")
            };
            let found = lines(rule, &alone, bad);
            assert!(!found.is_empty(), "{id}: its example is not flagged");
            let found = lines(rule, &alone, good);
            assert_eq!(found, [], "{id}: what to write is flagged");
        }
    }
}

#[test]
fn the_packs_are_complete_and_orderly() {
    let [paper, javascript] = packs();
    assert_eq!(paper.rules.rules().len(), 137);
    let not_counted = paper.rules.rules().filter(|rule| !rule.counted);
    assert_eq!(not_counted.count(), 9);
    assert!(javascript.rules.rules().all(|rule| rule.counted));
    let both = paper.rules.merge(&javascript.rules);
    both.expect("no id is in both packs");
    for pack in [&paper, &javascript] {
        for rule in pack.rules.rules() {
            check_form(pack, rule);
        }
    }
}

fn check_form(pack: &Pack, rule: &Rule) {
    let id = &rule.id;
    let is_of_pack =
        |language: &Language| (*language == Language::Python) == (pack.directory == "python");
    assert!(rule.languages.iter().all(is_of_pack), "{id}");
    assert!(rule.languages.is_sorted_by(|a, b| a < b), "{id}");
    let path = pack.path().join(format!("{}/{id}.yml", rule.group));
    assert!(path.is_file(), "{id} is not in {}", path.display());
    let message = &rule.message;
    let is_line = (10..=100).contains(&message.chars().count()) && !message.contains('\n');
    assert!(is_line && !message.ends_with('.'), "{id}: {message}");
}

#[test]
fn every_test_file_has_a_rule() {
    for pack in packs() {
        let expected = pack.rules.rules().map(|rule| pack.test_path(rule));
        let expected: BTreeSet<PathBuf> = expected.collect();
        let groups = fs::read_dir(pack.tests()).expect("a directory");
        let present: BTreeSet<PathBuf> = groups
            .flat_map(|group| fs::read_dir(group.expect("a group").path()).expect("a directory"))
            .map(|file| file.expect("a file").path())
            .collect();
        assert_eq!(present, expected);
    }
}
