//! Seeded Python sources of any size, in which little repeats.

use slop_core::{Language, SourceFile};
use slop_verbosity::CloneTokens;

/// Pseudo-random numbers: splitmix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }

    /// Small numbers are much more frequent, as names are in real code.
    fn name(&mut self) -> String {
        let limit = 1 + self.below(400);
        format!("n{}", self.below(limit))
    }

    fn literal(&mut self) -> &'static str {
        match self.below(5) {
            0 => "1",
            1 => "'text'",
            2 => "None",
            3 => "True",
            _ => "2.5",
        }
    }

    fn expression(&mut self, depth: u64) -> String {
        match self.below(if depth == 0 { 3 } else { 9 }) {
            0 => self.name(),
            1 => format!("{}.{}", self.name(), self.name()),
            2 => self.literal().to_owned(),
            3 => format!("{} + {}", self.expression(depth - 1), self.name()),
            4 => format!("{}[{}]", self.name(), self.expression(depth - 1)),
            5 => format!(
                "[{} for {} in {}]",
                self.name(),
                self.name(),
                self.expression(depth - 1)
            ),
            6 => format!(
                "{} == {}",
                self.expression(depth - 1),
                self.expression(depth - 1)
            ),
            _ => {
                let count = self.below(4);
                let arguments: Vec<_> = (0..count).map(|_| self.expression(depth - 1)).collect();
                format!("{}({})", self.name(), arguments.join(", "))
            }
        }
    }

    fn statement(&mut self, indent: usize, depth: u64, out: &mut String) {
        *out += &" ".repeat(indent);
        let head = match self.below(if depth == 0 { 6 } else { 11 }) {
            0 | 1 => format!("{} = {}", self.name(), self.expression(3)),
            2 => format!("{}.{} = {}", self.name(), self.name(), self.expression(2)),
            3 => format!("return {}", self.expression(3)),
            4 | 5 => format!("{}({})", self.name(), self.expression(3)),
            6 | 7 => format!("if {}:", self.expression(2)),
            8 => format!("for {} in {}:", self.name(), self.expression(2)),
            9 => format!("with {} as {}:", self.expression(1), self.name()),
            _ => format!("while {}:", self.expression(2)),
        };
        let opens = head.ends_with(':');
        *out += &head;
        out.push('\n');
        if opens {
            for _ in 0..=self.below(4) {
                self.statement(indent + 1, depth - 1, out);
            }
        }
    }

    fn file(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..20 {
            let head = format!("def {}(self, {}=1):\n", self.name(), self.name());
            text += &head;
            for _ in 0..=self.below(12) {
                self.statement(1, 3, &mut text);
            }
        }
        text
    }
}

/// Files without end, the same in every run.
pub fn files() -> impl Iterator<Item = String> {
    let mut random = Random(0);
    std::iter::repeat_with(move || random.file())
}

/// The tokens of as many files as have this many symbols together.
///
/// # Panics
///
/// Never: what is generated is Python.
pub fn tokens(symbols: usize) -> Vec<CloneTokens> {
    let (mut tokens, mut count) = (Vec::new(), 0);
    for text in files() {
        if count >= symbols {
            break;
        }
        let path = format!("{:06}.py", tokens.len());
        let file = SourceFile::parse(path, Language::Python, text).expect("Python");
        let file = CloneTokens::of(&file).expect("Python is supported");
        count += file.len();
        tokens.push(file);
    }
    tokens
}
