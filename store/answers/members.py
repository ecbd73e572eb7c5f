"""The cases of a set with what their runs say: asked once for a whole set, not once a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from curation.attempts import Outcome, Tally, outcome
from curation.cases import Case, Quarantine, State
from curation.quarantine import in_force
from curation.runs import Run, SetVersion
from curation.saturation import Saturation, saturation
from curation.tenure import days_since
from curation.thresholds import SATURATED_AFTER
from curation.versions import asked_sha256, line
from store.answers.glimpses import SHOWN_RUNS, Ran
from store.answers.last_answers import LastAnswers
from store.answers.sleeping import back_with
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class Member:
    """One case of a set. `runs`: oldest first, those that were to score what it asks now."""

    case: Case
    entered: str | None  # since when it stands where it stands
    days: int | None
    last: Ran | None  # None: no run was ever to score what it asks now
    runs: tuple[Ran, ...]
    otherwise: int  # runs that scored it when it asked something else
    saturation: Saturation
    woken: str | None
    quarantine: Quarantine | None  # in force today


def members(desk: Desk, state: State) -> tuple[Member, ...]:
    """The cases in `state`, by id. The answer is kept until something is decided."""
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        key = (state, asked.head(), now.date())
    return desk.kept(_memory).get(key, lambda: _in_state(desk, state, now))


def _in_state(desk: Desk, state: State, now: datetime) -> tuple[Member, ...]:
    with desk.ledger.reading() as asked:
        cases, known = asked.cases(state), _known(asked)
    return _looked_at(desk, known, cases, now)


def member(desk: Desk, case: Case) -> Member:
    """One case as its set lists it."""
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        known = _known(asked)
    return _looked_at(desk, known, [case], now)[0]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger says beside the cases; the facts are asked when it is closed again."""

    runs: Sequence[Run]
    pinned: Sequence[SetVersion]
    needed: float


def _known(asked: Reading) -> _Known:
    runs = [run for run, _, _ in asked.runs()]
    return _Known(runs, asked.set_versions(), asked.policy().value(SATURATED_AFTER))


def _looked_at(
    desk: Desk, known: _Known, cases: Sequence[Case], now: datetime
) -> tuple[Member, ...]:
    runs, needed = known.runs, known.needed
    back = back_with(desk, [c for c in cases if c.state is State.DISMISSED])
    rows = desk.facts().ask(
        "recent_results",
        case_ids=[case.id for case in cases],
        asks=[asked_sha256(line(case)) for case in cases],
        runs=[run.name for run in runs],
        limit=max(SHOWN_RUNS, round(needed)),
    )
    scored = {row["case_id"]: row for row in rows}
    of_run = _asked_of(runs, known.pinned)
    found: list[Member] = []
    for case in cases:
        row = scored.get(case.id, _NEVER)
        ran = _ran(case.id, row, runs, of_run)
        entered = case.moved_at or case.opened_at
        found.append(
            Member(
                case=case,
                entered=entered,
                days=days_since(entered, now),
                last=ran[0] if ran else None,
                runs=tuple(reversed(ran[:SHOWN_RUNS])),
                otherwise=len(row["otherwise"] or ()),
                saturation=saturation([one.outcome for one in ran], needed),
                woken=back.get(case.id),
                quarantine=in_force(case.quarantine, now.date()),
            )
        )
    return tuple(found)


_NEVER: Mapping[str, Any] = {"otherwise": None, "places": None}


def _asked_of(
    runs: Sequence[Run], versions: Sequence[SetVersion]
) -> list[list[Mapping[str, str]]]:
    """Per run the versions that it was to score."""
    known = {(version.set, version.version): version.cases for version in versions}
    return [[known[pin] for pin in run.sets.items() if pin in known] for run in runs]


def _ran(
    case_id: str,
    row: Mapping[str, Any],
    runs: Sequence[Run],
    of_run: Sequence[Sequence[Mapping[str, str]]],
) -> list[Ran]:
    """Newest first; a run that was to score the case and did not is one of them."""
    places: Sequence[int] = row["places"] or ()
    tallies = {
        place: Tally(passed, failed, attempts - passed - failed)
        for place, attempts, passed, failed in zip(
            places,
            row.get("attempts") or (),
            row.get("passed") or (),
            row.get("failed") or (),
            strict=True,
        )
    }
    otherwise: Sequence[int] = row["otherwise"] or ()
    found: list[Ran] = []
    for place, run in enumerate(runs):
        tally = tallies.get(place)
        left_out = place not in otherwise and any(case_id in c for c in of_run[place])
        if tally is None and not left_out:
            continue
        counts = tally or Tally()
        told = (outcome(tally), counts.scored + counts.errored, counts.passed)
        found.append(Ran(run.name, run.model_version, *told))
    return found


def _memory(desk: Desk) -> LastAnswers[tuple[Member, ...]]:  # noqa: ARG001 (one for each desk)
    return LastAnswers()


RESULTS = (*(one.value for one in Outcome), "never")


def result(one: Member) -> str:
    """The last result as one word; `never` where no run was to score what the case asks."""
    return one.last.outcome.value if one.last else "never"
