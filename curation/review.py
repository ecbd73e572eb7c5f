"""A weekly review: what is on its agenda, who was there, and what came of each item."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from curation.errors import BadRequest, NotAllowed
from curation.names import among, same_person

SUBJECT = "review:"
AGENDA = "/agenda"  # of a review that was started: what it had to go through
ITEM = "/item/"
MORE = "more"  # the subject of what a kind has beyond its cap


class Cadence(StrEnum):
    """How often a kind of item is looked at: in the first review of a month, of a quarter."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Outcome(StrEnum):
    """What came of an item."""

    DECIDED = "decided"
    DISCUSSED = "discussed"
    DEFERRED = "deferred"
    NO_ACTION = "no action"


KINDS: Mapping[str, str] = {  # of items, in the order of the agenda, with their heading
    "promise": "What was promised",
    "gate": "Releases and the gate",
    "failure_group": "New failures",
    "flake": "Flaky cases",
    "drift": "Drift",
    "budget": "Error budget",
    "alarm": "Alarms and investigations",
    "proposal": "Proposals that wait",
    "disagreement": "Labels that disagree",
    "waiver": "Waivers that end or have ended",
    "quarantine": "Quarantines that end",
    "coverage": "What the sets lack",
    "stale": "Stale cases",
    "leakage": "Leakage",
    "privacy": "Privacy",
    "refresh": "Refresh of the sets",
    "fairness": "Fairness",
    "cohort": "Cohorts",
    "slo": "Objectives",
    "contract": "Contract",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to go through. `link` shows it, as `case?id=c-1`.

    `evidence` are the figures that speak, each a line; `acts` are the commands that answer it.
    `subject` is `more` where it stands for what a kind has beyond its cap, which are
    the subjects in `rest`. `well`: nothing is wrong, it is only to be known.
    """

    kind: str
    subject: str
    why: str
    link: str
    evidence: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    cadence: Cadence = Cadence.WEEKLY
    owner: str | None = None
    rest: tuple[str, ...] = ()
    well: bool = False

    @property
    def count(self) -> int:
        """How many things it stands for."""
        return len(self.rest) or 1

    @property
    def key(self) -> str:
        """What it is called from week to week."""
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of one item; `outcome` None: it was opened, and is not settled.

    `since` is the last decision before the review began: what was decided later about it, or
    for it while it was on the table, is in `decisions`. `seen` is to be handed to the act that
    settles it (0: never opened); who settled it meanwhile is then not overruled.
    """

    key: str
    opened_at: str
    since: int
    outcome: Outcome | None = None
    note: str = ""
    decisions: tuple[int, ...] = ()
    by: str | None = None
    at: str | None = None
    seen: int = 0

    @property
    def settled(self) -> bool:
        """Whether somebody said what came of it."""
        return self.outcome is not None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A review that was started. `on` is the key of the item that is on the table.

    Moments are ISO in UTC. `since` is the last decision before it began, `on_since` before the
    item came on the table, `seen_until` the day of production's newest event.
    """

    week: str
    chair: str
    present: tuple[str, ...]
    started_at: str
    started_by: str
    since: int
    on: str | None = None
    on_since: int = 0
    seen_until: str | None = None
    closed_at: str | None = None
    closed_by: str | None = None
    agenda: tuple[Item, ...] = ()
    handled: tuple[Handled, ...] = ()  # in the order in which they were opened

    @property
    def open(self) -> bool:
        """Whether it still goes on."""
        return self.closed_at is None

    @property
    def left(self) -> tuple[Item, ...]:
        """What is not settled yet, in the order of the agenda."""
        done = {one.key for one in self.handled if one.settled}
        return tuple(one for one in self.agenda if one.key not in done)

    @property
    def again(self) -> frozenset[str]:
        """The keys that come again: nobody settled them, or they were put off."""
        told = {one.key: one.outcome for one in self.handled}
        late = [one for one in self.agenda if told.get(one.key) in (None, Outcome.DEFERRED)]
        hidden = [f"{one.kind}:{name}" for one in late for name in one.rest]
        return frozenset([*(one.key for one in late), *hidden])

    def of(self, key: str) -> Handled | None:
        """What came of an item; None: it was never opened."""
        return next((one for one in self.handled if one.key == key), None)

    def item(self, key: str) -> Item:
        """The item of the agenda; BadRequest where it has none of that key."""
        for one in self.agenda:
            if one.key == key:
                return one
        way = f"`evaldesk review --week {self.week}` lists them."
        raise BadRequest(f"The review of {self.week} has no item '{key}'. {way}")

    def after(self, key: str) -> str | None:
        """The next item that is not settled, looking on from `key` and round again."""
        keys = [one.key for one in self.agenda]
        place = keys.index(key) + 1 if key in keys else 0
        left = {one.key for one in self.left} - {key}
        return next((one for one in keys[place:] + keys[:place] if one in left), None)


def require_there(meeting: Meeting, actor: str) -> None:
    """Refuse who is not at the review: what came of it is the word of who was there."""
    if not among(actor, meeting.chair, meeting.started_by, *meeting.present):
        raise NotAllowed(
            f"{actor} is not at the review of {meeting.week}. Who is there says so first: "
            f'evaldesk review join "{actor}" --week {meeting.week}.'
        )


def require_own(was: Handled, actor: str) -> None:
    """Refuse to overrule another person's word about an item without having seen it."""
    if was.outcome is not None and was.by and not same_person(was.by, actor):
        note = f" with the note '{was.note}'" if was.note else ""
        raise BadRequest(
            f"{was.by} settled {was.key} as {was.outcome} already{note}. To say another word: "
            "--again."
        )


def subject(week: str) -> str:
    """What decisions about the review of a week are about."""
    return f"{SUBJECT}{week}"


def week_of(moment: datetime | date) -> str:
    """The week of a day, as `2026-W47`."""
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"


def monday(week: str) -> date:
    """The first day of a week; BadRequest for what is none."""
    try:
        year, _, number = week.strip().upper().partition("-W")
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        raise BadRequest(f"'{week}' is no week. Write it as 2026-W47.") from None


def cadences(week: str) -> frozenset[Cadence]:
    """What the review of a week looks at: its Monday is the first of a month, or a quarter."""
    day = monday(week)
    found = {Cadence.WEEKLY}
    if day.day <= 7:
        found.add(Cadence.MONTHLY)
        if day.month in (1, 4, 7, 10):
            found.add(Cadence.QUARTERLY)
    return frozenset(found)


def sunday(week: str) -> date:
    """The last day of a week."""
    return monday(week) + timedelta(days=6)


def meeting_body(meeting: Meeting) -> dict[str, Any]:
    """The review itself as plain JSON values; its agenda and items stand on their own."""
    found = asdict(replace(meeting, agenda=(), handled=()))
    return {name: found[name] for name in found if name not in ("week", "agenda", "handled")}


def item_body(item: Item) -> dict[str, Any]:
    """An item of the agenda as plain JSON values."""
    return asdict(item)


def handled_body(handled: Handled) -> dict[str, Any]:
    """What came of an item, without what its subject and its decision say."""
    found = asdict(handled)
    return {name: found[name] for name in found if name not in ("key", "seen")}


def item_from(body: Mapping[str, Any]) -> Item:
    """The item that `item_body` wrote."""
    words: dict[str, Any] = {**body, "cadence": Cadence(body["cadence"])}
    words |= {name: tuple(body.get(name) or ()) for name in ("evidence", "acts", "rest")}
    return Item(**words)


def handled_from(key: str, body: Mapping[str, Any], seen: int) -> Handled:
    """What `handled_body` wrote; `seen` is the decision that said it last."""
    outcome = Outcome(body["outcome"]) if body["outcome"] else None
    words: dict[str, Any] = {**body, "outcome": outcome}
    words["decisions"] = tuple(body["decisions"])
    return Handled(key=key, seen=seen, **words)


def meeting_from(
    week: str,
    body: Mapping[str, Any],
    agenda: tuple[Item, ...] = (),
    handled: tuple[Handled, ...] = (),
) -> Meeting:
    """The review that `meeting_body` wrote, with its agenda and its items."""
    words: dict[str, Any] = {**body, "present": tuple(body["present"])}
    return Meeting(week=week, agenda=agenda, handled=handled, **words)
