#!/usr/bin/env python3
"""Time other tools beside ours on the same work, and print a table for each task.

    compare.py CLI [--runs N] [--task NAME]

CLI is the slop-cli executable. The other tools are installed from PyPI and npm into slop-compare in the directory for
temporary files, at the versions of tools.py, and so are the corpora (Python 3.12 or newer is needed for some of them). The tools of a task run in
alternation, N times each (5) but at most a minute each on a corpus, after one run that counts only where a second
one does not fit into the minute; whoever is not done after five minutes is stopped. A time is the median of whole
processes; memory is the peak of the largest process. performance.py writes the tables into docs/performance.md.
"""
import argparse
import os
import pathlib
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import tools
from tools import CORPORA, PACKAGES, PINS, REPOSITORY, TASKS

# Outside the repository: some tools measure nothing that git ignores.
WORK = pathlib.Path(tempfile.gettempdir()) / "slop-compare"
SECONDS_A_TOOL = 60
PATIENCE = 300
ESLINT = REPOSITORY / "fixtures" / "conformance" / "eslint"


def quietly(*command, cwd=None):
    subprocess.run(list(map(str, command)), check=True, cwd=cwd, stdout=subprocess.DEVNULL)


def install(tool):
    """The executable of a tool from PyPI, in an environment of its own."""
    home = WORK / f"{tool}-{PINS[tool]}"
    program = home / "bin" / tool
    if not program.exists():
        quietly(sys.executable, "-m", "venv", home)
        package = f"{PACKAGES.get(tool, tool)}=={PINS[tool]}"
        quietly(home / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", package)
    return program


def programs(cli):
    (ESLINT / "node_modules").is_dir() or quietly("npm", "ci", "--silent", "--no-fund", "--no-audit", cwd=ESLINT)
    found = {tool: install(tool) for tool in PINS}
    return found | {"slop-cli": cli, "eslint": ESLINT / "node_modules" / ".bin" / "eslint"}


def fetch():
    corpora = WORK / "corpora"
    quietly(REPOSITORY / "fixtures" / "conformance" / "fetch.sh", corpora)
    quietly(REPOSITORY / "fixtures" / "precision" / "fetch.sh", corpora / "npm")
    large = corpora / CORPORA[-1]
    if not large.is_dir():
        pin = pathlib.Path(__file__).with_name("large.txt")
        with tempfile.TemporaryDirectory() as wheels:
            quietly(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-r", pin, "-d", wheels)
            (wheel,) = pathlib.Path(wheels).iterdir()
            quietly(sys.executable, "-m", "zipfile", "-e", wheel, large)
    return corpora


def measure(command, ends_with):
    """Seconds and peak megabytes of a process."""
    with open(os.devnull, "wb") as nothing:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=WORK / "corpora", stdout=nothing, stderr=nothing, start_new_session=True)
        alarm = threading.Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ends_with and seconds < PATIENCE:
        sys.exit(f"exit code {process.returncode}: {shlex.join(command)}")
    return seconds, usage.ru_maxrss / 1024


def command(call, found, directory):
    places = {"cache": WORK / "cache", "rules": tools.RULES, "eslint": tools.HERE / "eslint.config.mjs"}
    arguments = call.arguments.replace("{}", "{directory}")
    words = [word.format(directory=directory, **places) for word in shlex.split(arguments)]
    return [str(found[call.tool]), *words]


def run(calls, found, directory, runs):
    """The median time and the peak memory of each call, which are run in turn."""
    commands = [command(call, found, directory) for call in calls]
    warm = [measure(one, call.ends_with) for call, one in zip(calls, commands)]
    wanted = [min(runs, int(SECONDS_A_TOOL / seconds)) for seconds, _ in warm]
    results = [[] if times else [first] for times, first in zip(wanted, warm)]
    for turn in range(runs):
        for call, one, result, times in zip(calls, commands, results, wanted):
            if turn < times:
                result.append(measure(one, call.ends_with))
    return [(statistics.median(s for s, _ in result), max(m for _, m in result)) for result in results]


def cell(result, ours):
    seconds = result[0]
    if seconds >= PATIENCE:
        return f"stopped after {PATIENCE} s"
    return f"{seconds:.2f} s, {seconds / ours[0]:.1f} ×"


def table(task, found, corpora, runs):
    calls = TASKS[task]
    names = calls[0].corpora
    columns = {name: run(calls, found, corpora / name, runs) for name in names}
    last = columns[names[-1]]
    yield f"**{task}.**"
    yield ""
    yield f"| | {' | '.join(name.split('/')[-1] for name in names)} | peak memory, the last | what it does |"
    yield f"| --- |{' ---: |' * (len(names) + 1)} --- |"
    for row, call in enumerate(calls):
        cells = [cell(columns[name][row], columns[name][0]) for name in names]
        version = PINS.get(call.tool, "") if call.tool != "eslint" else eslint_version()
        yield f"| {f'{call.tool} {version}'.strip()} | {' | '.join(cells)} | {last[row][1]:.0f} MB | {call.does} |"
    yield ""


def eslint_version():
    return (ESLINT / "package.json").read_text().split('"eslint": "')[1].split('"')[0]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--task", choices=TASKS, metavar="NAME")
    options = parser.parse_args()
    found, corpora = programs(options.cli.resolve()), fetch()
    tasks = [options.task] if options.task else TASKS
    for task in tasks:
        for line in table(task, found, corpora, options.runs):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
