//! Telling what is new or worse from what was accepted, wherever it stands now.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{Entry, Item, Kind};

/// What became of the entries of a baseline.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// What is new or worse, callables first, the greatest value of each kind first.
    pub(crate) changes: Vec<Change>,
    /// Accepted entries that are no longer in the code.
    pub(crate) gone: Vec<Entry>,
    /// Accepted entries as they stand in the code now, with the lower of both values.
    pub(crate) kept: Vec<Entry>,
}

/// Something new, or worse than it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) item: Item,
    /// The value that was accepted; `None` for what is new.
    pub(crate) accepted: Option<u32>,
}

/// What an item and the entry that accepts it have in common: the kind, and where they matter the name, the
/// path and the fingerprint.
type Key<'a> = (Kind, Option<&'a str>, Option<&'a str>, Option<&'a str>);

/// The keys that pair items with entries, the nearest kin first.
const KINSHIP: [fn(&Entry) -> Option<Key<'_>>; 4] = [
    // The same thing in the same file.
    |e| Some((e.kind, Some(&e.name), Some(&e.path), Some(&e.fingerprint))),
    // The same text elsewhere. It tells a callable without its name, which may be another now.
    |e| {
        let name = (e.kind != Kind::Callable).then_some(&*e.name);
        Some((e.kind, name, None, Some(&e.fingerprint)))
    },
    // Another text in its place.
    |e| Some((e.kind, Some(&e.name), Some(&e.path), None)),
    // A callable that was moved and edited.
    |e| (e.kind == Kind::Callable).then_some((e.kind, Some(&e.name), None, None)),
];

impl Comparison {
    /// Pairs every item with an entry that accepts it, if there is one.
    pub(crate) fn of(entries: &[Entry], items: &[Item]) -> Self {
        let mut entries: Vec<&Entry> = entries.iter().collect();
        let mut items: Vec<&Item> = items.iter().collect();
        // Of several that have one key, the greatest item takes the greatest entry.
        entries.sort_by_key(|entry| entry.value);
        items.sort_by_key(|item| Reverse(item.entry.value));
        let mut matching = Matching {
            entries,
            items,
            result: Self::default(),
        };
        for key in KINSHIP {
            matching.pair(key);
        }
        matching.finish()
    }
}

/// Entries and items that are not paired yet.
struct Matching<'a> {
    entries: Vec<&'a Entry>,
    items: Vec<&'a Item>,
    result: Comparison,
}

impl<'a> Matching<'a> {
    fn pair(&mut self, key: fn(&'a Entry) -> Option<Key<'a>>) {
        let mut waiting: HashMap<Key<'a>, Vec<&'a Entry>> = HashMap::new();
        let mut rest = Vec::new();
        for entry in self.entries.drain(..) {
            match key(entry) {
                Some(key) => waiting.entry(key).or_default().push(entry),
                None => rest.push(entry),
            }
        }
        for item in std::mem::take(&mut self.items) {
            let accepting = key(&item.entry).and_then(|key| waiting.get_mut(&key)?.pop());
            match accepting {
                Some(entry) => self.accept(item, entry),
                None => self.items.push(item),
            }
        }
        rest.extend(waiting.into_values().flatten());
        // The order of a hash map must not reach the next round.
        rest.sort_by(|a, b| a.value.cmp(&b.value).then_with(|| a.cmp(b)));
        self.entries = rest;
    }

    fn accept(&mut self, item: &Item, entry: &Entry) {
        let value = item.entry.value.min(entry.value);
        self.result.kept.push(Entry {
            value,
            ..item.entry.clone()
        });
        // A clone of the same text may have more lines only because of blank ones.
        let is_same = item.entry.fingerprint == entry.fingerprint && entry.kind == Kind::Clone;
        if value < item.entry.value && !is_same {
            let (item, accepted) = (item.clone(), Some(entry.value));
            self.result.changes.push(Change { item, accepted });
        }
    }

    fn finish(self) -> Comparison {
        let mut result = self.result;
        let new = self.items.into_iter().cloned();
        result.changes.extend(new.map(|item| Change {
            item,
            accepted: None,
        }));
        result.changes.sort_by(|a, b| {
            let rank = |change: &Change| (change.item.entry.kind, Reverse(change.item.entry.value));
            rank(a).cmp(&rank(b)).then_with(|| a.item.cmp(&b.item))
        });
        result.gone = self.entries.into_iter().cloned().collect();
        result.gone.sort();
        result.kept.sort();
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: Kind, name: &str, path: &str, text: &str, value: u32) -> Item {
        let [name, path, fingerprint] = [name, path, text].map(str::to_owned);
        Item {
            entry: Entry {
                kind,
                name,
                path,
                fingerprint,
                value,
            },
            line: 1,
        }
    }

    /// What is held against a change from the first items to the second: name, accepted and present value.
    fn changes(before: &[Item], after: &[Item]) -> Vec<(String, Option<u32>, u32)> {
        let entries: Vec<_> = before.iter().map(|item| item.entry.clone()).collect();
        let comparison = Comparison::of(&entries, after);
        assert_eq!(comparison.kept.len() + comparison.gone.len(), before.len());
        let changes = comparison.changes.into_iter();
        changes
            .map(|change| {
                (
                    change.item.entry.name,
                    change.accepted,
                    change.item.entry.value,
                )
            })
            .collect()
    }

    #[test]
    fn what_only_moved_is_accepted() {
        use Kind::{Callable, Clone, Finding};
        for (kind, new_name) in [(Callable, "g"), (Finding, "f"), (Clone, "f")] {
            let before = [item(kind, "f", "a.py", "text", 12)];
            assert_eq!(changes(&before, &before), []);
            assert_eq!(
                changes(&before, &[item(kind, new_name, "b.py", "text", 12)]),
                []
            );
            assert_eq!(changes(&before, &[]), []);
        }
    }

    #[test]
    fn a_second_copy_is_new_wherever_it_stands() {
        for kind in [Kind::Callable, Kind::Finding, Kind::Clone] {
            let (one, other) = (
                item(kind, "f", "a.py", "text", 12),
                item(kind, "f", "b.py", "text", 12),
            );
            let new = [("f".to_owned(), None, 12)];
            let before = [one.clone()];
            assert_eq!(changes(&before, &[one.clone(), one.clone()]), new);
            assert_eq!(changes(&before, &[one, other]), new);
        }
    }

    #[test]
    fn a_callable_is_held_against_its_old_complexity() {
        let f = |path: &str, text: &str, cc| item(Kind::Callable, "f", path, text, cc);
        let before = [f("a.py", "old", 12), f("b.py", "other", 20)];
        assert_eq!(
            changes(&before, &[f("a.py", "new", 11), f("b.py", "other", 20)]),
            []
        );
        let worse = [("f".to_owned(), Some(12), 13)];
        assert_eq!(
            changes(&before, &[f("a.py", "new", 13), f("b.py", "other", 20)]),
            worse
        );
        assert_eq!(changes(&before[..1], &[f("c.py", "new", 13)]), worse);
    }

    #[test]
    fn of_several_of_one_name_the_greatest_are_compared() {
        let f = |text: &str, cc| item(Kind::Callable, "f", "a.py", text, cc);
        let before = [f("x", 12), f("y", 30), f("z", 20)];
        assert_eq!(changes(&before, &[f("u", 30), f("v", 12), f("w", 20)]), []);
        assert_eq!(
            changes(&before, &[f("u", 31), f("v", 12)]),
            [("f".to_owned(), Some(30), 31)]
        );
    }

    #[test]
    fn a_clone_that_was_cut_down_in_its_place_is_accepted() {
        let two =
            |text: &str, lines| vec![item(Kind::Clone, "if_statement", "a.py", text, lines); 2];
        assert_eq!(changes(&two("old", 9), &two("new", 8)), []);
        assert_eq!(changes(&two("old", 9), &two("new", 10)).len(), 2);
        assert_eq!(changes(&two("old", 9), &two("old", 10)), [], "blank lines");
    }
}
