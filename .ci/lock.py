"""The lock: written anew from pyproject.toml, or (--check) compared with what it would be.

.venv/bin/python .ci/lock.py             take every newer release that is at least a week old
.venv/bin/python .ci/lock.py --check     exit 1 when pyproject.toml asks for something else
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from desk import CI, ROOT, locked_uv

ANY_PLATFORM = ["--universal", "--python-version", "3.11", "--generate-hashes"]
NO_TRACES = ["--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"]
COOLDOWN = ["--exclude-newer", "1 week"]
LOCKS: dict[str, tuple[list[str], str]] = {
    "requirements.txt": (["pyproject.toml"], ""),
    "requirements-dev.txt": (["pyproject.toml", "--group", "dev"], ""),
    "requirements-uv.txt": (["-"], "uv>=0.13"),
    "requirements-duckdb-1.5.txt": (["-"], "duckdb==1.5.5"),
}


def main(words: list[str]) -> int:
    """Write every lock, or say which ones disagree with pyproject.toml."""
    if words != ["--check"]:
        for name in LOCKS:
            _compile(name, CI / name, ["--upgrade", *COOLDOWN])
        return 0
    stale = [name for name in LOCKS if _pins(CI / name) != _pins_of_today(name)]
    for name in stale:
        print(f".ci/{name} does not agree with pyproject.toml: run .ci/lock.py and commit it.")
    return 1 if stale else 0


def _pins_of_today(name: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / name
        copy.write_bytes((CI / name).read_bytes())  # uv keeps the pins that still hold
        _compile(name, copy, [])
        return _pins(copy)


def _pins(lock: Path) -> list[str]:
    # Without the hashes: a package may add a wheel to a release at any time.
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [line.rstrip(" \\") for line in lines if "==" in line]


def _compile(name: str, target: Path, how: list[str]) -> None:
    sources, asked = LOCKS[name]
    command = [
        locked_uv() or "uv",
        "pip",
        "compile",
        *sources,
        "-o",
        str(target),
        *ANY_PLATFORM,
        *NO_TRACES,
        *how,
    ]
    subprocess.run(
        command, input=asked, text=True, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
