"""The reviews that were held before, each with the way to its minutes."""

from collections.abc import Sequence

from pages.shared import parts, wording
from pages.shared.html import Content, show
from pages.shared.links import link
from pages.shared.tables import Column, table
from pages.today import review_parts as own
from store.answers.review import Past


def past_reviews(found: Sequence[Past]) -> None:
    """Draw them, the newest first."""
    if not found:
        return
    columns = [
        Column("Week", tight=True),
        "Chair",
        Column("Present", phone=False),
        Column("Settled", number=True),
        Column("Decisions", number=True, phone=False),
        Column("Actions", number=True),
    ]
    with parts.card("Reviews before", "With their minutes", key="past"):
        show(table("Reviews before", columns, [_held(one) for one in found]))


def _held(one: Past) -> list[Content]:
    return [
        link(own.week_told(one.week), "review", week=one.week),
        one.chair,
        ", ".join(one.present),
        f"{one.settled} of {one.items}",
        wording.count(one.decisions),
        wording.count(one.actions),
    ]
