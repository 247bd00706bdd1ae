#!/usr/bin/env python3
"""Time `slop-cli clones` beside jscpd 5 on the same files.

    compare_jscpd.py CLI DIRECTORY [RUNS]

CLI is the slop-cli executable. jscpd is installed from PyPI into target/jscpd, pinned. Both programs run in
alternation, and the median and the best wall time of each are printed, with the ratio of the medians, as rows of
a Markdown table. jscpd finds exact copies only; its default minimum of 50 tokens has no counterpart in ours, so
it runs once with that and once with none but the three lines that both ask for.
"""
import pathlib
import statistics
import subprocess
import sys
import time

PIN = "jscpd==5.4.2"
TOOLS = pathlib.Path(__file__).resolve().parent.parent / "target" / "jscpd"


def install():
    program = TOOLS / "bin" / "jscpd"
    if not program.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--root-user-action", "ignore", "--target", str(TOOLS), PIN], check=True)
    return str(program)


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(ours, theirs, runs):
    times = [(seconds(ours), seconds(theirs)) for _ in range(runs + 1)][1:]
    return [sorted(column) for column in zip(*times)]


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__)
        return 2
    cli, directory = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) == 4 else 15
    jscpd = [install(), "--format", "python", "--silent", "--min-lines", "3"]
    ours = [cli, "clones", "--format", "json", "--language", "python", "--min-lines", "3", directory]
    print(f"| {PIN}, both from 3 lines on | slop-cli, median (best) | jscpd, median (best) | ours / theirs |")
    print("| --- | ---: | ---: | ---: |")
    for tokens in (1, 50):
        mine, theirs = compare(ours, [*jscpd, "--min-tokens", str(tokens), directory], runs)
        medians = statistics.median(mine), statistics.median(theirs)
        cells = [f"{m:.3f} s ({column[0]:.3f})" for m, column in zip(medians, (mine, theirs))]
        print(f"| jscpd from {tokens} tokens on | {' | '.join(cells)} | {medians[0] / medians[1]:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
