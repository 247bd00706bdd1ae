//! How the clone index grows: time and peak memory at 1 to 16 million symbols, each in a process of its own.

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::env;
use std::process::Command;

use slop_benches::generate::tokens;
use slop_benches::{is_test, memory, real, timed};
use slop_verbosity::{
    CloneIndex, CloneScope, CloneTokens, DEFAULT_MIN_LINES, DEFAULT_MIN_SEQUENCE_LINES,
};

fn main() {
    let mut arguments = env::args().skip_while(|argument| argument != "--symbols");
    if let Some(symbols) = arguments.nth(1) {
        return measure(symbols.parse().expect("a number"));
    }
    println!(
        "| symbols | build, ms | groups, ms | sequences, ms | ns a symbol | peak bytes a symbol |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    // `cargo bench -- --test` asks whether it runs, not for the whole table.
    let sizes = if is_test() {
        &[1][..]
    } else {
        &[1, 2, 4, 8, 16]
    };
    for millions in sizes {
        let program = env::current_exe().expect("this program has a path");
        let symbols = (millions * 1_000_000).to_string();
        let status = Command::new(program).args(["--symbols", &symbols]).status();
        assert!(status.expect("it runs").success());
    }
}

fn measure(symbols: usize) {
    let before = memory("VmRSS:");
    let tokens = tokens(symbols);
    let symbols: usize = tokens.iter().map(CloneTokens::len).sum();
    let mut builder = CloneIndex::builder();
    builder.extend(tokens);
    let (index, build) = timed(|| builder.build());
    let (_, groups) = timed(|| index.groups(CloneScope::Project, DEFAULT_MIN_LINES));
    let (found, sequences) =
        timed(|| index.sequences(CloneScope::Project, DEFAULT_MIN_SEQUENCE_LINES));
    assert!(found.is_complete);
    let each = (build + groups + sequences) * 1e9 / real(symbols);
    let bytes = (memory("VmHWM:") - before) / symbols;
    let [build, groups, sequences] = [build, groups, sequences].map(|seconds| seconds * 1e3);
    println!("| {symbols} | {build:.0} | {groups:.0} | {sequences:.0} | {each:.0} | {bytes} |");
}
