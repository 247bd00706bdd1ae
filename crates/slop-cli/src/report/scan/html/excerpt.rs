//! Source on the page.

use slop_core::Span;

use super::show::visible;

/// A line is cut after this many characters before, in and after its marked part.
const COLUMNS: usize = 240;

/// The lines of a place, moved to the left as far as the first one.
pub(super) struct Excerpt {
    pub(super) lines: Vec<Line>,
    /// How many more lines the place has.
    pub(super) more: usize,
}

pub(super) struct Line {
    pub(super) number: u32,
    pub(super) before: String,
    /// Empty in a place of several lines, all of which are meant.
    pub(super) marked: String,
    pub(super) after: String,
}

impl Excerpt {
    /// The first lines of a place, at most so many.
    pub(super) fn of(text: &str, span: Span, most: usize) -> Self {
        let start = (span.start_byte - span.start_column) as usize;
        let rest = &text[start..];
        let first = rest.lines().next().unwrap_or_default();
        let indent = &first[..first.len() - first.trim_start().len()];
        let lines = (span.lines()).zip(rest.lines()).take(most);
        let lines = lines.map(|(number, line)| {
            let columns = span.start_column as usize..span.end_column as usize;
            let is_marked = span.start_line == span.end_line && columns.end <= line.len();
            let (before, marked, after) = if is_marked {
                (
                    &line[..columns.start],
                    &line[columns.clone()],
                    &line[columns.end..],
                )
            } else {
                (line, "", "")
            };
            Line {
                number,
                before: cut(before.strip_prefix(indent).unwrap_or(before)),
                marked: cut(marked),
                after: cut(after),
            }
        });
        Self {
            lines: lines.collect(),
            more: (span.line_count() as usize).saturating_sub(most),
        }
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(COLUMNS) {
        Some((end, _)) => visible(&text[..end]) + "…",
        None => visible(text),
    }
}

#[cfg(test)]
mod tests {
    use slop_core::{Language, SourceFile};

    use super::*;

    fn shown(text: &str, most: usize) -> (Vec<String>, usize) {
        let file = SourceFile::parse("a.py", Language::Python, text).expect("it is Python");
        let branch = file
            .root()
            .child(0)
            .and_then(|all| all.child_by_field_name("consequence"));
        let inner = branch
            .and_then(|branch| branch.child(0))
            .expect("a statement");
        let excerpt = Excerpt::of(file.text(), Span::of(inner), most);
        let lines = excerpt.lines.iter();
        let show = |line: &Line| {
            format!(
                "{} {}[{}]{}",
                line.number, line.before, line.marked, line.after
            )
        };
        (lines.map(show).collect(), excerpt.more)
    }

    #[test]
    fn one_line_is_marked_where_it_is_meant() {
        let (lines, more) = shown("if x:\n    é = 1  # why\n", 9);
        assert_eq!((lines, more), (vec!["2 [é = 1]  # why".to_owned()], 0));
    }

    #[test]
    fn several_lines_move_to_the_left_and_are_cut() {
        let (lines, more) = shown("if x:\n    a = [\n\n        1,\n    ]\n", 3);
        assert_eq!(lines, ["2 a = [[]", "3 []", "4     1,[]"]);
        assert_eq!(more, 1);
    }

    #[test]
    fn long_lines_are_cut() {
        let (lines, _) = shown(
            &format!("if x:\n    a = '{}'  # end\n", "é".repeat(1000)),
            9,
        );
        assert!(lines[0].ends_with("é…]  # end"), "{lines:?}");
    }
}
