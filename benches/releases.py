#!/usr/bin/env python3
"""Makes a git repository out of the releases of an npm package: one commit a release, in the order of their versions.

    python3 benches/releases.py mongoose target/history

It stands in for a repository with a thousand commits where none can be fetched. It is not the history of that
project: a release is coarser than a commit, only what is installed is in it, and the dates are made up, one day after
the other, since not every registry keeps the true ones. What npm fetched is kept beside the repository, so that a
second run fetches nothing.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

DAY = 86_400
# So many releases are fetched by one run of npm.
BATCH = 40


def releases(package: str) -> list[str]:
    """The versions that can be had, in their order: previews before what they are previews of."""

    def rank(version: str):
        numbers, _, preview = version.partition("-")
        parts = [int(part) if part.isdigit() else -1 for part in re.split(r"(\d+)", preview)]
        return [int(number) for number in numbers.split(".")], not preview, parts

    return sorted(npm("view", package, "versions", "--json"), key=rank)


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
    fetch(package, found, archives)
    shutil.rmtree(repository, ignore_errors=True)
    repository.mkdir()
    git(repository, "init", "--quiet", "--initial-branch=main")
    for day, version in enumerate(found):
        commit(repository, version, DAY * (10_000 + day), archive(package, version, archives))
    git(repository, "gc", "--quiet")
    print(f"{len(found)} commits in {repository}")


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
