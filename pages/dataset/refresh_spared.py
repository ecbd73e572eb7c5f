"""Who could leave the sets and is not proposed to, with the reason."""

from collections.abc import Sequence

from curation.refresh_picks import Leaving
from pages.shared import wording
from pages.shared.html import Html
from pages.shared.links import link
from pages.shared.tables import Column, table


def spared_table(found: Sequence[Leaving]) -> Html:
    """Cases that say little any more and are not proposed, with the reason."""
    rows = [
        (
            link(one.case, "case", id=one.case),
            str(one.frm),
            one.severity or "–",
            wording.money(one.cost),
            one.why,
            one.spared,
        )
        for one in found
    ]
    columns = [
        "Case",
        "In",
        Column("Severity", phone=False),
        Column("Cost", number=True, phone=False),
        Column("Why it could go", phone=False),
        "Why it stays",
    ]
    return table("Spared", columns, rows)
