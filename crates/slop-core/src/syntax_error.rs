//! Where a text stops being valid.
//!
//! The error nodes of a tree do not tell: recovering from an error, tree-sitter may wrap everything
//! since the first line of the file into one. The place that helps is where the parser was stuck
//! before it began to recover, and only its log knows that.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use tree_sitter::{LogType, ParseOptions, ParseState, Parser};

use crate::Problem;

/// Parses a text with an error once more, up to that error, and describes it.
pub(crate) fn locate(parser: &mut Parser, text: &str) -> Problem {
    let (row, column) = stuck_at(parser, text);
    let line = text.lines().nth(row as usize).unwrap_or_default();
    Problem::Syntax {
        line: row + 1,
        what: describe(line, column as usize),
    }
}

/// Shared with the log of the parser, which must be able to move to another thread.
#[derive(Default)]
struct Progress {
    /// The furthest place that the parser came to: the row above, the column in the low 32 bits.
    place: AtomicU64,
    is_stuck: AtomicBool,
}

impl Progress {
    /// Reads a message of the log: `process version:0, version_count:1, state:1, row:0, col:0`, and
    /// `resume` or `recover` when no version of the tree could go on.
    fn read(&self, message: &str) {
        if self.is_stuck.load(Relaxed) {
            return;
        }
        if message.starts_with("resume") || message.starts_with("recover") {
            self.is_stuck.store(true, Relaxed);
        } else if let Some(place) = message.strip_prefix("process ").and_then(place) {
            self.place.fetch_max(place, Relaxed);
        }
    }
}

fn place(fields: &str) -> Option<u64> {
    let field = |name| -> Option<u32> {
        let (_, value) = fields.split_once(name)?;
        value.split(',').next()?.parse().ok()
    };
    Some(u64::from(field("row:")?) << 32 | u64::from(field("col:")?))
}

/// Row and byte column behind the last token that the parser could use, from 0.
fn stuck_at(parser: &mut Parser, text: &str) -> (u32, u32) {
    let progress = Arc::new(Progress::default());
    let seen = Arc::clone(&progress);
    parser.set_logger(Some(Box::new(move |kind, message| {
        if kind == LogType::Parse {
            seen.read(message);
        }
    })));
    let mut stop = |_: &ParseState| {
        if progress.is_stuck.load(Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut stop);
    let mut rest = |offset: usize, _| text.as_bytes().get(offset..).unwrap_or_default();
    parser.parse_with_options(&mut rest, None, Some(options));
    parser.set_logger(None);
    parser.reset();
    let place = progress.place.load(Relaxed);
    let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).expect("32 bits");
    (half(place >> 32), half(place))
}

/// What stands before the trouble in its line, or else behind it, cut to fit into a message.
fn describe(line: &str, column: usize) -> String {
    const SHOWN: usize = 40;
    let before = line.get(..column).unwrap_or(line).trim();
    if !before.is_empty() {
        let cut = before
            .char_indices()
            .rev()
            .nth(SHOWN - 1)
            .map_or(0, |(start, _)| start);
        let ellipsis = if cut > 0 { "…" } else { "" };
        return format!("after `{ellipsis}{}`", &before[cut..]);
    }
    let line = line.trim();
    match line.char_indices().nth(SHOWN) {
        _ if line.is_empty() => "unexpected end of line".to_owned(),
        None => format!("at `{line}`"),
        Some((end, _)) => format!("at `{}…`", &line[..end]),
    }
}
