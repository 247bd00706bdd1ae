//! What a callable is.

use slop_core::Span;

/// A function, method or other piece of code that is measured as one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Callable {
    /// The bare name; `<anonymous>` where there is none.
    pub name: String,
    /// The names of the classes and callables around it and its own, joined by dots: `Parser.read`.
    ///
    /// What is around is cut at 512 bytes, so that hostile nesting cannot fill the memory.
    pub qualified_name: String,
    /// What sort of callable it is.
    pub kind: CallableKind,
    /// From the first to the last byte, decorators excluded.
    pub span: Span,
    /// Cyclomatic complexity, at least 1.
    pub cyclomatic: u32,
    /// Source lines, by the definition of the language.
    pub sloc: u32,
}

impl Callable {
    /// The complexity mass of the paper, `CC × √SLOC`.
    pub fn mass(&self) -> f64 {
        self.mass_with(SizeTerm::SqrtSloc)
    }

    /// The complexity mass with another size term.
    pub fn mass_with(&self, size: SizeTerm) -> f64 {
        self.weight().mass_with(size)
    }

    /// The numbers that mass is made of.
    pub fn weight(&self) -> Weight {
        Weight {
            cyclomatic: self.cyclomatic,
            sloc: self.sloc,
        }
    }
}

/// All that erosion needs of a callable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Weight {
    /// Cyclomatic complexity.
    pub cyclomatic: u32,
    /// Source lines.
    pub sloc: u32,
}

impl Weight {
    /// The complexity mass with this size term.
    pub fn mass_with(self, size: SizeTerm) -> f64 {
        let sloc = f64::from(self.sloc);
        let size = match size {
            SizeTerm::None => 1.0,
            SizeTerm::SqrtSloc => sloc.sqrt(),
            SizeTerm::Sloc => sloc,
        };
        f64::from(self.cyclomatic) * size
    }
}

/// What sort of callable it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum CallableKind {
    /// A function declaration, or a function expression bound to a name.
    Function,
    /// A function in the body of a class or, in JavaScript, a method of an object literal.
    Method,
    /// A `get` accessor of JavaScript.
    Getter,
    /// A `set` accessor of JavaScript.
    Setter,
    /// A function expression with no name and no callable around it to fold into.
    Callback,
}

impl CallableKind {
    /// The kind as a word for output: `function`, `method`, ….
    pub fn name(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Method => "method",
            Self::Getter => "getter",
            Self::Setter => "setter",
            Self::Callback => "callback",
        }
    }
}

/// What the complexity of a callable is multiplied with to give its mass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SizeTerm {
    /// Nothing: mass is the complexity.
    None,
    /// The square root of SLOC, as in the paper.
    #[default]
    SqrtSloc,
    /// SLOC.
    Sloc,
}

/// The callables of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Callables {
    /// Those that are measured, in the order of their first byte.
    pub listed: Vec<Callable>,
    /// How many Python functions were passed over because they stand inside an `if`, `try`, `with`,
    /// `for`, … The paper's reference does not list them; to hide their number would be dishonest.
    pub unlisted: usize,
}
