//! Clones, group by group.

use slop_core::{Language, SourceFile};
use slop_verbosity::{
    CloneGroup, CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_SEQUENCE_LINES, clone_lines,
};

fn file(path: &str, text: &str) -> SourceFile {
    let language = Language::from_path(path.as_ref()).expect("a known ending");
    SourceFile::parse(path, language, text).expect("valid source")
}

fn index(files: &[(&str, &str)]) -> CloneIndex {
    let mut builder = CloneIndex::builder();
    for (path, text) in files {
        builder.push(&file(path, text));
    }
    builder.build()
}

fn groups(files: &[(&str, &str)]) -> Vec<CloneGroup> {
    index(files).groups(CloneScope::Project, 3)
}

fn sequences(files: &[(&str, &str)]) -> Vec<CloneGroup> {
    let found = index(files).sequences(CloneScope::Project, DEFAULT_MIN_SEQUENCE_LINES);
    assert!(found.is_complete);
    found.groups
}

/// `a.py:1-3 b.py:4-6`
fn places(group: &CloneGroup) -> String {
    let place = |(path, first, last)| format!("{path}:{first}-{last}");
    let instances = group.instances.iter();
    let places = instances.map(|i| place((i.path.display(), i.span.start_line, i.span.end_line)));
    places.collect::<Vec<_>>().join(" ")
}

/// Whether two texts are one group, of kind and lines.
fn are_clones(a: &str, b: &str) -> bool {
    let groups = groups(&[("a.py", a), ("b.py", b)]);
    groups
        .iter()
        .any(|group| !group.is_nested && group.instances.len() == 2)
}

#[test]
fn what_makes_no_difference() {
    for (a, b) in [
        // Names, when they are exchanged everywhere.
        ("if a:\n    b(a)\n    c\n", "if x:\n    y(x)\n    z\n"),
        (
            "def f(x):\n    self.x = x\n    pass\n",
            "def f(y):\n    self.y = y\n    pass\n",
        ),
        // Literals of a kind, and what stands in a string.
        (
            "if a:\n    b('x', 1, 2.5)\n    c\n",
            "if a:\n    b(f'{y}', 0x2, 1.5j)\n    c\n",
        ),
        (
            "while True:\n    a\n    b\n",
            "while False:\n    a\n    b\n",
        ),
        // Operators and keywords that are no nodes.
        (
            "if a < b:\n    c = 1\n    d\n",
            "if a is not b:\n    c = 1\n    d\n",
        ),
        (
            "def f():\n    yield a\n    b\n",
            "async def f():\n    yield a\n    b\n",
        ),
        // Blank lines and the text of comments.
        (
            "if a:\n    b\n    # c\n    d\n",
            "if a:\n\n    b\n    # e\n\n    d\n",
        ),
        // Decorators stand outside.
        ("@a\ndef f():\n    b\n    c\n", "def f():\n    b\n    c\n"),
    ] {
        assert!(are_clones(a, b), "{a}\n{b}");
    }
}

#[test]
fn what_makes_a_difference() {
    for (a, b) in [
        ("if a:\n    b(a)\n    c\n", "if x:\n    y(y)\n    z\n"),
        (
            "def f(x):\n    self.x = x\n    pass\n",
            "def f(y):\n    self.z = y\n    pass\n",
        ),
        (
            "if a:\n    b('x')\n    c\n",
            "if a:\n    b('x' 'y')\n    c\n",
        ),
        ("if a:\n    b\n    # c\n    d\n", "if a:\n    b\n    d\n"),
        ("if a:\n    b\n    c\n", "while a:\n    b\n    c\n"),
        ("if a:\n    b\n    c\n", "if a:\n    b\nc\n"),
        ("def f(a):\n    b\n    c\n", "def f(a, d):\n    b\n    c\n"),
    ] {
        assert!(!are_clones(a, b), "{a}\n{b}");
    }
}

#[test]
fn each_instance_has_the_least_number_of_lines() {
    let short = "if a:\n    b\nif a:\n    b\n";
    let long = "if a:\n\n    b\n";
    assert_eq!(groups(&[("a.py", short), ("b.py", long)]), []);
    let files = [("a.py", short), ("b.py", long), ("c.py", long)];
    assert_eq!(places(&groups(&files)[0]), "b.py:1-3 c.py:1-3");
    let all = index(&files).groups(CloneScope::Project, 0);
    assert_eq!((all[0].instances.len(), all[0].lines), (4, 2));
}

#[test]
fn groups_of_a_file_are_apart() {
    let twice = "if a:\n    b\n    c\n".repeat(2);
    let index = index(&[
        ("a.py", &twice),
        ("b.py", &twice),
        ("c.py", "if a:\n    b\n    c\n"),
    ]);
    let within = index.groups(CloneScope::File, 3);
    let found: Vec<_> = within.iter().map(places).collect();
    assert_eq!(found, ["a.py:1-3 a.py:4-6", "b.py:1-3 b.py:4-6"]);
    assert_eq!(index.groups(CloneScope::Project, 3)[0].instances.len(), 5);
    let lines = clone_lines(&within);
    assert_eq!(
        lines
            .keys()
            .map(|path| path.display().to_string())
            .collect::<Vec<_>>(),
        ["a.py", "b.py"]
    );
    assert!(lines.values().all(|lines| lines.len() == 6));
}

#[test]
fn a_group_inside_one_larger_group_is_nested() {
    let function = "def f(a):\n    if a:\n        b\n        c\n    return a\n";
    let alone = "if a:\n    b\n    c\n";
    let nested = |files: &[(&str, &str)]| -> Vec<_> {
        let groups = groups(files).into_iter();
        groups.map(|group| (group.kind, group.is_nested)).collect()
    };
    let (function_group, inner) = ("function_definition".to_owned(), "if_statement".to_owned());
    assert_eq!(
        nested(&[("a.py", function), ("b.py", function)]),
        [(function_group.clone(), false), (inner.clone(), true)]
    );
    assert_eq!(
        nested(&[("a.py", function), ("b.py", function), ("c.py", alone)]),
        [(inner, false), (function_group, false)]
    );
}

#[test]
fn an_inner_clone_beside_another_inner_clone_is_nested() {
    let loops = "    for x in y:\n        if x:\n            z\n            z\n    if x:\n        z\n        z\n";
    let function = format!("def f(y):\n{loops}");
    let groups = groups(&[("a.py", &function), ("b.py", &function)]);
    let nested: Vec<_> = groups
        .iter()
        .map(|group| (&*group.kind, group.is_nested))
        .collect();
    assert_eq!(
        nested,
        [
            ("if_statement", true),
            ("function_definition", false),
            ("for_statement", true)
        ]
    );
}

/// Pinned: who stores fingerprints must find them again in the next version.
#[test]
fn fingerprints_stay() {
    let (a, b) = ("if a:\n    b(a)\n    c\n", "if x:\n    y(x)\n    z\n");
    let fingerprints = |files: &[(&str, &str)]| -> Vec<_> {
        let groups = groups(files).into_iter();
        groups.map(|group| group.fingerprint.to_string()).collect()
    };
    let pinned = fingerprints(&[("a.py", a), ("b.py", b)]);
    assert_eq!(pinned, ["9a94dac4ba2ff3a232d718d7db15ddef"]);
    // Whatever else there is, and in whatever order it came.
    let others = "def f():\n    while a:\n        b\n        c\n";
    let files = [("x.py", others), ("b.py", b), ("a.py", a)];
    assert_eq!(fingerprints(&files), pinned);
}

#[test]
fn the_order_of_files_makes_no_difference() {
    let texts = [
        ("b.py", "if a:\n    b\n    c\n"),
        ("a.py", "if x:\n    y\n    z\n"),
    ];
    let tokens = texts.map(|(path, text)| CloneTokens::of(&file(path, text)).expect("Python"));
    let build = |tokens: Vec<CloneTokens>| {
        let mut builder = CloneIndex::builder();
        builder.extend(tokens);
        builder.build().groups(CloneScope::Project, 3)
    };
    let forward = build(tokens.to_vec());
    assert_eq!(forward, build(tokens.iter().rev().cloned().collect()));
    assert_eq!(places(&forward[0]), "a.py:1-3 b.py:1-3");
}

#[test]
fn javascript() {
    let arrow = "const f = (a) => {\n  if (a) {\n    g(a);\n  }\n  return `x${a}`;\n};\n";
    let renamed = "const h = (b) => {\n  if (b) {\n    k(b);\n  }\n  return `y`;\n};\n";
    let python = "def f(a):\n    if a:\n        b\n        c\n";
    let groups = groups(&[("a.js", arrow), ("b.jsx", renamed), ("c.py", python)]);
    assert_eq!(groups[0].kind, "arrow_function");
    assert_eq!(places(&groups[0]), "a.js:1-6 b.jsx:1-6");
    assert!(groups.iter().all(|group| group.instances.len() == 2));
}

#[test]
fn nothing_is_in_an_empty_index() {
    assert_eq!(groups(&[]), []);
    assert_eq!(
        groups(&[("a.py", ""), ("b.py", ""), ("c.py", "# only\n")]),
        []
    );
    assert_eq!(sequences(&[("a.py", ""), ("b.py", "")]), []);
}

/// Seven statements, 60 symbols and more.
const RUN: &str = "    total = first(rows)
    mean = total / len(rows)
    squares = [row * row for row in rows]
    spread = sum(squares) / len(squares)
    show('mean', mean)
    show('spread', spread)
    store(mean, spread, total)
";

#[test]
fn runs_of_statements_are_found_up_to_renaming() {
    let renamed = RUN.replace("rows", "items").replace("mean", "average");
    let a = format!("def f(rows):\n    start()\n{RUN}    return None\n");
    let b = format!("def g(items):\n{renamed}    log(1)\n");
    let found = sequences(&[("a.py", &a), ("b.py", &b)]);
    assert_eq!(
        found.iter().map(places).collect::<Vec<_>>(),
        ["a.py:3-9 b.py:2-8"]
    );
    assert_eq!((found[0].lines, &*found[0].kind), (7, "statements"));
}

#[test]
fn runs_end_where_renaming_is_not_consistent() {
    let a = format!("{RUN}    again(total)\n");
    let b = format!("{RUN}    again(mean)\n");
    let function = |body: &str| format!("def f(rows):\n{body}");
    let found = sequences(&[
        ("a.py", &function(&a)),
        ("b.py", &(function(&b) + "    more()\n")),
    ]);
    assert_eq!(
        found.iter().map(places).collect::<Vec<_>>(),
        ["a.py:2-8 b.py:2-8"]
    );
    let swapped = RUN.replace("len(rows)", "len(total)");
    assert_eq!(
        sequences(&[("a.py", &function(RUN)), ("b.py", &function(&swapped))]),
        []
    );
}

#[test]
fn runs_of_clones_are_no_news() {
    let method = |name| {
        format!("    def {name}(self):\n        self.x()\n        self.y()\n        return 1\n\n")
    };
    let methods: String = ["a", "b", "c", "d", "e"].map(method).concat();
    let class = format!("class C:\n{methods}");
    let other = format!("class C:\n    x = 1\n{methods}");
    assert_eq!(sequences(&[("a.py", &class), ("b.py", &other)]), []);
    let decorated = class.replace("    def", "    @property\n    def");
    assert_eq!(
        sequences(&[
            ("a.py", &decorated),
            ("b.py", &(decorated.clone() + "    x = 1\n"))
        ]),
        []
    );
}

#[test]
fn runs_do_not_overlap_and_are_bounded() {
    let repeated = "total = add(total, 1)\n".repeat(500);
    let found = sequences(&[("a.py", &repeated)]);
    let mut spans: Vec<_> = found
        .iter()
        .flat_map(|group| &group.instances)
        .map(|i| i.span)
        .collect();
    spans.sort();
    assert!(spans.len() > 1);
    assert!(
        spans
            .windows(2)
            .all(|pair| pair[0].end_line < pair[1].start_line)
    );
    assert!(
        found
            .iter()
            .all(|group| group.lines >= DEFAULT_MIN_SEQUENCE_LINES)
    );
}

/// The same statement hundreds of times, with a few others between.
#[test]
fn a_search_for_runs_that_costs_too_much_is_given_up_and_says_so() {
    let others = ["a = b\n", "b.a('x', 1)\n", "a.a('x', 1)\n", "b = a\n"];
    let text = |times: [usize; 4]| -> String {
        let parts = times.into_iter().zip(others);
        let part = |(times, other)| "a = a\n".repeat(times) + other;
        parts.map(part).collect()
    };
    let is_complete = |text: &str| {
        let found = index(&[("a.py", text)]).sequences(CloneScope::Project, 6);
        found.is_complete
    };
    assert!(is_complete(&text([30, 37, 44, 51])));
    assert!(!is_complete(&text([60, 67, 74, 81])));
}

#[test]
fn runs_within_a_file() {
    let function =
        |name: &str| format!("def {name}(rows):\n{RUN}    {name}()\n    return {name}.{name}\n\n");
    let a = function("f") + "def g(rows):\n    x = 1\n" + RUN + "    y = 2\n";
    let b = "def h(rows):\n    z()\n".to_owned() + RUN;
    let index = index(&[("a.py", &a), ("b.py", &b)]);
    let within = index.sequences(CloneScope::File, 6).groups;
    assert_eq!(
        within.iter().map(places).collect::<Vec<_>>(),
        ["a.py:2-8 a.py:14-20"]
    );
    let all = index.sequences(CloneScope::Project, 6).groups;
    assert_eq!(
        all.iter().map(places).collect::<Vec<_>>(),
        ["a.py:2-8 a.py:14-20 b.py:3-9"]
    );
    assert_eq!(all[0].fingerprint, within[0].fingerprint);
}
