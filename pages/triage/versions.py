"""The frozen versions of one set: freeze the next, export one, see what changed."""

from functools import partial

import streamlit as st

from pages.shared.acting import Done, filled, press
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from store.acts.freezing import freeze
from store.answers.sets import Sets, SetSummary, difference
from store.answers.versions import export
from store.desk import Desk


def version_card(desk: Desk, one: SetSummary, found: Sets, actor: str) -> None:
    """Draw the ways to freeze and export, and what has changed since the last version."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why = f"why:{one.set}:{one.in_force}"
        st.text_input("Why freeze now", key=why, placeholder="After the November review")
        st.button(
            f"Freeze {one.set}",
            type="primary" if one.unfrozen_changes else "secondary",
            icon=":material/ac_unit:",
            disabled=not one.cases,
            on_click=press,
            args=(partial(_freeze, desk, one.set, actor, why),),
        )
        numbers = [v.version for v in found.versions if v.set == one.set]
        if numbers:
            _exports(desk, one, numbers)
    if one.in_force and one.unfrozen_changes:
        show(_changes(desk, one, numbers[0]))


def _freeze(desk: Desk, name: str, actor: str, why: str) -> Done:
    made = freeze(desk, name, actor=actor, reason=filled(why))
    return Done(
        "good", "Frozen.", f"{made.name} is in force: {len(made.cases)} cases, {made.sha256}"
    )


def _exports(desk: Desk, one: SetSummary, numbers: list[int]) -> None:
    number = st.selectbox(
        "Version", numbers, format_func=lambda n: f"{one.set}@{n}", key="version", width=180
    )
    st.download_button(
        "Export",
        data=lambda: export(desk, one.set, number).text,
        file_name=f"{one.set}@{number}.jsonl",
        mime="application/jsonl",
        icon=":material/download:",
        on_click="ignore",
    )


def _changes(desk: Desk, one: SetSummary, latest: int) -> Html:
    found = difference(desk, (one.set, latest), (one.set, None))
    parts_ = [("joined", found.added), ("left", found.removed)]
    parts_.append(("said otherwise", tuple(c.case for c in found.changed)))
    lines = [
        tag(
            "p",
            tag("b", f"{len(ids)} {word}: "),
            join((link(c, "case", id=c) for c in ids[:12]), " "),
        )
        for word, ids in parts_
        if ids
    ]
    return tag("div", *lines)
