"""What the gate judges a run on: set versions, what their cases ask, the numbers in force."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from functools import cached_property
from typing import Any

from curation.attempts import Outcome, Tally
from curation.cases import Quarantine
from curation.decisions import Kind
from curation.errors import BadRequest, NothingToJudge, StaleRun
from curation.gate import UNSTEADY
from curation.runs import Run, SetVersion, parse_set
from curation.thresholds import Policy
from curation.versions import asked_sha256
from curation.waivers import Waiver, in_force, waivers_of
from store.desk import Desk
from store.ledger.reading import Reading

Line = Mapping[str, Any]


@dataclass(frozen=True)  # no slots: what its cases ask is worked out once
class Basis:
    """One run, and what it is held to."""

    run: Run
    blocking: SetVersion
    lines: Mapping[str, Sequence[Line]]  # set -> the lines it is judged on
    policy: Policy
    imports: Sequence[str]  # whose results stand
    undone: Sequence[str]  # whose results were taken out
    quarantines: Mapping[str, Quarantine]  # in force today
    versions: Mapping[str, str]  # run -> what its attempts are attempts at
    waivers: Sequence[Waiver] = ()  # in force today for this run

    @cached_property
    def by_case(self) -> Mapping[str, Line]:
        """Every line once; the sets do not overlap."""
        return {line["case_id"]: line for lines in self.lines.values() for line in lines}

    @cached_property
    def asks(self) -> Mapping[str, str]:
        """What each case asks: a result of something else proves nothing."""
        return {case_id: asked_sha256(line) for case_id, line in self.by_case.items()}

    @property
    def blocking_ids(self) -> list[str]:
        """The cases that stop a release."""
        return [line["case_id"] for line in self.lines["blocking"]]

    def waived(self, outcome: Mapping[str, Outcome]) -> frozenset[str]:
        """The blocking cases that failed or contradicted themselves, and are waived."""
        waived = {one.what for one in self.waivers} & set(self.blocking_ids)
        return frozenset(c for c in waived if outcome.get(c) in UNSTEADY)

    def less(self, left_out: Collection[str]) -> "Basis":
        """The same, as if the cases `left_out` had not been in the sets."""
        if not left_out:
            return self
        lines = {
            name: [line for line in of_set if line["case_id"] not in left_out]
            for name, of_set in self.lines.items()
        }
        return replace(self, lines=lines)


def basis(asked: Reading, name: str, on: str | None, today: date) -> Basis:
    """What the run `name` is judged on: blocking as it is in force, or as `on` names it."""
    run, _ = asked.run(name)
    blocking = _blocking(asked, run, on)
    lines = {"blocking": asked.lines("blocking", blocking.version)}
    held = set(blocking.cases)  # a case of both sets is judged as blocking says it
    for other, version in run.sets.items():
        if other != "blocking":
            found = asked.lines(other, version)
            lines[other] = [line for line in found if line["case_id"] not in held]
    brought = asked.imports_of_run(name)
    return Basis(
        run,
        blocking,
        lines,
        asked.policy(),
        [i.id for i in brought if i.undone_by is None],
        [i.id for i in brought if i.undone_by is not None],
        asked.quarantines(today),
        {one.name: one.tried for one, _, _ in asked.runs()},
        _waivers(asked, run, today),
    )


def _waivers(asked: Reading, run: Run, today: date) -> list[Waiver]:
    found = waivers_of(asked.standing(Kind.WAIVER_SET))
    return [one for one in in_force(found, today) if one.covers(run.name, run.model_version)]


def today(desk: Desk) -> date:
    """The day by the desk's clock, in UTC."""
    return desk.ledger.clock().astimezone(UTC).date()


def tallied(desk: Desk, run: str, found: Basis) -> dict[str, Tally]:
    """How each case went in `run`, by the attempts that answer what it asks here."""
    rows = desk.facts().ask(
        "case_tallies", run=run, case_ids=list(found.asks), asks=list(found.asks.values())
    )
    return {row["case_id"]: Tally(row["passed"], row["failed"], row["errored"]) for row in rows}


def _blocking(asked: Reading, run: Run, on: str | None) -> SetVersion:
    in_force = asked.set_version("blocking")
    if in_force is None:
        raise NothingToJudge(
            "No blocking set was ever frozen, so there is nothing to judge a release on. "
            "Promote cases and run `evaldesk freeze blocking`."
        )
    named = _named(on)
    scored_on = run.sets.get("blocking")
    if named is not None:
        asked.lines("blocking", named)  # Unknown when there is no such version
        found = asked.set_version("blocking", named)
        assert found is not None
        return found
    if scored_on != in_force.version:
        pins = " and ".join(f"{name}@{version}" for name, version in run.sets.items())
        raise StaleRun(run.name, f"blocking@{scored_on}" if scored_on else pins, in_force.name)
    return in_force


def _named(on: str | None) -> int | None:
    name, version = parse_set(on) if on else ("blocking", None)
    if name != "blocking" or (on and version is None):
        raise BadRequest(f"'{on}' is no version to judge on. Name one like blocking@3.")
    return version
