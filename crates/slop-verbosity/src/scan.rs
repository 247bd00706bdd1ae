//! Matching rules on a tree.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use ast_grep_core::matcher::MatcherExt;
use ast_grep_core::source::{Content, Edit, SgNode};
use ast_grep_core::{AstGrep, Doc, NodeMatch};
use slop_core::{LineSet, Nodes, SourceFile, Span};

use crate::lang::Lang;
use crate::linked::Linked;
use crate::rule::{Form, Rule, Severity};
use crate::rule_set::RuleSet;

type Tree = AstGrep<FileDoc>;

/// A place that a rule flags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: Arc<str>,
    /// The node that the rule reports.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: Arc<str>,
    /// How much it matters.
    pub severity: Severity,
    /// Whether it enters flagged lines and the scores made of them.
    pub counted: bool,
}

/// The lines, first to last, of the findings that are counted.
pub fn flagged_lines<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> LineSet {
    let mut lines = LineSet::new();
    for finding in findings.into_iter().filter(|finding| finding.counted) {
        lines.insert_range(finding.span.lines());
    }
    lines
}

impl RuleSet {
    /// Everything that the rules find in a file, sorted by place and then by rule.
    ///
    /// The tree of the file is used as it is; nothing is parsed. Comments that suppress findings are
    /// not looked at: that is [`Suppressions`](crate::Suppressions)' part.
    ///
    /// A tree more than 500 levels deep is matched on a thread with a larger stack.
    ///
    /// # Panics
    ///
    /// If the system refuses the address space for that stack, 8 kB a level.
    pub fn scan(&self, file: &SourceFile) -> Vec<Finding> {
        let Some(index) = self.index(file.language()) else {
            return Vec::new();
        };
        let root = tree_of(file);
        let nodes = file.nodes();
        let attempts = index.attempts(nodes, file.text());
        let mut findings = on_stack_for(nodes.depth(), || self.matches(&root, nodes, &attempts));
        findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        findings
    }

    /// The slow twin of [`RuleSet::scan`]: every rule at every node. For tests.
    #[doc(hidden)]
    pub fn scan_slowly(&self, file: &SourceFile) -> Vec<Finding> {
        let root = tree_of(file);
        let nodes = file.nodes();
        let at_node = |place: u32| {
            let node = Linked::new(nodes, place);
            let of_rule = |rule: &Rule| {
                let form = rule.form(file.language())?;
                let found = form.matcher().match_node(root.adopt(node))?;
                Some(finding(rule, form, &found))
            };
            self.rules().filter_map(of_rule).collect::<Vec<_>>()
        };
        let mut findings: Vec<_> = on_stack_for(nodes.depth(), || {
            (0..nodes.count()).flat_map(at_node).collect()
        });
        findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        findings
    }

    fn matches<'r>(
        &self,
        root: &'r Tree,
        nodes: &'r Nodes<'r>,
        attempts: &[(u32, u32)],
    ) -> Vec<Finding> {
        let language = root.lang().0;
        let one = |&(place, rule): &(u32, u32)| {
            let rule = self.rule(rule as usize);
            let form = rule.form(language)?;
            let node = Linked::new(nodes, place);
            let found = form.matcher().match_node(root.adopt(node))?;
            Some(finding(rule, form, &found))
        };
        attempts.iter().filter_map(one).collect()
    }
}

/// The file for ast-grep, which parses nothing again.
fn tree_of(file: &SourceFile) -> Tree {
    AstGrep::doc(FileDoc {
        file: file.clone(),
        lang: Lang(file.language()),
    })
}

/// Text that is known to be UTF-8. ast-grep's own document checks each node's text again, which costs the square
/// of their number where nodes nest.
#[derive(Clone)]
struct FileDoc {
    file: SourceFile,
    lang: Lang,
}

impl Doc for FileDoc {
    type Source = Self;
    type Lang = Lang;
    type Node<'tree> = Linked<'tree>;

    fn get_lang(&self) -> &Lang {
        &self.lang
    }

    fn get_source(&self) -> &Self {
        self
    }

    fn do_edit(&mut self, _: &Edit<Self>) -> Result<(), String> {
        Err("nothing is edited here".to_owned())
    }

    fn root_node(&self) -> Linked<'_> {
        Linked::new(self.file.nodes(), 0)
    }

    fn get_node_text<'a>(&'a self, node: &Linked<'a>) -> Cow<'a, str> {
        Cow::Borrowed(&self.file.text()[node.range()])
    }
}

impl Content for FileDoc {
    type Underlying = u8;

    fn get_range(&self, range: Range<usize>) -> &[u8] {
        &self.file.text().as_bytes()[range]
    }

    fn decode_str(text: &str) -> Cow<'_, [u8]> {
        Cow::Borrowed(text.as_bytes())
    }

    fn encode_bytes(bytes: &[u8]) -> Cow<'_, str> {
        String::from_utf8_lossy(bytes)
    }

    fn get_char_column(&self, column: usize, offset: usize) -> usize {
        let line = &self.file.text()[offset - column..offset];
        line.chars().count()
    }
}

/// Runs the work where the stack is large enough for a tree of this depth.
///
/// ast-grep compares subtrees by recursion, when a meta-variable stands twice in a pattern. Trees deeper
/// than source written by people get a thread with a stack of their own size; the system gives memory
/// to the part of it that is used.
fn on_stack_for<T: Send>(depth: usize, work: impl FnOnce() -> T + Send) -> T {
    const USUAL_DEPTH: usize = 500;
    // Frames are large where nothing is optimised.
    const BYTES_PER_LEVEL: usize = if cfg!(debug_assertions) { 32768 } else { 8192 };
    if depth <= USUAL_DEPTH {
        return work();
    }
    std::thread::scope(|scope| {
        let stack = depth
            .saturating_mul(BYTES_PER_LEVEL)
            .saturating_add(1 << 20);
        let thread = std::thread::Builder::new()
            .stack_size(stack)
            .spawn_scoped(scope, work);
        let thread = thread.expect("the system gives address space for a stack");
        thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn finding(rule: &Rule, form: &Form, found: &NodeMatch<'_, FileDoc>) -> Finding {
    // Most messages name no meta-variable and need no copy.
    let has_variable = rule.message.contains('$');
    Finding {
        rule: Arc::clone(&rule.id),
        span: Span::of(found.get_inner_node().node()),
        message: if has_variable {
            form.config().get_message(found).into()
        } else {
            Arc::clone(&rule.message)
        },
        severity: rule.severity,
        counted: rule.counted,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;
    use slop_core::Language;

    use super::*;
    use crate::literals::is_word;

    #[derive(serde::Deserialize)]
    struct TestFile {
        valid: Vec<String>,
        invalid: Vec<String>,
    }

    /// The snippets of the pack's own tests.
    fn snippets(rules: &RuleSet, pack: &str) -> Vec<String> {
        let of_rule = |rule: &Rule| {
            let tests = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("rules/tests")
                .join(pack);
            let path = tests.join(format!("{}/{}-test.yml", rule.group, rule.id));
            let text = fs::read_to_string(path).expect("a test file");
            let file: TestFile = ast_grep_config::from_str(&text).expect("a test file");
            file.valid.into_iter().chain(file.invalid)
        };
        rules.rules().flat_map(of_rule).collect()
    }

    /// A text of which some words are replaced by words of another one.
    fn mixed(text: &str, other: &str, replaced: &[prop::sample::Index]) -> String {
        let words = |text: &str| -> Vec<String> {
            let mut words = vec![String::new()];
            for letter in text.chars() {
                let last = words.last_mut().expect("never empty");
                if last
                    .chars()
                    .next_back()
                    .is_some_and(|c| is_word(c) && is_word(letter))
                {
                    last.push(letter);
                } else {
                    words.push(letter.to_string());
                }
            }
            words
        };
        let (mut mixed, other) = (words(text), words(other));
        for index in replaced {
            let at = index.index(mixed.len());
            mixed[at].clone_from(&other[index.index(other.len())]);
        }
        mixed.concat()
    }

    fn assert_nothing_is_missed(rules: &RuleSet, pack: &str, languages: &[Language]) {
        let snippets = snippets(rules, pack);
        for &language in languages {
            let parse = |text: String| SourceFile::parse("a", language, text);
            // Not every snippet is of every language.
            let read = snippets.iter().filter_map(|text| parse(text.clone()).ok());
            let read = read.inspect(|file| {
                assert_eq!(rules.scan(file), rules.scan_slowly(file), "{}", file.text());
            });
            assert!(read.count() > 0, "{language}");
            let any = prop::collection::vec(any::<prop::sample::Index>(), 2..5);
            proptest!(|(chosen in any)| {
                let (text, other) = (chosen[0].get(&snippets), chosen[1].get(&snippets));
                if let Ok(file) = parse(mixed(text, other, &chosen)) {
                    prop_assert_eq!(rules.scan(&file), rules.scan_slowly(&file));
                }
            });
        }
    }

    #[test]
    fn nothing_is_missed_where_rules_are_not_tried() {
        use Language::{JavaScript, Python, Tsx, TypeScript};

        assert_nothing_is_missed(&RuleSet::paper(), "python", &[Python]);
        let scripts = [JavaScript, TypeScript, Tsx];
        assert_nothing_is_missed(&RuleSet::javascript(), "javascript", &scripts);
    }
}
