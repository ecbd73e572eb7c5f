"""Cost against quality: the runs that scored the same cases, and who meets the thresholds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.attempts import Outcome
from curation.errors import BadRequest
from curation.measures.front import Offer, beaten_by
from curation.measures.intervals import share
from curation.measures.measure import Measure, supported
from curation.measures.speed import Latency
from curation.offers import Candidate, picked, summary
from curation.runs import Run, parse_set
from curation.thresholds import MIN_SUPPORT
from store.answers.gate import gate
from store.answers.run_samples import Scored, scored_cases
from store.answers.side import cost_of, speed_of
from store.desk import Desk

MEETS: Mapping[str, bool | None] = {"PASS": True, "BLOCKED": False, "INCOMPLETE": None}


@dataclass(frozen=True, slots=True)
class Traded:
    """One candidate. A case that errored did not pass.

    `beaten_by` names runs that are as good, as fast and as cheap, and better in one of them;
    `meets` is None where the gate cannot decide, and `why` are its words.
    """

    run: str
    model_version: str | None
    pass_rate: Measure
    latency_ms: Latency
    cost_per_1000_usd: Measure
    beaten_by: tuple[str, ...]
    meets: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A run of the same version that cannot stand beside the others."""

    run: str
    why: str


@dataclass(frozen=True, slots=True)
class Tradeoffs:
    """The candidates on the `cases` of one set version, the most accurate first."""

    on: str
    cases: int
    candidates: tuple[Traded, ...]
    front: tuple[str, ...]
    pick: str | None
    summary: str
    left_out: tuple[LeftOut, ...]


def versions_with_runs(desk: Desk) -> list[tuple[str, int]]:
    """The set versions that runs are pinned to, with how many; that of the newest run first."""
    with desk.ledger.reading() as asked:
        found = sorted((run for run, _, _ in asked.runs()), key=lambda r: r.at, reverse=True)
    counts: dict[str, int] = {}
    for run in found:
        for name, number in sorted(run.sets.items()):
            counts[f"{name}@{number}"] = counts.get(f"{name}@{number}", 0) + 1
    return list(counts.items())


def tradeoffs(desk: Desk, on: str) -> Tradeoffs:
    """The runs that scored every case of `on` (blocking@3), side by side."""
    name, number = parse_set(on)
    if number is None:
        raise BadRequest(f"Say which version, like {name}@3: other versions are other cases.")
    with desk.ledger.reading() as asked:
        lines = {line["case_id"]: line for line in asked.lines(name, number)}
        floor = asked.policy().value(MIN_SUPPORT)
        pinned = [run for run, _, _ in asked.runs() if run.sets.get(name) == number]
    scored = {run.name: scored_cases(desk, run.name, lines) for run in pinned}
    whole = [run for run in pinned if len(scored[run.name]) == len(lines)]
    left_out = [
        LeftOut(run.name, f"scored {len(scored[run.name]):,} of the {len(lines):,} cases")
        for run in pinned
        if run not in whole
    ]
    candidates = _candidates(desk, whole, scored, floor)
    offers = [_offer(one) for one in candidates]
    return Tradeoffs(
        on,
        len(lines),
        candidates,
        tuple(one.run for one in candidates if not one.beaten_by),
        picked(offers),
        summary(offers, on, len(lines)),
        tuple(left_out),
    )


def _candidates(
    desk: Desk, whole: Sequence[Run], scored: Mapping[str, Mapping[str, Scored]], floor: float
) -> tuple[Traded, ...]:
    drawn = {run.name: _measured(list(scored[run.name].values()), floor) for run in whole}
    offers = {
        name: Offer(rate.value, latency.p95.value, cost.value)
        for name, (rate, latency, cost) in drawn.items()
    }
    found = [
        Traded(
            run.name,
            run.model_version,
            *drawn[run.name],
            beaten_by(run.name, offers),
            *_judged(desk, run),
        )
        for run in whole
    ]
    return tuple(sorted(found, key=lambda c: (-(c.pass_rate.value or 0), _cost(c), c.run)))


def _measured(cases: Sequence[Scored], floor: float) -> tuple[Measure, Latency, Measure]:
    passed = sum(case.outcome is Outcome.PASSED for case in cases)
    rate = share(passed, len(cases), "no case")
    return supported(rate, floor), speed_of(cases).latency_ms, _of_1000(cost_of(cases))


def _of_1000(cost: Measure) -> Measure:
    def times(usd: float | None) -> float | None:
        return None if usd is None else usd * 1000

    return Measure(
        times(cost.value), times(cost.low), times(cost.high), cost.n, cost.method, cost.note
    )


def _judged(desk: Desk, run: Run) -> tuple[bool | None, str]:
    version = run.sets.get("blocking")
    if version is None:
        return None, "Not scored on a blocking set, so the gate cannot say."
    answer = gate(desk, run.name, on=f"blocking@{version}")
    return MEETS[answer.verdict], answer.reason


def _offer(one: Traded) -> Candidate:
    return Candidate(
        one.run, one.pass_rate.value, _cost(one), on_front=not one.beaten_by, meets=one.meets
    )


def _cost(one: Traded) -> float:
    cost = one.cost_per_1000_usd.value
    return float("inf") if cost is None else cost
