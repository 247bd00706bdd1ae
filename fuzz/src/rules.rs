//! Rules that a user wrote.

use std::sync::LazyLock;

use slop_core::{Language, SourceFile};
use slop_verbosity::RuleSet;

use crate::places::Rows;

/// The YAML of rules, which are read twice and tried on sources of each language: once where their needs are met, and
/// once at every node.
pub fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (once, again) = (RuleSet::from_yaml(text), RuleSet::from_yaml(text));
    let rules = match (once, again) {
        (Ok(rules), Ok(same)) => {
            assert_eq!(rules.fingerprint(), same.fingerprint());
            rules
        }
        // Where there are several errors, the hash maps of ast-grep decide which is the first.
        (Err(error), Err(same)) => return assert_eq!(error.rule, same.rule),
        _ => panic!("it is valid at one time only"),
    };
    for file in &*SOURCES {
        let found = rules.scan(file);
        assert_eq!(found, rules.scan_slowly(file));
        let rows = Rows::of(file.text());
        for finding in found {
            rows.check_span(finding.span);
            assert!(rules.get(&finding.rule).is_some(), "{finding:?}");
        }
    }
}

static SOURCES: LazyLock<Vec<SourceFile>> = LazyLock::new(|| {
    let parse = |(language, text)| SourceFile::parse("", language, text).expect("valid source");
    TEXTS.map(parse).into()
});

const TEXTS: [(Language, &str); 4] = [
    (Language::Python, PYTHON),
    (Language::JavaScript, JAVASCRIPT),
    (Language::TypeScript, TYPESCRIPT),
    (Language::Tsx, TSX),
];

const PYTHON: &str = r#"import os, json

@cache
def load(path, *names, **options):
    """Reads é."""
    if len(names) == 0 and path is not None:
        return {"a": 1, 'b': [2, 3.5]}
    with open(path) as file:  # why
        for line in file:
            try:
                yield json.loads(line.strip()) or None
            except (ValueError, KeyError) as error:
                print(f"{error!r:>10} {line}", error)
    return [x for x in range(10) if x == True]


class Store(dict):
    size: int = 0

    async def read(self):
        await self.load(lambda x: -x, "a" "b")
        self.size += 1 if self else 0
        self[0], self.b = self.b, self[1:2]
"#;

const JAVASCRIPT: &str = r"import { a as b } from './é.js';

export default class Store extends Map {
  #size = 0;
  static of(...items) { return new Store(items); }
  get size() { return this?.items?.length ?? 0; }
  async load(path = '.', { deep, ...rest } = {}) {
    // why
    for (const item of await read(path)) {
      if (item === null || item == undefined) continue;
      else console.log(`${item} of ${path}`, /a+/g.test(item));
    }
    try { return items.map((x) => x * 2).filter(Boolean); } catch { throw new Error('no'); }
  }
}
var x = a ? !b : typeof c, y = [1, , 2], z = function* () { yield* x; };
label: while (true) { switch (x) { case 1: break label; default: x++; } }
";

const TYPESCRIPT: &str = "interface Named<T> { readonly name: string; of?: T[]; }
enum Kind { A = 1, B }
declare const every: (x: unknown) => x is Named<Kind>;
export function first<T extends object>(items: T[] | undefined): T {
  const found = items!.find((item) => item as any) satisfies T;
  return <T>found;
}
";

const TSX: &str = "const View = ({ name, items }: Props) => (
  <ul className=\"a\" {...items}>
    {items.map((item) => <li key={item.id}>{item.text} &amp; more</li>)}
    <></>
  </ul>
);
";
