"""The gate over 5,000 cases x 30 runs: seven slicings and a bootstrap, against pandas.

python -m benchmarks.gate [--cases N] [--runs N] [--rounds N]

Measured is CPU of the product's own code (store.answers.gate_slices): one statement fetches
both runs from the Parquet batches of 30 imported ones, then pass rate, change, broke, fixed,
p95 and cost by seven slicings, Wilson's limits and 10,000 paired bootstrap draws. pandas does
the same on frames that are in memory already: attempts that answer what their case asks, one
vote a case. Told beside them: the whole answers `gate` and `gate --by`, the ledger read and
every case named.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false
# pyright: reportAttributeAccessIssue=false, reportUnknownParameterType=false
# pandas has no types.

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from curation.cases import Behaviour, Case, State, body
from curation.decisions import Decision, Kind
from curation.identity import case_id
from store.acts.freezing import freeze
from store.acts.importing import import_files
from store.acts.owning import name_owner
from store.acts.run_words import RunWords
from store.answers.case_cohorts import cohorts_of
from store.answers.gate import gate
from store.answers.gate_basis import basis, today
from store.answers.gate_slices import ReleaseSlices, Sliced, gate_slices, slices_of
from store.desk import Desk, found_desk, open_desk

MOST_MS, TIMES = 50, 4
COLUMNS = ("region", "language", "tier")
SETS = [(), *((c,) for c in COLUMNS), *combinations(COLUMNS, 2)]
RESULTS = """COPY (SELECT case_id, hash(case_id, $run) % 1000 >= 80 + hash(case_id) % 100 - $run
    AS passed, 200 + hash(case_id, $run, 2) % 800 AS latency_ms, 0.001 AS cost_usd
FROM (SELECT unnest($ids) AS case_id)) TO '{file}' (FORMAT parquet)"""


@dataclass(frozen=True)
class Prepared:
    """What both ways start from: the results, and what each case asks and is."""

    desk: Desk
    candidate: str
    baseline: str
    asks: dict[str, str]
    values: list[list[str | None]]
    frame: pd.DataFrame
    cases: pd.DataFrame


def main(cases: int, runs: int, rounds: int) -> int:
    """Print CPU of each way; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as place:
        found = _prepared(Path(place), cases, runs)
        ways: dict[str, Callable[[], object]] = {
            "seven slicings + 10,000 draws": lambda: _ours(found),
            "the same in pandas": lambda: _pandas(found),
            "whole answer: evaldesk gate": lambda: _gate(found),
            "whole answer: evaldesk gate --by": lambda: _gate_by(found),
        }
        _agree(found)
        print(f"{cases:,} cases x {runs} runs = {cases * runs:,} results\n")
        times = _measured(ways, rounds)
        ours, pandas = list(times.values())[:2]
        for name, seconds in times.items():
            print(f"{name:<34}{seconds * 1000:>9.1f} ms{seconds / ours:>9.1f} x")
        found.desk.close()
    met = ours * 1000 < MOST_MS and pandas >= TIMES * ours
    print(f"\n< {MOST_MS} ms and >= {TIMES} x less than pandas: {'met' if met else 'MISSED'}")
    return 0 if met else 1


def _prepared(place: Path, cases: int, runs: int) -> Prepared:
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    ids = _blocking(desk, cases)
    for run in range(runs):
        file = place / f"run-{run:02}.parquet"
        duckdb.execute(RESULTS.replace("{file}", str(file)), {"run": run, "ids": ids})
        words = RunWords(f"run-{run:02}", f"model-{run:02}", ("blocking@1",))
        import_files(desk, [file], "results", actor="benchmark", run=words)
    candidate, baseline = f"run-{runs - 1:02}", f"run-{runs - 2:02}"
    with desk.ledger.reading() as asked:
        found = basis(asked, candidate, None, today(desk))
    places = cohorts_of(desk, found.by_case, COLUMNS)
    values = [[places[case_id][c] for case_id in found.asks] for c in COLUMNS]
    frame = pd.concat(
        pd.read_parquet(file).assign(run=file.stem) for file in sorted(place.glob("run-*"))
    )
    frame["run"] = frame["run"].astype("category")
    frame["asked_sha256"] = [found.asks[case_id] for case_id in frame["case_id"]]
    columns = dict(zip(COLUMNS, values, strict=True))
    known = pd.DataFrame({"case_id": list(found.asks), **columns})
    known["asked_sha256"] = list(found.asks.values())
    known[list(COLUMNS)] = known[list(COLUMNS)].astype("category")
    return Prepared(desk, candidate, baseline, dict(found.asks), values, frame, known)


def _blocking(desk: Desk, cases: int) -> list[str]:
    """A frozen blocking set; how its cases got there is not what is measured."""
    ids: list[str] = []
    with desk.ledger.transaction() as tx:
        for i in range(cases):
            tags = (f"region:{i % 4}", f"language:{i * 7919 % 6}", f"tier:{i * 104729 % 10}")
            text = f"question number {i}"
            case = Case(
                case_id("refunds", text), "refunds", text, State.BLOCKING,
                behaviour=Behaviour.ANSWER, expected="an answer", tags=tags,
            )  # fmt: skip
            tx.record(Decision(Kind.OPENED, case.id, body(case), "benchmark"))
            ids.append(case.id)
    name_owner(desk, "blocking", "benchmark", None, actor="benchmark")
    freeze(desk, "blocking", actor="benchmark")
    return ids


def _ours(found: Prepared) -> object:
    return _slices(found)


def _slices(found: Prepared) -> ReleaseSlices:
    wanted = Sliced(found.candidate, found.baseline, COLUMNS, found.asks, found.values)
    return slices_of(found.desk, wanted, 20)


def _gate(found: Prepared) -> object:
    return gate(found.desk, found.candidate, baseline=found.baseline)


def _gate_by(found: Prepared) -> object:
    return gate_slices(found.desk, found.candidate, COLUMNS, baseline=found.baseline)


def _pandas(found: Prepared) -> list[Any]:
    now, was = (_side(found, name) for name in (found.candidate, found.baseline))
    votes = [side.groupby("case_id")["passed"].all().reset_index() for side in (now, was)]
    both = found.cases.merge(votes[0], on="case_id").merge(
        votes[1], on="case_id", suffixes=("", "_was")
    )
    both["broke"] = both["passed_was"] & ~both["passed"]
    both["fixed"] = both["passed"] & ~both["passed_was"]
    out = [_aggregated(both, now, list(by)) for by in SETS]
    change = both["passed"].to_numpy(np.int8) - both["passed_was"].to_numpy(np.int8)
    shares = np.array([(change == v).mean() for v in (-1, 0, 1)])
    drawn = np.random.default_rng(0).multinomial(len(change), shares, 10_000)
    return [*out, np.quantile((drawn[:, 2] - drawn[:, 0]) / len(change), [0.025, 0.975])]


def _side(found: Prepared, run: str) -> pd.DataFrame:
    """The attempts of one run that answer what their case asks."""
    side = found.frame[found.frame["run"] == run]
    return found.cases.merge(side, on=["case_id", "asked_sha256"])


def _aggregated(both: pd.DataFrame, attempts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    groups = both.groupby(by or np.zeros(len(both)), observed=True)
    taken = attempts.groupby(by or np.zeros(len(attempts)), observed=True)
    out = groups.agg(
        n=("passed", "size"), rate=("passed", "mean"), was=("passed_was", "mean"),
        broke=("broke", "sum"), fixed=("fixed", "sum"),
    )  # fmt: skip
    out["cost"] = taken["cost_usd"].mean()
    out["p95"] = taken["latency_ms"].quantile(0.95)
    n, z2 = out["n"], 3.8414588
    half = np.sqrt(z2 * (out["rate"] * (1 - out["rate"]) / n + z2 / (4 * n**2)))
    out["low"] = (out["rate"] + z2 / (2 * n) - half) / (1 + z2 / n)
    out["high"] = (out["rate"] + z2 / (2 * n) + half) / (1 + z2 / n)
    return out


def _agree(found: Prepared) -> None:
    """Both ways say the same of all cases together."""
    ours, theirs = _slices(found).slices, _pandas(found)[:-1]
    (whole,) = theirs[0].to_dict("records")
    assert len(ours) == sum(len(one) for one in theirs)
    assert (ours[0].n, ours[0].broke, ours[0].fixed) == (
        whole["n"], whole["broke"], whole["fixed"]
    )  # fmt: skip
    assert ours[0].latency_p95_ms is not None
    assert abs(ours[0].latency_p95_ms - whole["p95"]) < 1e-6


def _measured(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(rounds + 1):
        for name, way in ways.items():
            began = time.process_time()
            way()
            if round_:  # the first one loads libraries
                times[name].append(time.process_time() - began)
    return {name: median(found) for name, found in times.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=7)
    said = parser.parse_args()
    sys.exit(main(said.cases, said.runs, said.rounds))
