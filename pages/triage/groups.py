"""The head of one failure group: what it is, whom it hits, and the acts on the group itself."""

from collections.abc import Generator, Mapping
from functools import partial

import streamlit as st

from curation.decisions import Entry, Kind
from curation.errors import CurationError
from pages.shared import lists, parts, wording
from pages.shared.acting import press, said
from pages.shared.html import Content, Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.lists import Event
from pages.triage.group_forms import rename_form, reopen, split_form
from pages.triage.grouplist import by_week, most_hit
from pages.triage.regrouping import archive_form
from store.answers.failure_groups import signature
from store.answers.group import GroupAnswer, group
from store.answers.inbox import group_cases
from store.desk import Desk


def group_head(desk: Desk, actor: str, group_id: str) -> None:
    """Draw the head of a group; an id that was merged away shows the whole."""
    said(desk, actor)
    try:
        found = group(desk, group_id)
    except CurationError as unknown:
        show(parts.verdict("warn", "No such group.", prose(str(unknown))))
        return
    _standing(desk, found, actor)
    with st.container(
        key="ed-group-head", horizontal=True, vertical_alignment="center",
        horizontal_alignment="distribute", gap="small",
    ):  # fmt: skip
        show(_title(found, group_id), width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            _acts(desk, found, actor)
    show(_facts(found))


def _standing(desk: Desk, found: GroupAnswer, actor: str) -> None:
    """Why it is back, or until when it sleeps, with the way out."""
    g = found.group
    by = f"Archived by {found.archived_by}: “{found.archived_why}”"
    if g.back:
        word, sentence = "Back.", join((g.back.words[0].upper(), g.back.words[1:], ". ", by))
    elif found.sleeps:
        word, sentence = "Asleep.", join(("It does not wait ", found.sleeps, ". ", by))
    else:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        show(parts.verdict("warn" if g.back else "info", word, sentence))
        act = partial(press, partial(reopen, desk, actor, g))
        label = "Keep it here" if g.back else "Reopen"
        st.button(label, on_click=act, icon=":material/wb_sunny:", key="reopen-group")


def _title(found: GroupAnswer, asked_for: str) -> Html:
    g = found.group
    part = None
    if asked_for != g.group:
        part = tag("small", f" {asked_for} is part of it", class_="muted")
    return join(
        (tag("h2", g.title, part), tag("p", join(_context(found), " · "), class_="sub"))
    )


def _context(found: GroupAnswer) -> Generator[Content]:
    g = found.group
    if g.name:
        yield f"{wording.words(g.kind)}: {g.expected or '?'} → {g.actual or '?'}"
    yield g.route
    yield f"{wording.many(g.count, 'failure')} of {wording.many(g.cases, 'input')} wait"
    if g.total > g.count:
        yield f"{wording.count(g.total)} in all"
    yield wording.money(g.cost)
    if len(found.signatures) > 1:
        yield f"{len(found.signatures)} signatures"


def _acts(desk: Desk, found: GroupAnswer, actor: str) -> None:
    g = found.group
    if st.button("Rename…", key="rename-group"):
        rename_form(desk, actor, g)
    if st.button("Split…", key="split-group", disabled=bool(found.sleeps)):
        split_form(desk, actor, g, group_cases(desk, g.group, limit=1000))
    if st.button("Archive…", key="archive-group", disabled=bool(found.sleeps)):
        archive_form(desk, actor, [g])
    show(link("Topics", "topics", group=g.group), width="content")
    with st.popover("History"):
        _history(found)


def _facts(found: GroupAnswer) -> Html:
    """One line: how often, since when, whom it hits."""
    g = found.group
    bits = [
        join(("By week ", by_week(g.recurrence, " "))),
        join(("Began in ", tag("b", g.began_in or "an unnamed release"), ", ",
              wording.day(g.first_seen))),
        join(("Last seen ", wording.day(g.last_seen))),
        join(("Hits most: ", most_hit(found.cohorts))),
    ]  # fmt: skip
    return tag("div", *[tag("span", bit) for bit in bits], class_="row group-facts")


def _history(found: GroupAnswer) -> None:
    if found.would_sleep:
        show(
            tag("p", "If archived now until it escalates: ", found.would_sleep, class_="muted")
        )
    for one in found.split_off:
        show(tag("p", link("Cases that were split off", "inbox", group=one)))
    if not found.history:
        show(tag("p", "Nothing was decided about this group yet.", class_="muted"))
        return
    called = {s.id: signature(s.kind, s.expected, s.actual) for s in found.signatures}
    show(lists.timeline(_event(entry, called) for entry in found.history))


def _event(entry: Entry, called: Mapping[str, str]) -> Event:
    what = _did(entry, called.get(entry.subject, entry.subject))
    return Event(entry.actor, what, wording.moment(entry.at), entry.reason or None)


def _did(entry: Entry, subject: str) -> str:
    after = entry.after
    if entry.undoes:
        return f"took back what was done to “{subject}”"
    if entry.kind is Kind.GROUP_NAMED:
        return f"named it {after['name']}"
    if entry.kind is Kind.GROUP_MERGED:
        return f"merged “{subject}” into it" if after.get("into") else "merged others into it"
    if entry.kind is Kind.GROUP_SPLIT:
        return "split cases off" if "gave" in after else "brought cases here by a split"
    return "archived it" if entry.kind is Kind.GROUP_ARCHIVED else "reopened it"
