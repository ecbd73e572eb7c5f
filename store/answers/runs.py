"""The runs of a desk, newest first: what each is, what it scored, what the gate said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.environments import Environment, read
from curation.errors import BadRequest
from curation.measures.intervals import share
from curation.measures.measure import Measure, supported
from curation.overtaken import InForce, worth
from curation.runs import Run, SetVersion, parse_set
from curation.thresholds import MIN_SUPPORT
from store.answers.worth import in_force_now
from store.desk import Desk

Row = Mapping[str, Any]
LISTS = ("failed", "missing", "errored", "flaky")
NOT_JUDGED = "not judged"
VERDICTS = ("pass", "blocked", "incomplete", NOT_JUDGED)
TIERS = ("quick", "nightly")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs to list; None is any. `on` is a set or a version: blocking@3."""

    model: str | None = None
    tier: str | None = None
    verdict: str | None = None
    on: str | None = None
    text: str | None = None


ANY = Wanted()


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run; what nobody stated is None.

    `verdict` is what holds now: None until the gate was asked, or where what its answer rested
    on has moved since (`reason` says what); `recorded_verdict` is what it said. `stale` names
    the set in force. `pass_rate` is of all cases that it scored. `duration_from` is "stated"
    or "results".
    """

    run: str
    model_version: str | None
    sets: Mapping[str, int]
    commit: str | None
    environment: str | None
    libraries: Mapping[str, str]
    hardware: Mapping[str, str]
    seed: int | None
    tier: str | None
    started_at: str | None
    finished_at: str | None
    recorded_at: str | None
    duration_s: float | None
    duration_from: str | None
    pass_rate: Measure
    attempts: int
    verdict: str | None
    reason: str | None
    failed: int | None
    missing: int | None
    errored: int | None
    flaky: int | None
    cases: int | None
    passed: int | None
    stale: str | None
    recorded_verdict: str | None = None

    @property
    def outdated(self) -> bool:
        """Whether the gate has to be asked again before anybody can say."""
        return self.verdict is None and self.recorded_verdict is not None


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs that are wanted, newest first; `known` counts all."""

    runs: tuple[RunSummary, ...]
    in_force: str | None
    known: int


def runs(desk: Desk, wanted: Wanted = ANY) -> Runs:
    """The runs with what they scored and the gate's recorded answers."""
    _known(wanted)
    with desk.ledger.reading() as asked:
        in_force = asked.set_version("blocking")
        now = in_force_now(asked)
        found = sorted(asked.runs(), key=_newest, reverse=True)
    tallies = {row["run"]: row for row in desk.facts().ask("run_tallies")}
    told = (
        _summary(run, verdict, in_force, now, tallies.get(run.name))
        for run, verdict, _ in found
    )
    shown = tuple(one for one in told if _fits(one, wanted))
    return Runs(shown, in_force.name if in_force else None, len(found))


def _known(wanted: Wanted) -> None:
    """Raise BadRequest for an answer or a tier that no run can have."""
    for said, known in ((wanted.verdict, VERDICTS), (wanted.tier, TIERS)):
        if said is not None and said.lower() not in known:
            raise BadRequest(f"'{said}' is none of {', '.join(known)}.")


def _newest(row: tuple[Run, Any, int]) -> tuple[str, int]:
    return (row[0].at, row[2])


def _fits(one: RunSummary, wanted: Wanted) -> bool:
    name, version = parse_set(wanted.on) if wanted.on else (None, None)
    said = (one.run, one.model_version, one.commit, one.environment, one.tier)
    return (
        wanted.model in (None, one.model_version)
        and wanted.tier in (None, one.tier)
        and (wanted.verdict or "").lower() in ("", (one.verdict or NOT_JUDGED).lower())
        and (name is None or name in one.sets)
        and (version is None or one.sets[str(name)] == version)
        and (wanted.text or "").lower() in " ".join(word for word in said if word).lower()
    )


def _summary(
    run: Run,
    verdict: Row | None,
    in_force: SetVersion | None,
    now: InForce,
    tally: Row | None,
) -> RunSummary:
    judged_on = verdict["version"] if verdict else run.sets.get("blocking")
    stale = in_force is not None and judged_on is not None and judged_on != in_force.version
    said: Row = verdict or {}
    answer, reason = worth(verdict, now) if verdict else (None, None)
    where: Environment = read(run.environment)
    lasted, whence = _duration(run, tally)
    floor = now.policy.value(MIN_SUPPORT)
    return RunSummary(
        run=run.name,
        model_version=run.model_version,
        sets=dict(run.sets),
        commit=run.commit,
        environment=run.environment,
        libraries=where.libraries,
        hardware=where.hardware,
        seed=run.seed,
        tier=run.tier,
        started_at=run.started_at or _iso(tally, "first_at"),
        finished_at=run.finished_at,
        recorded_at=run.recorded_at,
        duration_s=lasted,
        duration_from=whence,
        pass_rate=supported(_pass_rate(tally), floor) if tally else _pass_rate(tally),
        attempts=int(tally["attempts"]) if tally else 0,
        verdict=answer,
        reason=reason,
        **{name: len(said[name]) if said else None for name in LISTS},
        cases=said.get("cases"),
        passed=said.get("passed"),
        stale=in_force.name if stale and in_force else None,
        recorded_verdict=said.get("verdict"),
    )


def _pass_rate(tally: Row | None) -> Measure:
    """Of the cases with a verdict; an error is none."""
    if tally is None:
        return share(0, 0, "no results")
    return share(tally["passed"], tally["cases"] - tally["errored"], "every case errored")


def _duration(run: Run, tally: Row | None) -> tuple[float | None, str | None]:
    """Seconds: as stated, else from the first call to the end of the last one."""
    if run.started_at and run.finished_at:
        begun, ended = (datetime.fromisoformat(t) for t in (run.started_at, run.finished_at))
        return max(0.0, (ended - begun).total_seconds()), "stated"
    # Results that all carry one time carry the run's, not their own.
    if tally and tally["first_at"] and tally["first_at"] != tally["last_at"]:
        return (tally["done_at"] - tally["first_at"]).total_seconds(), "results"
    return None, None


def _iso(tally: Row | None, name: str) -> str | None:
    return tally[name].isoformat() if tally and tally[name] else None
