"""The forms of topics: keep them, name or own one, make a group of some."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.shared.acting import Done, press
from pages.shared.html import join, show, tag
from pages.shared.wording import many
from store.acts.keeping_topics import keep_topics, split_topics
from store.answers.topics import TopicsAnswer, TopicShown
from store.desk import Desk

WHY = "It stays in the log"


@st.dialog("Keep the topics", width="small")
def keep_form(desk: Desk, actor: str, found: TopicsAnswer) -> None:
    """Put them on record, so that they keep their names."""
    show(tag("p", f"{many(len(found.topics), 'topic')} go on record. Next week they are found "
             "again by their inputs, under the same names.", class_="muted"))  # fmt: skip
    reason = st.text_input("Why", placeholder="If there is more to say")
    if st.button("Keep", type="primary", key="keep-it"):
        press(partial(_kept, desk, actor, found, reason, {}, {}))
        st.rerun()


@st.dialog("Name or own a topic", width="small")
def name_form(desk: Desk, actor: str, found: TopicsAnswer, one: TopicShown) -> None:
    """What it is called, and who looks into it; an unsure topic gets no owner."""
    name = st.text_input("Name", value=one.name, max_chars=80)
    note = None if one.stable else "It is not stable: nobody is made its owner."
    owner = st.text_input("Owner", value=one.owner or "", disabled=not one.stable, help=note)
    if note:
        show(tag("p", note, class_="warn"))
    if st.button("Keep", type="primary", key="name-it"):
        names = {one.id: name} if name.strip() != one.name else {}
        owners = {one.id: owner.strip()} if owner.strip() else {}
        press(partial(_kept, desk, actor, found, "", names, owners))
        st.rerun()


def _kept(
    desk: Desk,
    actor: str,
    found: TopicsAnswer,
    reason: str,
    names: dict[str, str],
    owners: dict[str, str],
) -> Done:
    done = keep_topics(
        desk, found.group, actor=actor, reason=reason, names=names, owners=owners,
        seen=found.version or None,
    )  # fmt: skip
    return Done("good", "Kept.", f"{many(len(done.topics), 'topic')} are on record.", done.act)


@st.dialog("Make a group", width="medium")
def split_form(
    desk: Desk, actor: str, found: TopicsAnswer, picked: Sequence[TopicShown]
) -> None:
    """The inputs of the topics leave for a group of their own."""
    inputs = sum(len(one.cases) for one in picked)
    failures = sum(one.failures for one in picked)
    size = f"{many(failures, 'failure')} of {many(inputs, 'input')}"
    show(tag("p", tag("b", f"{size} leave"), ": ", ", ".join(one.name for one in picked)))
    unsure = [one.name for one in picked if not one.stable]
    if unsure:
        are = "is" if len(unsure) == 1 else "are"
        show(tag("p", f"{'; '.join(unsure)} {are} not stable: look at the inputs first.",
                 class_="warn"))  # fmt: skip
    name = st.text_input("Name of the new group", value=picked[0].name, max_chars=80)
    reason = st.text_input("Why", placeholder=WHY)
    if st.button("Make a group", type="primary", key="split-it"):
        ids = [one.id for one in picked]
        press(partial(_split, desk, actor, found.group, ids, name, reason, size))
        st.rerun()


def _split(
    desk: Desk, actor: str, group: str, ids: list[str], name: str, reason: str, size: str
) -> Done:
    done = split_topics(desk, group, ids, actor=actor, reason=reason, name=name)
    if not done.refused:
        return Done("good", "Done.", f"{size} are a group of their own: {name}.", done.act)
    lines = [f"{o.what} → {o.clear}" for one in done.refused for o in one.objections]
    return Done("warn", "Refused.", join(("Nothing was changed.", *lines), tag("br")))
