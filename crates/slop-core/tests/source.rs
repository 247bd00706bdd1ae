//! Reading and parsing: what is accepted, and how each refusal is told.

use std::fs;
use std::path::Path;

use slop_core::{Language, SourceError, SourceFile};

fn parse(text: &str) -> Result<SourceFile, SourceError> {
    SourceFile::parse("dir/a.py", Language::Python, text)
}

/// The code, line and message of the refusal.
fn refusal(result: Result<SourceFile, SourceError>) -> (&'static str, Option<u32>, String) {
    let error = result.expect_err("refused");
    (
        error.problem().code(),
        error.problem().line(),
        error.to_string(),
    )
}

#[test]
fn rows_end_at_line_feeds() {
    for (text, loc) in [
        ("", 0),
        ("\n", 1),
        ("a", 1),
        ("a\nb", 2),
        ("a\nb\n", 2),
        ("a\r\nb\r\n", 2),
        ("'''a\x0cb\u{2028}c\u{85}d'''", 1),
    ] {
        assert_eq!(parse(text).expect("valid").loc(), loc, "{text:?}");
    }
}

#[test]
fn an_empty_file_has_no_source_line() {
    let file = parse("").expect("valid");
    assert!(file.source_lines().is_empty());
}

#[test]
fn a_byte_order_mark_is_dropped() {
    let file = parse("\u{feff}x = 1\n").expect("valid");
    assert_eq!(file.text(), "x = 1\n");
    assert_eq!(file.source_lines().iter().collect::<Vec<_>>(), [1]);
}

#[test]
fn syntax_errors_are_placed_where_parsing_stops() {
    let (code, line, message) = refusal(parse("x = 1\ndef broken(\n"));
    assert_eq!((code, line), ("syntax-error", Some(2)));
    assert_eq!(message, "dir/a.py: syntax error after `def broken(`");
    for (text, place) in [
        ("x = 1\ny = = 2\n", "2 syntax error after `y =`"),
        (
            "class A:\n    def f(self):\n        return )\n",
            "3 syntax error after `return`",
        ),
        (
            "x = 1\ndef f()\n    pass\n",
            "2 syntax error after `def f()`",
        ),
        ("x = 1\n\n\ny = 'open\n", "4 syntax error after `y = '`"),
        ("= 1\n", "1 syntax error at `= 1`"),
    ] {
        let error = parse(text).expect_err("refused");
        let problem = error.problem();
        let line = problem.line().expect("a place");
        assert_eq!(format!("{line} {problem}"), place, "{text}");
    }
}

#[test]
fn syntax_errors_of_long_lines_are_cut() {
    for text in [
        format!("x = {} =", "é".repeat(100)),
        format!(") = {}", "é".repeat(100)),
    ] {
        let (_, _, message) = refusal(parse(&text));
        assert!(
            message.contains('…') && message.chars().count() < 80,
            "{message}"
        );
    }
}

#[test]
fn nul_and_bytes_that_are_not_utf8_tell_their_line() {
    assert_eq!(
        refusal(parse("x = 1\ny = '\0'\n")),
        (
            "nul-byte",
            Some(2),
            "dir/a.py: holds a NUL character".to_owned()
        )
    );
    let bytes: &[u8] = b"x = 1\n\ny = '\xff'\n";
    assert_eq!(
        refusal(SourceFile::from_reader(
            "a.py",
            Language::Python,
            bytes,
            100
        )),
        ("not-utf8", Some(3), "a.py: not UTF-8".to_owned())
    );
}

#[test]
fn files_are_read_up_to_the_limit() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("a.py");
    fs::write(&path, "x = 1\n").expect("writable");
    let read = |limit| SourceFile::read(&path, Language::Python, limit);
    assert_eq!(read(6).expect("as large as the limit").loc(), 1);
    let (code, _, message) = refusal(read(5));
    assert_eq!(code, "too-large");
    assert!(
        message.ends_with("larger than the limit of 5 bytes"),
        "{message}"
    );
}

#[test]
fn what_is_no_file_is_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    let read = |path: &Path| refusal(SourceFile::from_path(path)).0;
    assert_eq!(read(&directory.path().join("missing.py")), "unreadable");
    assert_eq!(
        read(&directory.path().join("notes.txt")),
        "unknown-language"
    );
    let named_like_a_file = directory.path().join("directory.py");
    fs::create_dir(&named_like_a_file).expect("writable");
    assert_eq!(read(&named_like_a_file), "not-a-file");
}

#[test]
fn source_files_can_be_shared_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<SourceFile>();
    check::<SourceError>();
}
