"""Confusion of cohorts against scikit-learn and pandas, and one week of one cohort.

    python -m benchmarks.cohorts [--rows 1000000] [--large 10000000] [--rounds 5] [--desk PLACE]

CPU seconds of the whole process, alternated, medians. Exit code 1: a goal is missed.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownLambdaType=false
# pandas and scikit-learn have no types.

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from statistics import median
from unittest.mock import patch

import duckdb
import pandas as pd
from sklearn.metrics import confusion_matrix

from store.acts.importing import import_files
from store.answers.cohorts import Question, cohorts
from store.desk import Desk, found_desk, open_desk
from store.facts import Facts
from store.facts.sliced import Part
from store.facts.slicing import Slicing

COLUMNS = ("region", "channel", "tier", "language")
SETS = [(c,) for c in COLUMNS] + list(combinations(COLUMNS, 2))
WEEKS = 20
MONDAY = ("2026-06-08", "2026-06-15")
ONE = Part((), {"region": "r1"}, *MONDAY)
ROWS = """COPY (SELECT 'e-' || i AS id, 'question ' || (i % 997) AS input,
  TIMESTAMP '2026-06-01' + INTERVAL 1 MINUTE * (i % 10080 + 10080 * $week) AS timestamp,
  'label ' || (hash(i) % 12) AS truth,
  'label ' || CASE WHEN hash(i, 1) % 10 = 0 THEN hash(i, 2) % 12 ELSE hash(i) % 12 END AS prediction,
  'r' || (hash(i, 3) % 5) AS region, 'c' || (hash(i, 4) % 5) AS channel,
  't' || (hash(i, 5) % 4) AS tier, 'l' || (hash(i, 6) % 7) AS language
FROM range($first, $last) AS rows(i)) TO '{file}' (FORMAT parquet)"""  # fmt: skip # noqa: E501


def main() -> int:
    """Print what everything costs; 1 when a goal is missed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--large", type=int, default=10_000_000)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--desk", type=Path)
    said = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder: Path = said.desk or Path(place)
        small = _desk(folder / f"{said.rows}", said.rows)
        met = [*_against_others(small, folder / f"{said.rows}", said.rows, said.rounds)]
        large = _desk(folder / f"{said.large}", said.large)
        met += _one_week({said.rows: small, said.large: large}, said.rounds)
        met += _imports(Path(place), folder / f"{said.rows}" / "week-00.parquet", said.rounds)
        small.close()
        large.close()
    return 0 if all(met) else 1


def _against_others(desk: Desk, folder: Path, rows: int, rounds: int) -> list[bool]:
    columns = ["truth", "prediction", *COLUMNS]
    files = sorted(folder.glob("week-*.parquet"))
    frame = pd.concat([pd.read_parquet(file, columns=columns) for file in files])
    labels = sorted(frame["truth"].unique())
    frame = frame.astype("category")
    found = _measured(
        {
            "cells of all cohorts": lambda: _ours(desk),
            "cells of all cohorts, scanned": lambda: _ours(desk, scan=True),
            "pandas, all categorical": lambda: _pandas(frame),
            "evaldesk cohorts --by region,channel": lambda: _answer(desk),
        },
        rounds,
    )
    slow = {"scikit-learn, a cohort at a time": lambda: _scikit_learn(frame, labels)}
    found |= _measured(slow, 1)
    print(f"{rows:,} events in {WEEKS} imports, {len(SETS) + 1} sets of columns\n")
    ours, *_, learn = found.values()
    for name, seconds in found.items():
        print(f"{name:<40}{seconds:>9.3f} s{seconds / ours:>9.1f} x")
    return [
        _judge("scikit-learn / ours", learn / ours, at_least=50),
        _judge("pandas / ours", found["pandas, all categorical"] / ours, at_least=5),
    ]


def _one_week(desks: dict[int, Desk], rounds: int) -> list[bool]:
    ways: dict[str, Callable[[], object]] = {}
    for rows, desk in desks.items():
        ways[f"confusion of one week and region, {rows:,}"] = lambda desk=desk: _cells(desk)
        ways[f"with the counts beside it, {rows:,}"] = lambda desk=desk: _week(desk)
        ways[f"both, scanned, {rows:,}"] = lambda desk=desk: _week(desk, scan=True)
        ways[f"its whole answer, {rows:,}"] = lambda desk=desk: cohorts(
            desk, Question(where=ONE.where, since=ONE.since, until=ONE.until)
        )
    # Each by itself, as a page asks: scans in between would empty the caches.
    found = {name: _measured({name: way}, 3 * rounds)[name] for name, way in ways.items()}
    print()
    for name, seconds in found.items():
        print(f"{name:<48}{1000 * seconds:>9.1f} ms")
    small, *_ = found.values()
    large = found[f"confusion of one week and region, {max(desks):,}"]
    print(f"  growth {large / small:.1f} x for {max(desks) / min(desks):.0f} x the events")
    return [_judge("one week and cohort, CPU ms", 1000 * large, at_most=10)]


def _imports(place: Path, file: Path, rounds: int) -> list[bool]:
    """What an import of one file into an empty desk costs with its rollup and without."""
    count = iter(range(10_000))

    def bring() -> None:
        folder = place / f"import-{next(count)}"
        found_desk(folder)
        desk = open_desk(folder)
        import_files(desk, [file], "events", actor="benchmark")
        desk.close()

    def without() -> None:
        with patch.object(Facts, "rolled", return_value=None):
            bring()

    found = _measured({"import with its rollup": bring, "without": without}, rounds)
    print()
    for name, seconds in found.items():
        print(f"{name:<40}{seconds:>9.3f} s")
    slower = found["import with its rollup"] / found["without"]
    return [_judge("import / import without", slower, at_most=1.15)]


def _judge(
    name: str, value: float, *, at_least: float | None = None, at_most: float | None = None
) -> bool:
    met = value >= at_least if at_least is not None else value <= (at_most or 0)
    goal = f">= {at_least}" if at_least is not None else f"<= {at_most}"
    print(f"  goal: {name} {goal}: {value:.2f}, {'met' if met else 'MISSED'}")
    return met


def _desk(folder: Path, rows: int) -> Desk:
    """A desk that got `rows` events in weekly imports; one that stands there is taken."""
    there = (folder / "desk" / "desk.toml").exists()
    found_desk(folder / "desk")
    desk = open_desk(folder / "desk")
    for week in range(0 if there else WEEKS):
        file = folder / f"week-{week:02}.parquet"
        edges = {"first": rows * week // WEEKS, "last": rows * (week + 1) // WEEKS}
        duckdb.execute(ROWS.replace("{file}", str(file)), {"week": week, **edges})
        import_files(desk, [file], "events", actor="benchmark")
    desk.facts().rolled()
    return desk


def _cells(desk: Desk) -> object:
    return Slicing(desk.facts()).counts("cohort_cells", ONE, outputs=False)


def _week(desk: Desk, *, scan: bool = False) -> object:
    slicing = Slicing(desk.facts(), scan=scan)
    counts = slicing.counts("cohort_counts", ONE)
    return counts, slicing.counts("cohort_cells", ONE, outputs=False)


def _ours(desk: Desk, *, scan: bool = False) -> object:
    slicing = Slicing(desk.facts(), scan=scan)
    return slicing.counts("cohort_cells", Part(SETS), outputs=False)


def _answer(desk: Desk) -> object:
    return cohorts(desk, Question(by=(("region", "channel"),)))


def _pandas(frame: pd.DataFrame) -> object:
    return [
        frame.groupby([*by, "truth", "prediction"], observed=True).size() for by in [(), *SETS]
    ]


def _scikit_learn(frame: pd.DataFrame, labels: list[str]) -> object:
    """One-way cohorts alone: with the pairs it reads every row ten times, not four."""
    return [
        confusion_matrix(
            part["truth"].astype(str), part["prediction"].astype(str), labels=labels
        )
        for column in COLUMNS
        for _, part in frame.groupby(column, observed=True)
    ]


def _measured(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + (rounds > 1)):
        for name, way in ways.items():
            gc.collect()
            began = time.process_time()
            way()
            if turn or rounds == 1:  # the first round warms up
                found[name].append(time.process_time() - began)
    return {name: median(seconds) for name, seconds in found.items()}


if __name__ == "__main__":
    sys.exit(main())
