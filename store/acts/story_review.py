"""Two weekly reviews of the sample's last weeks, with promises that held and that did not."""

from datetime import UTC, timedelta

from curation.actions import Check
from curation.review import Item, Meeting, Outcome
from store.acts.promising import done, drop, promise
from store.acts.reviewing import close, settle, start, turn_to
from store.desk import Desk
from store.sample.story.people import ANA, BEN, CHLOE, DEV

EMI = "Emi Sato"
HELD = (2, 1)  # so many weeks before the sample ends
_KINDS = (
    "promise",
    "gate",
    "failure_group",
    "flake",
    "proposal",
    "waiver",
    "quarantine",
    "stale",
)
_NOTES = {
    "gate": (Outcome.DISCUSSED, "Nothing that speaks against going on with 5.1."),
    "failure_group": (Outcome.DEFERRED, "Seen; Emi sorts the dearest one first."),
    "stale": (Outcome.NO_ACTION, "The next freeze is due this week anyway."),
}


def hold_review(desk: Desk, weeks: int) -> None:
    """The review of a Monday `weeks` before the end; Ana leads, and closes it."""
    here = (BEN, CHLOE, DEV) if weeks == HELD[0] else (BEN, CHLOE, DEV, EMI)
    meeting = start(desk, chair=ANA, present=here, actor=ANA, kinds=_KINDS).meeting
    (_first if weeks == HELD[0] else _second)(desk, meeting)
    close(desk, actor=ANA)


def _first(desk: Desk, meeting: Meeting) -> None:
    for item in meeting.agenda:
        _settle(desk, item)
    promise(desk, "Freeze the next blocking set before 5.1 is scored", owner=CHLOE,
            due=_day(desk, 4), actor=ANA)  # fmt: skip
    if group := _group(meeting):
        promise(desk, "Sort the dearest of the new groups", owner=EMI, due=_day(desk, 6),
                actor=ANA, item=group.key, check=Check.GROUP_SORTED,
                about=group.subject)  # fmt: skip
    promise(desk, "Ask the voice vendor since when its confidence is lower", owner=DEV,
            due=_day(desk, 3), actor=ANA)  # fmt: skip


def _second(desk: Desk, meeting: Meeting) -> None:
    for item in meeting.agenda:
        if item.kind == "promise":
            _heard(desk, item)
        else:
            _settle(desk, item)
    promise(desk, "Bring a candidate of 5.1 through the gate", owner=DEV, due=_day(desk, 4),
            actor=ANA, check=Check.GATE_PASSES)  # fmt: skip
    promise(desk, "Say in the standard when a dispute about a charge is refused", owner=CHLOE,
            due=_day(desk, 5), actor=ANA)  # fmt: skip
    if group := _group(meeting):
        promise(desk, "Sort what failed for the first time", owner=EMI, due=_day(desk, 5),
                actor=ANA, item=group.key, check=Check.GROUP_SORTED,
                about=group.subject)  # fmt: skip


def _heard(desk: Desk, item: Item) -> None:
    """Its owner says what came of a promise, while it is on the table."""
    turn_to(desk, item.key, actor=ANA)
    if item.owner == CHLOE:
        why = "frozen on Wednesday, before the first run"
        done(desk, item.subject, actor=CHLOE, reason=why)
    elif item.owner == DEV:
        why = "the vendor's contract has ended; the drift is looked into here"
        drop(desk, item.subject, actor=DEV, reason=why)
    settle(desk, item.key, Outcome.DISCUSSED, actor=ANA)


def _settle(desk: Desk, item: Item) -> None:
    outcome, note = _NOTES.get(item.kind, (Outcome.DISCUSSED, ""))
    settle(desk, item.key, outcome, actor=ANA, note=note)


def _group(meeting: Meeting) -> Item | None:
    """The dearest group that is new."""
    found = (one for one in meeting.agenda if one.kind == "failure_group")
    return next((one for one in found if one.subject.startswith("g-")), None)


def _day(desk: Desk, days: int) -> str:
    return (desk.ledger.clock().astimezone(UTC).date() + timedelta(days=days)).isoformat()
