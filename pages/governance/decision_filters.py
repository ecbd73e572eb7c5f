"""The filters of the log; they stand in the address."""

from datetime import date

import streamlit as st

from pages.shared import wording
from store.answers.decisions import Asked, Choices

ANY = "All"
FILTERS = ("q", "kind", "by", "subject", "since", "until")


def filters(known: Choices) -> Asked:
    """Draw them; what they ask for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Search", key="q", bind="query-params", placeholder="Words, ids, values", width=230
        )
        kinds = {ANY: "", **{_called(kind): str(kind) for kind in known.kinds}}
        kind = kinds[
            st.selectbox("Kind", list(kinds), key="kind", bind="query-params", width=200)
        ]
        people = [ANY, *known.actors]
        by = st.selectbox("By", people, key="by", bind="query-params", width=190)
        subject = st.text_input(
            "About",
            key="subject",
            bind="query-params",
            placeholder="c-…, blocking@3",
            width=190,
        )
        since = st.date_input("From", None, key="since", bind="query-params", width=165)
        until = st.date_input("To", None, key="until", bind="query-params", width=165)
    return Asked(kind, "" if by == ANY else by, subject, text, _day(since), _day(until))


def _called(kind: str) -> str:
    return wording.words(kind.removesuffix("_set"))


def _day(said: object) -> str:
    return said.isoformat() if isinstance(said, date) else ""
