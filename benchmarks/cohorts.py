"""Confusion of every 0-, 1- and 2-way cohort of four columns, against scikit-learn and pandas.

python -m benchmarks.cohorts [rows]        CPU seconds, alternated, the median of three rounds
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownLambdaType=false
# pandas and scikit-learn have no types.

import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from statistics import median

import duckdb
import pandas as pd
from sklearn.metrics import confusion_matrix

from store.acts.importing import import_files
from store.answers.cohorts import Question, cohorts
from store.desk import Desk, found_desk, open_desk
from store.facts.slicing import Part, Slicing

COLUMNS = ("region", "channel", "tier", "language")
SETS = [(c,) for c in COLUMNS] + list(combinations(COLUMNS, 2))
ROUNDS = 3
ROWS = """COPY (SELECT 'e-' || i AS id, 'question ' || (i % 997) AS input,
  TIMESTAMP '2026-06-01' + INTERVAL 1 MINUTE * (i % 200000) AS timestamp,
  'label ' || (hash(i) % 12) AS truth,
  'label ' || CASE WHEN hash(i, 1) % 10 = 0 THEN hash(i, 2) % 12 ELSE hash(i) % 12 END AS prediction,
  'r' || (hash(i, 3) % 5) AS region, 'c' || (hash(i, 4) % 5) AS channel,
  't' || (hash(i, 5) % 4) AS tier, 'l' || (hash(i, 6) % 7) AS language
FROM range($rows) AS rows(i)) TO '{file}' (FORMAT parquet)"""  # fmt: skip # noqa: E501


def main(rows: int) -> None:
    """Print how much CPU each way takes, and how much more that is than ours."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "events.parquet"
        duckdb.execute(ROWS.replace("{file}", str(file)), {"rows": rows})
        desk = _desk(Path(place) / "desk", file)
        frame = pd.read_parquet(file, columns=["truth", "prediction", *COLUMNS])
        labels = sorted(frame["truth"].unique())
        frame = frame.astype("category")
        ways: dict[str, Callable[[], object]] = {
            "cells of all cohorts": lambda: _ours(desk),
            "pandas, all categorical": lambda: _pandas(frame),
            "scikit-learn, a cohort at a time": lambda: _scikit_learn(frame, labels),
            "evaldesk cohorts --by region,channel": lambda: _answer(desk),
        }
        print(f"{rows:,} events, {len(SETS) + 1} sets of columns\n")
        _print(_measured(ways))
        desk.close()


def _desk(folder: Path, file: Path) -> Desk:
    found_desk(folder)
    desk = open_desk(folder)
    import_files(desk, [file], "events", actor="benchmark")
    return desk


def _ours(desk: Desk) -> object:
    return Slicing(desk.facts()).counts("cohort_cells", Part(SETS), outputs=False)


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


def _measured(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.process_time()
            way()
            found[name].append(time.process_time() - began)
    return {name: median(seconds) for name, seconds in found.items()}


def _print(found: dict[str, float]) -> None:
    ours = next(iter(found.values()))
    for name, seconds in found.items():
        print(f"{name:<40}{seconds:>9.3f} s{seconds / ours:>9.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
