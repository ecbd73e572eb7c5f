"""What production is compared with: what stands, since when, and what stood before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from curation.baselines import (
    SCOPE,
    SUBJECT,
    Baseline,
    Known,
    Pinned,
    decider,
    from_body,
    proposed,
)
from curation.decisions import Body, Entry
from curation.errors import Unknown
from curation.thresholds import DRIFT_MIN_ROWS
from store.desk import Desk
from store.ledger.reading import Reading
from store.ledger.reading_standing import StandingReading


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the baseline knows it; `weekly_q99` is its own weeks' spread."""

    column: str
    kind: str
    role: str
    n: int
    missing: int
    mean: float | None
    std: float | None
    weekly_q99: float | None


@dataclass(frozen=True, slots=True)
class Said:
    """A baseline without its counts. `intact`: the sha256 is that of what stands in the log."""

    since: str
    until: str
    n: int
    weeks: int
    calibrated: bool
    run: str | None
    sets: dict[str, int] | None
    model_version: str | None
    commit: str | None
    environment: str | None
    sha256: str
    intact: bool
    by: str
    at: str
    reason: str
    decision: int


@dataclass(frozen=True, slots=True)
class Move:
    """One word about the baseline: what stood `before` (None: nothing), and what since."""

    decision: int
    at: str
    by: str
    reason: str
    before: Said | None
    after: Said | None


@dataclass(frozen=True, slots=True)
class BaselineAnswer:
    """What stands (None: nothing), who may move it, and every move, newest first.

    `through` is the scope that gives the owner the right: baseline, or blocking where nobody
    owns it. `first` and `last` are the days of the desk's events, `in_force` the decision that
    set what stands. `proposed` is a window to begin with, for who is asked for one.
    """

    sentence: str
    baseline: Said | None
    columns: tuple[Column, ...]
    owner: str | None
    deputy: str | None
    through: str | None
    first: date | None
    last: date | None
    in_force: int | None
    proposed: tuple[date, date] | None
    history: tuple[Move, ...]


def standing_baseline(asked: StandingReading) -> Baseline | None:
    """The baseline in force; None while nobody has set one."""
    found = asked.standing_of(SUBJECT)
    if found is None:
        return None
    at = found.at.isoformat()
    return from_body(found.body, by=found.actor, at=at, reason=found.reason, decision=found.seq)


def baseline(desk: Desk, decision: int | None = None) -> BaselineAnswer:
    """What stands; with `decision` the baseline that was set in it, or Unknown."""
    with desk.ledger.reading() as asked:
        held = decider(asked.ownership(SCOPE), asked.ownership("blocking"))
        moves = asked.decisions(subject=SUBJECT)
        standing = standing_baseline(asked)
    shown = standing if decision is None else _set_in(moves, decision)
    known = window_known(desk, date.min, date.min)
    return BaselineAnswer(
        sentence=_sentence(shown, shown == standing),
        baseline=_said(shown),
        columns=_columns(shown.profile) if shown else (),
        owner=held.owner if held else None,
        deputy=held.deputy if held else None,
        through=held.scope if held else None,
        first=known.first,
        last=known.last,
        in_force=standing.decision if standing else None,
        proposed=proposed(known),
        history=tuple(_moves(moves)),
    )


def window_known(desk: Desk, since: date, until: date) -> Known:
    """What the desk knows of the window from `since` until `until`."""
    (row,) = desk.facts().ask("window_events", since=since, until=until)
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(DRIFT_MIN_ROWS)
    today = desk.ledger.clock().astimezone(UTC).date()
    return Known(today, row["first"], row["last"], row["n"], row["weeks"], floor)


def pinned_to(asked: Reading, name: str | None) -> Pinned:
    """The run called `name`, or Unknown; without a name the newest that the gate let pass."""
    if name is not None:
        run = asked.run(name)[0]
    else:
        passed = [
            r for r, verdict, _ in asked.runs() if (verdict or {}).get("verdict") == "PASS"
        ]
        run = max(passed, key=lambda one: one.at, default=None)
    if run is None:
        return Pinned()
    return Pinned(run.name, dict(run.sets), run.model_version, run.commit, run.environment)


def said(found: Baseline) -> Said:
    """`found` as every shell tells it."""
    pinned = found.pinned
    return Said(
        since=found.since,
        until=found.until,
        n=found.n,
        weeks=found.weeks,
        calibrated=found.calibrated,
        run=pinned.run,
        sets=dict(pinned.sets) if pinned.sets is not None else None,
        model_version=pinned.model_version,
        commit=pinned.commit,
        environment=pinned.environment,
        sha256=found.sha256,
        intact=found.intact,
        by=found.by,
        at=found.at,
        reason=found.reason,
        decision=found.decision,
    )


def set_by(entry: Entry) -> Baseline | None:
    """The baseline that `entry` let stand."""
    body: Body | None = entry.after["body"]
    if body is None:
        return None
    at = entry.at.isoformat()
    return from_body(body, by=entry.actor, at=at, reason=entry.reason, decision=entry.seq)


def _set_in(moves: list[Entry], decision: int) -> Baseline | None:
    for entry in moves:
        if entry.seq == decision:
            return set_by(entry)
    way = "`evaldesk baseline history` lists the decisions that set one."
    raise Unknown("baseline of decision", str(decision), way)


def _said(found: Baseline | None) -> Said | None:
    return said(found) if found else None


def _moves(entries: Sequence[Entry]) -> Iterator[Move]:
    """Each beside the one before it, newest first."""
    stood = [_said(set_by(entry)) for entry in entries]
    for place, (entry, after) in enumerate(zip(entries, stood, strict=True)):
        at, before = entry.at.isoformat(), stood[place + 1] if place + 1 < len(stood) else None
        yield Move(entry.seq, at, entry.actor, entry.reason, before, after)


def _columns(profile: Body) -> tuple[Column, ...]:
    return tuple(_column(one) for one in profile["columns"])


def _column(one: dict[str, Any]) -> Column:
    known = {name: one.get(name) for name in ("mean", "std", "weekly_q99")}
    return Column(one["column"], one["kind"], one["role"], one["n"], one["missing"], **known)


def _sentence(found: Baseline | None, standing: bool) -> str:
    if found is None:
        return (
            "No baseline stands: drift is told against the first weeks, provisionally, and "
            "nothing is opened by itself."
        )
    run = f" and runs with {found.pinned.run}" if found.pinned.run else ""
    weeks = f"{found.weeks} whole week{'' if found.weeks == 1 else 's'}"
    was = "is" if standing else "was"
    return (
        f"Production {was} compared with {found.since} to {found.until} ({found.n:,} events, "
        f"{weeks}){run}; {found.by} set it on {found.at[:10]}: {found.reason}"
    )
