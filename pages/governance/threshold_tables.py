"""The numbers in force by what they are about, each with its distance and its owner."""

from collections.abc import Sequence

from curation.threshold_words import told
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.thresholds import Number, groups

_NAMED = 3  # people, before it is enough to say how many


def _columns(measured: bool) -> tuple[Column, ...]:
    """The same ones in every card, so that they stand under each other."""
    return (
        Column("Number", kind="of-number"),
        Column("In force", kind="of-value"),
        Column("Latest", phone=False, kind="of-latest"),
        Column("Distance", phone=measured, kind="of-distance"),
        Column("Owner", phone=False, kind="of-owner"),
        Column("Since", phone=False, kind="of-since"),
    )


def group_cards(found: list[Number], chosen: str | None) -> None:
    """Draw a card for each group that has something to show."""
    for place, (group, numbers) in enumerate(groups(found)):
        with parts.card(group, _under(numbers), key=f"group-{place}"):
            columns = _columns(any(one.latest is not None for one in numbers))
            rows = [_row(one, one.name == chosen) for one in numbers]
            table = tables.table(f"{group}: the numbers in force", columns, rows)
            show(tag("div", table, class_="aligned"))


def _under(numbers: list[Number]) -> str:
    owners = sorted({one.owner or "nobody" for one in numbers})
    return f"{wording.many(len(numbers), 'number')} · {decide(owners)}"


def decide(people: Sequence[str]) -> str:
    """Who decides, as a sentence has it: one decides, two decide, or five people do."""
    if len(people) > _NAMED:
        return f"{wording.count(len(people))} people decide"
    *others, last = people or ["nobody"]
    return f"{', '.join(others)} and {last} decide" if others else f"{last} decides"


def _row(one: Number, chosen: bool) -> list[Content]:
    label = link(tag("b", one.label) if chosen else one.label, "thresholds", name=one.name)
    waits = [parts.pill(f"{p} waits", "warn") for p in one.waiting]
    waits += [parts.pill(f"{one.scheduled} comes", "info")] if one.scheduled else []
    name = join((label, " ", join(waits, " "), tag("br"), tag("small", one.name)))
    return [name, one.stated, latest(one), distance(one), _owner(one), _since(one)]


def latest(one: Number) -> Content:
    """What was measured last, of what, with its n."""
    found = one.latest
    if found is None or found.value is None:
        return tag("span", wording.NOTHING, class_="muted", title="nothing measures it")
    n = f", n {wording.count(found.n)}" if found.n else ""
    value = round(found.value, 1) if one.metric in ("days", "latency_p95_ms") else found.value
    said = told(one.metric, round(value, 4))
    return join((said, " ", tag("small", f"{found.of}{n}", class_="muted")))


def distance(one: Number) -> Content:
    """How far that is from the number, as a status."""
    found = one.latest
    if found is None or found.distance is None:
        return tag("span", wording.NOTHING, class_="muted")
    digits = 1 if one.metric in ("days", "latency_p95_ms") else 4
    away = told(one.metric, round(abs(found.distance), digits))
    side = "inside" if found.distance >= 0 else "beyond"
    said = "at the limit" if found.distance == 0 else f"{away} {side}"
    return parts.chip(_tone(found.met), said if found.met is not None else f"{said}, undecided")


def _tone(met: bool | None) -> Tone:
    return "unknown" if met is None else "good" if met else "bad"


def _owner(one: Number) -> Html:
    if one.owner is None:
        return parts.chip("warn", "nobody")
    deputy = tag("small", f"deputy {one.deputy}") if one.deputy else None
    return join((one.owner, tag("br"), deputy)) if deputy else join((one.owner,))


def _since(one: Number) -> Content:
    if one.since is None:
        return tag("span", "by default", class_="muted")
    number = tag("small", f"decision {one.decision}", class_="muted")
    return join((wording.day(one.since), tag("br"), number))
