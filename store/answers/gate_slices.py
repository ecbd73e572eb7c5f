"""Where a release got better or worse: every slice of up to three columns, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.errors import BadRequest
from curation.measures.intervals import shares
from curation.measures.measure import Measure, supported
from curation.measures.resampling import paired_bootstrap
from curation.thresholds import MIN_SUPPORT
from store.answers.case_cohorts import cohorts_of
from store.answers.gate_basis import basis, today
from store.desk import Desk

MOST = 3  # columns at once: seven slicings
_PLACES = ("a", "b", "c")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReleaseSlice:
    """One slice: `n` cases were scored, `pairs` of them by the baseline as well.

    `difference` is the change of the share that passes on those pairs; null without any.
    """

    cohort: Mapping[str, str | None]
    n: int
    pass_rate: Measure
    pairs: int
    difference: float | None
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
    rows = slice_rows(desk, run, baseline, found.asks, values)
    return sliced(run, baseline, columns, rows, found.policy.value(MIN_SUPPORT))


def slice_rows(
    desk: Desk,
    run: str,
    baseline: str | None,
    asks: Mapping[str, str],
    values: Sequence[Sequence[str | None]],
) -> list[Row]:
    """The counts of every slice; `values`: a list for each column, in the order of `asks`."""
    none: list[str | None] = [None] * len(asks)
    cells: dict[tuple[str | None, ...], int] = {}
    columns = [*values, *[none] * (MOST - len(values))]
    of_case = [cells.setdefault(key, len(cells)) for key in zip(*columns, strict=True)]
    lists = {name: [key[i] for key in cells] for i, name in enumerate(_PLACES)}
    found = desk.facts().ask(
        "release_slices",
        run=run,
        baseline=baseline,
        case_ids=list(asks),
        asks=list(asks.values()),
        cells=of_case,
        **lists,
    )
    unused = sum(1 << (MOST - 1 - place) for place in range(len(values), MOST))
    asked = [row for row in found if row["level"] & unused == unused]
    return sorted(asked, key=lambda row: (-int(row["level"]).bit_count(), row["level"]))


def sliced(
    run: str, baseline: str | None, columns: Sequence[str], rows: Sequence[Row], floor: float
) -> ReleaseSlices:
    """`rows` with their intervals."""
    rates = shares([r["passed"] for r in rows], [r["n"] for r in rows], "no case was scored")
    found = [_slice(columns, r, supported(m, floor)) for r, m in zip(rows, rates, strict=True)]
    every = next((r for r in rows if r["level"] == 7), None)
    counts = [every[k] for k in ("fixed", "broke", "pairs")] if every else [0, 0, 0]
    return ReleaseSlices(run, baseline, tuple(columns), paired_bootstrap(*counts), tuple(found))


def _slice(columns: Sequence[str], row: Row, passed: Measure) -> ReleaseSlice:
    split = {c: row[p] for i, (c, p) in enumerate(zip(columns, _PLACES, strict=False))
             if not row["level"] >> (MOST - 1 - i) & 1}  # fmt: skip
    pairs = row["pairs"]
    change = (row["fixed"] - row["broke"]) / pairs if pairs else None
    return ReleaseSlice(
        split, row["n"], passed, pairs, change, row["broke"], row["fixed"], row["p95_ms"],
        row["cost_usd"],
    )  # fmt: skip
