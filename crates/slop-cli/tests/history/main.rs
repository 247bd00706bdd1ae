//! Every point of a history equals what `slop-cli scan` measures on a checkout of the commit.
#![cfg(unix)]

mod repository;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use slop_complexity::{Erosion, ErosionOptions, Weight};
use slop_core::Language;
use slop_history::{Cache, Commits, Figures, Method, Point, Repository, Series, Snapshot};
use slop_verbosity::{CloneGroup, CloneInstance, Verbosity};

use self::repository::Git;

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
fn history() -> (Git, Vec<String>) {
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
const UNCHANGED: [&str; 4] = [
    "nothing to measure",
    "empty",
    "only what is generated",
    "only words",
];

fn scan(directory: &Path, path: &str) -> Option<Value> {
    scan_with(directory, &[path])
}

fn scan_with(directory: &Path, arguments: &[&str]) -> Option<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_slop-cli"))
        .current_dir(directory)
        .args(["scan", "--format", "json", "--isolated"])
        .args(arguments)
        .output()
        .expect("it runs");
    let nothing = String::from_utf8_lossy(&output.stderr).contains("no source file found");
    assert!(output.status.success() || nothing, "{output:?}");
    (!nothing).then(|| serde_json::from_slice(&output.stdout).expect("JSON"))
}

fn assert_equal(point: &Point, scan: Option<&Value>) {
    let Some(scan) = scan else {
        assert_eq!(point.languages.total.files, 0, "{}", point.name);
        return;
    };
    let subject = point.subject.as_deref().unwrap_or(&point.name);
    let languages = scan["languages"].as_array().expect("languages");
    assert_eq!(point.languages.each.len(), languages.len(), "{subject}");
    for (figures, expected) in point.languages.each.iter().zip(languages) {
        assert_figures(figures, expected, scan, subject);
    }
    assert_figures(&point.languages.total, &scan["total"], scan, subject);
    let skipped: Vec<_> = point
        .skipped
        .iter()
        .map(|file| {
            (
                file.path.to_string_lossy().into_owned(),
                &*file.why.code,
                file.why.line,
            )
        })
        .collect();
    let expected: Vec<_> = scan["skipped"]
        .as_array()
        .expect("skipped")
        .iter()
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|file| {
            let text = |name: &str| file[name].as_str().expect("text");
            let line = file["line"]
                .as_u64()
                .map(|line| u32::try_from(line).expect("a line"));
            (text("path").to_owned(), text("reason"), line)
        })
        .collect();
    assert_eq!(skipped, expected, "{subject}");
    let generated = scan["generated"].as_array().expect("generated").len();
    assert_eq!(point.generated, generated, "{subject}");
}

fn assert_figures(figures: &Figures, expected: &Value, scan: &Value, subject: &str) {
    let language = figures.language.map(Language::name);
    let lines = |number: fn(&Verbosity) -> u64| figures.lines.as_ref().map(number);
    let round = |value: f64, decimals| {
        let scale = 10_f64.powi(decimals);
        (value * scale).round() / scale
    };
    let share = |share: Option<f64>| share.map(|share| round(share, 6));
    let erosion = &figures.erosion;
    let found = serde_json::json!({
        "files": figures.files, "language": language, "threshold": 10, "size_term": "sqrt",
        "loc": figures.loc, "sloc": figures.sloc,
        "erosion": share(erosion.score()),
        "total_mass": round(erosion.total_mass, 4), "high_mass": round(erosion.high_mass, 4),
        "callables": erosion.callables, "high_callables": erosion.high_callables,
        "max_cyclomatic": erosion.max_cyclomatic,
        "verbosity": share(figures.lines.and_then(|lines| lines.score())), "violation_pct": share(figures.lines.and_then(|lines| lines.violation_share())),
        "clone_ratio": share(figures.lines.and_then(|lines| lines.clone_ratio())), "flagged_lines": lines(|lines| lines.flagged_lines),
        "clone_lines": lines(|lines| lines.clone_lines), "verbose_lines": lines(|lines| lines.verbose_lines),
    });
    let mut expected = expected.as_object().expect("figures").clone();
    for name in ["gini", "top_20_share", "unlisted_callables"] {
        expected.remove(name);
    }
    assert_eq!(found, Value::Object(expected), "{subject} {language:?}");
    assert_eq!(
        *erosion,
        erosion_of(scan, figures.language),
        "{subject} {language:?}"
    );
}

/// The erosion of the callables that a scan lists, to the last bit.
fn erosion_of(scan: &Value, language: Option<Language>) -> Erosion {
    let files = scan["files"].as_array().expect("files").iter();
    let files = files.filter(|file| {
        let of_file: Language = file["language"]
            .as_str()
            .expect("a name")
            .parse()
            .expect("known");
        language.is_none_or(|language| of_file.family() == language)
    });
    let callables = files.flat_map(|file| file["callables"].as_array().expect("callables"));
    let weights = callables.map(|callable| {
        let number = |name: &str| u32::try_from(callable[name].as_u64().expect("a number"));
        Weight {
            cyclomatic: number("cyclomatic").expect("small"),
            sloc: number("sloc").expect("small"),
        }
    });
    Erosion::of_weights(ErosionOptions::default(), weights)
}

fn series<'m>(snapshots: Vec<Snapshot>, method: &'m Method, cache: &'m Cache) -> Series<'m> {
    let series = Series::measure(snapshots, method, cache, &|_| true).expect("it is measured");
    assert!(series.is_complete);
    series
}

/// Kind, fingerprint, and the path and first line of each instance.
type Clones = Vec<(String, String, Vec<(String, u64)>)>;

fn clones(series: &Series<'_>, point: usize) -> Clones {
    let groups = series.clones(point).expect("they can be read").into_iter();
    let places = |group: &CloneGroup| {
        let instances = group.instances.iter();
        let place = |one: &CloneInstance| {
            (
                one.path.to_string_lossy().into_owned(),
                one.span.start_line.into(),
            )
        };
        instances.map(place).collect()
    };
    groups
        .map(|group| {
            (
                group.kind.clone(),
                group.fingerprint.to_string(),
                places(&group),
            )
        })
        .collect()
}

fn scanned_clones(scan: Option<&Value>) -> Clones {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let groups = scan.and_then(|scan| scan["clone_groups"].as_array());
    let groups = groups.into_iter().flatten();
    let place = |one: &Value| {
        (
            text(&one["path"]),
            one["start_line"].as_u64().expect("a line"),
        )
    };
    groups
        .map(|group| {
            let instances = group["instances"].as_array().expect("instances");
            let places = instances.iter().map(place).collect();
            (text(&group["kind"]), text(&group["fingerprint"]), places)
        })
        .collect()
}

/// One in so many commits, the last among them.
fn assert_points_equal_checkouts(git: &Git, repository: &Repository, inside: &str, one_in: usize) {
    let (method, cache) = (Method::default(), Cache::in_memory());
    let all = git.run(["rev-list", "--all"]);
    let all: Vec<&str> = all.lines().step_by(one_in).collect();
    let snapshots = all.iter().map(|id| repository.snapshot(id, &method));
    let snapshots = snapshots.collect::<Result<Vec<_>, _>>().expect("commits");
    let series = series(snapshots, &method, &cache);
    for (index, id) in all.iter().enumerate() {
        let (_place, checkout) = git.checkout(id);
        let scan = checkout
            .join(inside)
            .is_dir()
            .then(|| scan(&checkout, inside))
            .flatten();
        assert_equal(&series.points[index], scan.as_ref());
        for _ in ["measured", "from the cache"] {
            assert_eq!(clones(&series, index), scanned_clones(scan.as_ref()));
        }
    }
}

#[test]
fn every_point_equals_a_scan_of_a_checkout() {
    let (git, _) = history();
    let repository = Repository::discover(git.path()).expect("a repository");
    assert_points_equal_checkouts(&git, &repository, ".", 1);
}

#[test]
fn a_directory_inside_is_measured_as_if_it_were_scanned() {
    let (git, _) = history();
    for inside in ["src", "src/deep", "build"] {
        let repository = Repository::discover(&git.path().join(inside)).expect("a repository");
        assert_points_equal_checkouts(&git, &repository, inside, 3);
    }
}

#[test]
fn settings_mean_what_the_options_of_a_scan_mean() {
    let (git, _) = history();
    let repository = Repository::discover(git.path()).expect("a repository");
    let (_place, checkout) = git.checkout("main");
    type Set = fn(&mut Method);
    let options: [(&str, Set); 9] = [
        ("--hidden", |method| method.files.hidden = true),
        ("--no-ignore", |method| method.files.ignore_files = false),
        ("--include-generated", |method| {
            method.include_generated = true
        }),
        ("--exclude=src", |method| {
            method.files.exclude = vec!["src".to_owned()]
        }),
        ("--exclude=/src/*.py", |method| {
            method.files.exclude = vec!["/src/*.py".to_owned()]
        }),
        ("--language=typescript", |method| {
            method.files.languages = vec![Language::TypeScript]
        }),
        ("--no-suppress", |method| method.suppress = false),
        ("--max-file-size=300B", |method| method.max_bytes = 300),
        ("--select=bool-comparison", |method| {
            let one = method.rules.filter(&["bool-comparison"], &[]);
            method.rules = one.expect("a rule");
        }),
    ];
    let mut seen = vec![scan(&checkout, ".")];
    for (option, set) in options {
        let (mut method, cache) = (Method::default(), Cache::in_memory());
        set(&mut method);
        let snapshot = repository.snapshot("main", &method).expect("a commit");
        let scan = scan_with(&checkout, &[option, "."]);
        assert_equal(
            &series(vec![snapshot], &method, &cache).points[0],
            scan.as_ref(),
        );
        assert!(!seen.contains(&scan), "{option} changes something");
        seen.push(scan);
    }
}

#[test]
fn points_are_the_commits_that_change_what_is_measured() {
    let (git, commits) = history();
    let method = Method::default();
    let repository = Repository::discover(git.path()).expect("a repository");
    let every = Commits {
        sample: None,
        ..Commits::default()
    };
    let snapshots = |commits: &Commits| {
        let found = repository.snapshots(commits, &method, &|_| true);
        found.expect("commits")
    };
    let found = snapshots(&every);
    let is_point = |id: &&String| {
        let subject = git.run(["show", "--no-patch", "--format=%s", id]);
        !UNCHANGED.contains(&subject.trim())
    };
    let expected: Vec<&String> = commits.iter().filter(is_point).collect();
    let names: Vec<&String> = found.iter().map(|point| &point.name).collect();
    assert_eq!(names, expected);
    let days = found.windows(2).map(|pair| pair[1].time > pair[0].time);
    assert!(days.into_iter().all(|is_later| is_later));

    let some = snapshots(&Commits {
        sample: Some(4),
        ..Commits::default()
    });
    assert_eq!(some.len(), 4);
    assert_eq!(
        (&some[0].name, &some[3].name),
        (expected[0], expected[expected.len() - 1])
    );
    let time = |index: usize| found[index].time;
    let between = snapshots(&Commits {
        since: time(2),
        until: time(5),
        ..every.clone()
    });
    let between: Vec<&String> = between.iter().map(|point| &point.name).collect();
    assert_eq!(between, expected[2..=5]);
    let tagged = snapshots(&Commits {
        tags: true,
        ..every
    });
    let tags: Vec<_> = tagged.iter().map(|point| &*point.tags).collect();
    assert_eq!(tags, [["v1"], ["v2"]]);
}

#[test]
fn a_bare_and_a_shallow_clone_give_the_same() {
    let (git, _) = history();
    let method = Method::default();
    let every = Commits {
        sample: None,
        ..Commits::default()
    };
    let points = |path: &Path| {
        let repository = Repository::discover(path).expect("a repository");
        let snapshots = repository.snapshots(&every, &method, &|_| true);
        let cache = Cache::in_memory();
        series(snapshots.expect("commits"), &method, &cache).points
    };
    let whole = points(git.path());
    let place = tempfile::tempdir().expect("a directory");
    let url = format!("file://{}", git.path().display());
    let clone = |name: &str, option: &str| {
        let path = place.path().join(name);
        let to = path.to_str().expect("UTF-8");
        repository::run(place.path(), 0, ["clone", "--quiet", option, &url, to]);
        path
    };
    assert_eq!(points(&clone("bare", "--bare")), whole);
    let shallow = points(&clone("shallow", "--depth=8"));
    let last = &whole[whole.len() - shallow.len()..];
    assert!(shallow.len() > 3 && shallow.len() < whole.len());
    assert_eq!(shallow[1..], last[1..]);
    assert_eq!(shallow[0].languages, last[0].languages);
    let worktree = place.path().join("worktree");
    let to = worktree.to_str().expect("UTF-8");
    git.run(["worktree", "add", "--quiet", "--detach", to, "main"]);
    assert_eq!(points(&worktree), whole);
}
