"""How long the command line takes to say its version, beside an import of DuckDB alone.

    python -m benchmarks.start [--rounds 7]

CPU of a process of its own, user and system; candidates take turns and the best round counts.
"""

import argparse
import resource
import subprocess
import sys

MOST = 2.0  # times `import duckdb`
OURS = "from store.commands import main; main()"
CANDIDATES = {
    "python -c pass": ["-c", "pass"],
    "import duckdb": ["-c", "import duckdb"],
    "evaldesk --version": ["-c", OURS, "--version"],
    "evaldesk --help": ["-c", OURS, "--help"],
    "evaldesk trends --help": ["-c", OURS, "trends", "--help"],
}


def main() -> int:
    """Print the figures; 1 when the start takes more than MOST times an import of DuckDB."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=7)
    rounds = words.parse_args().rounds
    spent = {name: float("inf") for name in CANDIDATES}
    for _ in range(rounds):
        for name, command in CANDIDATES.items():
            spent[name] = min(spent[name], _cpu(command))
    floor = spent["import duckdb"]
    for name, seconds in spent.items():
        print(f"{name:24} {1000 * seconds:6.0f} ms CPU, {seconds / floor:5.2f} x import duckdb")
    return int(spent["evaldesk --version"] > MOST * floor)


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
