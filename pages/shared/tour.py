"""The line of the sample: that nothing is real, and on the first visit a way through it."""

from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from curation.decisions import ABOUT_CASES
from pages.shared.html import Html, tag
from pages.shared.links import address
from store.desk import Desk

KEY = "ed-tour"
_HERE = Path(__file__)
_LOOKED_AT = 20  # decisions, the newest
# Page, what to do there, and its name in a link. The third is over with a decision.
STEPS = (
    ("health", "Read the sentence: may we ship, and why. Its numbers lead to their evidence.",
     "health"),
    ("inbox", "Open one failure: choose a group that costs much, and in it one input.",
     "a failure"),
    ("case", "Move it: say what is expected, and put it into the backlog or further.",
     "move it"),
    ("runs", "Ask the gate: open a run, and read what it says about a release and why.",
     "the gate"),
    ("decisions", "Everything that was decided is on record, what you did a minute ago too.",
     "the record"),
)  # fmt: skip


def banner(desk: Desk, actor: str, page: str) -> None:
    """Draw the line; the browser knows how far somebody is."""
    steps = [
        {"page": name, "do": do, "label": label, "href": address(_or_inbox(name))}
        for name, do, label in STEPS
    ]
    # A failure is open on its own page, and beside its group in the inbox.
    opened = page == "case" or (page == "inbox" and "group" in st.query_params)
    data = {"steps": steps, "page": page, "open": opened, "decided": _decided(desk, actor)}
    draw = component("evaldesk_tour", html=_markup(), css=_text("css"), js=_text("js"))
    draw(key=KEY, data=data)


def _or_inbox(page: str) -> str:
    """Where a step begins: nothing is a case before somebody has chosen it."""
    return "inbox" if page == "case" else page


def _decided(desk: Desk, actor: str) -> int:
    """The last decision of `actor` about a case, 0: none lately."""
    with desk.ledger.reading() as asked:
        found = asked.decisions(kinds=ABOUT_CASES, limit=_LOOKED_AT)
    return next((one.seq for one in found if one.actor == actor), 0)


def _markup() -> Html:
    said = "Sample workspace: invented data of a support assistant. Your own begins with "
    return tag("div", tag("p", said, tag("code", "evaldesk init")), id="tour")


@lru_cache(maxsize=2)
def _text(kind: str) -> str:
    return _HERE.with_suffix(f".{kind}").read_text(encoding="utf-8")
