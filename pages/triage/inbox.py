"""The inbox: failures that nobody has sorted, by group, dearest first."""

import streamlit as st

from pages.shared import lists, parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.lists import Todo
from pages.shared.tables import Column
from pages.triage.keyboard.page import ANY, EVERY, by_keyboard
from store.answers.inbox import Group, Inbox, Woken, inbox
from store.desk import Desk

SHOWN_GROUPS = 60
SHOWN_WOKEN = 3


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    chosen = st.query_params.get("group")
    if chosen and by_keyboard(desk, actor, chosen):
        return
    everything = inbox(desk)
    with parts.page_head("Inbox", _context(everything)):
        kinds = sorted({group.kind for group in everything.groups})
        kind = st.selectbox(
            "Kind", [ANY, *kinds], key="kind", bind="query-params", format_func=wording.words,
            label_visibility="collapsed", width=220,
        )  # fmt: skip
    if chosen and chosen != EVERY:
        nothing = f"No failure of group {chosen} waits; these groups do."
        show(parts.verdict("info", "Nothing left.", nothing))
    if not everything.groups:
        _woken(everything)
        _empty(everything)
        return
    found = inbox(desk, kind=kind) if kind != ANY else everything
    _woken(everything)
    narrowed = None if kind == ANY else kind
    keys = link("Sort them one by one, by keyboard", "inbox", group=EVERY, kind=narrowed)
    show(tag("p", keys))
    title = "Groups, by recurrence × cost of failure"
    more = len(found.groups) - SHOWN_GROUPS
    with parts.card(title, "A group is why it fails; its inputs are the proof", key="groups"):
        show(_groups(found.groups[:SHOWN_GROUPS]))
        if more > 0:
            show(
                tag(
                    "p", f"and {more} smaller groups: evaldesk inbox lists them", class_="muted"
                )
            )


def _context(found: Inbox) -> str:
    waiting = wording.many(found.failures, "failure")
    groups = wording.many(len(found.groups), "group")
    return f"{waiting} in {groups} · {wording.many(found.sorted, 'case')} sorted"


def _woken(found: Inbox) -> None:
    if not found.woken:
        return
    more = len(found.woken) - SHOWN_WOKEN
    rest = join((f"{more} more: ", link("all dismissed cases", "sets", set="dismissed")))
    title = f"{wording.many(len(found.woken), 'dismissed case is', 'dismissed cases are')} back"
    with parts.card(title, rest if more > 0 else None, key="woken"):
        show(lists.todo_list(_back(back) for back in found.woken[:SHOWN_WOKEN]))


def _back(back: Woken) -> Todo:
    why = f"Dismissed by {back.by or 'somebody'}: “{back.reason}”"
    return Todo("warn", join((link(back.case, "case", id=back.case), f" {back.why}")), why)


def _empty(found: Inbox) -> None:
    if found.sorted:
        parts.empty_state(
            "Everything is sorted",
            f"All failures have their place among {found.sorted:,} cases.",
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


def _groups(found: tuple[Group, ...]) -> Html:
    columns = [
        Column("Group"),
        Column("Expected → got", phone=False),
        Column("Failures", number=True),
        Column("Inputs", number=True, phone=False),
        Column("Cost", number=True),
        Column("First seen", tight=True, phone=False),
        Column("Last seen", tight=True, phone=False),
    ]
    return tables.table("Failure groups", columns, [_group(g) for g in found])


def _group(group: Group) -> list[Content]:
    label = f"{wording.words(group.kind)} · {group.route}"
    name = link(label, "inbox", group=group.group)
    example = tag("small", group.example, class_="muted")
    arrow = f"{group.expected or '?'} → {group.actual or '?'}"
    return [
        join((name, tag("br"), example)),
        arrow if group.expected or group.actual else wording.NOTHING,
        wording.count(group.count),
        wording.count(group.cases),
        wording.money(group.cost),
        wording.day(group.first_seen),
        wording.day(group.last_seen),
    ]
