"""The tables of gate trust: what it was shown, what came after, what it can see."""

from curation.gate_trust import Ending
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.self_test import SelfTest
from store.answers.trust import GreenRun, Trust

SHOWN = 20
ENDINGS: dict[Ending, Tone] = {
    Ending.CONFIRMED: "good",
    Ending.OVERTURNED: "bad",
    Ending.OPEN: "unknown",
}
HELD: dict[bool | None, Tone] = {True: "good", False: "bad", None: "unknown"}


def probes(found: SelfTest) -> Html:
    """Every made-up run with what the gate had to answer, and did."""
    columns = [
        "Made-up run",
        Column("Has to be", tight=True, phone=False),
        Column("Was", tight=True),
        Column("Because", phone=False),
    ]
    rows: list[list[Content]] = [
        [
            join((one.name.capitalize(), tag("small", one.shown)), tag("br")),
            one.expected,
            parts.chip(HELD[one.held], one.answer or "not asked"),
            one.why,
        ]
        for one in found.probes
    ]
    return tables.table("What the gate was shown", columns, rows)


def reds(found: Trust) -> Html:
    """The red runs, the newest first."""
    if not found.red:
        return tag("p", "No run was blocked yet.", class_="muted")
    columns = [Column("Run", tight=True), "What became of it"]
    rows: list[list[Content]] = [
        [
            link(one.run, "runs", run=one.run),
            join((parts.chip(ENDINGS[one.ending], one.ending.value), tag("small", one.how)),
                 tag("br")),
        ]
        for one in found.red[:SHOWN]
    ]  # fmt: skip
    return join((tables.table("Red runs", columns, rows), _more(len(found.red))))


def greens(found: Trust) -> Html:
    """The green releases, the newest first."""
    if not found.green:
        return tag("p", "No run has passed yet.", class_="muted")
    columns = [Column("Run", tight=True), Column("Passed", phone=False), "What followed"]
    rows: list[list[Content]] = [
        [link(one.run, "runs", run=one.run), wording.day(one.at[:10]), _followed(one)]
        for one in found.green[:SHOWN]
    ]
    return join((tables.table("Green releases", columns, rows), _more(len(found.green))))


def _followed(one: GreenRun) -> Html:
    if one.incident:
        chip = parts.chip("bad", one.incident)
        return join((chip, link("look", "incidents", id=one.incident)), " ")
    if one.young:
        return parts.chip("unknown", "too early to say")
    return parts.chip("good", "no incident")


def _more(count: int) -> Html | None:
    if count <= SHOWN:
        return None
    return tag("p", f"and {count - SHOWN} more: evaldesk trust", class_="muted")


def sight(found: Trust) -> Html:
    """What each number of the last judged run can see."""
    columns = [
        "Number",
        Column("Cases", number=True),
        Column("Must break", number=True, phone=False),
        Column("Smallest drop seen", number=True),
    ]
    rows: list[list[Content]] = [
        [one.title, wording.count(one.n), wording.count(one.failures),
         wording.percent(one.drop) if one.drop is not None else "sees none"]
        for one in found.sight
    ]  # fmt: skip
    return tables.table("What the gate can see", columns, rows)
