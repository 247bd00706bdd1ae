//! Comments that suppress findings.

use slop_core::{Language, SourceFile};
use slop_verbosity::{RuleSet, Suppressions};

/// Scans for calls of `bad` and `worse`, and tells the lines kept, those suppressed, and the problems.
fn check(language: Language, text: &str, kept: &[u32], suppressed: &[u32], problems: &[&str]) {
    let rules = RuleSet::from_yaml(&format!(
        "{{id: bad, language: {language}, message: m, rule: {{pattern: bad($$$)}}}}\n---\n\
         {{id: worse, language: {language}, message: m, rule: {{pattern: worse($$$)}}}}\n"
    ))
    .expect("valid rules");
    let file = SourceFile::parse("source", language, text).expect("valid source");
    let outcome = Suppressions::of(&file).apply(rules.scan(&file), &rules, &rules);
    let lines = |findings: &[slop_verbosity::Finding]| {
        findings
            .iter()
            .map(|f| f.span.start_line)
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(&outcome.kept), kept, "kept of\n{text}");
    assert_eq!(
        lines(&outcome.suppressed),
        suppressed,
        "suppressed of\n{text}"
    );
    let told: Vec<_> = outcome
        .problems
        .iter()
        .map(|p| format!("{}: {}", p.span.start_line, p.kind))
        .collect();
    assert_eq!(told, problems, "problems of\n{text}");
}

fn python(text: &str, kept: &[u32], suppressed: &[u32], problems: &[&str]) {
    check(Language::Python, text, kept, suppressed, problems);
}

#[test]
fn on_the_line_and_alone_above_it() {
    python(
        "bad()  # slop: ignore[bad] it is fine\nbad()\n",
        &[2],
        &[1],
        &[],
    );
    python("# slop: ignore[bad]\nbad()\nbad()\n", &[3], &[2], &[]);
    python("# slop: ignore[bad] why\n# more\n\nbad()\n", &[], &[4], &[]);
    python("bad(  # slop: ignore[bad]\n  1,\n)\n", &[], &[1], &[]);
    python("bad()  # noqa: E501  # slop: ignore[bad]\n", &[], &[1], &[]);
}

#[test]
fn several_rules_and_whole_files() {
    python(
        "bad(worse())  # slop: ignore[bad, worse]\n",
        &[],
        &[1, 1],
        &[],
    );
    python("bad(worse())  # slop: ignore[worse]\n", &[1], &[1], &[]);
    python(
        "bad()\nworse()\n# slop: ignore-file[bad] generated\n",
        &[2],
        &[1],
        &[],
    );
}

#[test]
fn javascript_comments() {
    let text = "bad(); // slop: ignore[bad] reason\n/* slop: ignore[worse] */\nworse();\nbad();\n";
    check(Language::JavaScript, text, &[4], &[1, 3], &[]);
}

#[test]
fn comments_that_do_nothing_are_told() {
    python(
        "x = 1  # slop: ignore[bad]\n",
        &[],
        &[],
        &["1: nothing to suppress for `bad`"],
    );
    python(
        "bad()  # slop: ignore[bad, typo]\n",
        &[],
        &[1],
        &["1: no rule is called `typo`"],
    );
    let name_it = "1: name the rules to suppress: slop: ignore[rule-id]";
    python("bad()  # slop: ignore\n", &[1], &[], &[name_it]);
    python("bad()  # slop: ignore[]\n", &[1], &[], &[name_it]);
    python(
        "bad()  # slop: ingore[bad]\n",
        &[1],
        &[],
        &["1: `ingore` is unknown: write ignore[rule-id] or ignore-file[rule-id]"],
    );
}

#[test]
fn prose_and_strings_suppress_nothing() {
    python(
        "bad()  # beware of slop: ignore[bad] is how to hide it\n",
        &[1],
        &[],
        &[],
    );
    python("bad('# slop: ignore[bad]')\n", &[1], &[], &[]);
}

#[test]
fn a_rule_that_is_known_and_not_used_is_no_problem() {
    let known = RuleSet::paper();
    let active = known.filter(&["loops"], &[]).expect("a group");
    let text = "ok = x == True  # slop: ignore[bool-comparison] numpy\n";
    let file = SourceFile::parse("a.py", Language::Python, text).expect("valid Python");
    let outcome = Suppressions::of(&file).apply(active.scan(&file), &active, &known);
    assert_eq!(outcome.problems, []);
}
