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
