"""The whole check, step by step; every step runs, and the suite's closing line comes last.

`desk.py test` sets up what it needs and calls it. Words name single steps: `test lint types`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from desk import CI, ROOT, VENV, locked_uv

OLDER_DUCKDB = VENV / "duckdb-1.5"
NOT_OF_THE_STORE = ["journeys", "test_packaging.py"]


def main(words: list[str]) -> int:
    """Run the steps named by `words`, or all; 1 when one of them failed."""
    if unknown := sorted(set(words) - set(STEPS)):
        print(f"No such step: {', '.join(unknown)}. There are: {', '.join(STEPS)}.")
        return 2
    failed = [name for name in STEPS if name in (words or STEPS) and not _passes(name)]
    if failed:
        print(f"\nFAILED: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str) -> bool:
    print(f"\n=== {name}", flush=True)
    began = time.monotonic()
    passed = STEPS[name]()
    print(f"--- {name}: {'ok' if passed else 'FAILED'}, {time.monotonic() - began:.0f} s")
    return passed


def _module(*words: str) -> Callable[[], bool]:
    return lambda: _run(sys.executable, "-m", *words)


def _script(name: str, *words: str) -> Callable[[], bool]:
    return lambda: _run(sys.executable, str(CI / name), *words)


def _lint_imports() -> bool:
    program = "from importlinter.cli import lint_imports_command as check; check()"
    return _run(sys.executable, "-c", program, "--no-logo")


def _store_on_duckdb_1_5() -> bool:
    """The same tests on the oldest DuckDB we promise, put before the locked one on the path."""
    lock = str(CI / "requirements-duckdb-1.5.txt")
    into = ["--python", sys.executable, "--target", str(OLDER_DUCKDB), "--quiet"]
    installed = _run(
        locked_uv() or "uv", "pip", "install", *into, "--require-hashes", "-r", lock
    )
    proof = "import duckdb; assert duckdb.__version__ == '1.5.5', duckdb.__version__"
    suite = ["pytest", "-q", "-m", "not journey", "-p", "no:cacheprovider"]
    left_out = [f"--ignore=tests/{name}" for name in NOT_OF_THE_STORE]
    return (
        installed
        and _run(sys.executable, "-c", proof, PYTHONPATH=str(OLDER_DUCKDB))
        and _run(sys.executable, "-m", *suite, *left_out, PYTHONPATH=str(OLDER_DUCKDB))
    )


def _run(*command: str, **environment: str) -> bool:
    return subprocess.call(command, cwd=ROOT, env=os.environ | environment) == 0


STEPS: dict[str, Callable[[], bool]] = {
    "format": _module("ruff", "format", "--check", "."),
    "lint": _module("ruff", "check", "."),
    "spelling": _module("codespell_lib"),
    "types": _module("pyright"),
    "imports": _lint_imports,
    "lock": _script("lock.py", "--check"),
    "wheel": _script("wheel.py"),
    "duckdb-1.5": _store_on_duckdb_1_5,
    "tests": _module("pytest", "-n", "2"),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
