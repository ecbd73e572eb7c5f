"""What a page of HTML that leaves the desk is made of: elements whose text stays text."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from store.answers.paper import Rows, printable


def put(parent: Element, tag: str, text: str, look: str = "") -> Element:
    """One element with `text` in it, which stays text."""
    found = SubElement(parent, tag, {"class": look} if look else {})
    found.text = printable(text)
    return found


def box(parent: Element, look: str) -> Element:
    """A part of the page."""
    return SubElement(parent, "section", {"class": look})


def wide(card: Element) -> Element:
    """Where a table may be wider than a phone."""
    return SubElement(card, "div", {"class": "wide"})


def heads(table: Element, names: Sequence[str]) -> None:
    """The heads of a table's columns."""
    head = SubElement(SubElement(table, "thead"), "tr")
    for name in names:
        put(head, "th", name).set("scope", "col")


def table(body: Element, title: str, names: Sequence[str], found: Rows) -> None:
    """A card with one table; nothing where it would have no row."""
    if not found:
        return
    card = box(body, "card")
    put(card, "h2", title)
    drawn = SubElement(wide(card), "table")
    heads(drawn, names)
    inside = SubElement(drawn, "tbody")
    for cells in found:
        line = SubElement(inside, "tr")
        put(line, "th", cells[0]).set("scope", "row")
        for cell in cells[1:]:
            put(line, "td", cell)
