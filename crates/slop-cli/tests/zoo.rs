//! The hostile zoo: what `fixtures/hostile/README.md` promises of it is what happens.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use slop_fixtures::fixtures;
use slop_fixtures::zoo::{Animal, ZOO};

/// What may take longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A row of the table.
struct Promise {
    animal: String,
    arguments: String,
    exit_code: i32,
    printed: Vec<String>,
    megabytes: u64,
}

impl Promise {
    /// `None` for a row that is not about the zoo.
    fn of(row: &str) -> Option<Self> {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [animal, _, arguments, exit_code, printed, megabytes] = *cells else {
            return None;
        };
        let printed = printed.trim_matches('`').split("`, `");
        Some(Self {
            animal: animal.to_owned(),
            arguments: arguments.trim_matches('`').to_owned(),
            exit_code: exit_code.parse().ok()?,
            printed: printed.map(str::to_owned).collect(),
            megabytes: megabytes.parse().expect("a number"),
        })
    }

    /// Runs the program in the directory.
    fn check(&self, directory: &Path) {
        let what = format!("{}: slop-cli {}", self.animal, self.arguments);
        let Ended { status, printed } = self.run(directory);
        let start: String = printed.chars().take(2_000).collect();
        assert_eq!(
            status.code(),
            Some(self.exit_code),
            "{what}: {status}: {start}"
        );
        for expected in &self.printed {
            assert!(
                printed.contains(expected),
                "{what}: no {expected:?} in {start}"
            );
        }
    }

    fn run(&self, directory: &Path) -> Ended {
        let output = tempfile::NamedTempFile::new().expect("writable");
        let to = || output.reopen().expect("writable");
        let mut command = Command::new("sh");
        let kilobytes = self.megabytes * 1_000;
        command
            .arg("-c")
            .arg(format!(
                "ulimit -d {kilobytes} && exec \"$0\" {}",
                self.arguments
            ))
            .arg(env!("CARGO_BIN_EXE_slop-cli"))
            .current_dir(directory)
            .env("RAYON_NUM_THREADS", "2")
            .stdin(File::open(directory.join("stdin")).map_or(Stdio::null(), Stdio::from))
            .stdout(to())
            .stderr(to());
        let status = wait(command.spawn().expect("a shell"));
        let printed = fs::read(output.path()).expect("it was written");
        Ended {
            status,
            printed: String::from_utf8_lossy(&printed).into_owned(),
        }
    }
}

struct Ended {
    status: ExitStatus,
    printed: String,
}

/// Waits for the end, which is brought about when it does not come.
fn wait(mut child: Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("it is ours") {
            return status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().expect("it is ours");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// A directory that is removed, however deep it is.
struct Cage(PathBuf);

impl Cage {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a directory").keep())
    }
}

impl Drop for Cage {
    fn drop(&mut self) {
        let removed = Command::new("rm").arg("-rf").arg(&self.0).status();
        if !thread::panicking() {
            assert!(removed.is_ok_and(|status| status.success()));
        }
    }
}

fn table() -> String {
    fs::read_to_string(fixtures().join("hostile/README.md")).expect("the table")
}

fn promises() -> Vec<Promise> {
    table().lines().filter_map(Promise::of).collect()
}

fn check(animal: &Animal) {
    let cage = Cage::new();
    match (animal.make(&cage.0), animal.needs) {
        (Ok(()), _) => {}
        (Err(error), Some(needs)) => return not_run(animal.name, needs, &error),
        (Err(error), None) => panic!("{} cannot be made: {error}", animal.name),
    }
    let promises = promises().into_iter();
    let promises: Vec<_> = promises.filter(|one| one.animal == animal.name).collect();
    assert!(
        !promises.is_empty(),
        "nothing is promised of {}",
        animal.name
    );
    for promise in promises {
        promise.check(&cage.0);
    }
}

/// Says so even where the output of tests that pass is captured.
fn not_run(name: &str, needs: &str, error: &io::Error) {
    let line = format!("NOT RUN: {name}, which needs {needs}: {error}\n");
    let _ = io::stderr().write_all(line.as_bytes());
}

#[test]
fn the_zoo() {
    for animal in ZOO.iter().filter(|animal| !animal.is_large) {
        check(animal);
    }
}

#[test]
#[ignore = "it needs a million files, 200 MB and minutes"]
fn the_large_ones() {
    for animal in ZOO.iter().filter(|animal| animal.is_large) {
        let start = Instant::now();
        check(animal);
        let _ = writeln!(io::stderr(), "{}: {:.0?}", animal.name, start.elapsed());
    }
}

#[test]
fn the_table_has_what_the_zoo_has() {
    let in_table: Vec<_> = promises().into_iter().map(|one| one.animal).collect();
    let in_table: BTreeSet<_> = in_table.iter().map(String::as_str).collect();
    let in_zoo = ZOO.iter().map(|animal| animal.name).collect();
    assert_eq!(in_table, in_zoo);
    let rows = table()
        .lines()
        .filter(|row| row.matches(" | ").count() == 5)
        .count();
    assert_eq!(promises().len(), rows - 2, "a row is no promise");
}

/// The names of the tests in the text of a file.
fn tests(text: &str) -> BTreeSet<&str> {
    let parts = text.split("#[test]\n").skip(1);
    let names = parts.map(|part| part.trim_start().strip_prefix("fn ")?.split('(').next());
    names.map(|name| name.expect("a function")).collect()
}

#[test]
fn the_table_has_what_is_tested_of_sources() {
    let table = table();
    let (_, sources) = table
        .split_once("| test | source |")
        .expect("the second table");
    let first_cells = sources
        .lines()
        .skip(2)
        .filter_map(|row| row.split(" | ").next());
    let named = first_cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert_eq!(tests(include_str!("hostile.rs")), named);
}
