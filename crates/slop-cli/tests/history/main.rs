//! Every point of a history equals what `slop-cli scan` measures on a checkout of the commit.
#![cfg(unix)]

mod commits;
mod equal;
mod repository;

use std::path::Path;

use slop_core::Language;
use slop_history::{Cache, Commits, Method, Repository, Series, Snapshot};

use self::commits::{UNCHANGED, history};
use self::equal::{assert_equal, clones, scan, scan_with, scanned_clones};
use self::repository::Git;

fn series<'m>(snapshots: Vec<Snapshot>, method: &'m Method, cache: &'m Cache) -> Series<'m> {
    let series = Series::measure(snapshots, method, cache, &|_| true).expect("it is measured");
    assert!(series.is_complete);
    series
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

type Set = fn(&mut Method);

#[test]
fn settings_mean_what_the_options_of_a_scan_mean() {
    let (git, _) = history();
    let repository = Repository::discover(git.path()).expect("a repository");
    let (_place, checkout) = git.checkout("main");
    let options: [(&str, Set); 9] = [
        ("--hidden", |method| method.files.hidden = true),
        ("--no-ignore", |method| method.files.ignore_files = false),
        ("--include-generated", |method| {
            method.include_generated = true;
        }),
        ("--exclude=src", |method| {
            method.files.exclude = vec!["src".to_owned()];
        }),
        ("--exclude=/src/*.py", |method| {
            method.files.exclude = vec!["/src/*.py".to_owned()];
        }),
        ("--language=typescript", |method| {
            method.files.languages = vec![Language::TypeScript];
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
