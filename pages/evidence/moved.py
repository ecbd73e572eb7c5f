"""The cases that a candidate broke, fixed, still fails or contradicts itself on."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.shared import parts, wording
from pages.shared.html import Html, show, tag
from pages.shared.links import link
from store.answers.compare import CompareAnswer
from store.answers.titles import titles
from store.desk import Desk

AT_ONCE = 8
AT_MOST = 200


def moved(desk: Desk, found: CompareAnswer) -> None:
    """Draw the four lists; each case opens its page, where it can be acted on."""
    lists = (
        ("broke", "Broke", "Passed before, do not now", found.broke),
        ("fixed", "Fixed", "Did not pass before, do now", found.fixed),
        ("failing", "Still failing", "Passed in neither", found.still_failing),
        ("flaky", "Flaky", "Contradict themselves in the candidate", found.flaky),
    )
    shown = {case for *_, ids in lists for case in ids[:AT_MOST]}
    called = titles(desk, sorted(shown))
    flaky = frozenset(found.flaky)
    for first in (0, 2):
        for column, one in zip(
            st.columns(2, gap="small"), lists[first : first + 2], strict=True
        ):
            key, name, meaning, ids = one
            with (
                column,
                parts.card(f"{name}: {wording.many(len(ids), 'case')}", meaning, key=key),
            ):
                _list(ids, called, flaky if key != "flaky" else frozenset())
    if found.unscored:
        said = f"{wording.many(len(found.unscored), 'case')} without a score in the candidate"
        with st.expander(said):
            show(_items(found.unscored[:AT_MOST], titles(desk, found.unscored[:AT_MOST])))


def _list(ids: Sequence[str], called: Mapping[str, str], flaky: frozenset[str]) -> None:
    if not ids:
        show(tag("p", "None.", class_="muted"))
        return
    show(_items(ids[:AT_ONCE], called, flaky))
    rest = ids[AT_ONCE:AT_MOST]
    if rest:
        with st.expander(f"{wording.count(len(ids) - AT_ONCE)} more"):
            show(_items(rest, called, flaky))
            beyond = len(ids) - AT_MOST
            if beyond > 0:
                said = f"and {wording.count(beyond)} more: evaldesk compare … --json lists all"
                show(tag("p", said, class_="muted"))


def _items(
    ids: Sequence[str], called: Mapping[str, str], flaky: frozenset[str] = frozenset()
) -> Html:
    items = [
        tag(
            "li",
            link(called.get(case_id) or case_id, "case", id=case_id),
            tag("span", parts.chip("warn", "flaky"), class_="side")
            if case_id in flaky
            else None,
        )
        for case_id in ids
    ]
    return tag("ul", *items, class_="cases")
