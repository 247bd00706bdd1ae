"""Which tools are compared, on what, and how each is called."""
import pathlib
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
RULES = REPOSITORY / "crates" / "slop-verbosity" / "rules" / "sgconfig.yml"

# From PyPI, each in an environment of its own: their own dependencies exclude each other.
PINS = {
    "scb-check": "0.2.0",
    "radon": "6.0.1",
    "lizard": "1.24.3",
    "complexipy": "8.3.0",
    "ruff": "0.17.5",
    "pyscn": "1.33.0",
    "jscpd": "5.4.2",
    "arid": "2.2.4",
    "ast-grep": "0.51.1",
}
PACKAGES = {"ast-grep": "ast-grep-cli"}

CORPORA = ("requests-2.32.5", "django-5.2.1", "sympy-1.14.0")


@dataclass(frozen=True)
class Call:
    """A command line. The first one of a task is ours; `{}` stands for the directory."""

    tool: str
    arguments: str
    does: str
    corpora: tuple = CORPORA
    # Exit codes that are no failure.
    ends_with: tuple = (0,)


GHOST = ("npm/ghost-5.130.6",)

TASKS = {
    "Complexity, Python": [
        Call("slop-cli", "erosion --language python --format json {}", "CC, SLOC and mass of each callable"),
        Call("ruff", "check --isolated --no-cache --select C901 --exit-zero --output-format json {}",
             "CC alone, of functions above 10; its own parser"),
        Call("complexipy", "--isolated --cache-dir {cache} -q {}", "another measure, cognitive complexity", ends_with=(0, 1)),
        Call("lizard", "-l python -t 2 {}", "CC and lines by tokens, no tree", ends_with=(0, 1)),
        Call("radon", "cc -j {}", "CC of functions and classes"),
        Call("pyscn", "analyze --select complexity --json --output - {}", "CC from control flow graphs"),
    ],
    "Complexity, JavaScript": [
        Call("slop-cli", "erosion --language javascript --format json {}", "CC, SLOC and mass of each callable", GHOST),
        Call("eslint", "--no-config-lookup --config {eslint} --format json {}", "CC alone, its `complexity` rule", GHOST, (0, 1)),
        Call("lizard", "-l javascript -t 2 {}", "CC and lines by tokens, no tree", GHOST, (0, 1)),
    ],
    "Rules, Python": [
        Call("slop-cli", "verbosity --language python --format json {}",
             "the 137 rules, suppressions, source lines, and the clones within files"),
        Call("ast-grep", "scan --config {rules} --globs *.py --json=stream {}", "the same rules and nothing else"),
    ],
    "Clones, Python": [
        Call("slop-cli", "clones --language python --min-lines 3 --format json {}",
             "statements from 3 lines on that are alike but for names and literals, in all files"),
        Call("jscpd", "--format python --silent --min-lines 3 --min-tokens 1 {}", "exact copies from 3 lines on, by tokens"),
        Call("jscpd", "--format python --silent --min-lines 3 --min-tokens 50 {}",
             "exact copies from 50 tokens on, its default"),
        Call("arid", "--no-config --no-fail-on-findings --keep-going --min-lines 4 --same-file --format json {}",
             "exact copies from 4 lines on, by lines", ends_with=(0, 2)),
        Call("pyscn", "analyze --select clones --json --output - {}", "near copies by tree edit distance"),
    ],
    "Everything, Python": [
        Call("slop-cli", "scan --language python --format json {}", "erosion, verbosity, clones in one pass"),
        Call("scb-check", "check --report {}", "the reference: the same measures, and some more",
             ends_with=(0, 1)),
        Call("pyscn", "analyze --json --output - {}", "complexity, clones, dead code, coupling", ends_with=(0, 1)),
    ],
}
