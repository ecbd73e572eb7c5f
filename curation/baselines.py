"""What later windows and runs are compared with, and who may move it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from curation.decisions import Body, canonical
from curation.errors import BadRequest, NotAllowed
from curation.ownership import Ownership

SCOPE = "baseline"  # what `evaldesk own` calls it
SUBJECT = "baseline:production"
CALIBRATED_FROM = 8  # whole weeks, from which the reference's own spread is known


@dataclass(frozen=True, slots=True)
class Pinned:
    """The run of a baseline and what it was made of; None where nobody said."""

    run: str | None = None
    sets: Mapping[str, int] | None = None
    model_version: str | None = None
    commit: str | None = None
    environment: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A reference window and a run; `until` is the day after the window's last one.

    `profile` is the body of a curation.profile.Profile: edges and counts of every column, with
    the spread of the window's own weeks where there are enough of them (`calibrated`).
    `sha256` is of all this; `by`, `at`, `reason` and `decision` say who let it stand.
    """

    since: str
    until: str
    n: int
    weeks: int
    calibrated: bool
    pinned: Pinned
    profile: Body
    sha256: str
    by: str
    at: str
    reason: str
    decision: int

    @property
    def intact(self) -> bool:
        """Whether the sha256 is that of what stands here."""
        said = body_of(
            date.fromisoformat(self.since),
            date.fromisoformat(self.until),
            n=self.n,
            weeks=self.weeks,
            pinned=self.pinned,
            profile=self.profile,
        )
        return said["sha256"] == self.sha256

    @property
    def window(self) -> str:
        """As a reference is written: FROM..TO."""
        return f"{self.since}..{self.until}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knows of a window that somebody wants.

    The desk's events are from `first` to `last`; `n` of them lie in the window, and `weeks` are
    the whole weeks in it that have any.
    """

    today: date
    first: date | None
    last: date | None
    n: int
    weeks: int
    floor: float


def body_of(
    since: date, until: date, *, n: int, weeks: int, pinned: Pinned, profile: Body
) -> dict[str, Any]:
    """A baseline as the ledger keeps it, with the sha256 of everything else in it."""
    said: dict[str, Any] = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "n": n,
        "weeks": weeks,
        "run": pinned.run,
        "sets": dict(pinned.sets) if pinned.sets is not None else None,
        "model_version": pinned.model_version,
        "commit": pinned.commit,
        "environment": pinned.environment,
        "profile": dict(profile),
    }
    return {**said, "sha256": address_of(said)}


def address_of(body: Body) -> str:
    """The sha256 of a baseline's body, leaving out the one that it names."""
    said = {name: value for name, value in body.items() if name != "sha256"}
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def from_body(body: Body, *, by: str, at: str, reason: str, decision: int) -> Baseline:
    """The baseline that `body_of` wrote."""
    return Baseline(
        since=body["since"],
        until=body["until"],
        n=body["n"],
        weeks=body["weeks"],
        calibrated=body["weeks"] >= CALIBRATED_FROM,
        pinned=Pinned(
            body["run"],
            body["sets"],
            body["model_version"],
            body["commit"],
            body["environment"],
        ),
        profile=body["profile"],
        sha256=body["sha256"],
        by=by,
        at=at,
        reason=reason,
        decision=decision,
    )


def require_change(standing: Baseline, wanted: Body) -> None:
    """Refuse to move the baseline to where it stands, on the same events and with its run."""
    if standing.sha256 != wanted["sha256"]:
        return
    run = f" with {standing.pinned.run}" if standing.pinned.run else ""
    raise BadRequest(
        f"The baseline is {standing.window}{run} already, set by {standing.by}; nothing was "
        "moved. Name another window or another run."
    )


def window_of(since: str, until: str) -> tuple[date, date]:
    """The days from which and until which a baseline is wanted, or BadRequest."""
    first, last = _day(since), _day(until)
    if first >= last:
        raise BadRequest(
            f"{first} is not before {last}, so nothing lies between them. Say the first day "
            "first; the last one (--to) is not part of the window."
        )
    return first, last


def require_window(since: date, until: date, known: Known) -> None:
    """Refuse a window from which nothing could be told."""
    if until > known.today:
        raise BadRequest(
            f"The window ends on {until}, and today is {known.today}: it is not over yet. "
            f"End it with --to {known.today} or earlier (the end is not part of it)."
        )
    if known.first is None or known.last is None:
        raise BadRequest(
            "No event with a time is on this desk, so there is nothing to compare with. "
            "Import events first: evaldesk import FILE."
        )
    if until <= known.first or since > known.last:
        raise BadRequest(
            f"No event lies in {since}..{until}: the events of this desk are from "
            f"{known.first} to {known.last}. Choose a window among them."
        )
    if known.n < known.floor:
        raise BadRequest(
            f"Too few to say: {known.n:,} events lie in {since}..{until}, and "
            f"{known.floor:,.0f} are needed. Choose a longer window."
        )


def proposed(known: Known) -> tuple[date, date] | None:
    """A window to begin with: the newest whole weeks, as many as show their own spread.

    Of a short past the first half, so that something is left to be judged.
    """
    if known.first is None or known.last is None:
        return None
    first = known.first + timedelta(days=-known.first.weekday() % 7)
    last = min(known.last + timedelta(days=1), known.today)
    last -= timedelta(days=last.weekday())
    weeks = (last - first).days // 7
    if weeks < 1:
        return None
    if weeks < 2 * CALIBRATED_FROM:
        return first, first + timedelta(weeks=max(1, weeks // 2))
    return last - timedelta(weeks=CALIBRATED_FROM), last


def decider(baseline: Ownership | None, blocking: Ownership | None) -> Ownership | None:
    """Who decides about the baseline: its owner, else who owns blocking."""
    return baseline or blocking


def require_may_set(
    baseline: Ownership | None, blocking: Ownership | None, actor: str, reason: str
) -> None:
    """Refuse who may not move the baseline, and a move without a reason."""
    held = decider(baseline, blocking)
    if held is None:
        raise NotAllowed(
            "Nobody owns the baseline nor the blocking set, so nobody can say what production "
            "is compared with. Name somebody: evaldesk own baseline --owner NAME."
        )
    if not held.may_decide(actor):
        raise NotAllowed(
            f"The baseline is for {held.people} to move, who own {held.scope}; you are "
            f"{actor}. Ask {held.owner}."
        )
    if not reason.strip():
        raise BadRequest("Moving the baseline needs a reason, which stays: say --reason.")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise BadRequest(f"'{said}' is no day. Write it like 2026-11-01.") from None
