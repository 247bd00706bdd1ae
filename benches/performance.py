#!/usr/bin/env python3
"""Measure again what docs/performance.md tells, and write its tables.

    performance.py [NAME ...]

NAME is that of a table, all of them without any. A table stands between `<!-- NAME -->` and `<!-- end of NAME -->`. The
packages are fetched, the program is built, and what a table shows is measured by the bench of benches/ that its text
names, or by compare.py for the other tools. All of it takes an hour. Nothing else should run meanwhile.
"""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "performance.md"
CORPORA = pathlib.Path(os.environ.get("SLOP_CORPORA", ROOT / "target" / "corpora"))
CRITERION = ROOT / "target" / "criterion"


def call(*command):
    """What it prints."""
    environment = os.environ | {"SLOP_CORPORA": str(CORPORA)}
    done = subprocess.run(list(map(str, command)), cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def bench(name, *arguments):
    return call("cargo", "bench", "--quiet", "-p", "slop-benches", "--bench", name, "--", *arguments)


def printed(name):
    """The table that a bench prints."""
    return lambda: bench(name).splitlines()


def estimates(since):
    """What criterion kept of the benches that ran since then, in their order: group, name, throughput, estimates."""
    for path in sorted(CRITERION.glob("**/new/benchmark.json"), key=lambda path: path.stat().st_mtime_ns):
        if path.stat().st_mtime >= since:
            told = json.loads(path.read_text())
            measured = json.loads((path.parent / "estimates.json").read_text())["median"]
            yield told["group_id"], told["function_id"], told["throughput"], measured


def ran(*benches, only):
    """What criterion measured of these benches, of those whose names match this."""
    since = time.time()
    for name in benches:
        bench(name, only)
    return list(estimates(since))


def stages():
    """Each stage as a multiple of parsing, a column a project."""
    rows, projects = {}, []
    for group, stage, _, median in ran("rules", "erosion", "clones", only="pars"):
        project, _, unit = group.partition(", ")
        if unit == "× parsing":
            projects += [project] if project not in projects else []
            rows.setdefault(stage, {})[project] = multiple(median)
        elif unit == "parse only, tree-sitter":
            rows.setdefault(unit, {})[project] = duration(median["point_estimate"])
    yield f"| | {' | '.join(projects)} |"
    yield f"| --- |{' ---: |' * len(projects)}"
    for stage, cells in rows.items():
        yield f"| {stage} | {' | '.join(cells.get(project, '') for project in projects)} |"
    yield ""
    yield "In brackets, what the median is with a confidence of 95 %."


def multiple(median):
    between = median["confidence_interval"]
    return f"{median['point_estimate']:.2f} × ({between['lower_bound']:.2f} to {between['upper_bound']:.2f})"


def symbols():
    """The steps of clone detection by the symbols that they take a second."""
    yield "| | time | million symbols a second |"
    yield "| --- | ---: | ---: |"
    for group, name, throughput, median in ran("clones", only="^(stages|ten million|worst)"):
        nanoseconds = median["point_estimate"]
        speed = throughput["Elements"] * 1e3 / nanoseconds
        yield f"| {group}: {name} | {duration(nanoseconds)} | {speed:.1f} |"


def duration(nanoseconds):
    return f"{nanoseconds / 1e6:,.1f} ms"


def history():
    call(sys.executable, "benches/releases.py", "mongoose", "target/history")
    lines = bench("history", ROOT / "target" / "history" / "repository").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    others = [line for line in lines if not line.startswith("|")]
    return [*rows, "", "```text", *others, "```"]


def compare():
    call("cargo", "build", "--release", "--quiet", "-p", "slop-cli")
    return call(sys.executable, "benches/compare/compare.py", "target/release/slop-cli").strip().splitlines()


TABLES = {
    "stages": stages,
    "symbols": symbols,
    "clone growth": printed("clone_growth"),
    "scale": printed("scale"),
    "hostile": printed("hostile"),
    "history": history,
    "compare": compare,
}


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor()
    return f"*{time.strftime('%Y-%m-%d')}, {name}, {os.cpu_count()} cores, {platform.system()}.*"


def write(name, lines):
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, rest = DOCUMENT.read_text().split(begin)
    _, after = rest.split(end)
    text = "\n".join([begin, "", *lines, "", machine(), "", end])
    DOCUMENT.write_text(before + text + after)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *TABLES])
    names = parser.parse_args().names or TABLES
    call("fixtures/conformance/fetch.sh", CORPORA)
    call("fixtures/precision/fetch.sh", CORPORA / "npm")
    for name in names:
        print(f"{name} …", file=sys.stderr)
        write(name, list(TABLES[name]()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
