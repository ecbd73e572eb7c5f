"""Which blocking cases contradict themselves, who watches over them, and what noise does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.attempts import Stability, Tally
from curation.flakiness import flip_rate, is_excused, is_undecided
from curation.measures.measure import Measure
from curation.measures.steadiness import (
    attempts_a_case,
    pass_share,
    red_at_most,
    red_by_noise,
)
from curation.percents import between, percent
from curation.thresholds import MAX_FLIP_RATE
from curation.versions import asked_sha256
from store.answers.gate_basis import Basis
from store.desk import Desk

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FlakyCase:
    """A case that passed `passed` of `scored` times under the run's version.

    A version is what runs share that state the same model version, commit and environment.
    `flip_rate` is how often its attempts at it contradict their majority; `flaky`: as far as
    can be told more often than the governed limit. A quarantined case that is not flaky under
    the run's version blocks like any other. `red_by_noise` is the chance that it alone turns a
    run like this one red.
    """

    case: str
    passed: int
    scored: int
    pass_share: Measure
    flip_rate: Measure
    flaky: bool
    red_by_noise: float | None
    owner: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class GateFlakes:
    """Cases in quarantine, flaky ones that are not, and the chance of a red by noise."""

    quarantined: tuple[FlakyCase, ...]
    unsteady: tuple[FlakyCase, ...]
    red_by_noise: float | None
    red_at_most: float | None

    @property
    def excused(self) -> frozenset[str]:
        """The cases that cannot block: in quarantine, and flaky by their attempts."""
        return frozenset(one.case for one in self.quarantined if one.flaky)

    @property
    def undecided(self) -> frozenset[str]:
        """In quarantine, and failed too few times under the run's version to say why."""
        watched = self.quarantined
        return frozenset(o.case for o in watched if is_undecided(o.passed, o.scored))


def gate_flakes(
    found: Basis, rows: Mapping[str, Row], tallies: Mapping[str, Tally]
) -> GateFlakes:
    """What the attempts at the blocking cases show, by the `rows` of `attempts_at`."""
    ids = found.blocking_ids
    attempts = attempts_a_case(tallies[c].scored for c in ids if c in tallies)
    limit = found.policy.value(MAX_FLIP_RATE)
    known = [_flaky(c, rows.get(c), found, attempts, limit) for c in ids]
    quarantined = tuple(one for one in known if one.until is not None)
    unsteady = tuple(one for one in known if one.until is None and one.flaky)
    excused = {one.case for one in quarantined if one.flaky}
    held = [(one.passed, one.scored) for one in known if one.case not in excused]
    red, most = red_by_noise(held, attempts), red_at_most(held, attempts)
    return GateFlakes(quarantined, unsteady, red, most)


def worst_flips(desk: Desk, lines: Mapping[str, Row]) -> dict[str, Stability]:
    """How each case went under the version in which its attempts disagree most."""
    with desk.ledger.reading() as asked:
        versions = {run.name: run.tried for run, _, _ in asked.runs()}
    rows = desk.facts().ask(
        "case_flips",
        case_ids=list(lines),
        asks=[asked_sha256(line) for line in lines.values()],
        runs=list(versions),
        versions=list(versions.values()),
        version="",
    )
    return {row["case_id"]: Stability(row["scored"], row["flips"]) for row in rows}


def told(one: FlakyCase) -> str:
    """How often it passed, and what that does to a release, as a phrase."""
    share = one.pass_share
    if share.value is None:
        return "never scored under this model version"
    limits = between(share.low, share.high)
    said = f"passed {one.passed} of {one.scored} ({limits})"
    if one.red_by_noise:
        said += f", turns a run red {percent(one.red_by_noise)} of the time by itself"
    return said


def from_body(said: Sequence[Row]) -> tuple[FlakyCase, ...]:
    """The cases as a recorded answer has them."""
    found: list[FlakyCase] = []
    for one in said:
        values: dict[str, Any] = {**one, **{k: Measure(**one[k]) for k in _MEASURES}}
        found.append(FlakyCase(**values))
    return tuple(found)


_MEASURES = ("pass_share", "flip_rate")


def attempts_at(desk: Desk, found: Basis) -> dict[str, Row]:
    """The attempts at each blocking case, under the run's version and before."""
    ids = found.blocking_ids
    rows = desk.facts().ask(
        "case_flips",
        case_ids=ids,
        asks=[found.asks[case_id] for case_id in ids],
        runs=list(found.versions),
        versions=list(found.versions.values()),
        version=found.run.tried,
    )
    return {row["case_id"]: row for row in rows}


def _flaky(
    case_id: str, row: Row | None, found: Basis, attempts: int, limit: float
) -> FlakyCase:
    passed, scored = (row["passed_now"], row["scored_now"]) if row else (0, 0)
    quarantine = found.quarantines.get(case_id)
    return FlakyCase(
        case_id,
        passed,
        scored,
        pass_share(passed, scored),
        flip_rate(Stability(scored, min(passed, scored - passed))),
        is_excused(passed, scored, limit),
        red_by_noise([(passed, scored)], attempts),
        quarantine.owner if quarantine else None,
        quarantine.until if quarantine else None,
    )
