"""The runs of a desk, newest first, each with what the gate said about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curation.runs import Run, SetVersion
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run. `verdict` is None until the gate was asked; `stale` names the set in force."""

    run: str
    model_version: str | None
    sets: Mapping[str, int]
    commit: str | None
    environment: str | None
    tier: str
    started_at: str | None
    verdict: str | None
    reason: str | None
    failed: int | None
    missing: int | None
    errored: int | None
    flaky: int | None
    cases: int | None
    passed: int | None
    stale: str | None


@dataclass(frozen=True, slots=True)
class Runs:
    """Every run, newest first."""

    runs: tuple[RunSummary, ...]
    in_force: str | None


def runs(desk: Desk) -> Runs:
    """The runs with the gate's recorded answers."""
    with desk.ledger.reading() as asked:
        in_force = asked.set_version("blocking")
        found = sorted(asked.runs(), key=_newest, reverse=True)
    summaries = [_summary(run, verdict, in_force) for run, verdict, _ in found]
    return Runs(tuple(summaries), in_force.name if in_force else None)


def _newest(row: tuple[Run, Any, int]) -> tuple[str, int]:
    return (row[0].started_at or "", row[2])


def _summary(
    run: Run, verdict: Mapping[str, Any] | None, in_force: SetVersion | None
) -> RunSummary:
    judged_on = verdict["version"] if verdict else run.sets.get("blocking")
    stale = in_force is not None and judged_on is not None and judged_on != in_force.version
    said: Mapping[str, Any] = verdict or {}
    lists = ("failed", "missing", "errored", "flaky")
    return RunSummary(
        run=run.name,
        model_version=run.model_version,
        sets=dict(run.sets),
        commit=run.commit,
        environment=run.environment,
        tier=run.tier,
        started_at=run.started_at,
        verdict=said.get("verdict"),
        reason=said.get("reason"),
        **{name: len(said[name]) if said else None for name in lists},
        cases=said.get("cases"),
        passed=said.get("passed"),
        stale=in_force.name if stale and in_force else None,
    )
