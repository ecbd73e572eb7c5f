"""Refresh: which cases would come, go or be demoted, so that the sets stay golden."""

from functools import partial

import streamlit as st

from curation.errors import CurationError
from pages.dataset.refresh_forms import propose_form
from pages.dataset.refresh_items import item_list
from pages.dataset.refresh_numbers import size_tiles, window_told
from pages.dataset.refresh_spared import spared_table
from pages.dataset.refresh_tables import category_table, plain_items
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, join, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column, table
from store.answers.refresh_draft import Draft, draft_now
from store.answers.refreshes import RefreshShown, items_now, refresh_now, refreshes
from store.desk import Desk

_TONES: dict[str, Tone] = {"open": "warn", "partly": "warn", "applied": "good"}


def render(desk: Desk, actor: str) -> None:
    """Draw what waits for a word, or the refresh of `?id=`, or what would be proposed now."""
    known = refreshes(desk)
    wanted = st.query_params.get("id")
    waiting = next((one.id for one in known if one.waiting), None)
    head = parts.page_head("Refresh", "What comes into the sets, and what may go")
    if wanted or waiting:
        said(desk, actor)
        _one(desk, actor, wanted or waiting or "")
    else:
        found = draft_now(desk, actor)
        with head:
            st.button(
                "Propose this refresh",
                type="primary",
                key="propose",
                disabled=not found.items,
                on_click=partial(propose_form, desk, actor, len(found.items)),
            )
        said(desk, actor)
        _now(desk, actor, found)
    _record(known)


def _one(desk: Desk, actor: str, wanted: str) -> None:
    try:
        found = refresh_now(desk, wanted, actor)
    except CurationError as unknown:
        show(parts.verdict("warn", "No such refresh.", prose(str(unknown))))
        return
    show(parts.verdict(_TONES.get(found.stage, "info"), _word(found), _told(found)))
    item_list(desk, actor, found)
    if found.waiting:
        now = draft_now(desk, actor)
        with parts.card("Thinly covered now", window_told(now), key="thin"):
            show(category_table(now))


def _word(found: RefreshShown) -> str:
    if found.waiting:
        return f"{wording.many(found.waiting, 'item waits', 'items wait')} for a word."
    return f"{found.id} is {found.stage}."


def _told(found: RefreshShown) -> Content:
    said_of = f"{found.accepted} accepted, {found.rejected} rejected. "
    window = (
        f"It rests on {wording.count(found.events)} events up to {wording.day(found.until)}."
    )
    who = f"{found.by} proposed {found.id} on {wording.day(found.at)}. "
    back = link("What would be proposed now", "refresh") if not found.waiting else None
    return join((who, said_of, window, " ", back))


def _now(desk: Desk, actor: str, found: Draft) -> None:
    if not found.window.events:
        step = "Bring production in, and its failures become candidates:"
        parts.empty_state(
            "Nothing to refresh from", found.sentence, step, "evaldesk import FILE"
        )
        return
    tone: Tone = "warn" if found.chosen else "info" if found.items else "good"
    word = "Thin." if found.chosen else "Idle cases." if found.items else "Fresh."
    show(parts.verdict(tone, word, found.sentence))
    show(size_tiles(found))
    with parts.card("Thinly covered", window_told(found), key="thin"):
        show(category_table(found))
    items = items_now(desk, found.items, actor)
    about = "What one press would put on record, to be accepted or rejected item by item"
    with parts.card("What would change", about, key="would"):
        show(plain_items(items) if items else tag("p", "Nothing.", class_="muted"))
    if found.spared:
        with st.expander(f"{wording.many(len(found.spared), 'idle case')} spared, and why"):
            show(spared_table(found.spared))


def _record(known: tuple[RefreshShown, ...]) -> None:
    if not known:
        return
    columns = [
        "Refresh",
        Column("State", tight=True),
        "By",
        Column("On", tight=True, phone=False),
        Column("Accepted", number=True),
        Column("Rejected", number=True),
        Column("Waiting", number=True),
    ]
    rows = [
        (
            link(one.id, "refresh", id=one.id),
            parts.chip(_TONES.get(one.stage, "info"), one.stage),
            one.by,
            wording.day(one.at),
            one.accepted,
            one.rejected,
            one.waiting,
        )
        for one in known
    ]
    with parts.card("On record", "The newest first", key="record"):
        show(table("Refreshes on record", columns, rows))
