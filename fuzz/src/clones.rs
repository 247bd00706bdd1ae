//! The clone index over trees of every shape.

use slop_core::SourceFile;
use slop_fixtures::clone_twin::{CloneKinds, JAVASCRIPT, PYTHON, compare_clones};

/// The first byte tells the language, each other one a statement, the beginning or the end of a block, or that of
/// a file. The clones are compared with those of the slow twin.
pub fn clones(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let words = [&IN_PYTHON, &IN_JAVASCRIPT][usize::from(*first) % 2];
    let files = bytes
        .iter()
        .copied()
        .take(MAX_BYTES)
        .fold(vec![Writer::new(words)], written);
    let parse = |(number, writer): (usize, Writer)| {
        let path = number.to_string();
        SourceFile::parse(path, words.kinds.language, writer.end()).expect("valid source")
    };
    let files: Vec<_> = files.into_iter().enumerate().map(parse).collect();
    compare_clones(&files, words.kinds);
}

/// The slow twin is slow.
const MAX_BYTES: usize = 1024;
const MAX_DEPTH: usize = 40;

/// How things are written. `A` and `B` are names.
struct Words {
    kinds: &'static CloneKinds,
    statements: [&'static str; 4],
    heads: [&'static str; 4],
    /// Before and after what stands in a block, and where nothing does.
    open: &'static str,
    close: &'static str,
    nothing: &'static str,
}

const IN_PYTHON: Words = Words {
    kinds: &PYTHON,
    statements: ["A = B", "A.B('x', 1)", "return A == False", "# A"],
    heads: ["if A", "for A in B", "def A(B)", "while A(B)"],
    open: ":",
    close: "",
    nothing: "pass",
};

const IN_JAVASCRIPT: Words = Words {
    kinds: &JAVASCRIPT,
    statements: ["A = `${B}`;", "A.B('x', 1);", "({ A, B: 1 });", "// A"],
    heads: [
        "if (A)",
        "for (const A of B)",
        "A = (B) =>",
        "label: while (true)",
    ],
    open: " {",
    close: "}",
    nothing: "",
};

struct Writer {
    words: &'static Words,
    text: String,
    depth: usize,
    /// Whether a statement stands in the block that is open.
    has_statement: bool,
}

/// The files with what a byte stands for at their end.
fn written(mut files: Vec<Writer>, byte: u8) -> Vec<Writer> {
    let last = files.last_mut().expect("there is always one");
    let (what, which, name) = (byte & 7, byte >> 3 & 3, byte >> 5);
    match what {
        0..4 => last.statement(which, name),
        4 | 5 if last.depth < MAX_DEPTH => last.open(which, name),
        7 if which == 3 => {
            let words = last.words;
            files.push(Writer::new(words));
        }
        _ => last.close(),
    }
    files
}

impl Writer {
    fn new(words: &'static Words) -> Self {
        Self {
            words,
            text: String::new(),
            depth: 0,
            has_statement: false,
        }
    }

    fn line(&mut self, line: &str) {
        let indent = " ".repeat(self.depth);
        self.text.extend([&indent, line, "\n"]);
    }

    fn statement(&mut self, which: u8, name: u8) {
        let statement = self.words.statements[usize::from(which)];
        self.line(&named(statement, name));
        // A comment is not enough for a block.
        self.has_statement |= which != 3;
    }

    fn open(&mut self, which: u8, name: u8) {
        let head = named(self.words.heads[usize::from(which)], name);
        self.line(&(head + self.words.open));
        self.depth += 1;
        self.has_statement = false;
    }

    fn close(&mut self) {
        if self.depth == 0 {
            return;
        }
        if !self.has_statement {
            self.line(self.words.nothing);
        }
        self.depth -= 1;
        self.has_statement = true;
        self.line(self.words.close);
    }

    fn end(mut self) -> String {
        while self.depth > 0 {
            self.close();
        }
        self.text
    }
}

/// The text with two names, of which three bits tell which they are.
fn named(text: &str, bits: u8) -> String {
    const NAMES: [&str; 4] = ["a", "b", "c", "d"];
    let (first, second) = (usize::from(bits & 3), usize::from(bits >> 2));
    let text = text.replace('A', NAMES[first]);
    text.replace('B', NAMES[second])
}
