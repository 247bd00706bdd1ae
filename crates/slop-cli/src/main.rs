//! The program.

use std::process::ExitCode;

fn main() -> ExitCode {
    slop_cli::main()
}
