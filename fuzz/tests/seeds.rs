//! Every target over its seeds, and over what is made of them by a few changes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use slop_fuzz::TARGETS;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(directory().join(target)).expect("a directory");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let seeds: Vec<_> = paths
        .iter()
        .map(|path| fs::read(path).expect("a seed"))
        .collect();
    assert!(!seeds.is_empty(), "{target} has no seed");
    seeds
}

#[test]
fn every_directory_is_of_a_target() {
    let entries = fs::read_dir(directory()).expect("a directory");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names: BTreeSet<_> = names
        .map(|name| name.into_string().expect("UTF-8"))
        .collect();
    let targets = TARGETS.map(|(target, _)| target.to_owned());
    assert_eq!(names, BTreeSet::from(targets));
}

#[test]
fn the_seeds() {
    for (target, check) in TARGETS {
        for seed in seeds(target) {
            check(&seed);
        }
    }
}

/// A sequence of numbers that is the same in every run.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).expect("small")
    }
}

/// The seed with some pieces removed, repeated, changed or taken from another seed.
fn mutated(seed: &[u8], other: &[u8], number: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=number(3) {
        let from = number(bytes.len() + 1);
        let to = from + number((bytes.len() - from).min(40) + 1);
        let there = number(other.len() + 1);
        let piece = &other[there..other.len().min(there + to - from)];
        match number(4) {
            0 => drop(bytes.drain(from..to)),
            1 => drop(bytes.splice(from..from, bytes[from..to].to_vec())),
            2 => drop(bytes.splice(from..to, piece.iter().copied())),
            _ => bytes
                .iter_mut()
                .skip(from)
                .take(1)
                .for_each(|byte| *byte ^= 1 << number(8)),
        }
    }
    bytes
}

#[test]
fn changed_seeds() {
    const TIMES: usize = 200;
    let mut number = numbers();
    for (target, check) in TARGETS {
        let seeds = seeds(target);
        for _ in 0..TIMES {
            let (seed, other) = (&seeds[number(seeds.len())], &seeds[number(seeds.len())]);
            check(&mutated(seed, other, &mut number));
        }
    }
}
