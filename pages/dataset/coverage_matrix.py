"""The matrix itself: a square says how many cases there are, and how many the cost asks for."""

from collections import defaultdict
from collections.abc import Sequence

from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import address
from pages.shared.tables import Column
from store.answers.coverage import Coverage, Shown

ROWS, COLUMNS = 14, 10
STRONGEST = 0.1  # of the cost without a test, from which on the colour is full
FULL = 62  # per cent of orange, that text stays readable on


def matrix(found: Coverage) -> None:
    """Draw the matrix of two or three dimensions; one dimension is a list already."""
    if len(found.dimensions) < 2:
        return
    *down, across = [wording.words(d) for d in found.dimensions]
    title = f"Where do cases of {' and '.join(down).lower()} by {across.lower()} lack?"
    under = "Cases there are, of those that the cost of failure asks for; darker: more is lost"
    with parts.card(title, under, key="matrix"):
        rows, columns = _edges(found.cells)
        show(_drawn(found, rows, columns), _key())
        hidden = len({one.cell.values[:-1] for one in found.cells}) - len(rows)
        if hidden > 0:
            show(tag("p", f"and {hidden} more rows below, which cost less.", class_="muted"))


def _edges(cells: Sequence[Shown]) -> tuple[list[tuple[str | None, ...]], list[str | None]]:
    """Rows and columns by what they cost; the dearest first."""
    rows: dict[tuple[str | None, ...], float] = defaultdict(float)
    columns: dict[str | None, float] = defaultdict(float)
    for one in cells:
        rows[one.cell.values[:-1]] += one.cell.cost or 0
        columns[one.cell.values[-1]] += one.cell.cost or 0
    by_cost = sorted(rows, key=lambda r: (-rows[r], [v or "" for v in r]))
    across = sorted(columns, key=lambda c: (-columns[c], c or ""))
    return by_cost[:ROWS], across[:COLUMNS]


def _drawn(
    found: Coverage, rows: Sequence[tuple[str | None, ...]], columns: Sequence[str | None]
) -> Html:
    squares = {one.cell.values: one for one in found.cells}
    head = [Column(_names(found.dimensions[:-1])), *(Column(_name(c)) for c in columns)]
    body: list[Sequence[Content]] = [
        [_names(row), *(_square(squares.get((*row, c))) for c in columns)] for row in rows
    ]
    return tables.table("Cases by what failures cost", head, body)


def _names(values: Sequence[str | None]) -> str:
    return " · ".join(_name(one) for one in values)


def _name(value: str | None) -> str:
    return "Unknown" if value is None else wording.words(value)


def _square(one: Shown | None) -> Content:
    if one is None:
        return tag("span", "–", class_="cover none", aria_label="no failure and no case")
    c = one.cell
    waits = f"{wording.many(c.waiting, 'input')} wait" if c.waiting else None
    of = " and no target" if c.target is None else f" of {wording.count(c.target)}"
    said = join((tag("b", c.actual), of, tag("small", waits) if waits else None))
    lost = max(0.0, min(1.0, (c.lack or 0) / STRONGEST)) if (c.gap or 0) > 0 else 0.0
    style = f"--w:{lost * FULL:.0f}%"
    if c.waiting and one.inbox is not None:
        href = address("inbox", group="all", **one.inbox)
        return tag("a", said, class_="cover", style=style, href=href, data_ed_page=True)
    return tag("span", said, class_="cover", style=style)


def _key() -> Html:
    steps = [(f"--w:{share * FULL:.0f}%", word) for share, word in _STEPS]
    shown = [
        tag("span", tag("i", class_="cover", style=style), word, class_="one")
        for style, word in steps
    ]
    return tag("p", *shown, class_="key cover-key")


_STEPS = (
    (0.0, "enough cases"),
    (0.3, "3 points of the cost untested"),
    (1.0, "10 points and more"),
)
