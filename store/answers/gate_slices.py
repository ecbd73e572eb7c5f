"""Where a release got better or worse: every slice of up to three columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.errors import BadRequest
from curation.measures.intervals import shares
from curation.measures.measure import Measure, supported
from curation.measures.paired_difference import paired_differences
from curation.measures.release import Attempts, Counts, slice_counts
from curation.measures.resampling import paired_bootstrap
from curation.thresholds import MIN_SUPPORT
from store.answers.case_cohorts import cohorts_of
from store.answers.gate_basis import basis, today
from store.desk import Desk

MOST = 3  # columns at once: seven slicings


@dataclass(frozen=True, slots=True)
class ReleaseSlice:
    """One slice: `n` cases were scored, `pairs` of them by the baseline as well.

    `difference` is the change of the share that passes on those pairs.
    """

    cohort: Mapping[str, str | None]
    n: int
    pass_rate: Measure
    pairs: int
    difference: Measure
    broke: int
    fixed: int
    latency_p95_ms: float | None
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class ReleaseSlices:
    """The run in all its slices, all cases together first; `difference` is of all pairs."""

    run: str
    baseline: str | None
    columns: tuple[str, ...]
    difference: Measure
    slices: tuple[ReleaseSlice, ...]


def gate_slices(
    desk: Desk,
    run: str,
    by: Sequence[str],
    *,
    on: str | None = None,
    baseline: str | None = None,
) -> ReleaseSlices:
    """The cases that the gate judges `run` on, by each of `by` and by each pair of them."""
    columns = list(dict.fromkeys(by))
    if not 1 <= len(columns) <= MOST:
        raise BadRequest(f"Name one to {MOST} columns: --by route,region,severity.")
    with desk.ledger.reading() as asked:
        found = basis(asked, run, on, today(desk))
        if baseline:
            asked.run(baseline)  # Unknown when there is none
    places = cohorts_of(desk, found.by_case, columns)
    values = [[places[case_id][c] for case_id in found.asks] for c in columns]
    floor = found.policy.value(MIN_SUPPORT)
    return slices_of(desk, Sliced(run, baseline, tuple(columns), found.asks, values), floor)


@dataclass(frozen=True, slots=True)
class Sliced:
    """What is sliced: `values` hold a list for each column, in the order of `asks`."""

    run: str
    baseline: str | None
    columns: tuple[str, ...]
    asks: Mapping[str, str]
    values: Sequence[Sequence[str | None]]


def slices_of(desk: Desk, wanted: Sliced, floor: float) -> ReleaseSlices:
    """Every slice with its intervals; under `floor` cases there are too few to say."""
    coded = [_coded(of_column) for of_column in wanted.values]
    attempts = _attempts(desk, wanted)
    counts = slice_counts(attempts, [codes for codes, _ in coded], len(wanted.asks))
    rates = shares([c.passed for c in counts], [c.n for c in counts], "no case was scored")
    changes = paired_differences(
        [c.fixed for c in counts], [c.broke for c in counts], [c.pairs for c in counts]
    )
    names = [names for _, names in coded]
    found = [
        _slice(wanted.columns, names, one, supported(rate, floor), supported(change, floor))
        for one, rate, change in zip(counts, rates, changes, strict=True)
    ]
    every = next((c for c in counts if not c.columns), None)
    all_pairs = (every.fixed, every.broke, every.pairs) if every else (0, 0, 0)
    change = supported(paired_bootstrap(*all_pairs), floor)
    return ReleaseSlices(wanted.run, wanted.baseline, wanted.columns, change, tuple(found))


def _coded(values: Sequence[str | None]) -> tuple[NDArray[np.int64], list[str | None]]:
    """The values as numbers, and the names that these stand for, in their order."""
    names = sorted(set(values), key=lambda value: (value is None, value or ""))
    places = {value: place for place, value in enumerate(names)}
    return np.array([places[value] for value in values], dtype=np.int64), names


def _attempts(desk: Desk, wanted: Sliced) -> Attempts:
    """The attempts of both runs that answer what their case asks here."""
    rows = desk.facts().columns("run_pairs", run=wanted.run, baseline=wanted.baseline)
    number = {case_id: place for place, case_id in enumerate(wanted.asks)}
    asked = zip(rows["case_id"].tolist(), rows["asked_sha256"].tolist(), strict=True)
    case = np.array([number[c] if wanted.asks.get(c) == asks else -1 for c, asks in asked],
                    dtype=np.int64)  # fmt: skip
    kept = case >= 0
    passed = np.where(np.ma.getmaskarray(rows["passed"]), -1, np.ma.getdata(rows["passed"]))
    latency, cost = (np.ma.filled(rows[name].astype(float), np.nan) for name in _MEASURED)
    candidate = np.ma.getdata(rows["is_candidate"])
    return Attempts(case[kept], candidate[kept], passed[kept], latency[kept], cost[kept])


_MEASURED = ("latency_ms", "cost_usd")


def _slice(
    columns: Sequence[str],
    names: Sequence[Sequence[str | None]],
    one: Counts,
    passed: Measure,
    change: Measure,
) -> ReleaseSlice:
    at = zip(one.columns, one.values, strict=True)
    return ReleaseSlice(
        {columns[column]: names[column][value] for column, value in at},
        one.n,
        passed,
        one.pairs,
        change,
        one.broke,
        one.fixed,
        one.p95_ms,
        one.cost_usd,
    )
