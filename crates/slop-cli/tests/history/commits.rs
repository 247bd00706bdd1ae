//! A history with everything that can go wrong.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use crate::repository::Git;

/// A function with so many branches, and two copies of a loop.
fn python(name: &str, branches: usize) -> String {
    let branch = |n| format!("    if x == {n} and x == True:\n        print({n})\n");
    let branches: String = (0..branches).map(branch).collect();
    let clone = "    for item in x:\n        total = item\n        print(total)\n\n";
    format!("def {name}(x):\n{branches}{clone}{clone}    return x\n")
}

fn script(name: &str, branches: usize) -> String {
    let branch = |n| format!("  if (x === {n}) {{ console.log({n}) }}\n");
    let branches: String = (0..branches).map(branch).collect();
    format!("function {name}(x) {{\n{branches}  return x ? true : false\n}}\n")
}

/// JavaScript that is taken for minified as soon as a line has one more byte.
fn almost_minified(comment: &str) -> String {
    let line = format!("let x = 1 /* {comment}");
    format!("{line:.<107}*/\n")
}

/// A history with everything that can go wrong, and its commits on the first line of parents.
pub(crate) fn history() -> (Git, Vec<String>) {
    let mut git = Git::init();
    let mut commits = Vec::new();
    git.write("README.md", "nothing to measure\n");
    commits.push(git.commit("nothing to measure"));
    git.write("a.py", python("f", 3));
    git.write("src/b.py", python("g", 12));
    git.write("src/c.js", script("h", 4));
    commits.push(git.commit("first sources"));
    commits.push(git.commit_index("empty"));
    names(&mut git, &mut commits);
    ignored(&mut git, &mut commits);
    converted(&mut git, &mut commits);
    generated(&mut git, &mut commits);
    merged(&mut git, &mut commits);
    (git, commits)
}

/// Renames, what is deleted and restored, and names that sort in another way as paths.
fn names(git: &mut Git, commits: &mut Vec<String>) {
    git.run(["mv", "src/b.py", "src/renamed.py"]);
    commits.push(git.commit("rename"));
    git.write("src-more/a.py", python("m", 11));
    git.write("src.d/a.py", python("d", 13));
    git.write("src/a.b/z.py", python("z", 2));
    git.write(
        OsStr::from_bytes(b"caf\xe9/na\xefve.py"),
        python("latin", 2),
    );
    commits.push(git.commit("odd names"));
    git.run(["rm", "--quiet", "a.py"]);
    commits.push(git.commit("deleted"));
    git.write("a.py", python("f", 3));
    commits.push(git.commit("restored"));
    git.write("bad.py", "def f(:\n");
    git.write("nul.py", "x = 1\0\n");
    git.write("latin.py", b"x = '\xe9'\n");
    git.write("large.py", "x = 1\n".repeat(600_000));
    git.write("empty.py", "");
    git.write("mark.py", "\u{feff}x = 1\n");
    commits.push(git.commit("what cannot be measured"));
    git.run(["rm", "--quiet", "large.py"]);
    std::os::unix::fs::symlink("a.py", git.path().join("link.py")).expect("a link");
    std::os::unix::fs::symlink("src", git.path().join("linked")).expect("a link");
    let module = format!("160000,{},module.py", git.head());
    git.run(["update-index", "--add", "--cacheinfo", &module]);
    git.stage("run.py", "100755", python("run", 2).as_bytes());
    git.run(["add", "link.py", "linked"]);
    commits.push(git.commit_index("links and a module"));
    git.run(["reset", "--quiet", "--hard"]);
}

/// What is tracked although an ignore file names it.
fn ignored(git: &mut Git, commits: &mut Vec<String>) {
    git.write("build/out.py", python("out", 14));
    git.write("build/kept.py", python("kept", 2));
    git.write("src/deep/.hidden.py", python("hidden", 2));
    git.write(".github/tool.py", python("tool", 2));
    git.write("src/deep/x.js", script("x", 2));
    commits.push(git.commit("before anything is ignored"));
    git.write(
        ".gitignore",
        "\u{feff}build/*\n!build/kept.py\n[wrong\n*.js\n!/.github\n",
    );
    git.write("src/deep/.gitignore", "!x.js\n!.hidden.py\n");
    commits.push(git.commit("ignored and not"));
    git.write("src/.ignore", "a.b/\n");
    git.write("src/deep/.ignore", b"x.js\n\xff\n*.py\n");
    commits.push(git.commit("the other ignore file"));
    git.run([
        "rm",
        "--quiet",
        "--force",
        "src/deep/.ignore",
        "src/deep/.gitignore",
    ]);
    commits.push(git.commit("ignored no more"));
}

/// What is on the disk is not what is in the repository.
fn converted(git: &mut Git, commits: &mut Vec<String>) {
    git.write("lib/crlf.mjs", almost_minified(""));
    git.write("lib/kept.mjs", almost_minified(""));
    git.write("lib/auto/crlf.mjs", almost_minified("auto"));
    let mixed = almost_minified("").replace("..*/", ".*/\r") + &almost_minified("");
    git.stage("lib/auto/mixed.mjs", "100644", mixed.as_bytes());
    git.write("lib/id.mjs", almost_minified("$Id$"));
    git.write("lib/no-id.mjs", almost_minified("$Id$"));
    git.write("wide/mark.py", "x = 1\n");
    git.write("wide/none.py", "x = 1\n");
    git.write("latin/ascii.py", "x = 1\n");
    git.stage("latin/letters.py", "100644", "x = 1\ny = 'é'\n".as_bytes());
    git.run([
        "add",
        "--all",
        "--",
        ":!lib/auto/mixed.mjs",
        ":!latin/letters.py",
    ]);
    commits.push(git.commit_index("before attributes"));
    git.run(["reset", "--quiet", "--hard"]);
    let attributes = "*.mjs eol=crlf\n[attr]own -text\nlib/kept.mjs own\n\
        wide/mark.py working-tree-encoding=UTF-16LE-BOM\nwide/none.py working-tree-encoding=UTF-16LE\n\
        latin/* working-tree-encoding=ISO-8859-1\n\
        asset.py filter=lfs diff=lfs merge=lfs -text\n";
    git.stage(".gitattributes", "100644", attributes.as_bytes());
    let inner = "/id.mjs ident -text\nno-id.mjs ident binary -ident\nauto/* text=auto\n";
    git.stage("lib/.gitattributes", "100644", inner.as_bytes());
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    git.stage("asset.py", "100644", pointer.as_bytes());
    commits.push(git.commit_index("attributes"));
    // What was written before there were attributes is to be written anew.
    git.run(["rm", "--quiet", "-r", "--force", "lib", "latin", "wide"]);
    git.run(["reset", "--quiet", "--hard"]);
}

/// Code that nobody wrote.
fn generated(git: &mut Git, commits: &mut Vec<String>) {
    git.write(".gitignore", "");
    git.write("dist/app.js", script("app", 3));
    git.write("types.d.ts", "declare const x: number\n");
    git.write("app.min.js", script("min", 3));
    git.write("packed.js", format!("let x = [{}]\n", "1, ".repeat(200)));
    git.write("marked.ts", format!("// @generated\n{}", script("m", 3)));
    git.write("written.ts", script("written", 12));
    git.write("view.tsx", "const V = () => <b>{a && b}</b>\n");
    commits.push(git.commit("generated"));
    git.write("dist/app.js", script("app", 4));
    git.write("other/dist/app.js", script("app", 4));
    commits.push(git.commit("only what is generated"));
}

fn merged(git: &mut Git, commits: &mut Vec<String>) {
    git.run(["checkout", "--quiet", "-b", "side"]);
    git.write("side.py", python("side", 15));
    git.commit("on the side");
    git.write("side.py", python("side", 16));
    git.commit("more on the side");
    git.run(["checkout", "--quiet", "main"]);
    git.write("a.py", python("f", 5));
    commits.push(git.commit("meanwhile"));
    commits.push(git.merge("side"));
    git.run(["tag", "--annotate", "--message", "first", "v1"]);
    git.write("README.md", "still nothing to measure\n");
    commits.push(git.commit("only words"));
    git.run(["tag", "v2"]);
    git.write(
        "quiet.py",
        "x = y == True  # slop: ignore[bool-comparison] an array\n",
    );
    commits.push(git.commit("suppressed"));
}

/// The subjects of the commits above that change nothing that is measured.
pub(crate) const UNCHANGED: [&str; 4] = [
    "nothing to measure",
    "empty",
    "only what is generated",
    "only words",
];
