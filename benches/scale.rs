//! How `slop-cli scan` grows: time, that of all processors, and peak memory on generated projects of half a million to
//! five million lines, each measured by processes of their own, on all cores.

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use slop_benches::{generate, is_test, memory, real, timed};
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
        "| lines | files | MB | seconds | a million lines | in the program | in the system | peak MB | a million lines |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
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

/// Scans, and tells the other process what it took.
fn measured_scan() -> ExitCode {
    let code = slop_cli::main();
    let [user, system] = processor_ticks();
    let told = format!("{} {user} {system}", memory("VmHWM:"));
    let file = env::var_os("SLOP_MEASURED").expect("it is set");
    fs::write(file, told).expect("writable");
    code
}

/// What a scan takes.
struct Run {
    seconds: f64,
    /// Of all processors together, in the program.
    user: f64,
    /// And in the system, for reading files and for memory.
    system: f64,
    peak_megabytes: f64,
}

fn measure(lines: usize) {
    let project = TempDir::new().expect("a directory");
    let (lines, files, bytes) = fill(project.path(), lines);
    let mut runs: Vec<_> = (0..RUNS).map(|_| scan(project.path())).collect();
    runs.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    let run = &runs[RUNS / 2];
    let millions = real(lines) / 1e6;
    println!(
        "| {lines} | {files} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {:.0} |",
        real(bytes) / 1e6,
        run.seconds,
        run.seconds / millions,
        run.user / millions,
        run.system / millions,
        run.peak_megabytes,
        run.peak_megabytes / millions
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

fn scan(project: &Path) -> Run {
    let told = tempfile::NamedTempFile::new().expect("a file");
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.args(["scan", "--format=json"]).arg(project);
    command.env("SLOP_MEASURED", told.path());
    command.stdout(Stdio::null());
    let (status, seconds) = timed(|| command.status());
    assert!(status.expect("it runs").success());
    let told = fs::read_to_string(told.path()).expect("it was written");
    let numbers = told
        .split_whitespace()
        .map(|number| number.parse().expect("a number"));
    let mut numbers = numbers.map(real);
    let mut next = || numbers.next().expect("three numbers");
    Run {
        seconds,
        peak_megabytes: next() / 1e6,
        user: next() / TICKS_A_SECOND,
        system: next() / TICKS_A_SECOND,
    }
}

/// As Linux gives them to programs.
const TICKS_A_SECOND: f64 = 100.0;

/// The time of this process on all processors, in the program and in the system.
fn processor_ticks() -> [usize; 2] {
    let status = fs::read_to_string("/proc/self/stat").expect("a Linux system");
    // The name of the program stands in parentheses; two fields before it and eleven behind it are others.
    let (_, fields) = status.rsplit_once(')').expect("a name");
    let mut times = fields.split_whitespace().skip(11);
    [(); 2].map(|()| {
        times
            .next()
            .and_then(|ticks| ticks.parse().ok())
            .expect("a number")
    })
}
