"""The mistakes that are made most, where a matrix has too many labels to be read."""

from collections.abc import Sequence

from curation.measures.cohort import CohortMeasures
from curation.measures.measure import TOO_FEW
from curation.measures.shifts import Shift
from pages.evidence.matrix import Link, label_of
from pages.shared import tables, wording
from pages.shared.html import Content, Html, tag
from pages.shared.tables import Column

LISTED = 8


def mistakes(
    found: CohortMeasures, whose: str, link: Link, floor: float, listed: int = LISTED
) -> Html:
    """Truth, what it was taken for, how often, and of how many."""
    if not found.top_confusions:
        return tag("p", "No mistake was made.", class_="muted")
    support = {c.label: c.support for c in found.per_class}
    columns = [
        Column("Truth"),
        Column("Taken for"),
        Column("Times", number=True),
        Column("Of its truths", number=True, phone=False),
    ]
    rows: list[list[Content]] = []
    for truth, said, n in found.top_confusions[:listed]:
        way = tag("a", wording.count(n), href=link(truth, said), data_ed_page=True)
        share = TOO_FEW if support[truth] < floor else wording.percent(n / support[truth], 0)
        of = f"of {wording.count(support[truth])}"
        rows.append([label_of(truth), label_of(said), _small(way, of), share])
    return tables.table(f"Most frequent mistakes, {whose}", columns, rows)


def moved_most(found: Sequence[Shift], link: Link, listed: int = LISTED) -> Html:
    """What surely changed since the reference, the largest change first."""
    if not found:
        return tag("p", "No cell of the matrix surely moved since then.", class_="muted")
    columns = [
        Column("Truth"),
        Column("Said"),
        Column("Change", number=True),
        Column("Now", number=True),
        Column("Then", number=True, phone=False),
    ]
    rows = [
        [
            label_of(one.truth),
            label_of(one.predicted),
            _small(_way(one, link), _limits(one)),
            f"{one.count:,} of {one.of:,}",
            f"{one.before:,} of {one.before_of:,}",
        ]
        for one in found[:listed]
    ]
    return tables.table("Cells that surely moved", columns, rows)


def _way(one: Shift, link: Link) -> Content:
    told = wording.points(one.change.value)
    if not one.count:
        return told
    return tag("a", told, href=link(one.truth, one.predicted), data_ed_page=True)


def _limits(one: Shift) -> str:
    low, high = (one.change.low or 0) * 100, (one.change.high or 0) * 100
    return f"{low:+.1f} to {high:+.1f}".replace("-", "\N{MINUS SIGN}")


def _small(loud: Content, quiet: str) -> Html:
    return tag("span", loud, " ", tag("small", quiet), class_="linked")
