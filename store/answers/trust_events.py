"""What the log tells of the gate's answers, and of everything that settles them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from curation import incidents
from curation.cases import State
from curation.decisions import Entry, Kind
from curation.gate import Answer
from curation.gate_mode import Mode
from curation.gate_trust import Answered, Event, Hurt, LetThrough, TakenOut
from curation.releases import matched_by
from curation.runs import Run
from curation.thresholds import MARGIN
from curation.waivers import needed_waiver, waivers_of
from store.ledger.reading import Reading

ALL_PASS = "gate.pass_rate.blocking"
_OUT = (State.DISMISSED, State.MONITORING, State.BACKLOG)


@dataclass(frozen=True, slots=True)
class Told:
    """The gate's answers in their order, all that may settle them, and when each run was."""

    answers: tuple[Answered, ...]
    events: tuple[Event, ...]
    hurts: tuple[Hurt, ...]
    at: Mapping[str, str]
    last: str | None


def told_events(asked: Reading) -> Told:
    """Everything that the log says about this."""
    runs = {run.name: run for run, _, _ in asked.runs()}
    sets = {(v.set, v.version): frozenset(v.cases) for v in asked.set_versions()}
    log = asked.decisions(kinds=(Kind.JUDGED, Kind.MOVED))[::-1]
    judged = [one for one in log if one.kind is Kind.JUDGED and one.subject in runs]
    answers = tuple(_answered(one, runs[one.subject], sets) for one in judged)
    moves = tuple(
        TakenOut(one.seq, one.subject, str(one.after["state"]))
        for one in log
        if one.kind is Kind.MOVED and _taken_out(one)
    )
    at = {run.name: _when(run, judged) for run in runs.values()}
    hurts = tuple(_hurts(asked, [runs[name] for name in {one.run for one in answers}], at))
    newest = max((one.run for one in answers), key=lambda run: at[run], default=None)
    events = (*answers, *moves, *_waivers(asked), *hurts)
    return Told(answers, events, hurts, at, newest)


def _answered(
    entry: Entry, run: Run, sets: Mapping[tuple[str, int], frozenset[str]]
) -> Answered:
    said = entry.after
    frozen = said.get("mode") == Mode.FREEZE and not said.get("fix")
    answer = Answer(said["verdict"])
    return Answered(
        entry.seq,
        run.name,
        run.tried,
        run.model_version,
        answer,
        stood_in_the_way(said) if answer is Answer.BLOCKED else frozenset(),
        sets.get((said["set"], said["version"]), frozenset()),
        said["bound"]["set_sha256"],
        frozen or needed_waiver(said),
    )


def stood_in_the_way(said: Mapping[str, Any]) -> frozenset[str]:
    """All that blocked it: cases that failed, numbers, the margin; empty for a mere freeze.

    That not every blocking case passed says nothing beside the cases that failed.
    """
    failed = set(said["failed"])
    missed = {check["name"] for check in said["thresholds"] if check["met"] is False}
    if said["comparison"] and said["comparison"]["outcome"] == "worse":
        missed.add(MARGIN)
    waived = {one["what"] for one in said.get("waivers", ())}
    return frozenset(failed | missed - waived - ({ALL_PASS} if failed else set()))


def _taken_out(entry: Entry) -> bool:
    before = (entry.before or {}).get("state")
    return before == State.BLOCKING and entry.after.get("state") in _OUT


def _waivers(asked: Reading) -> list[LetThrough]:
    """Every waiver, at the decision that granted it."""
    granted: dict[str, int] = {}
    for entry in asked.decisions(kinds=(Kind.WAIVER_SET,)):
        granted[entry.subject] = entry.seq  # newest first: the last one seen granted it
    return [
        LetThrough(granted[f"waiver:{one.id}"], one.id, one.what, one.run, one.model)
        for one in waivers_of(asked.standing(Kind.WAIVER_SET))
    ]


def _hurts(asked: Reading, judged: Sequence[Run], at: Mapping[str, str]) -> list[Hurt]:
    """Every incident of a release, at the runs of it before it began."""
    found: list[Hurt] = []
    for standing in asked.standing(Kind.INCIDENT_SET):
        one = incidents.from_body(standing.subject, standing.body)
        began = one.began.astimezone(UTC).isoformat()
        runs = [r.name for r in judged if one.release and matched_by(one.release, r)]
        before = sorted((r for r in runs if at[r] <= began), key=lambda r: at[r])
        if before:
            hurt = Hurt(standing.seq, one.id, before[-1], one.began, frozenset(before))
            found.append(hurt)
    return found


def _when(run: Run, judged: Sequence[Entry]) -> str:
    """When it was scored; where nobody said, when the gate was asked first."""
    first = next((one.at.isoformat() for one in judged if one.subject == run.name), None)
    moment = datetime.fromisoformat(run.at or first or "1970-01-01")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat()
