//! Names, kinds and numbers of callables. The complexity of every construct is tested against the
//! references, in `fixtures/`.

use slop_complexity::{Callables, callables};
use slop_core::{Language, SourceFile};

fn measure(language: Language, text: &str) -> Callables {
    let file = SourceFile::parse("source", language, text).expect("valid source");
    callables(&file).expect("a supported language")
}

/// One line a callable: kind, qualified name, lines, CC, SLOC.
fn check(language: Language, text: &str, expected: &[&str]) {
    let rows: Vec<_> = measure(language, text)
        .listed
        .iter()
        .map(|c| {
            let (kind, lines) = (c.kind.name(), c.span.lines());
            format!(
                "{kind} {} {lines:?} CC {} SLOC {}",
                c.qualified_name, c.cyclomatic, c.sloc
            )
        })
        .collect();
    assert_eq!(rows, expected, "{text}");
}

#[test]
fn python_names_and_kinds() {
    check(
        Language::Python,
        "\
class Outer:
    class Inner:
        @property
        def method(self):
            return 1

    async def later(self):
        def local():
            # comment
            return 2

        return local or self


def function():
    class Local:
        def method(self):
            pass
",
        &[
            "method Outer.Inner.method 4..=5 CC 1 SLOC 2",
            "method Outer.later 7..=12 CC 2 SLOC 4",
            "function Outer.later.local 8..=10 CC 1 SLOC 2",
            "function function 15..=18 CC 1 SLOC 4",
            "method function.Local.method 17..=18 CC 1 SLOC 2",
        ],
    );
}

#[test]
fn python_functions_inside_statements_are_counted_but_not_listed() {
    let text = "\
if x:
    def a(): pass
class C:
    try:
        def b(self): pass
    except E:
        pass
def d():
    with x:
        def e():
            if y: pass
";
    check(Language::Python, text, &["function d 8..=11 CC 2 SLOC 4"]);
    assert_eq!(measure(Language::Python, text).unlisted, 3);
}

#[test]
fn a_sibling_after_a_function_is_not_inside_it() {
    let text = "\
def a():
    pass
if x:
    y = 1 if z else 2
    def hidden(): pass
def b():
    pass
";
    let expected = [
        "function a 1..=2 CC 1 SLOC 2",
        "function b 6..=7 CC 1 SLOC 2",
    ];
    check(Language::Python, text, &expected);
    assert_eq!(measure(Language::Python, text).unlisted, 1);
}

#[test]
fn javascript_names_and_kinds() {
    check(
        Language::JavaScript,
        "\
class Store {
  #items = new Map();
  get size() { return this.#items.size; }
  set size(n) {}
  static from(list) {
    const add = (item) => item;
    return list.map(add);
  }
  onClick = () => {};
}
Store.prototype.clear = function () {
  // comment

  this.#items.clear();
};
make({ x: 1 }).handler = () => {};
const api = { users: { list() {} } };
const Named = class { run() {} };
run(() => {});
",
        &[
            "getter Store.size 3..=3 CC 1 SLOC 1",
            "setter Store.size 4..=4 CC 1 SLOC 1",
            "method Store.from 5..=8 CC 1 SLOC 4",
            "function Store.from.add 6..=6 CC 1 SLOC 1",
            "method Store.onClick 9..=9 CC 1 SLOC 1",
            "function Store.prototype.clear 11..=15 CC 1 SLOC 3",
            "function handler 16..=16 CC 1 SLOC 1",
            "method api.users.list 17..=17 CC 1 SLOC 1",
            "method Named.run 18..=18 CC 1 SLOC 1",
            "callback <anonymous> 19..=19 CC 1 SLOC 1",
        ],
    );
}

#[test]
fn a_method_called_get_is_no_getter() {
    check(
        Language::JavaScript,
        "class A { get() {} set() {} static async get2() {} }",
        &[
            "method A.get 1..=1 CC 1 SLOC 1",
            "method A.set 1..=1 CC 1 SLOC 1",
            "method A.get2 1..=1 CC 1 SLOC 1",
        ],
    );
}

#[test]
fn the_value_of_a_field_belongs_to_no_function_even_if_it_is_a_decision() {
    check(
        Language::JavaScript,
        "function f() { class A { x = a ? b : c; y = (d || e); z = g?.h } }",
        &["function f 1..=1 CC 1 SLOC 1"],
    );
}

#[test]
fn names_of_deep_nesting_stay_short() {
    let depth = 5_000;
    let text = "function nested() {".repeat(depth) + &"}".repeat(depth);
    let found = measure(Language::JavaScript, &text).listed;
    assert_eq!(found.len(), depth);
    let longest = found.iter().map(|c| c.qualified_name.len()).max();
    assert!(longest < Some(600), "{longest:?}");
}

#[test]
fn every_language_is_supported() {
    for language in Language::all() {
        let found = measure(language, "");
        assert_eq!(found, Callables::default(), "{language}");
    }
}

#[test]
fn a_number_may_run_into_a_keyword() {
    check(
        Language::Python,
        "def f(x):\n    return 1if x else 0xfor 1jif x else[y for y in x]\n",
        &["function f 1..=2 CC 5 SLOC 2"], // two conditionals, an `or`, a comprehension
    );
}
