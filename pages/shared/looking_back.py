"""The date in the frame: which point of the past every page shows, and the way back to now."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from curation.as_of import as_of
from curation.errors import CurationError
from pages.shared.html import Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.parts import verdict
from pages.shared.wording import count, day, moment
from store.answers.past_desks import PastDesks
from store.desk import Desk
from store.ledger.past import PastLedger

PARAMETER = "as_of"
_KEPT, _FIELD = "ed-as-of-kept", "ed-as-of"
_FIRST = date(2000, 1, 1)
WHAT_IT_DOES = (
    "Sets, thresholds, labels, runs and verdicts as they stood at the end of that day (UTC). "
    "Nothing can be decided there."
)


def asked(page: str) -> str:
    """The point that the address of `page` names; "" is now.

    The menu leads to bare addresses: who turns to another page stays where he looked back to.
    """
    said = st.query_params.get(PARAMETER, "")
    kept, on = st.session_state.get(_KEPT, ("", page))
    if kept and not said and on != page:
        said = st.query_params[PARAMETER] = kept
    st.session_state[_KEPT] = (said, page)
    return said


def ask_for(query: Mapping[str, Any]) -> None:
    """Let the address ask for `query` and nothing else, at the point that is looked at."""
    wanted = {PARAMETER: st.query_params.get(PARAMETER), **query}
    st.query_params.from_dict({name: value for name, value in wanted.items() if value})


def control(said: str) -> None:
    """Draw the one date that rewinds every page."""
    today = datetime.now(UTC).date()
    chosen = _day_of(said)
    st.session_state[_FIELD] = chosen if chosen and _FIRST <= chosen <= today else None
    label = "Now" if not said else day(chosen) if chosen else said
    with st.popover(
        label, icon=":material/history:", type="tertiary", key="ed-then", width="content"
    ):
        st.date_input(
            "Show the desk as of",
            min_value=_FIRST,
            max_value=today,
            key=_FIELD,
            on_change=_go,
        )
        show(tag("p", WHAT_IT_DOES, class_="sub"))


def shown(past: PastDesks, said: str, page: str) -> Desk | None:
    """The desk as of `said`, under a banner that says so; None where there is no such point."""
    try:
        if past.knows(said):
            desk = past.at(said)
        else:
            with st.spinner(f"Going back to {said} …"):
                desk = past.at(said)
    except CurationError as odd:
        show(verdict("warn", "No such point.", join((prose(str(odd)), _back(page)), " ")))
        return None
    ledger = desk.ledger
    if isinstance(ledger, PastLedger):
        when = f"{moment(ledger.moment)}, after decision {count(ledger.seq)}. "
        said_so = join((when, "Nothing can be decided here. ", _back(page)))
        show(tag("div", verdict("info", "The desk as it was.", said_so), class_="then"))
    return desk


def _back(page: str) -> Html:
    rest = {
        name: st.query_params.get_all(name) for name in st.query_params if name != PARAMETER
    }
    return tag("span", link("Back to now", page, **rest), data_ed_now=True)


def _go() -> None:
    chosen: date | None = st.session_state[_FIELD]
    if chosen is None or chosen >= datetime.now(UTC).date():
        st.query_params.pop(PARAMETER, None)
    else:
        st.query_params[PARAMETER] = chosen.isoformat()


def _day_of(said: str) -> date | None:
    try:
        found = as_of(said).moment if said else None
    except CurationError:
        return None
    return found.date() if found else None
