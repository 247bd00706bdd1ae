//! Rules from elsewhere, choosing rules, and what is said when something is wrong.

use std::fs;
use std::path::Path;

use slop_core::{Language, SourceFile};
use slop_verbosity::{RuleError, RuleSet, UnknownRule, flagged_lines};
use tempfile::TempDir;

fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    directory
}

fn rule(id: &str) -> String {
    format!("id: {id}\nlanguage: python\nmessage: found\nrule:\n  pattern: {id}($$$)\n")
}

fn found(rules: &RuleSet, language: Language, text: &str) -> Vec<String> {
    let file = SourceFile::parse("source", language, text).expect("valid source");
    rules
        .scan(&file)
        .iter()
        .map(|f| format!("{} {}", f.span.start_line, f.message))
        .collect()
}

#[test]
fn a_directory_of_rules() {
    let two = format!("{}---\n{}", rule("one"), rule("two"));
    let directory = directory(&[
        ("a.yml", &two),
        ("deep/b.yaml", &rule("three")),
        ("sgconfig.yml", "ruleDirs: [.]"),
        ("README.md", "no rule"),
    ]);
    let rules = RuleSet::from_dir(directory.path()).expect("valid rules");
    let ids: Vec<_> = rules.rules().map(|rule| rule.id.to_string()).collect();
    assert_eq!(ids, ["one", "three", "two"]);
    assert!(
        rules
            .get("three")
            .is_some_and(|rule| rule.counted && rule.group.is_empty())
    );
    assert_eq!(
        found(&rules, Language::Python, "two(one())\n"),
        ["1 found", "1 found"]
    );
}

#[test]
fn rules_for_javascript_and_messages_with_meta_variables() {
    let rules = RuleSet::from_yaml(
        "id: no-log\nlanguage: JavaScript\nmessage: do not log $WHAT\nrule: {pattern: console.log($WHAT)}",
    )
    .expect("a valid rule");
    let text = "f();\nconsole.log(secret);\n";
    assert_eq!(
        found(&rules, Language::JavaScript, text),
        ["2 do not log secret"]
    );
    assert_eq!(
        found(&rules, Language::Python, "console.log(secret)\n"),
        [""; 0]
    );
}

#[test]
fn rules_that_are_off_are_left_out() {
    let rules = RuleSet::from_yaml(&format!("{}severity: off\n", rule("one")));
    assert_eq!(rules.expect("a valid rule").rules().len(), 0);
}

#[test]
fn errors_name_file_rule_and_cause() {
    let told = |text: &str| {
        let directory = directory(&[("bad.yml", text)]);
        let error: RuleError = RuleSet::from_dir(directory.path()).err().expect("an error");
        let message = error.to_string();
        let place = format!("{}: ", directory.path().join("bad.yml").display());
        message
            .strip_prefix(&place)
            .unwrap_or_else(|| panic!("no place in {message}"))
            .to_owned()
    };
    let start = |text: &str, expected: &str| {
        let message = told(text);
        assert!(message.starts_with(expected), "{message}");
    };
    start("id: [", "");
    start(
        "id: a\nlanguage: python\nrule: {kind: no_such_kind}",
        "rule `a`: ",
    );
    start("id: a\nlanguage: cobol\nrule: {kind: call}", "rule `a`: ");
    start(
        "id: a\nlanguage: python\nrule: {regex: x}",
        "rule `a`: Rule must specify",
    );
    start("id: a\nlanguage: python\nrul: {kind: call}", "rule `a`: ");
    let deep = format!("{}x{}", "(".repeat(100_000), ")".repeat(100_000));
    let message = told(&format!(
        "id: a\nlanguage: python\nrule: {{pattern: {deep}}}"
    ));
    assert!(message.starts_with("rule `a`: ") && message.contains("500 levels deep"));
    start(
        &format!("{}files: ['*.py']", rule("a")),
        "rule `a`: `files` and `ignores` are not",
    );
}

#[test]
fn ids_are_unique() {
    let directory = directory(&[("a.yml", &rule("same")), ("b.yml", &rule("same"))]);
    let error = RuleSet::from_dir(directory.path()).err().expect("an error");
    assert_eq!(
        error.to_string(),
        "rule `same`: there are two rules of this id"
    );
    let paper = RuleSet::paper();
    assert!(paper.merge(&paper).is_err());
}

#[test]
fn rules_are_chosen_by_id_and_group() {
    let paper = RuleSet::paper();
    let ids = |select: &[&str], ignore: &[&str]| {
        let chosen = paper.filter(select, ignore).expect("known names");
        chosen
            .rules()
            .map(|rule| rule.id.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&[], &[]).len(), 137);
    assert_eq!(
        ids(&["typing"], &["list-any"]).len(),
        ids(&["typing"], &[]).len() - 1
    );
    assert_eq!(
        ids(&["list-any", "dict-str-any"], &[]),
        ["dict-str-any", "list-any"]
    );
    let unknown = paper.filter(&[], &["lops"]).err();
    assert_eq!(unknown, Some(UnknownRule("lops".to_owned())));
}

#[test]
fn findings_that_are_not_counted_flag_no_line() {
    let text = "a = p[0]\nb = p[1]\nok = a == True\n";
    let file = SourceFile::parse("a.py", Language::Python, text).expect("valid Python");
    let findings = RuleSet::paper().scan(&file);
    let rules: Vec<_> = findings.iter().map(|f| (&*f.rule, f.counted)).collect();
    assert_eq!(
        rules,
        [("manual-index-unpack", false), ("bool-comparison", true)]
    );
    assert_eq!(flagged_lines(&findings).iter().collect::<Vec<_>>(), [3]);
}

#[test]
fn a_fingerprint_is_of_what_is_found_and_not_of_words() {
    let fingerprint = |message: &str, pattern: &str, metadata: &str| {
        let text = format!(
            "{{id: a, language: python, message: {message}, metadata: {metadata}, \
             constraints: {{A: {{kind: integer}}, B: {{kind: string}}}}, rule: {{pattern: '{pattern}'}}}}"
        );
        let rules = RuleSet::from_yaml(&text).expect("a rule");
        rules.fingerprint()
    };
    let first = fingerprint("no", "f($A, $B)", "{}");
    assert_eq!(
        first,
        fingerprint("better words", "f($A, $B)", "{group: misc}")
    );
    assert_ne!(first, fingerprint("no", "f($B, $A)", "{}"));
    assert_ne!(first, fingerprint("no", "f($A, $B)", "{counted: false}"));
    let paper = RuleSet::paper();
    let fewer = paper.filter(&[], &["loops"]).expect("a group");
    assert_eq!(paper.fingerprint(), RuleSet::paper().fingerprint());
    assert_ne!(paper.fingerprint(), fewer.fingerprint());
}

#[test]
fn a_rule_may_be_for_several_languages() {
    let of = |metadata: &str, rule: &str| {
        RuleSet::from_yaml(&format!(
            "{{id: a, language: tsx, message: no $A, metadata: {metadata}, rule: {{{rule}}}}}"
        ))
    };
    let languages = "{languages: [javascript, typescript, tsx]}";
    let rules = of(languages, "pattern: '$A === true'").expect("a rule");
    let found = |rules: &RuleSet, path: &str| {
        let language = Language::from_path(Path::new(path)).expect("a known ending");
        let text = "const a = b === true;\n";
        let file = SourceFile::parse(path, language, text).expect("it parses");
        let findings = rules.scan(&file);
        findings
            .iter()
            .map(|finding| finding.message.to_string())
            .collect::<Vec<_>>()
    };
    for path in ["a.js", "a.ts", "a.tsx"] {
        assert_eq!(found(&rules, path), ["no b"], "{path}");
    }
    let alone = of("{}", "pattern: '$A === true'").expect("a rule");
    assert_eq!(
        (found(&alone, "a.js").len(), found(&alone, "a.tsx").len()),
        (0, 1)
    );
    assert_ne!(rules.fingerprint(), alone.fingerprint());
    // What one of the grammars does not know is refused, and not left out there in silence.
    let Err(error) = of(languages, "kind: as_expression") else {
        panic!("JavaScript has no such expression");
    };
    assert!(error.to_string().starts_with("rule `a`: "), "{error}");
}
