//! Telling what is the same before and after, wherever it stands.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

/// Pairs what was with what is by the first key that tells them to be the same; what finds no partner stands alone.
///
/// An item that has no key of a kind is not paired by it. Of several with one key, the greatest before is paired
/// with the greatest after.
pub(crate) fn pairs<'a, T, K: Hash + Eq, V: Ord>(
    before: &'a [T],
    after: &'a [T],
    keys: &[fn(&'a T) -> Option<K>],
    value: impl Fn(&T) -> V,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut old: Vec<&T> = before.iter().collect();
    let mut new: Vec<&T> = after.iter().collect();
    old.sort_by_key(|item| value(item));
    new.sort_by_key(|item| Reverse(value(item)));
    let mut found = Vec::new();
    for key in keys {
        let mut waiting = HashMap::<K, Vec<usize>>::new();
        for (index, item) in old.iter().enumerate() {
            if let Some(key) = key(item) {
                waiting.entry(key).or_default().push(index);
            }
        }
        let mut taken = vec![false; old.len()];
        new.retain(|item| {
            let partner = key(item).and_then(|key| waiting.get_mut(&key)?.pop());
            if let Some(index) = partner {
                taken[index] = true;
                found.push((Some(old[index]), Some(*item)));
            }
            partner.is_none()
        });
        let mut taken = taken.into_iter();
        old.retain(|_| !taken.next().unwrap_or(false));
    }
    found.extend(old.into_iter().map(|item| (Some(item), None)));
    found.extend(new.into_iter().map(|item| (None, Some(item))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    type Item = (char, u32);
    type Key = (Option<char>, Option<u32>);

    /// By name and text, by name, by text.
    fn keys<'a>() -> [fn(&'a Item) -> Option<Key>; 3] {
        [
            |item| Some((Some(item.0), Some(item.1))),
            |item| Some((Some(item.0), None)),
            |item| (item.1 != 0).then_some((None, Some(item.1))),
        ]
    }

    fn names(before: &[Item], after: &[Item]) -> Vec<String> {
        let text = |item: Option<&Item>| {
            item.map_or_else(String::new, |(name, text)| format!("{name}{text}"))
        };
        let pairs = pairs(before, after, &keys(), |item| item.1).into_iter();
        pairs
            .map(|(old, new)| format!("{}>{}", text(old), text(new)))
            .collect()
    }

    #[test]
    fn the_nearest_key_goes_first() {
        let (before, after) = (
            [('f', 1), ('g', 2), ('h', 3)],
            [('g', 1), ('f', 1), ('k', 3)],
        );
        assert_eq!(names(&before, &after), ["f1>f1", "g2>g1", "h3>k3"]);
    }

    #[test]
    fn the_greatest_are_paired() {
        let (before, after) = ([('f', 1), ('f', 9)], [('f', 10), ('f', 2), ('f', 3)]);
        assert_eq!(names(&before, &after), ["f9>f10", "f1>f3", ">f2"]);
    }

    #[test]
    fn what_has_no_key_stands_alone() {
        assert_eq!(names(&[('f', 0)], &[('g', 0)]), ["f0>", ">g0"]);
    }
}
