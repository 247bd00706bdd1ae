//! Cyclomatic complexity of every callable in a source file, and the structural erosion they make.
//!
//! ```
//! use slop_complexity::{Erosion, callables};
//! use slop_core::{Language, SourceFile};
//!
//! let text = "def sign(x):\n    if x > 0:\n        return 1\n    return -1 if x < 0 else 0\n";
//! let file = SourceFile::parse("sign.py", Language::Python, text)?;
//! let callables = callables(&file)?.listed;
//!
//! let sign = &callables[0];
//! assert_eq!((sign.cyclomatic, sign.sloc), (3, 4)); // 1 + if + conditional expression
//! assert_eq!(sign.mass(), 6.0); // 3 × √4
//!
//! let erosion = Erosion::of(&callables);
//! assert_eq!(erosion.score(), Some(0.0)); // no callable has a complexity over 10
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | word | definition |
//! | --- | --- |
//! | callable | Python: a `def` reached from the module through functions, classes and decorators only. JavaScript: a declaration, method, accessor, class field function, or function expression bound to a name; other function expressions fold into the callable around them |
//! | cyclomatic complexity (CC) | 1 + the decisions in the callable: McCabe's number by counting, the kinds below |
//! | — Python | `if`, `elif`, `for`, `while`, `except`, `assert`, each comprehension, each `if` in one, each `case` guard, each `and`/`or`, each conditional expression; nested functions and lambdas included |
//! | — JavaScript | what ESLint's `complexity` counts: `if`, loops, `case`, `catch`, `?:`, `&&` `\|\|` `??` and their assignments, `?.`, default values; nested named callables excluded |
//! | SLOC of a callable | Python: its lines that are neither blank nor a comment. JavaScript: its lines on which a token other than a comment starts |
//! | mass | CC × √SLOC |
//! | structural erosion | the mass of callables with CC > 10, over the mass of all |
//!
//! The definitions are those of the SlopCodeBench paper ([arXiv 2603.24755]); on its reference
//! packages this crate gives the same number for every callable. Complexity goes back to
//! T. J. McCabe, "A Complexity Measure", IEEE Transactions on Software Engineering, 1976.
//!
//! [arXiv 2603.24755]: https://arxiv.org/abs/2603.24755

use slop_core::{Language, SourceFile};

mod callable;
mod concentration;
mod erosion;
mod javascript;
mod marks;
mod python;
mod scope;

pub use crate::callable::{Callable, CallableKind, Callables, SizeTerm, Weight};
pub use crate::concentration::Concentration;
pub use crate::erosion::{DEFAULT_THRESHOLD, Erosion, ErosionOptions, sensitivity};

/// This crate has no definition of complexity for the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("complexity is not supported for {0}")]
pub struct Unsupported(pub Language);

/// Finds and measures every callable of a file.
///
/// Time and memory are linear in the size of the file, and no recursion follows its nesting.
///
/// # Errors
///
/// [`Unsupported`] when the language has no definition of complexity. A language is never given a
/// silent zero.
///
/// # Example
///
/// ```
/// use slop_complexity::{CallableKind, callables};
/// use slop_core::{Language, SourceFile};
///
/// let text = "class Cache { get size() { return this.map?.size ?? 0 } }";
/// let file = SourceFile::parse("cache.js", Language::JavaScript, text)?;
/// let size = &callables(&file)?.listed[0];
/// assert_eq!(size.qualified_name, "Cache.size");
/// assert_eq!(size.kind, CallableKind::Getter);
/// assert_eq!(size.cyclomatic, 3); // 1 + `?.` + `??`
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn callables(file: &SourceFile) -> Result<Callables, Unsupported> {
    match file.language() {
        Language::Python => Ok(python::callables(file)),
        Language::JavaScript | Language::TypeScript | Language::Tsx => {
            Ok(javascript::callables(file))
        }
        other => Err(Unsupported(other)),
    }
}

/// The number of a field of a grammar: to look a name up takes longer than to find the child.
///
/// # Panics
///
/// If the grammar has no such field. The names are part of the program, not of its input.
fn field(language: Language, name: &str) -> u16 {
    let id = language.grammar().field_id_for_name(name);
    id.unwrap_or_else(|| panic!("the {language} grammar has no field `{name}`"))
        .get()
}

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
