"""Everything on a desk that has a name of its own, but for its cases: what can be gone to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from threading import Lock
from urllib.parse import urlencode

from curation.decisions import Kind
from curation.finding import Name, name
from curation.threshold_owners import decider
from curation.threshold_words import limit_told, words
from curation.waivers import waivers_of
from store.answers.inbox import inbox
from store.answers.incidents import on_record
from store.desk import Desk
from store.ledger.reading import Reading


class What(StrEnum):
    """What can be found, in the order in which it is told."""

    CASE = "cases"
    GROUP = "failure groups"
    RUN = "runs"
    THRESHOLD = "thresholds"
    PERSON = "people"
    INCIDENT = "incidents"
    PROPOSAL = "proposals"
    WAIVER = "waivers"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that was found; `link` leads there, as `case?id=c-1`."""

    what: What
    title: str
    said: str
    link: str


Known = tuple[Thing, Name, Name]  # with its title and what stands beside it, to be found by


def to(page: str, **query: str) -> str:
    """Where a thing leads."""
    return f"{page}?{urlencode(query)}"


class Catalogue:
    """Keeps the names of a desk until a decision or the facts change them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._seen: tuple[int, int, date] | None = None
        self._known: tuple[Known, ...] = ()

    def now(self) -> tuple[Known, ...]:
        """All that has a name at this moment."""
        desk = self._desk
        shown, today = desk.shown_facts(), desk.ledger.clock().date()
        with desk.ledger.reading() as asked:
            seen = (shown, asked.head()[0], today)
        with self._lock:
            if self._seen != seen:
                self._known = tuple(_ready(one, also) for one, also in _things(desk, today))
                self._seen = seen
            return self._known


def _ready(one: Thing, also: str) -> Known:
    return one, name(one.title), name(f"{one.what} {one.said} {also}")


def _things(desk: Desk, today: date) -> Iterator[tuple[Thing, str]]:
    """Every thing, with words that find it but are not shown."""
    yield from _groups(desk)
    with desk.ledger.reading() as asked:
        yield from _runs(asked)
        yield from _thresholds(asked)
        yield from _people(asked)
        yield from _incidents(asked)
        yield from _proposals(asked, today)
        yield from _waivers(asked, today)


def _groups(desk: Desk) -> Iterator[tuple[Thing, str]]:
    found = inbox(desk)
    for one in found.groups:
        said = f"{one.count:,} wait · {one.route}"
        yield Thing(What.GROUP, one.title, said, to("inbox", group=one.group)), one.group
    for sleeper in found.asleep:
        one = sleeper.group
        said = f"sleeps {sleeper.until}"
        yield Thing(What.GROUP, one.title, said, to("inbox", group=one.group)), one.group


def _runs(asked: Reading) -> Iterator[tuple[Thing, str]]:
    for one, said, _ in sorted(asked.runs(), key=lambda row: row[0].at, reverse=True):
        verdict = str(said["verdict"]) if said else "not judged"
        told = " · ".join(part for part in (one.model_version, one.at[:10], verdict) if part)
        more = f"{one.commit or ''} {one.tier or ''} {one.environment or ''}"
        yield Thing(What.RUN, one.name, told, to("runs", run=one.name)), more


def _thresholds(asked: Reading) -> Iterator[tuple[Thing, str]]:
    owners = asked.ownerships()
    for held in asked.policy().thresholds.values():
        who = decider(held, owners)
        owner = f"owned by {who.owner}" if who else "nobody owns it"
        said = f"{limit_told(held)} · {owner}"
        link = to("thresholds", name=held.name)
        yield Thing(What.THRESHOLD, words(held).label, said, link), held.name


def _people(asked: Reading) -> Iterator[tuple[Thing, str]]:
    known = asked.people()
    acted = asked.acted()
    here = {k: one.name for k, one in acted.items()}
    here |= {k: one.name for k, one in known.listed.items()}
    for owner in asked.ownerships().values():
        for who in (owner.owner, owner.deputy):
            if who:
                here.setdefault(name(who).text, who)
    for who in sorted(dict.fromkeys(here.values())):
        role = "has left" if known.left(who) else str(known.role(who))
        yield Thing(What.PERSON, who, role, to("decisions", by=who)), ""


def _incidents(asked: Reading) -> Iterator[tuple[Thing, str]]:
    for one in reversed(on_record(asked)):
        said = f"{one.id} · {one.state} · from {one.start[:10]}"
        yield Thing(What.INCIDENT, one.name, said, to("incidents", id=one.id)), one.summary


def _proposals(asked: Reading, today: date) -> Iterator[tuple[Thing, str]]:
    for _, one in reversed(asked.proposals()):
        said = f"{one.name} · {one.stage(today)} · {one.proposer}"
        link = to("thresholds", proposal=one.id)
        yield Thing(What.PROPOSAL, f"{one.id}: {one.reason}", said, link), ""


def _waivers(asked: Reading, today: date) -> Iterator[tuple[Thing, str]]:
    for one in waivers_of(asked.standing(Kind.WAIVER_SET)):
        said = f"{one.what} · {one.stands(today)} · until {one.until}"
        yield Thing(What.WAIVER, f"{one.id}: {one.reason}", said, to("waivers", id=one.id)), ""
