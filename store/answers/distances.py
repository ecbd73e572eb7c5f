"""How far the latest run, and production's newest week, are from the numbers in force."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from curation.thresholds import GATE_PREFIX, MARGIN, Policy, Threshold
from store.answers.trends import trends
from store.desk import Desk

_RUN_DROPS = (
    "baseline.run_drop.minor",
    "baseline.run_drop.moderate",
    "baseline.run_drop.severe",
)


@dataclass(frozen=True, slots=True)
class Distance:
    """`value` was measured `of` something; `distance` to the limit, above 0 on its good side.

    `met` is None where nobody can say, or it was judged under another limit: `why` says it.
    """

    of: str
    value: float | None
    distance: float | None
    met: bool | None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


def distances(desk: Desk, *, production: bool = False) -> dict[str, Distance]:
    """By the number's name; what nothing measures has none."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
        judged = next(((run, said) for run, said, _ in asked.runs() if said), None)
    found = dict(_of_run(policy, judged[0].name, judged[1] or {})) if judged else {}
    if production:
        found |= dict(_of_production(desk, policy))
    return found


def _of_run(
    policy: Policy, run: str, said: Mapping[str, Any]
) -> Generator[tuple[str, Distance]]:
    of = f"run {run}"
    for check in said["thresholds"]:
        held = policy.thresholds.get(check["name"])
        if held is not None and check["name"].startswith(GATE_PREFIX):
            yield held.name, _of_check(held, of, check)
    drop = said.get("comparison")
    if drop:
        for name in (MARGIN, *_RUN_DROPS):
            yield name, _of_drop(policy.thresholds[name], of, said["baseline"], drop)


def _of_check(held: Threshold, of: str, check: Mapping[str, Any]) -> Distance:
    same = check["limit"] == held.value
    other = f"judged when the limit was {check['limit']:g}: evaldesk gate judges it anew"
    return Distance(
        of,
        check["value"],
        _distance(held, check["value"]),
        check["met"] if same else None,
        check["n"],
        check["low"],
        check["high"],
        check["why"] if same else other,
    )


def _of_drop(held: Threshold, of: str, baseline: str, drop: Mapping[str, Any]) -> Distance:
    """What a run lost to its baseline; the gate's margin is met for sure or not at all."""
    lost, low, high = (None if drop[k] is None else -drop[k] for k in ("value", "high", "low"))
    met = None if lost is None else held.met_by(lost)
    if held.name == MARGIN and high is not None and low is not None:
        met = True if held.met_by(high) else None if held.met_by(low) else False
    why = f"pass rate lost against {baseline}, one-sided 95 % limits"
    return Distance(of, lost, _distance(held, lost), met, drop["n"], low, high, why)


def _of_production(desk: Desk, policy: Policy) -> Generator[tuple[str, Distance]]:
    found = trends(desk)
    for line in found.lines:
        held = policy.thresholds.get(line.threshold or "")
        if held is not None and line.group is None:
            now, away = line.now, _distance(held, line.now.value)
            of = "production's newest weeks"
            yield (
                held.name,
                Distance(of, now.value, away, line.met, now.n, now.low, now.high),
            )
    for age in found.ages:
        held = policy.thresholds.get(age.threshold or "")
        if held is not None:
            of = f"{age.what} {age.name or ''}".strip()
            away = _distance(held, age.days)
            yield held.name, Distance(of, age.days, away, age.met, why=age.why)


def _distance(held: Threshold, value: float | None) -> float | None:
    if value is None:
        return None
    away = value - held.value
    return away if held.met_by(held.value + 1) else -away
