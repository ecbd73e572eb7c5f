"""The inbox: failures that nobody has sorted, by group, dearest first."""

import streamlit as st

from curation.errors import CurationError
from pages.shared import parts, tables, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from pages.triage.grouplist import group_list
from pages.triage.groups import group_head
from pages.triage.keyboard.page import ANY, EVERY, by_keyboard
from pages.triage.waking import asleep, cases_back, groups_back
from store.answers.cohorts_hit import hits_of
from store.answers.feedback_clock import ClockMemory
from store.answers.grouping import last_regrouping, sleeps
from store.answers.inbox import GroupCase, Inbox, group_cases, inbox
from store.desk import Desk

SHOWN_GROUPS = 60


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    chosen = st.query_params.get("group") or (EVERY if "view" in st.query_params else None)
    left = chosen if chosen != EVERY else None
    # Its inputs may wait for what fails in other groups; of this one nothing does.
    rests = left is not None and sleeps(desk, left)
    if chosen and not rests and by_keyboard(desk, actor, chosen):
        return
    if left and _at_rest(desk, actor, left):
        return
    everything = inbox(desk, closely=SHOWN_GROUPS)
    with parts.page_head("Inbox", _context(desk, everything)):
        kind, route, text = _asked(everything)
    said(desk, actor)
    if left:
        nothing = f"No failure of group {left} waits; these groups do."
        show(parts.verdict("info", "Nothing left.", nothing))
    groups_back(everything)
    cases_back(everything)
    if not everything.groups:
        _empty(everything)
    else:
        narrowed = {"kind": kind, "route": route, "text": text}
        found = everything
        if any(narrowed.values()):
            found = inbox(desk, closely=SHOWN_GROUPS, **narrowed)
        _groups(desk, actor, found, narrowed)
    asleep(everything)


def _context(desk: Desk, found: Inbox) -> Html:
    timed = desk.kept(ClockMemory).clock().brief
    clock = join((" · ", link(timed, "alignment"))) if timed else None
    waiting = wording.many(found.failures, "failure")
    groups = wording.many(len(found.groups), "group")
    told = f"{waiting} in {groups} · {wording.many(found.sorted, 'case')} sorted"
    return join((told, clock))


def _asked(found: Inbox) -> tuple[str | None, str | None, str | None]:
    """What narrows the list: it stands in the address."""
    kinds = sorted({group.kind for group in found.groups})
    routes = sorted({group.route for group in found.groups})
    text = st.text_input(
        "Search", key="q", bind="query-params", placeholder="Search names and inputs",
        label_visibility="collapsed", width=230, icon=":material/search:",
    )  # fmt: skip
    kind = st.selectbox(
        "Kind", [ANY, *kinds], key="kind", bind="query-params", width=190,
        format_func=lambda k: "All kinds" if k == ANY else wording.words(k),
        label_visibility="collapsed",
    )  # fmt: skip
    route = st.selectbox(
        "Route", [ANY, *routes], key="route", bind="query-params", width=170,
        format_func=lambda r: "All routes" if r == ANY else r, label_visibility="collapsed",
    )  # fmt: skip
    return (None if kind == ANY else kind, None if route == ANY else route, text or None)


def _groups(desk: Desk, actor: str, found: Inbox, narrowed: dict[str, str | None]) -> None:
    query = {"kind": narrowed["kind"], "route": narrowed["route"], "q": narrowed["text"]}
    keys = link("Sort them one by one, by keyboard", "inbox", group=EVERY, **query)
    show(tag("p", keys if found.groups else "No group of that sort waits."))
    if not found.groups:
        return
    weeks = max(len(g.recurrence.weeks) if g.recurrence else 0 for g in found.groups)
    scale = f"bars: failures in each of {weeks} weeks, every group to its own height"
    shown = found.groups[: None if st.query_params.get("all") else SHOWN_GROUPS]
    hits = hits_of(desk, [g.group for g in shown])
    title, how = (
        "Groups, by recurrence × cost of failure",
        "Tick groups to merge or archive them",
    )
    with parts.card(title, f"{how} · {scale}", key="groups"):
        group_list(desk, actor, shown, hits, last_regrouping(desk))
        if more := len(found.groups) - len(shown):
            rest = link("Show all", "inbox", all=1, **query)
            show(tag("p", f"and {more:,} smaller groups. ", rest, class_="muted"))


def _at_rest(desk: Desk, actor: str, chosen: str) -> bool:
    """A group of which nothing waits: it sleeps, or is sorted. False: nobody knows it."""
    try:
        cases = group_cases(desk, chosen)
    except CurationError:
        return False
    nothing = " · nothing of this group waits"
    parts.page_head("Inbox", join((link("All groups", "inbox"), nothing)))
    group_head(desk, actor, chosen)
    last, place = Column("Last seen", tight=True, phone=False), Column("Stands in", tight=True)
    columns = [Column("Input", clip=True), Column("Failures", number=True), last, place]
    with parts.card("Its inputs", "Most frequent first", key="inputs"):
        show(tables.table("Inputs of the group", columns, [_input(one) for one in cases]))
    return True


def _input(one: GroupCase) -> list[Content]:
    state = parts.state(one.state) if one.state else parts.pill("No case yet")
    last = wording.day(one.last_seen)
    return [link(one.title, "case", id=one.case), wording.count(one.count), last, state]


def _empty(found: Inbox) -> None:
    if found.sorted or found.asleep:
        sleeping = (
            f", {wording.many(len(found.asleep), 'group')} asleep" if found.asleep else ""
        )
        parts.empty_state(
            "Everything is sorted",
            f"All failures have their place among {found.sorted:,} cases{sleeping}.",
            "New ones come with the next import:",
            "evaldesk import events.jsonl --as events",
        )
        return
    parts.empty_state(
        "No failure is known yet",
        "A failure is a production event that was judged wrong: by a label, an error, a user.",
        "Bring in what production did:",
        "evaldesk import events.jsonl --as events",
    )
