//! Comments that suppress findings.

use slop_core::{Language, SourceFile};
use slop_verbosity::{Suppressed, SuppressionProblemKind, Suppressions};

use crate::places::Rows;
use crate::source::RULES;

/// The first byte tells the language. Of the lines that follow, one that begins with `+` is a comment on a line of its
/// own, any other one a comment behind code that a rule or two find something in.
pub fn suppression(bytes: &[u8]) {
    let Some((first, comments)) = bytes.split_first() else {
        return;
    };
    let (language, code, mark) = match first % 2 {
        0 => (Language::Python, "if x == True: y = type(x) == int", "#"),
        _ => (
            Language::JavaScript,
            "if (typeof x.y === 'undefined') { z = new Array() }",
            "//",
        ),
    };
    let comments = String::from_utf8_lossy(comments);
    let line = |comment: &str| match comment.strip_prefix('+') {
        Some(alone) => format!("{mark} {alone}\n"),
        None => format!("{code} {mark}{comment}\n"),
    };
    let text: String = comments.lines().map(line).collect();
    if let Ok(file) = SourceFile::parse("", language, text) {
        check(&file);
    }
}

fn check(file: &SourceFile) {
    let suppressions = Suppressions::of(file);
    let found = RULES.scan(file);
    let outcome = suppressions.apply(found.clone(), &RULES, &RULES);
    let Suppressed {
        kept,
        suppressed,
        problems,
    } = outcome.clone();
    let mut all = [&*kept, &*suppressed].concat();
    all.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    assert_eq!(all, found, "each finding is kept or suppressed");
    for finding in &suppressed {
        assert!(file.text().contains(&*finding.rule), "{finding:?} is named");
    }
    let rows = Rows::of(file.text());
    for problem in &problems {
        rows.check_span(problem.span);
        let comment = &file.text()[problem.span.bytes()];
        assert!(comment.contains("slop:"), "{comment}");
        if let SuppressionProblemKind::UnknownRule(id) = &problem.kind {
            assert!(RULES.get(id).is_none(), "{id}");
        }
    }
    let again = suppressions.apply(kept.clone(), &RULES, &RULES);
    assert_eq!((again.kept, again.suppressed), (kept, Vec::new()));
    let never = Suppressions::default().apply(found.clone(), &RULES, &RULES);
    assert_eq!((never.kept, never.problems), (found, Vec::new()));
}
