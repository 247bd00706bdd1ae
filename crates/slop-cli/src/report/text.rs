//! What the reports for people have in common.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, BufWriter, StdoutLock, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use slop_core::{Generated, Language, SourceError};

use crate::args::Color;
use crate::input::GeneratedFile;
use crate::report::shown_path;

pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const ALERT: Style = AnsiColor::Yellow.on_default();

/// What fits on any terminal.
const COLUMNS: usize = 80;

/// How many entries of a list of troubles are shown before the rest is only counted.
pub(crate) const TROUBLES_SHOWN: usize = 10;

/// Standard output, without colour where that is not wanted.
pub(crate) fn stdout(color: Color) -> BufWriter<AutoStream<StdoutLock<'static>>> {
    BufWriter::new(AutoStream::new(io::stdout().lock(), color.into()))
}

pub(crate) fn skipped(out: &mut (impl Write + ?Sized), skipped: &[SourceError]) -> io::Result<()> {
    if skipped.is_empty() {
        return Ok(());
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for error in skipped {
        *reasons.entry(error.problem().code()).or_default() += 1;
    }
    let reasons: Vec<_> = reasons
        .iter()
        .map(|(reason, n)| format!("{n} {reason}"))
        .collect();
    writeln!(out, "\n{STRONG}skipped{STRONG:#} {}", reasons.join(", "))?;
    for error in skipped.iter().take(TROUBLES_SHOWN) {
        let path = shown_path(error.path());
        let line = error
            .problem()
            .line()
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        let message = error.problem().to_string();
        writeln!(out, "  {}{line}: {}", printable(&path), printable(&message))?;
    }
    rest(out, skipped.len())
}

/// A number of files of a language, or of all together.
pub(crate) fn files(number: usize, language: Option<Language>, are_several: bool) -> String {
    match language {
        Some(language) => count(number, &format!("{language} file")),
        None if are_several => count(number, "file") + " in all",
        None => count(number, "file"),
    }
}

/// How many of the files are in the language; all, without one.
pub(crate) fn of_language(language: Option<Language>, skipped: &[SourceError]) -> usize {
    let is_of_language = |error: &&SourceError| {
        language.is_none() || Language::from_path(error.path()).map(Language::family) == language
    };
    skipped.iter().filter(is_of_language).count()
}

/// Files that nobody wrote, counted by reason.
pub(crate) fn generated(
    out: &mut (impl Write + ?Sized),
    generated: &[GeneratedFile],
) -> io::Result<()> {
    let mut reasons: BTreeMap<Generated, usize> = BTreeMap::new();
    for file in generated {
        *reasons.entry(file.why).or_default() += 1;
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let reasons = reasons.iter().map(|(why, n)| format!("{n} {}", why.name()));
    writeln!(
        out,
        "\n{STRONG}left out{STRONG:#} as generated: {} (--include-generated)",
        reasons.collect::<Vec<_>>().join(", ")
    )
}

/// The last line of a list of troubles, if it is longer than what is shown.
pub(crate) fn rest(out: &mut (impl Write + ?Sized), troubles: usize) -> io::Result<()> {
    match troubles.saturating_sub(TROUBLES_SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  … and {more} more, all in --format json"),
    }
}

/// Files of languages that the measure is not defined for, and why not.
pub(crate) fn unsupported(
    out: &mut (impl Write + ?Sized),
    languages: &BTreeMap<Language, usize>,
    measure: &str,
    reason: &str,
) -> io::Result<()> {
    for (language, files) in languages {
        let files = count(*files, &format!("{language} file"));
        writeln!(out, "\nno {measure} of {files}: {reason}")?;
    }
    Ok(())
}

pub(crate) fn count(number: impl Display, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A share as it is printed, right-aligned with others.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(
        || "n/a".to_owned(),
        |share| format!("{:5.2} %", 100.0 * share),
    )
}

/// The lines of a text, none longer than what fits on any terminal unless a word is.
pub(crate) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is one");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= COLUMNS {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A name in a sentence: printable, and cut where it is longer than any that people write.
pub(crate) fn short(name: &str) -> Cow<'_, str> {
    const CHARACTERS: usize = 160;
    match name.char_indices().nth(CHARACTERS) {
        Some((end, _)) => Cow::Owned(printable(&name[..end]).into_owned() + "…"),
        None => printable(name),
    }
}

/// Names come from strangers' files: a line break or an escape sequence in one must not act on the
/// terminal.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let escape = |letter: char| {
        if letter.is_control() {
            letter.escape_default().to_string()
        } else {
            letter.to_string()
        }
    };
    Cow::Owned(text.chars().map(escape).collect())
}
