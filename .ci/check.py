"""The whole check: two steps at a time, their words in order, the suite's closing line last.

`desk.py test` sets up what it needs and calls it. Words name single steps: `test lint types`.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from desk import CI, ROOT, VENV, locked_uv

Commands = list[list[str]]

OLDER_DUCKDB = VENV / "duckdb-1.5"
AT_ONCE = 2
JOURNEYS = ("journeys", "evidence-journeys")
LONGEST = ("tests", *JOURNEYS)  # begin first, so that nobody waits for them alone
FLAKY_AT_MOST = 2  # journeys of one run; more than that is a fault, not a busy machine
SAID_AT_EXIT = (
    "nanobind: leaked"  # DuckDB's binding, of what still lives when pytest has closed
)


def main(words: list[str]) -> int:
    """Run the steps named by `words`, or all; 1 when one of them failed."""
    if unknown := sorted(set(words) - set(STEPS)):
        print(f"No such step: {', '.join(unknown)}. There are: {', '.join(STEPS)}.")
        return 2
    asked = [name for name in STEPS if name in (words or STEPS)]
    if len(asked) == 1:  # somebody waits for it: show it as it goes
        return 0 if _shown_live(asked[0]) else 1
    print(f"{', '.join(asked)}: two at a time, the tests take minutes.", flush=True)
    failed = list(_failing(asked))
    if failed:
        print(f"\nFAILED: {', '.join(failed)}")
    return 1 if failed else 0


def _shown_live(name: str) -> bool:
    return all(_run(command, name).returncode == 0 for command in STEPS[name])


def _failing(asked: list[str]) -> Iterator[str]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = sorted(asked, key=[*LONGEST, *asked].index)
        running = {name: pool.submit(_outcome, name) for name in begun}
        for name in asked:
            passed, said, seconds = running[name].result()
            verdict = "ok" if passed else "FAILED"
            said = said.split(SAID_AT_EXIT)[0].strip()
            print(f"\n=== {name}: {verdict}, {seconds:.0f} s\n{said}", flush=True)
            if not passed:
                yield name


def _outcome(name: str) -> tuple[bool, str, float]:
    began, said = time.monotonic(), ""
    for command in STEPS[name]:
        done = _run(command, name, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said += done.stdout
        if done.returncode != 0:
            passed, more = _second_try(name, done.stdout)
            return passed, said + more, time.monotonic() - began
    return True, said, time.monotonic() - began


def _second_try(name: str, said: str) -> tuple[bool, str]:
    """Try few failed journeys once more, alone; what passed only then is named, loudly."""
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+::\S+)", said, re.MULTILINE)
    if name not in JOURNEYS or not 0 < len(failed) <= FLAKY_AT_MOST:
        return False, ""
    command = _pytest("journey", *failed)[0]
    done = _run(command, name, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    passed = done.returncode == 0
    verdict = "FLAKY, passed at the second try" if passed else "FAILED twice"
    return passed, f"{done.stdout}\n{verdict}: {', '.join(failed)}\n"


def _run(command: list[str], step: str, **where: int) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ENVIRONMENTS.get(step, {})
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, check=False, **where)


def _module(*words: str) -> Commands:
    return [[sys.executable, "-m", *words]]


def _script(name: str, *words: str) -> Commands:
    return [[sys.executable, str(CI / name), *words]]


def _code(line: str, *words: str) -> Commands:
    return [[sys.executable, "-c", line, *words]]


def _pytest(which: str, *words: str) -> Commands:
    return _module("pytest", "-m", which, "-p", "no:cacheprovider", *words)


def _older_duckdb() -> Commands:
    """Put the oldest DuckDB we promise where PYTHONPATH finds it before the locked one."""
    lock = ["--no-deps", "--require-hashes", "-r", str(CI / "requirements-duckdb-1.5.txt")]
    into = ["--python", sys.executable, "--target", str(OLDER_DUCKDB), "--quiet"]
    proof = "import duckdb; assert duckdb.__version__ == '1.5.5', duckdb.__version__"
    return [[locked_uv() or "uv", "pip", "install", *into, *lock], *_code(proof)]


OF_EVIDENCE = (
    "agreement", "alarms", "alignment", "baseline", "budget", "cohorts", "contract",
    "coverage", "decisions", "drift", "duplicates", "every", "flakes", "handover",
    "health", "incidents", "labels", "oncall", "palette", "people", "privacy", "refresh",
    "replay", "review", "runs", "slices", "thresholds", "waivers",
)  # fmt: skip
EVIDENCE = [f"tests/journeys/test_{page}_page.py" for page in OF_EVIDENCE]
OF_THE_FACTS = (  # together they ask every question in SQL; the rest asks the same again
    "alignment_answers", "bad_input", "budget", "cohort_answers", "cohort_cells",
    "cohort_values", "comparing_runs", "coverage", "drift_cohorts", "drift_rollups",
    "effect", "erasure", "facts_cases", "facts_events", "facts_labels", "facts_results",
    "facts_rules", "facts_views", "failing", "imports", "incidents", "leakage",
    "masking_imports", "not_watched", "old_desks", "oncall", "postmortem",
    "production_trends", "queue", "refresh", "rollups", "sleeping", "slices", "timeline",
    "topics", "triage_time", "unscored_drift",
)  # fmt: skip
STORY = "the_main_job.py::test_a_production_failure_becomes_a_case_that_stops_a_release"
ON_OLDER_DUCKDB = [
    *(f"tests/test_{name}.py" for name in OF_THE_FACTS),
    f"tests/test_{STORY}",
]
ENVIRONMENTS = {"duckdb-1.5": {"PYTHONPATH": str(OLDER_DUCKDB)}}
STEPS: dict[str, Commands] = {
    "format": _module("ruff", "format", "--check", "."),
    "lint": _module("ruff", "check", "."),
    "spelling": _module("codespell_lib"),
    "imports": _code(
        "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"
    ),
    "lock": _script("lock.py", "--check"),
    "types": _module("pyright"),
    "wheel": _script("wheel.py"),
    "duckdb-1.5": _older_duckdb() + _pytest("not journey", *ON_OLDER_DUCKDB),
    "journeys": _pytest("journey", *(f"--ignore={path}" for path in EVIDENCE)),
    "evidence-journeys": _pytest("journey", *EVIDENCE),
    "tests": _pytest("not journey"),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
