"""The groups that are large enough for topics."""

from pages.shared import parts, wording
from pages.shared.html import show
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.answers.topics import with_topics
from store.desk import Desk


def offered_groups(desk: Desk) -> None:
    """Draw the groups in which topics can be looked for."""
    found = with_topics(desk)
    parts.page_head("Topics", "What the failures of a large group are about")
    if not found:
        true = "A group needs some inputs before its words say anything."
        parts.empty_state("No group is large enough", true, "See them:", "evaldesk inbox")
        return
    kept = sum(bool(one.kept) for one in found)
    known = f"{wording.many(kept, 'group has', 'groups have')} topics on record"
    columns = [
        "Group", Column("Route", phone=False), Column("Failures", number=True),
        Column("Inputs", number=True, phone=False), Column("Topics", tight=True, phone=False),
    ]  # fmt: skip
    rows = [
        (link(one.title, "topics", group=one.group), one.route or "every route", one.failures,
         one.inputs, "kept" if one.kept else "look")
        for one in sorted(found, key=lambda one: not one.kept)
    ]  # fmt: skip
    under = f"{known}, and stand first; then the dearest. Open one to see what is stable."
    with parts.card("Groups with enough inputs", under, key="offered"):
        show(table("Groups", columns, rows))
