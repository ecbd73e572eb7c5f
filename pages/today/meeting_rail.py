"""What stands beside the item: who is there, how far it is, what came of each; always fresh."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from curation.review import Handled, Item, Meeting
from pages.shared import marks, wording
from pages.shared.html import Html, join, show, tag
from pages.shared.links import address
from pages.today import review_parts as own
from store.answers.review import meeting
from store.desk import Desk

EVERY = 2  # seconds
_MARKS = {"decided": "✓", "discussed": "✓", "deferred": "→", "no action": "✓"}


@st.fragment(run_every=EVERY)
def rail(desk: Desk, week: str, shown: str) -> None:
    """Draw it; a second screen hears here that something was decided on the first."""
    held = meeting(desk, week)
    with desk.ledger.reading() as asked:
        stamp = asked.head()[0]
    if held is None or not held.open:
        st.rerun()
        return
    show(
        tag("span", data_ed_room=str(stamp), class_="vh", aria_hidden="true"),
        _progress(held),
        tag("p", own.present(held), class_="sub"),
        tag("nav", *_agenda(held, shown), class_="meet-agenda", aria_label="Agenda"),
    )  # fmt: skip


def _progress(held: Meeting) -> Html:
    done, whole = len(held.agenda) - len(held.left), len(held.agenda)
    told = f"{done} of {wording.many(whole, 'item')} settled"
    return tag("div", tag("b", told), marks.bar(done, 0, whole), class_="meet-progress")


def _agenda(held: Meeting, shown: str) -> Iterator[Html]:
    for heading, items in own.by_kind(held.agenda):
        yield tag("h2", heading)
        yield tag("ol", *map(partial(_line, held, shown), items))


def _line(held: Meeting, shown: str, item: Item) -> Html:
    handled = held.of(item.key)
    outcome = handled.outcome if handled and handled.outcome else None
    mark = _MARKS[outcome] if outcome else "●" if item.key == held.on else ""
    what = tag("span", item.why, class_="what")
    told = tag("span", outcome or ("on the table" if item.key == held.on else ""), class_="vh")
    href = address("review", meet=1, week=held.week, item=item.key)
    css = " ".join(
        name
        for name, given in (("here", item.key == shown), ("done", outcome is not None))
        if given
    )
    mark = tag("span", mark, class_="mark", aria_hidden="true")
    inner = tag("a", mark, what, told, href=href, data_ed_page=True,
                aria_current="step" if item.key == shown else None)  # fmt: skip
    return tag("li", inner, _below(handled), class_=css or None)


def _below(handled: Handled | None) -> Html | None:
    """What was said of it, in a line."""
    if handled is None or not (handled.outcome or handled.note):
        return None
    n = len(handled.decisions)
    said = [handled.outcome, wording.many(n, "decision") if n else None, handled.note or None]
    return tag("small", join([one for one in said if one], " · "))
