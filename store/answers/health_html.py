"""Health as one page of HTML that needs nothing from outside: to send, to print, to keep."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from curation.figures import CohortRow, Figure
from curation.plot import bars_from, path, plot
from curation.plot_words import finding
from curation.tile_words import amount, brief, mark, under
from store.answers import health_rows as rows
from store.answers.health import Health
from store.answers.paper import printable
from store.answers.sheet import box, heads, put, table, wide
from store.answers.sheet_chart import chart
from store.answers.sheet_look import CSS

_SPARK = (72.0, 24.0)
_FIRST = 6  # asks by name; the desk shows them all


def html(found: Health) -> str:
    """The whole page; it reads in light and in dark, and prints on one sheet."""
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    put(head, "title", rows.title(found))
    SubElement(head, "style").text = CSS
    body = SubElement(SubElement(page, "body"), "main")
    put(body, "h1", rows.title(found))
    put(body, "p", rows.pinned(found), "sub")
    _sentence(body, found)
    _tiles(body, rows.tiled(found))
    two = box(body, "two")
    _chart(box(two, "card"), found.figures)
    _asks(box(two, "card"), found)
    _cohorts(body, found.cohorts)
    table(body, rows.cost(found), rows.IMPACT, rows.impact(found))
    _methods(body, found.figures)
    return "<!doctype html>\n" + tostring(page, "unicode", method="html") + "\n"


def _sentence(body: Element, found: Health) -> None:
    answer, rest = rows.halves(found)
    verdict = SubElement(body, "p", {"class": f"verdict {found.tone}"})
    bold = put(verdict, "b", answer)
    bold.tail = f"{' ' if rest[:1].isspace() else ''}{printable(rest)}"


def _tiles(body: Element, figures: Sequence[Figure]) -> None:
    tiles = box(body, "tiles")
    for one in figures:
        tile = SubElement(tiles, "article", {"class": "tile", "title": printable(one.said)})
        _spark(tile, one)
        put(tile, "h3", one.title)
        put(tile, "div", amount(one.value, one.unit), "value")
        tone, said = mark(one)
        put(tile, "div", said, f"chip {tone}" if tone else "chip")
        put(tile, "div", brief(one), "note")
        if left := under(one):
            put(tile, "div", left, "note")


def _spark(tile: Element, one: Figure) -> None:
    drawn = plot(one.trend)
    if drawn is None:
        return
    width, height = _SPARK
    line = {"viewBox": f"0 0 {width:g} {height:g}", "preserveAspectRatio": "none",
            "role": "img", "aria-label": f"{one.title} by week"}  # fmt: skip
    SubElement(SubElement(tile, "svg", line), "path", d=path(drawn.pieces, width, height))


def _chart(card: Element, figures: Sequence[Figure]) -> None:
    one = next((f for f in figures if f.name == "production_quality"), None)
    if one is None:
        return
    put(card, "h2", finding(one))
    put(card, "p", f"{one.title}, week by week", "sub")
    chart(card, one)


def _asks(card: Element, found: Health) -> None:
    put(card, "h2", "We ask you to decide")
    if not found.asks:
        put(card, "p", "Nothing waits for a decision.", "sub")
        return
    listed = SubElement(card, "ul")
    for one in found.asks[:_FIRST]:
        line = SubElement(listed, "li")
        put(line, "span", rows.asked(one), "side")
        put(line, "b", one.what)
        put(line, "div", one.why, "sub")
    if (more := len(found.asks) - _FIRST) > 0:
        put(card, "p", f"and {more} more", "sub")


def _cohorts(body: Element, found: Sequence[CohortRow]) -> None:
    if not found:
        return
    card = box(body, "card")
    put(card, "h2", "Cohorts, worst first")
    drawn = SubElement(wide(card), "table")
    heads(drawn, ("Cohort", "Status", "Good", "", "Limit", "Change", "Drift", "n"))
    low = bars_from([v for one in found for v in (one.value, one.limit) if v is not None])
    inside = SubElement(drawn, "tbody")
    for one, words in zip(found, (rows.cohort(one) for one in found), strict=True):
        line = SubElement(inside, "tr")
        put(line, "th", words[0]).set("scope", "row")
        put(line, "td", words[1], "bad" if one.bad else "")
        put(line, "td", words[2])
        _bar(SubElement(line, "td"), one, low)
        for cell in words[3:]:
            put(line, "td", cell)


def _bar(cell: Element, one: CohortRow, low: float) -> None:
    if one.value is None:
        return
    bar = SubElement(cell, "span", {"class": "bar", "aria-hidden": "true"})
    SubElement(bar, "i", style=f"width:{_share(one.value, low):.1f}%")
    if one.limit is not None:
        SubElement(bar, "u", style=f"left:{_share(one.limit, low):.1f}%")


def _share(value: float, low: float) -> float:
    return 100 * min(1.0, max(0.0, (value - low) / (1 - low))) if low < 1 else 100.0


def _methods(body: Element, figures: Sequence[Figure]) -> None:
    said = "; ".join(f"{one.title}: {one.method}" for one in figures if one.method)
    if said:
        put(body, "p", f"How it is counted. {said}.", "sub")
