//! Lines added and removed from one point to the next.

use std::collections::HashMap;
use std::sync::Arc;

use gix::diff::blob::{Algorithm, Diff, InternedInput, sources::byte_lines};
use rayon::prelude::*;

use crate::cache::{Cache, Key};
use crate::file::Outcome;
use crate::listing::{ListedFile, Listing, Node, State};
use crate::snapshot::{Reader, Snapshot};
use crate::{Churn, Error, Series};

/// A file as it was and as it is; one of both is there.
pub(crate) type Change<'a> = (Option<&'a ListedFile>, Option<&'a ListedFile>);

/// Gives each point but the first what changed since the one before.
pub(crate) fn add(
    series: &mut Series<'_>,
    outcomes: &HashMap<Key, Arc<Outcome>>,
) -> Result<(), Error> {
    let cache = series.cache;
    let pairs = series.snapshots.par_windows(2);
    let churn: Vec<Churn> = pairs
        .map(|pair| between(&pair[0], &pair[1], outcomes, cache))
        .collect::<Result<_, _>>()?;
    for (point, churn) in series.points.iter_mut().skip(1).zip(churn) {
        point.churn = Some(churn);
    }
    Ok(())
}

fn between(
    before: &Snapshot,
    after: &Snapshot,
    outcomes: &HashMap<Key, Arc<Outcome>>,
    cache: &Cache,
) -> Result<Churn, Error> {
    let counts = |file: &&ListedFile| match &file.state {
        State::Content(key) => outcomes.get(key).is_some_and(|outcome| has_lines(outcome)),
        _ => false,
    };
    let changes = changes(&before.listing, &after.listing);
    let changes = changes
        .into_iter()
        .map(|(old, new)| (old.filter(counts), new.filter(counts)));
    let readers = (before.source.open(), after.source.open());
    let mut churn = Churn::default();
    for (old, new) in without_moves(changes.collect()) {
        let (added, removed) = lines(old, new, &readers, cache)?;
        churn.added += u64::from(added);
        churn.removed += u64::from(removed);
    }
    Ok(churn)
}

/// Whether it is text: measured, or with an error in its syntax.
fn has_lines(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Measured(_) => true,
        Outcome::Skipped(why) => why.code == "syntax-error",
        Outcome::Generated(_) => false,
    }
}

/// Without the files that only have another path now.
fn without_moves(changes: Vec<Change<'_>>) -> Vec<Change<'_>> {
    let mut gone = HashMap::<_, usize>::new();
    for (old, new) in &changes {
        if let (Some(old), None) = (old, new) {
            *gone.entry(blob(old)).or_default() += 1;
        }
    }
    let mut moved = HashMap::<_, usize>::new();
    let mut is_moved = |file: &ListedFile| {
        let Some(count) = gone.get_mut(&blob(file)).filter(|count| **count > 0) else {
            return false;
        };
        *count -= 1;
        *moved.entry(blob(file)).or_default() += 1;
        true
    };
    let mut changes = changes;
    changes.retain(|change| !matches!(change, (None, Some(new)) if is_moved(new)));
    changes.retain(|change| match change {
        (Some(old), None) => match moved.get_mut(&blob(old)).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                false
            }
            None => true,
        },
        _ => true,
    });
    changes
}

fn blob(file: &ListedFile) -> Option<gix::ObjectId> {
    match &file.state {
        State::Content(key) => Some(key.blob()),
        _ => None,
    }
}

/// The lines added and removed in a file.
fn lines(
    old: Option<&ListedFile>,
    new: Option<&ListedFile>,
    readers: &(Reader<'_>, Reader<'_>),
    cache: &Cache,
) -> Result<(u32, u32), Error> {
    let (old_blob, new_blob) = (old.and_then(blob), new.and_then(blob));
    if old_blob == new_blob {
        return Ok((0, 0));
    }
    let key = Key::of_lines(old_blob.as_deref(), new_blob.as_deref());
    if let Some(known) = cache.value(&key) {
        return Ok(known);
    }
    let (old, new) = (text(old, &readers.0)?, text(new, &readers.1)?);
    let input = InternedInput::new(byte_lines(&old), byte_lines(&new));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let counts = (diff.count_additions(), diff.count_removals());
    cache.insert(key, &counts);
    Ok(counts)
}

fn text(file: Option<&ListedFile>, reader: &Reader<'_>) -> Result<Vec<u8>, Error> {
    match file.map(|file| (&file.state, &file.path)) {
        Some((State::Content(key), path)) => reader.read_stored(key, path),
        _ => Ok(Vec::new()),
    }
}

/// The files that are in one of both only or not the same in both, in the order of paths. Shared directories are
/// not looked into.
pub(crate) fn changes<'a>(before: &'a Listing, after: &'a Listing) -> Vec<Change<'a>> {
    let mut found = Vec::new();
    collect(before, after, &mut found);
    found
}

fn collect<'a>(before: &'a Listing, after: &'a Listing, found: &mut Vec<Change<'a>>) {
    if before.identity == after.identity {
        return;
    }
    let (mut old, mut new) = (
        before.nodes.iter().peekable(),
        after.nodes.iter().peekable(),
    );
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some((old, _)), Some((new, _))) => old.cmp(new),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return,
        };
        let old = if order.is_le() { old.next() } else { None };
        let new = if order.is_ge() { new.next() } else { None };
        pair(old.map(|(_, node)| node), new.map(|(_, node)| node), found);
    }
}

fn pair<'a>(old: Option<&'a Node>, new: Option<&'a Node>, found: &mut Vec<Change<'a>>) {
    match (old, new) {
        (Some(Node::Directory(old)), Some(Node::Directory(new))) => collect(old, new, found),
        (Some(Node::File(old)), Some(Node::File(new))) => {
            if old.state != new.state {
                found.push((Some(old), Some(new)));
            }
        }
        (old, new) => {
            found.extend(files(old).into_iter().map(|file| (Some(file), None)));
            found.extend(files(new).into_iter().map(|file| (None, Some(file))));
        }
    }
}

fn files(node: Option<&Node>) -> Vec<&ListedFile> {
    match node {
        None => Vec::new(),
        Some(Node::File(file)) => vec![file],
        Some(Node::Directory(listing)) => listing.files().collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use gix::ObjectId;
    use proptest::prelude::*;
    use slop_core::Language;

    use super::*;

    /// Paths, and what stands there: nobody wrote 0.
    type Tree = BTreeMap<PathBuf, u8>;

    fn listing(tree: &Tree) -> Listing {
        let state = |content: u8| match content {
            0 => State::Generated(slop_core::Generated::Built),
            _ => State::Content(Key::of_file(&id(content), Language::JavaScript, 0)),
        };
        let files = tree.iter().map(|(path, content)| ListedFile {
            path: path.as_path().into(),
            language: Language::JavaScript,
            state: state(*content),
        });
        Listing::of_files(files.collect(), 0)
    }

    fn id(content: u8) -> ObjectId {
        ObjectId::from_bytes_or_panic(&[content; 20])
    }

    /// A few paths, none of which is a directory in another.
    fn tree() -> impl Strategy<Value = Tree> {
        let name = prop::sample::select(vec!["a", "a-b", "a.b", "b"]);
        let path = prop::collection::vec(name, 0..3).prop_map(|names| {
            let directory: PathBuf = names.into_iter().collect();
            directory.join("file.js")
        });
        prop::collection::btree_map(path, 0_u8..4, 0..12)
    }

    fn found(changes: &[Change<'_>]) -> Vec<(PathBuf, [Option<ObjectId>; 2])> {
        let changes = changes.iter();
        let path = |(old, new): &Change<'_>| new.or(*old).map(|file| file.path.to_path_buf());
        changes
            .filter_map(|change| {
                let (old, new) = change;
                let blobs = [old.and_then(blob), new.and_then(blob)];
                Some((path(change)?, blobs))
            })
            .filter(|(_, blobs)| blobs[0] != blobs[1])
            .collect()
    }

    proptest! {
        #[test]
        fn what_is_not_the_same_is_found(before in tree(), after in tree()) {
            let (old, new) = (listing(&before), listing(&after));
            let content = |tree: &Tree, path| {
                tree.get(path).copied().filter(|content| *content > 0).map(id)
            };
            let mut paths: Vec<&PathBuf> = before.keys().chain(after.keys()).collect();
            paths.sort();
            paths.dedup();
            let expected: Vec<_> = paths
                .into_iter()
                .map(|path| (path.clone(), [content(&before, path), content(&after, path)]))
                .filter(|(_, blobs)| blobs[0] != blobs[1])
                .collect();
            prop_assert_eq!(found(&changes(&old, &new)), expected.clone());
            prop_assert_eq!(old.identity == new.identity, expected.is_empty());
            let order: Vec<_> = old.files().map(|file| file.path.to_path_buf()).collect();
            prop_assert_eq!(order, before.into_keys().collect::<Vec<_>>());
        }
    }
}
