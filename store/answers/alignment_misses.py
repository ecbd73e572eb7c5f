"""What the gate let through: failures of releases that had passed it, by failure group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.grouping import Grouping
from curation.releases import matched_by
from curation.runs import Run
from curation.thresholds import Policy
from store.answers.failure_groups import signature
from store.answers.grouping import placing
from store.answers.timeline import release_column
from store.answers.trust_events import Told, told_events
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Miss:
    """Failures of one shown group that came after the gate had passed their release.

    `inputs` of them have a case in a set (`blocking` …) or none yet (`no_case`).
    """

    group: str
    kind: str
    title: str
    failures: int
    inputs: int
    cost: float | None
    blocking: int
    monitoring: int
    backlog: int
    let_go: int  # dismissed or retired
    no_case: int
    example: str
    example_case: str
    example_event: str
    last_seen: datetime | None
    releases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissedKind:
    """All misses of one kind."""

    kind: str
    failures: int
    inputs: int
    cost: float | None
    no_case: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Misses in sum; `not_passed` failed in releases that the gate never passed or saw."""

    failures: int
    cost: float | None
    inputs: int
    no_case: int
    releases: tuple[str, ...]
    not_passed: int
    not_passed_releases: tuple[str, ...]
    by_kind: tuple[MissedKind, ...]


Window = tuple[str | None, str | None]


def missed(
    desk: Desk, grouping: Grouping, policy: Policy, window: Window, dismissed: Sequence[str]
) -> tuple[Missed, tuple[Miss, ...]]:
    """What failed in the window although the gate had said PASS: in sum, and by group.

    The failures of inputs that were `dismissed` are none.
    """
    with desk.ledger.reading() as asked:
        told, states = told_events(asked), asked.states()
        runs = [run for run, _, _ in asked.runs()]
    passes = _passes(told)
    prices = policy.costs()
    common: dict[str, Any] = {
        "release": release_column(desk.facts()) or "release",
        "since": window[0], "until": window[1], "dismissed": list(dismissed),
        "kinds": list(prices), "costs": list(prices.values()),
    }  # fmt: skip
    seen = desk.facts().ask("failing_releases", **common)
    green: list[tuple[str, str, datetime]] = []
    others: dict[str, int] = {}
    for row in seen:
        named = [n for n in (row["release"], row["model_version"]) if n]
        when = [passes[run.name] for run in _runs_of(named, runs) if run.name in passes]
        if when:
            green.append((row["release"] or "", row["model_version"] or "", min(when)))
        else:
            name = next(iter(named), "unnamed")
            others[name] = others.get(name, 0) + row["failures"]
    rows = desk.facts().ask(
        "missed", **common, **placing(grouping),
        releases=[g[0] for g in green], models=[g[1] for g in green],
        passed_at=[g[2] for g in green],
        cases=list(states), states=[str(state) for state in states.values()],
    )  # fmt: skip
    found = tuple(_miss(row, grouping) for row in rows)
    names = {name for one in found for name in one.releases}
    told_of = Missed(
        sum(one.failures for one in found), _sum([one.cost for one in found]),
        sum(one.inputs for one in found), sum(one.no_case for one in found),
        tuple(sorted(names)), sum(others.values()), tuple(sorted(others)),
        _by_kind(found),
    )  # fmt: skip
    return told_of, found


def _runs_of(named: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """The runs of a release, by the first of its names that any run is of."""
    for name in named:
        if found := [run for run in runs if matched_by(name, run)]:
            return found
    return []


def _passes(told: Told) -> dict[str, datetime]:
    """When the gate passed each run without a waiver for the first time."""
    passed = {a.seq for a in told.answers if a.answer == "PASS" and not a.needed_waiver}
    return {
        a.run: datetime.fromisoformat(told.at[a.run]) for a in told.answers if a.seq in passed
    }


def _miss(row: Mapping[str, Any], grouping: Grouping) -> Miss:
    states = {name: int(row[name]) for name in ("blocking", "monitoring", "backlog", "let_go")}
    name = grouping.of(row["group_id"]).name
    return Miss(
        group=row["group_id"],
        kind=row["kind"],
        title=name or signature(row["kind"], row["expected"], row["actual"]),
        failures=row["failures"],
        inputs=row["inputs"],
        cost=None if row["unpriced"] else row["cost"],
        no_case=row["inputs"] - sum(states.values()),
        example=row["example"] or "",
        example_case=row["example_case"],
        example_event=row["example_event"],
        last_seen=row["last_seen"],
        releases=tuple(one for one in row["releases"] if one),
        **states,
    )


def _by_kind(found: Sequence[Miss]) -> tuple[MissedKind, ...]:
    kinds: dict[str, list[Miss]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    rows = [
        MissedKind(kind, sum(m.failures for m in some), sum(m.inputs for m in some),
                   _sum([m.cost for m in some]), sum(m.no_case for m in some))
        for kind, some in kinds.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (-(one.cost or 0), -one.failures, one.kind)))


def _sum(costs: Sequence[float | None]) -> float | None:
    """Their sum; None where one of them is not known."""
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) and costs else None
