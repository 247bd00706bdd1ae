//! How `slop-cli scan` grows: time and peak memory on generated projects of half a million to five million lines, each
//! measured by processes of their own, on all cores.

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use slop_benches::{generate, is_test, memory, real};
use tempfile::TempDir;

const RUNS: usize = 3;

fn main() -> ExitCode {
    // This program is `slop-cli` too, so that what is measured is what was built with it.
    if env::args()
        .nth(1)
        .is_some_and(|argument| argument == "scan")
    {
        return measured_scan();
    }
    println!(
        "| lines | files | MB | seconds | seconds a million lines | peak MB | MB a million lines |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    // `cargo bench -- --test` asks whether it runs, not for the whole table.
    let sizes = if is_test() {
        &[10_000][..]
    } else {
        &[500_000, 1_000_000, 2_000_000, 5_000_000]
    };
    for lines in sizes {
        measure(*lines);
    }
    ExitCode::SUCCESS
}

fn measured_scan() -> ExitCode {
    let code = slop_cli::main();
    let file = env::var_os("SLOP_PEAK").expect("it is set");
    fs::write(file, memory("VmHWM:").to_string()).expect("writable");
    code
}

fn measure(lines: usize) {
    let project = TempDir::new().expect("a directory");
    let (lines, files, bytes) = fill(project.path(), lines);
    let mut runs: Vec<_> = (0..RUNS).map(|_| scan(project.path())).collect();
    runs.sort();
    let (time, peak) = runs[RUNS / 2];
    let (seconds, megabytes) = (time.as_secs_f64(), real(peak) / 1e6);
    let millions = real(lines) / 1e6;
    println!(
        "| {lines} | {files} | {:.0} | {seconds:.2} | {:.2} | {megabytes:.0} | {:.0} |",
        real(bytes) / 1e6,
        seconds / millions,
        megabytes / millions
    );
}

/// Writes a project of at least so many lines; how many lines, files and bytes it has.
fn fill(directory: &Path, wanted: usize) -> (usize, usize, usize) {
    let (mut lines, mut files, mut bytes) = (0, 0, 0);
    for text in generate::files() {
        if lines >= wanted {
            break;
        }
        let folder = directory.join(format!("{:03}", files / 100));
        fs::create_dir_all(&folder).expect("writable");
        fs::write(folder.join(format!("{files:06}.py")), &text).expect("writable");
        (lines, files, bytes) = (lines + text.lines().count(), files + 1, bytes + text.len());
    }
    (lines, files, bytes)
}

/// The time, and the peak of the memory in bytes.
fn scan(project: &Path) -> (Duration, usize) {
    let peak = tempfile::NamedTempFile::new().expect("a file");
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.args(["scan", "--format=json"]).arg(project);
    command.env("SLOP_PEAK", peak.path());
    command.stdout(Stdio::null());
    let start = Instant::now();
    assert!(command.status().expect("it runs").success());
    let time = start.elapsed();
    let bytes = fs::read_to_string(peak.path()).expect("it was written");
    (time, bytes.parse().expect("a number"))
}
