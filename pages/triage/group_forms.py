"""The forms of one group: its name, the cases that leave it, and the end of its sleep."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.shared.acting import Done
from pages.shared.html import show, tag
from pages.shared.wording import many
from pages.triage.deciding import WHY, answer, decide, seen
from store.acts import regrouping as acts
from store.answers.failure_groups import Group
from store.answers.inbox import GroupCase
from store.desk import Desk


@st.dialog("Rename the group", width="small")
def rename_form(desk: Desk, actor: str, group: Group) -> None:
    """What a group is called."""
    name = st.text_input("Name", value=group.name or "", max_chars=80)
    why = st.text_input("Why", placeholder="If there is more to say than the name")
    act = partial(
        acts.rename, desk, group.group, name, actor=actor, reason=why, seen=seen([group])
    )
    decide("Rename", act, f"The group is called {name}.", {group.group: group})


@st.dialog("Split cases off", width="large")
def split_form(desk: Desk, actor: str, group: Group, cases: Sequence[GroupCase]) -> None:
    """Which inputs leave for a group of their own."""
    by_id = {case.case: case for case in cases}
    leaving = st.multiselect(
        "Inputs that leave", list(by_id), placeholder="Type words of an input",
        format_func=lambda one: f"{by_id[one].title[:80]} · {by_id[one].count} × · {one}",
    )  # fmt: skip
    name = st.text_input("Name of the new group", max_chars=80)
    why = st.text_input("Why", placeholder=WHY)
    failures = sum(by_id[one].count for one in leaving)
    going = f"{many(failures, 'failure')} of {many(len(leaving), 'input')}"
    stay = f", {many(group.total - failures, 'failure')} stay."
    show(
        tag("p", tag("b", f"{going} leave"), stay) if leaving else None,
        tag("p", "Later failures of these inputs in this group go there too.", class_="muted"),
    )
    act = partial(
        acts.split, desk, group.group, leaving, name, actor=actor, reason=why,
        seen=seen([group]),
    )  # fmt: skip
    told = f"{going} are a group of their own: {name}."
    decide("Split off", act, told, {group.group: group}, not leaving)


def reopen(desk: Desk, actor: str, group: Group) -> Done:
    """Let an archived group wait again."""
    done = acts.reopen(desk, [group.group], actor=actor, seen=seen([group]))
    return answer(done, "It waits in the inbox again.", {group.group: group})
