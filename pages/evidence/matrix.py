"""A confusion matrix as a table: truths down, predictions across, one of three readings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from curation.measures.cohort import SURE
from curation.measures.measure import TOO_FEW
from curation.measures.shifts import Shift
from pages.shared import wording
from pages.shared.html import Content, Html, join, tag

READABLE, WIDE = 6, 16  # labels in half a page, in a whole one; more become a list
OTHERS = "\N{HORIZONTAL ELLIPSIS}"  # a column for all that is not shown
_STEPS = (0.02, 0.1, 0.25, 0.5, 0.75)
_MOVES = (0.0, 0.01, 0.03, 0.08, 0.15)

Reading = Literal["share", "counts", "change"]
Link = Callable[[str, str | None], str]


@dataclass(frozen=True, slots=True)
class Grid:
    """What a matrix draws; `totals` are of whole rows, also where columns are left out."""

    labels: Sequence[str]
    columns: Sequence[str | None]
    rows: Sequence[Sequence[int]]
    totals: Sequence[int]
    floor: float
    whose: str
    moved: Mapping[tuple[str, str | None], Shift] = field(
        default_factory=dict[tuple[str, str | None], Shift]
    )
    loud: str | None = None  # a label that is looked for


def matrix(grid: Grid, link: Link, reading: Reading = "share") -> Html:
    """The table; every cell that holds anything leads to what stands in it."""
    head = [tag("th", "truth \N{RIGHTWARDS ARROW} said", scope="col")]
    head += [_column(grid, one) for one in grid.columns]
    body = [_row(grid, row, link, reading) for row in range(len(grid.labels))]
    title = f"Confusion matrix, {grid.whose}"
    inner = tag(
        "table",
        tag("caption", f"{title}, {_READS[reading]}", class_="vh"),
        tag("thead", tag("tr", *head)),
        tag("tbody", *body),
    )
    css = "scroll cm" if len(grid.columns) <= READABLE + 1 else "scroll cm many"
    return tag("div", inner, class_=css, role="region", tabindex=0, aria_label=title)


_READS = {"share": "share of each row", "counts": "counts", "change": "points since then"}


def label_of(label: str | None) -> Content:
    """A label, which may break after what joins its words; or the word for none."""
    if label is None:
        return tag("i", "nothing")
    return join(label.split("_"), join(("_", tag("wbr"))))


def _column(grid: Grid, label: str | None) -> Html:
    if label == OTHERS:
        return tag("th", "all others", scope="col", class_="num")
    loud = tag("b", label_of(label)) if label == grid.loud and label else label_of(label)
    return tag("th", loud, scope="col", class_="num")


def _row(grid: Grid, row: int, link: Link, reading: Reading) -> Html:
    truth, total = grid.labels[row], grid.totals[row]
    few = 0 < total < grid.floor
    n = f"n {wording.count(total)}" + (f", {TOO_FEW}" if few else "")
    first = tag("th", label_of(truth), " ", tag("small", n), scope="row",
                class_="loud" if truth == grid.loud else None)  # fmt: skip
    cells: list[Html] = []
    for said, count in zip(grid.columns, grid.rows[row], strict=True):
        if reading == "change" and said != OTHERS:
            cells.append(_moved(grid.moved.get((truth, said)), link))
        else:
            cells.append(_cell(count, total, truth, said, link, reading, few=few))
    return tag("tr", first, *cells)


def _cell(
    count: int, total: int, truth: str, said: str | None, link: Link, reading: Reading,
    *, few: bool,
) -> Html:  # fmt: skip
    if not count:
        return tag("td", tag("span", "0" if total else wording.NOTHING), class_="num zero")
    share = count / total
    whole = wording.percent(share, 0 if share >= 0.1 else 1)
    loud, quiet = wording.count(count), None if few else whole
    if reading == "share" and not few:
        loud, quiet = whole, wording.count(count)
    under = tag("small", quiet) if quiet else None
    if said == OTHERS:
        return tag("td", loud, under, class_="num zero")
    inner = _way(loud, link(truth, said), f"{_of(count, total)}: {_said(truth, said)}")
    step = sum(share >= edge for edge in _STEPS)
    css = "few" if few else f"{'hit' if truth == said else 'miss'}-{step}"
    return tag("td", inner, under, class_=f"num {css}")


def _moved(one: Shift | None, link: Link) -> Html:
    """A cell in points since the reference: in colour only where it surely moved."""
    if one is None:
        return tag("td", tag("span", "0"), class_="num zero")
    value, told = (
        one.change.value,
        f"{_of(one.count, one.of)}, before {_of(one.before, one.before_of)}",
    )
    what = f"{_said(one.truth, one.predicted)}: {told}"
    if value is None or one.q_value is None:
        why = TOO_FEW if one.of and one.before_of else "nothing to compare"
        return tag("td", tag("span", "?", title=f"{why}. {what}"), class_="num zero")
    limits = f"{wording.points(one.change.low)} to {wording.points(one.change.high)}"
    loud = wording.points(value).removesuffix(f"{_NBSP}pt")
    hint = f"{what}; {limits}"
    inner = _way(loud, link(one.truth, one.predicted), hint) if one.count else tag(
        "span", loud, title=hint)  # fmt: skip
    step = sum(abs(value) > edge for edge in _MOVES)
    better = (value > 0) == (one.truth == one.predicted)
    sure = one.q_value < SURE and step
    css = f"{'hit' if better else 'miss'}-{step}" if sure else "zero"
    now = wording.percent(one.count / one.of, 0 if one.count / one.of >= 0.1 else 1)
    return tag("td", inner, tag("small", now), class_=f"num {css}")


_NBSP = "\N{NO-BREAK SPACE}"


def _way(label: str, href: str, hint: str) -> Html:
    return tag("a", label, href=href, data_ed_page=True, title=hint)


def _of(count: int, total: int) -> str:
    return f"{wording.count(count)} of {wording.count(total)}"


def _said(truth: str, said: str | None) -> str:
    return f"{truth} was called {said or 'nothing'}"
