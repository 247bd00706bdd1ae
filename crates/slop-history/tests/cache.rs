//! A cache changes no result, whatever happens to it.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use slop_history::{Cache, Method, Point, Series, Snapshot};

/// Tells the worker below where to work.
const PLACE: &str = "SLOP_TEST_PLACE";
const FILES: usize = 80;

fn source(number: usize) -> String {
    let branch = |n| format!("    if x == {n} and y == True:\n        print({n})\n");
    let branches: String = (0..number % 17).map(branch).collect();
    format!("def f{number}(x, y):\n{branches}    return x\n")
}

/// A directory with sources, and an empty one for a cache.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a directory");
    let sources = place.path().join("sources");
    fs::create_dir(&sources).expect("a directory");
    for number in 0..FILES {
        let path = sources.join(format!("file_{number}.py"));
        fs::write(path, source(number)).expect("a file");
    }
    fs::write(sources.join("bad.py"), "def f(:\n").expect("a file");
    place
}

fn measured(place: &Path, method: &Method, cache: &Cache) -> (Vec<Point>, usize) {
    let snapshot = Snapshot::of_directory("all", &place.join("sources"), Path::new(""), method);
    let snapshots = vec![snapshot.expect("it can be searched")];
    let flush = |_| {
        cache.flush();
        true
    };
    let series = Series::measure(snapshots, method, cache, &flush).expect("it is measured");
    (series.points, series.measured)
}

fn cache_dir(place: &Path) -> PathBuf {
    place.join("cache")
}

fn with_cache(place: &Path, method: &Method) -> (Vec<Point>, usize) {
    measured(place, method, &Cache::open(&cache_dir(place), method))
}

fn without_cache(place: &Path, method: &Method) -> Vec<Point> {
    measured(place, method, &Cache::in_memory()).0
}

/// Runs in a process of its own: measures with a cache, writing it after each file.
#[test]
#[ignore = "the other tests run it"]
fn worker() {
    let place = std::env::var_os(PLACE).expect("a place");
    let method = Method::default();
    let ready = std::io::stdout().write_all(b"\nready\n");
    ready.expect("someone listens");
    with_cache(Path::new(&place), &method);
}

/// A worker that has read its rules and begins to work.
fn start_worker(place: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command
        .args(["--exact", "worker", "--ignored", "--nocapture"])
        .env(PLACE, place)
        .stdout(Stdio::piped());
    let mut worker = command.spawn().expect("it runs");
    let output = BufReader::new(worker.stdout.take().expect("a pipe"));
    let mut lines = output.lines();
    while lines.next().expect("a line").expect("text") != "ready" {}
    // Whatever else it prints must find a reader.
    std::thread::spawn(move || lines.count());
    worker
}

/// The segments in the cache of one method.
fn segments(place: &Path) -> Vec<PathBuf> {
    let methods = fs::read_dir(cache_dir(place)).into_iter().flatten();
    let methods = methods.map(|entry| entry.expect("an entry").path());
    let files = methods.flat_map(|path| fs::read_dir(path).expect("a directory"));
    let mut files: Vec<_> = files.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "segment"));
    files.sort();
    files
}

/// A sequence of numbers that is the same in every run.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    }
}

#[test]
fn killed_at_any_moment_it_changes_no_result() {
    let place = place();
    let (place, method) = (place.path(), Method::default());
    let expected = without_cache(place, &method);
    let (mut number, mut cut_short) = (numbers(), 0);
    for _ in 0..50 {
        // With all that earlier workers have kept there would be nothing to do.
        for file in segments(place) {
            if number(4) > 0 {
                fs::remove_file(file).expect("it can be removed");
            }
        }
        let mut worker = start_worker(place);
        sleep(Duration::from_micros(number(100_000) as u64));
        worker.kill().expect("it can be killed");
        worker.wait().expect("it ends");
        let (points, left) = with_cache(place, &method);
        assert_eq!(points, expected);
        cut_short += usize::from(0 < left && left <= FILES);
    }
    assert!(cut_short > 10);
}

#[test]
fn two_processes_share_it() {
    let place = place();
    let (place, method) = (place.path(), Method::default());
    let workers = [start_worker(place), start_worker(place)];
    for mut worker in workers {
        assert!(worker.wait().expect("it ends").success());
    }
    assert_eq!(
        with_cache(place, &method),
        (without_cache(place, &method), 0)
    );
}

#[test]
fn damaged_files_are_as_if_they_were_not_there() {
    let place = place();
    let (place, method) = (place.path(), Method::default());
    let expected = without_cache(place, &method);
    with_cache(place, &method);
    assert_eq!(with_cache(place, &method), (expected.clone(), 0));
    let mut number = numbers();
    for round in 0..60 {
        // Whole again, and nothing damaged is left of the round before.
        assert_eq!(with_cache(place, &method).0, expected);
        let files = segments(place);
        let file = &files[number(files.len())];
        let mut bytes = fs::read(file).expect("a file");
        let at = number(bytes.len());
        match round % 4 {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << number(8),
            2 => bytes.push(0),
            _ => bytes.fill(0xff),
        }
        fs::write(file, bytes).expect("a file");
        let (points, measured) = with_cache(place, &method);
        assert_eq!(points, expected);
        assert!(measured > 0, "what is damaged is not used");
        // It may be gone, where many files became one.
        let _ = fs::remove_file(file);
    }
}

#[test]
fn another_method_reads_nothing_of_it() {
    let place = place();
    let (place, method) = (place.path(), Method::default());
    with_cache(place, &method);
    let few = Method {
        rules: method
            .rules
            .filter(&["bool-comparison"], &[])
            .expect("a rule"),
        ..method.clone()
    };
    assert_eq!(
        with_cache(place, &few),
        (without_cache(place, &few), FILES + 1)
    );
    assert_eq!(with_cache(place, &method).1, 0);
}

#[test]
fn nothing_else_is_cleared() {
    let place = place();
    let (place, method) = (place.path(), Method::default());
    with_cache(place, &method);
    let own = cache_dir(place).join("own.segment");
    fs::write(&own, "").expect("a file");
    Cache::clear(&cache_dir(place)).expect("it can be cleared");
    assert_eq!(fs::read_dir(cache_dir(place)).expect("a cache").count(), 1);
    assert!(own.exists());
    Cache::clear(&place.join("nowhere")).expect("nothing to clear");
}

#[test]
fn where_nothing_can_be_written_the_work_goes_on() {
    let place = place();
    let (place, method) = (place.path(), Method::default());
    fs::write(cache_dir(place), "a file, not a directory").expect("a file");
    let cache = Cache::open(&cache_dir(place), &method);
    assert_eq!(
        measured(place, &method, &cache).0,
        without_cache(place, &method)
    );
    assert!(cache.problem().is_some());
}
