"""The button under a form about groups, and what it answers: done, or every objection."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from curation.promotion import Objection
from pages.shared.acting import Done, press
from pages.shared.html import Content, Html, join, show, tag
from store.acts.regrouping import Regrouped
from store.answers.failure_groups import Group

WHY = "It stays in the log"

Chosen = Sequence[Group]


def decide(
    label: str,
    act: Callable[[], Regrouped],
    told: Content,
    by_id: Mapping[str, Group],
    disabled: bool = False,
) -> None:
    """Draw the button; pressed, it acts once and closes the form."""
    if st.button(label, type="primary", disabled=disabled):
        press(lambda: answer(act(), told, by_id))
        st.rerun()


def answer(done: Regrouped, told: Content, by_id: Mapping[str, Group]) -> Done:
    """What an act on groups answered."""
    if not done.refused:
        return Done("good", "Done.", told, done.act)
    lines = [
        _objection(by_id[refused.group].title if refused.group in by_id else refused.group, one)
        for refused in done.refused
        for one in refused.objections
    ]
    return Done("warn", "Refused.", join(("Nothing was changed.", *lines), tag("br")))


def objected(objections: Iterable[tuple[str, Objection]]) -> None:
    """Say what stands in the way before anybody tries."""
    for title, objection in objections:
        show(tag("p", _objection(title, objection), class_="warn"))


def _objection(title: str, objection: Objection) -> Html:
    way_out = tag("span", f" → {objection.clear}", class_="muted")
    return join((f"{title}: {objection.what}.", way_out))


def seen(chosen: Chosen) -> dict[str, int]:
    """The versions that were on the screen."""
    return {group.group: group.version for group in chosen}
