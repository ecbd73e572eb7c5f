"""What a waiver let through in one run, who said so, and until when."""

from curation.limits import called
from curation.waivers import told as told_waived
from pages.shared import parts, tables
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.gate import GateAnswer
from store.answers.titles import titles
from store.desk import Desk


def let_through(desk: Desk, answer: GateAnswer) -> Html:
    """Every waiver in force for the run, and whether the run needed it."""
    names = titles(desk, [one.what for one in answer.waivers])
    rows: list[list[Content]] = [
        [
            link(one.waiver, "waivers"),
            join((names.get(one.what) or called(one.what), tag("small", told_waived(one))),
                 tag("br")),
            parts.chip("warn", "needed") if one.used else parts.chip("unknown", "not needed"),
        ]
        for one in answer.waivers
    ]  # fmt: skip
    columns = [Column("Waiver", tight=True), "Lets through", Column("This run", tight=True)]
    return tag("div", tag("h3", "Waived"), tables.table("Waivers", columns, rows))
