"""A flaky case cannot block a release for a while: who may say so, how long, on what proof."""

from dataclasses import dataclass
from datetime import date, timedelta

from curation.attempts import Stability
from curation.cases import Case, Quarantine, State
from curation.errors import BadRequest, NotAllowed
from curation.flakiness import flip_rate, is_flaky
from curation.ownership import Ownership
from curation.percents import percent
from curation.promotion import Objection
from curation.thresholds import MAX_FLIP_RATE, MAX_QUARANTINE_DAYS, Policy


def in_force(quarantine: Quarantine | None, today: date) -> Quarantine | None:
    """The quarantine, until its day has come; then it has ended by itself."""
    if quarantine is None or today >= date.fromisoformat(quarantine.until):
        return None
    return quarantine


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known when a case is to be put into quarantine."""

    policy: Policy
    stability: Stability
    blocking_owner: Ownership | None
    today: date


def quarantined(owner: str, until: str) -> Quarantine:
    """The quarantine as it is kept, or BadRequest."""
    if not owner.strip():
        raise BadRequest("A quarantine has an owner, who mends the case: --owner NAME.")
    try:
        return Quarantine(owner.strip(), date.fromisoformat(until.strip()).isoformat())
    except ValueError:
        raise BadRequest(f"'{until}' is no day. Write it as 2026-12-31.") from None


def objections(
    case: Case, wanted: Quarantine, known: Standing, *, actor: str, reason: str
) -> list[Objection]:
    """Why `case` may not be put into quarantine; empty when it may."""
    found = [
        _in_blocking(case),
        _flaky(known),
        _in_time(wanted, known),
        _by_owner(known.blocking_owner, actor),
    ]
    if not reason.strip():
        found.append(Objection("no_reason", "a quarantine needs a reason", "say --reason"))
    return [one for one in found if one]


def require_may_lift(case: Case, blocking: Ownership | None, actor: str) -> None:
    """Refuse to lift what does not stand, or by who may not decide."""
    if case.quarantine is None:
        raise BadRequest(f"{case.id} is not in quarantine. `evaldesk flakes` lists what is.")
    if objection := _by_owner(blocking, actor):
        raise NotAllowed(f"{objection.what}: {objection.clear}.")


def _in_blocking(case: Case) -> Objection | None:
    if case.state is State.BLOCKING:
        return None
    clear = "nothing needs to be done"
    return Objection("not_blocking", f"it is in {case.state} and blocks nothing", clear)


def _flaky(known: Standing) -> Objection | None:
    found, limit = known.stability, known.policy.value(MAX_FLIP_RATE)
    if is_flaky(found, limit):
        return None
    measured = flip_rate(found)
    shown = f"shown to flip less than {percent(limit)} of the time"
    what = f"is {shown}" if found.flips and measured.high is not None else "never disagreed"
    return Objection(
        "not_flaky",
        f"what it was asked {found.scored} times {what}",
        "mend what fails, or move the case out of blocking with a reason",
    )


def _in_time(wanted: Quarantine, known: Standing) -> Objection | None:
    days = known.policy.value(MAX_QUARANTINE_DAYS)
    last = known.today + timedelta(days=round(days))
    if known.today < date.fromisoformat(wanted.until) <= last:
        return None
    what = f"a quarantine ends within {days:.0f} days, and not today"
    clear = f"--until {last} or earlier"
    return Objection("until_too_late", what, clear)


def _by_owner(owner: Ownership | None, actor: str) -> Objection | None:
    if owner is None:
        return Objection(
            "no_set_owner",
            "nobody owns the blocking set, so nobody can decide this",
            "evaldesk own blocking --owner NAME",
        )
    if owner.may_decide(actor):
        return None
    return Objection(
        "not_the_owner",
        f"only {owner.people} may decide what blocks; you are {actor}",
        f"ask {owner.owner}",
    )
