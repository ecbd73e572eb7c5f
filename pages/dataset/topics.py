"""Topics: what the failures of a group are about, found again from week to week."""

from functools import partial

import streamlit as st

from curation.errors import CurationError
from curation.trends import Trend, Way
from pages.dataset.topic_forms import keep_form, name_form, split_form
from pages.dataset.topic_groups import offered_groups
from pages.shared import marks, parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.picking import choice
from pages.shared.tables import Column, table
from store.answers.topics import GoneTopic, TopicsAnswer, TopicShown, topics
from store.desk import Desk

_COLUMNS = (
    Column("Topic"),
    Column("For example", phone=False),
    Column("Failures", number=True),
    Column("Inputs", number=True, phone=False),
    Column("By week", tight=True, phone=False),
    Column("Cost", number=True, phone=False),
    Column("Stability", tight=True),
)


def render(desk: Desk, actor: str) -> None:
    """Draw the topics of `?group=`, or the groups in which they can be looked for."""
    group = st.query_params.get("group")
    if not group:
        offered_groups(desk)
        return
    try:
        found = topics(desk, group)
    except CurationError as unknown:
        parts.page_head("Topics")
        show(parts.verdict("warn", "No such group.", prose(str(unknown))))
        return
    with parts.page_head(f"Topics · {found.title}", _context(found)):
        act = partial(keep_form, desk, actor, found)
        label = "Keep them again" if found.kept else "Keep these topics"
        st.button(label, key="keep", on_click=act, disabled=not found.topics)
    said(desk, actor)
    sure = any(one.stable for one in found.topics)
    show(parts.verdict("info" if sure else "unknown", "About.", found.sentence))
    if found.topics:
        _list(desk, actor, found)
    _gone(found)
    show(tag("p", _method(found), class_="muted"))


def _context(found: TopicsAnswer) -> Html:
    size = f"{wording.many(found.failures, 'failure')} of {wording.many(found.inputs, 'input')}"
    most = ", the most frequent" if found.left_out else ""
    back = link("the group", "inbox", group=found.group) if found.group[:2] in _GROUPS else None
    return join((f"{size}{most} · ", back, " · " if back else None, link("all", "topics")))


_GROUPS = ("g-", "s-")


def _method(found: TopicsAnswer) -> str:
    whole = "" if found.stability is None else f" The whole comes to {found.stability:.2f}."
    return (
        "By the words of their inputs (TF-IDF, HDBSCAN, the rest by Ward's method). A topic is "
        f"stable from {found.min_stability:.2f} on: the adjusted Rand index with its like in "
        f"{found.resamples} resamples.{whole} One that is not gets no owner."
    )


@st.fragment
def _list(desk: Desk, actor: str, found: TopicsAnswer) -> None:
    rows = [(one.id, one.name, _row(one)) for one in found.topics]
    key = f"ed-topics-{found.group}-{found.version}-{len(rows)}"
    chosen = set(choice("Topics", _COLUMNS, rows, key=key))
    picked = [one for one in found.topics if one.id in chosen]
    if not picked:
        return
    with st.container(
        key="ed-bar-topics", horizontal=True, vertical_alignment="center", gap="small"
    ):
        inputs = sum(len(one.cases) for one in picked)
        told = f" · {wording.many(inputs, 'input')}"
        show(tag("span", tag("b", f"{len(picked)} chosen"), told), width="content")
        one_group = found.group[:2] in _GROUPS
        if st.button("Make a group…", icon=":material/call_split:", disabled=not one_group):
            split_form(desk, actor, found, picked)
        if st.button("Name or own…", disabled=len(picked) != 1):
            name_form(desk, actor, found, picked[0])


def _row(one: TopicShown) -> list[Content]:
    about = ["new"] if one.fresh else [one.id, "kept"]  # a number is given when it is kept
    about += ["most came since: check its name"] if one.unsure else []
    about += [f"in {one.language}"] if one.language else []
    about += [f"{one.owner} owns it"] if one.owner else []
    examples = [
        tag("small", link(e.title[:90], "case", id=e.case), f" {e.count} ×", class_="two-lines")
        for e in one.examples[:2]
    ]
    counts = [n for _, n in one.weeks]
    alt = f"{one.failures} failures in {len(counts)} weeks, at most {max(counts, default=0)}"
    tone = "warn" if one.trend.way is Way.RISING else None
    return [
        join((tag("b", one.name), tag("small", " · ".join(about), class_="two-lines"))),
        join(examples),
        one.failures,
        len(one.cases),
        join((marks.spark(counts, alt, kind="bars", tone=tone), tag("br"), _trend(one.trend))),
        wording.money(one.cost),
        _stability(one),
    ]


def _trend(found: Trend) -> Html:
    times = f" ×{found.times:.1f}" if found.times and found.way is not Way.NONE else ""
    named = found.way in (Way.RISING, Way.FALLING)
    return tag("small", f"{found.way}{times if named else ''} (n {found.n})", class_="muted")


def _stability(one: TopicShown) -> Html:
    value = "" if one.stability is None else f"{one.stability:.2f}"
    return parts.chip("good" if one.stable else "unknown", f"{value} {_word(one)}".strip())


def _word(one: TopicShown) -> str:
    return "stable" if one.stable else "not stable"


def _gone(found: TopicsAnswer) -> None:
    if not found.gone:
        return
    with parts.card("Gone", "Kept once, and not found among these failures now", key="gone"):
        rows = [(one.id, one.name, one.cases, _where(one)) for one in found.gone]
        show(table("Gone", ["Topic", "Name", Column("Inputs", number=True), "Now"], rows))


def _where(one: GoneTopic) -> Content:
    return link("a group of its own", "inbox", group=one.now) if one.now else "not found"
