//! How the cost of a history grows: every commit of a repository, without a cache and with the one of the first run,
//! and commits each measured anew, as a scan of each checkout would.

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::env;
use std::path::Path;
use std::time::{Duration, Instant};

use slop_benches::real;
use slop_history::{Cache, Commits, Error, Method, Repository, Series, Snapshot};

/// So many commits are measured anew, to tell what all would cost.
const ANEW: usize = 25;

fn main() -> Result<(), Error> {
    let mut paths = env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'));
    let Some(path) = paths.next_back() else {
        println!("give the path of a repository; benches/releases.py makes one");
        return Ok(());
    };
    let (repository, method) = (Repository::discover(Path::new(&path))?, Method::default());
    let every = Commits {
        sample: None,
        ..Commits::default()
    };
    let start = Instant::now();
    let snapshots = repository.snapshots(&every, &method, &|_| true)?;
    println!(
        "{} points listed in {:.1?}",
        snapshots.len(),
        start.elapsed()
    );
    println!("| points | contents | files in all points | seconds | ms a content | ms a point |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    let all = snapshots.len();
    for points in [all / 8, all / 4, all / 2, all] {
        run(&snapshots[..points], &method, &Cache::in_memory())?;
    }
    again(&snapshots, &repository, &every, &method)?;
    anew(&snapshots, &method)
}

/// Measures, and prints a row.
fn run(snapshots: &[Snapshot], method: &Method, cache: &Cache) -> Result<Duration, Error> {
    let start = Instant::now();
    let series = Series::measure(snapshots.to_vec(), method, cache, &|_| true)?;
    let time = start.elapsed();
    let points = series.points.iter();
    let files: usize = points.map(|point| point.languages.total.files).sum();
    let (points, contents) = (series.points.len(), series.contents);
    println!(
        "| {points} | {contents} | {files} | {:.1} | {:.2} | {:.2} |",
        time.as_secs_f64(),
        each(time, contents),
        each(time, points),
    );
    Ok(time)
}

/// Two runs that share a cache on the disk, the listing of commits and the reading of the cache included.
fn again(
    snapshots: &[Snapshot],
    repository: &Repository,
    every: &Commits,
    method: &Method,
) -> Result<(), Error> {
    let place = tempfile::tempdir().expect("a directory");
    let first = Instant::now();
    Series::measure(
        snapshots.to_vec(),
        method,
        &Cache::open(place.path(), method),
        &|_| true,
    )?;
    let first = first.elapsed();
    let second = Instant::now();
    let cache = Cache::open(place.path(), method);
    let (read, listed) = (second.elapsed(), Instant::now());
    let snapshots = repository.snapshots(every, method, &|_| true)?;
    let listed = listed.elapsed();
    let series = Series::measure(snapshots, method, &cache, &|_| true)?;
    let second = second.elapsed();
    assert_eq!(series.measured, 0);
    let share = 100.0 * second.as_secs_f64() / first.as_secs_f64();
    println!("with a cache: {first:.1?} at first, then {second:.2?}, {share:.1} %");
    println!("  of that {read:.2?} to read it and {listed:.2?} to list the commits");
    Ok(())
}

/// What it would cost to measure each commit by itself, from some of them.
fn anew(snapshots: &[Snapshot], method: &Method) -> Result<(), Error> {
    let step = snapshots.len().div_ceil(ANEW).max(1);
    let some: Vec<&Snapshot> = snapshots.iter().step_by(step).collect();
    let start = Instant::now();
    for snapshot in &some {
        let one = vec![Snapshot::clone(snapshot)];
        Series::measure(one, method, &Cache::in_memory(), &|_| true)?;
    }
    let one = each(start.elapsed(), some.len());
    let (count, all) = (some.len(), snapshots.len());
    println!(
        "each of {count} commits by itself: {one:.0} ms, so {all} would take {:.0} s",
        one * real(all) / 1000.0
    );
    Ok(())
}

/// Milliseconds for each.
fn each(time: Duration, count: usize) -> f64 {
    1000.0 * time.as_secs_f64() / real(count)
}
