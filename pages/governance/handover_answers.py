"""One question of a handover as a card: its answer, what that rests on, what it lacks."""

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl

from pages.shared import lists, marks, parts, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.lists import Todo
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from pages.shared.tables import Column, table
from store.answers.handover_known import Evidence, Missing, Question
from store.answers.handover_numbers import Budget
from store.answers.trends import P95

_HOLDS: dict[bool | None, tuple[Tone, str]] = {
    True: ("good", "within"),
    False: ("bad", "over"),
    None: ("unknown", "cannot say"),
}


def question_card(one: Question, budgets: Sequence[Budget] = ()) -> None:
    """Draw the card."""
    with parts.card(one.question, key=f"question-{one.name}"):
        steps = [row for row in one.evidence if row.unit in ("days", "share")]
        if one.name == "path":
            show(parts.tiles(*map(_tile, [*_waiting(one), *steps])))
        rest = [row for row in one.evidence if not (one.name == "path" and row.unit)]
        if budgets:
            show(tag("div", *_sentences(one), class_="answer"), _budgets(budgets))
        else:
            show(tag("div", tag("div", *_sentences(one), class_="answer"), _facts(rest),
                     class_="qa"))  # fmt: skip
        if one.missing:
            show(lists.todo_list(map(_lack, one.missing)))


def lead(target: str, label: Content) -> Html:
    """`label` as a link to `page?name=value`."""
    page, _, query = target.partition("?")
    return link(label, page, **dict(parse_qsl(query)))


def _sentences(one: Question) -> Iterable[Html]:
    first, *rest = one.sentences
    yield tag("p", tag("b", first))
    yield from (tag("p", said) for said in rest)


def _waiting(one: Question) -> list[Evidence]:
    return [row for row in one.evidence if row.unit == "cases"]


def _tile(row: Evidence) -> Tile:
    page, _, query = row.link.partition("?")
    return Tile(row.what, _amount(row), _beside(row), page=page, query=dict(parse_qsl(query)))


def _amount(row: Evidence) -> str:
    if row.value is None:
        return "too few"
    if row.unit == "days":
        return f"{row.value:.1f} d" if row.value < 100 else f"{row.value:.0f} d"
    return wording.percent(row.value, 0) if row.unit == "share" else wording.count(row.value)


def _beside(row: Evidence) -> str:
    if row.unit == "cases":
        return row.said.partition(", ")[2] or "now"
    if row.low is None or row.high is None:
        return f"n {wording.count(row.n)}"
    if row.unit == "share":
        between = f"{row.low * 100:.0f}–{row.high * 100:.0f}"
    else:
        between = f"{row.low:.1f}–{row.high:.1f}"
    return f"{between}, n {wording.count(row.n)}"


def _facts(rows: Sequence[Evidence]) -> Html:
    return lists.facts((row.what, _said(row)) for row in rows)


def _said(row: Evidence) -> Html:
    tone: Tone | None = None if row.holds is None else "good" if row.holds else "bad"
    found = lead(row.link, row.said)
    return join((parts.chip(tone, found),)) if tone else found


def _lack(one: Missing) -> Todo:
    return Todo(
        "warn", lead(one.link, one.what), join((f"{one.who}: ", tag("code", one.clear)))
    )


def _budgets(found: Sequence[Budget]) -> Html:
    """A row a route, both measures with their limits marked."""
    columns = [
        Column("Route", tight=True),
        Column("p95 latency", number=True),
        Column("against its limit", phone=False),
        Column("kept", tight=True),
        Column("Cost of 1,000", number=True),
        Column("against its limit", phone=False),
        Column("kept", tight=True),
        Column("Events", number=True, phone=False),
    ]
    routes = dict.fromkeys(one.route for one in found)
    tops = {m: _top(found, m) for m in {one.measure for one in found}}
    rows = [_route(route, [o for o in found if o.route == route], tops) for route in routes]
    return table("Latency and cost of each route, against what was agreed", columns, rows)


def _top(found: Sequence[Budget], measure: str) -> float:
    """The end of the scale that all bars of a measure share."""
    those = [one for one in found if one.measure == measure]
    ends = [one.line.now.high or 0.0 for one in those if one.line]
    return 1.1 * max([*ends, *(one.limit or 0.0 for one in those)], default=1.0)


def _route(route: str, both: Sequence[Budget], tops: dict[str, float]) -> list[Content]:
    cells: list[Content] = [link(route, "trends", by="route")]
    for one in both:
        value = one.line.now.value if one.line else None
        cells += [_measured(one), marks.bar(value, 0, tops[one.measure], one.limit), _kept(one)]
    line = both[0].line
    return [*cells, wording.count(line.now.n) if line else wording.NOTHING]


def _measured(one: Budget) -> Content:
    now = one.line.now if one.line else None
    if now is None or now.value is None:
        return wording.NOTHING
    low, high = (_written(one.measure, end) for end in (now.low, now.high))
    return join((_written(one.measure, now.value), tag("small", f"{low} to {high}")), tag("br"))


def _written(measure: str, value: float | None) -> str:
    if value is None:
        return wording.NOTHING
    return f"{value:,.0f} ms" if measure == P95 else f"${value:,.2f}"


def _kept(one: Budget) -> Html:
    if one.limit is None:
        return parts.chip("warn", "nothing agreed")
    tone, word = _HOLDS[one.kept]
    limit = _written(one.measure, one.limit)
    return tag("span", parts.chip(tone, f"{word} {limit}"), title=f"said in: {one.said_in}")
