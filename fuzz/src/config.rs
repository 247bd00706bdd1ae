//! Settings files.

use std::path::Path;

use slop_cli::settings_in_force;

/// The first byte tells the name of the file, the others are what stands in it.
///
/// What is in force, written as settings, says the same when it is read.
pub fn config(bytes: &[u8]) {
    const NAMES: [&str; 3] = ["slop.toml", "pyproject.toml", "package.json"];
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let file = Path::new("/project").join(name);
    match settings_in_force(text, &file) {
        Ok(None) => {}
        Ok(Some(written)) => {
            let again = settings_in_force(&written, Path::new("/project/slop.toml"));
            let again = again.expect("what is written can be read");
            assert_eq!(again, Some(written));
        }
        Err(error) => check_error(&error.to_string(), &file, text),
    }
}

/// An error begins with the file and a line of it, or the one after the last.
fn check_error(error: &str, file: &Path, text: &str) {
    let place = error.strip_prefix(&format!("{}:", file.display()));
    let line = place
        .and_then(|rest| rest.split_once(": "))
        .map(|(line, _)| line);
    let line: Option<usize> = line.and_then(|line| line.parse().ok());
    let rows = text.split('\n').count();
    assert!(
        line.is_some_and(|line| 1 <= line && line <= rows),
        "{error}"
    );
}
