//! A repository made with the `git` program.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) struct Git {
    place: TempDir,
    commits: u64,
}

impl Git {
    pub(crate) fn init() -> Self {
        let git = Self {
            place: tempfile::tempdir().expect("a directory"),
            commits: 0,
        };
        git.run(["init", "--quiet", "--initial-branch=main"]);
        git
    }

    pub(crate) fn path(&self) -> &Path {
        self.place.path()
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        run(self.path(), 0, arguments)
    }

    pub(crate) fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("in a directory")).expect("a directory");
        fs::write(path, text).expect("a file");
    }

    /// Puts a file into the index, bytes and mode as they are, whatever attributes say.
    pub(crate) fn stage(&self, path: &str, mode: &str, bytes: &[u8]) {
        let file = self.path().join(".git").join("staged");
        fs::write(&file, bytes).expect("a file");
        let id = self.run([
            OsStr::new("hash-object"),
            OsStr::new("-w"),
            OsStr::new("--no-filters"),
            file.as_os_str(),
        ]);
        let entry = format!("{mode},{},{path}", id.trim());
        self.run(["update-index", "--add", "--cacheinfo", &entry]);
    }

    /// Commits everything in the work tree.
    pub(crate) fn commit(&mut self, subject: &str) -> String {
        self.run(["add", "--all"]);
        self.commit_index(subject)
    }

    /// Commits the index. Each commit is a day after the one before.
    pub(crate) fn commit_index(&mut self, subject: &str) -> String {
        self.commits += 1;
        let arguments = ["commit", "--quiet", "--allow-empty", "--message", subject];
        run(self.path(), self.commits, arguments);
        self.head()
    }

    pub(crate) fn merge(&mut self, branch: &str) -> String {
        self.commits += 1;
        let arguments = ["merge", "--quiet", "--no-ff", "--no-edit", branch];
        run(self.path(), self.commits, arguments);
        self.head()
    }

    pub(crate) fn head(&self) -> String {
        self.run(["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// A checkout of a commit in an empty directory.
    pub(crate) fn checkout(&self, commit: &str) -> (TempDir, PathBuf) {
        let place = tempfile::tempdir().expect("a directory");
        let path = place.path().join("checkout");
        let (from, to) = (self.path().as_os_str(), path.as_os_str());
        let clone = ["clone", "--quiet", "--no-checkout", "--local"].map(OsStr::new);
        self.run(clone.into_iter().chain([from, to]));
        run(&path, 0, ["checkout", "--quiet", "--detach", commit]);
        (place, path)
    }
}

/// Runs git as if nobody had set anything.
pub(crate) fn run<S: AsRef<OsStr>>(
    directory: &Path,
    day: u64,
    arguments: impl IntoIterator<Item = S>,
) -> String {
    let date = format!("{} +0000", 1_700_000_000 + day * 86_400);
    let output = Command::new("git")
        .current_dir(directory)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "A")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "a@b.c")))
        .stderr(Stdio::inherit())
        .output()
        .expect("git is there");
    assert!(output.status.success(), "git failed");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
