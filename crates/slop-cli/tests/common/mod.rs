//! A directory to write files into and to run the program in.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) struct Project(TempDir);

impl Project {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self(tempfile::tempdir().expect("a directory"));
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is inside")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// Runs the program in a directory of the project.
    pub(crate) fn run(&self, directory: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slop-cli"));
        command
            .current_dir(self.path(directory))
            .args(arguments)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE");
        command.output().expect("it runs")
    }
}

/// What it printed, where it ended with this exit code.
pub(crate) fn printed(output: &Output, code: i32) -> String {
    let (out, error) = (&output.stdout, &output.stderr);
    let printed = format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(error)
    );
    assert_eq!(output.status.code(), Some(code), "{printed}");
    printed
}
