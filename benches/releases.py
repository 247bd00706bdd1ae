#!/usr/bin/env python3
"""Makes a git repository out of the releases of an npm package: one commit a release, in the order and with the dates
of their publication.

    python3 benches/releases.py mongoose target/history

It stands in for a repository with a thousand commits where none can be fetched. It is not the history of that
project: a release is coarser than a commit, only what is installed is in it, and releases of several major versions
alternate. What npm fetched is kept beside the repository, so that a second run fetches nothing.
"""

import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile

# So many releases are fetched by one run of npm.
BATCH = 40


def releases(package: str) -> list[tuple[str, int]]:
    """The versions that can be had and the seconds since 1970 of their publication, oldest first."""
    versions = set(npm("view", package, "versions", "--json"))
    times = npm("view", package, "time", "--json")
    moment = lambda text: int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())
    dated = [(version, moment(time)) for version, time in times.items() if version in versions]
    return sorted(dated, key=lambda release: release[1])


def npm(*arguments: str):
    return json.loads(subprocess.run(["npm", *arguments], check=True, capture_output=True, text=True).stdout)


def fetch(package: str, versions: list[str], directory: pathlib.Path) -> None:
    missing = [version for version in versions if not archive(package, version, directory).exists()]
    for start in range(0, len(missing), BATCH):
        batch = [f"{package}@{version}" for version in missing[start : start + BATCH]]
        command = ["npm", "pack", "--silent", "--pack-destination", str(directory), *batch]
        subprocess.run(command, check=True, capture_output=True)


def archive(package: str, version: str, directory: pathlib.Path) -> pathlib.Path:
    return directory / f"{package}-{version}.tgz"


def git(repository: pathlib.Path, *arguments: str, date: int = 0) -> None:
    environment = {"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "A", f"GIT_{who}_EMAIL": "a@b.c", f"GIT_{who}_DATE": f"{date} +0000"}
    subprocess.run(["git", *arguments], cwd=repository, env=environment, check=True)


def commit(repository: pathlib.Path, version: str, date: int, path: pathlib.Path) -> None:
    for entry in repository.iterdir():
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    with tarfile.open(path) as release:
        for member in release.getmembers():
            # All names begin with the name of one directory.
            _, _, member.name = member.name.partition("/")
            if member.isfile() and not member.name.startswith(".git"):
                release.extract(member, repository, filter="data")
    git(repository, "add", "--all", "--force")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", version, date=date)


def main(package: str, place: pathlib.Path) -> None:
    archives, repository = place / "archives", place / "repository"
    archives.mkdir(parents=True, exist_ok=True)
    found = releases(package)
    fetch(package, [version for version, _ in found], archives)
    shutil.rmtree(repository, ignore_errors=True)
    repository.mkdir()
    git(repository, "init", "--quiet", "--initial-branch=main")
    for version, date in found:
        commit(repository, version, date, archive(package, version, archives))
    git(repository, "gc", "--quiet")
    print(f"{len(found)} commits in {repository}")


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
