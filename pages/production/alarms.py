"""Alarms: what is wrong now, who has taken it, and whether people could be told."""

from collections.abc import Sequence

import streamlit as st

from curation.alarms import AlarmState, where
from pages.production.alarm_card import alarm_card
from pages.production.alarm_forms import maintenance_form, over_form
from pages.production.alarm_tables import channels, resolved, rules
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import show, tag
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.alarms import AlarmLine, AlarmsAnswer, alarms
from store.desk import Desk

SHOWN = 20
_TONES: dict[str, Tone] = {"good": "good", "warn": "warn", "bad": "bad"}


def render(desk: Desk, actor: str) -> None:
    """Draw the page; `?alarm=A-1` brings that one to the top."""
    found = alarms(desk)
    parts.page_head("Alarms", _context(found))
    said(desk, actor)
    word, _, rest = found.sentence.partition(". ")
    show(parts.verdict(_TONES.get(found.tone, "unknown"), f"{word.rstrip('.')}.", rest))
    show(parts.tiles(*_tiles(found)))
    _active(desk, actor, found, _first(found, st.query_params.get("alarm", "")))
    _maintenances(desk, actor, found)
    with parts.card("Who is told", _how(found), key="channels"):
        show(channels(found))
    with parts.card("Resolved", "The newest first", key="resolved"):
        show(resolved([one for one in found.alarms if one.state is AlarmState.RESOLVED]))
    with parts.card(
        "Rules", "From which number on they speak, and what to do then", key="rules"
    ):
        show(rules(found))


def _context(found: AlarmsAnswer) -> str:
    told = wording.many(len(found.channels), "channel")
    return f"{len(found.alarms)} on record · {told} to tell people by"


def _tiles(found: AlarmsAnswer) -> list[Tile]:
    lost = len(found.undelivered)
    muted = f", {found.muted} muted" if found.muted else ""
    return [
        Tile("Open", wording.count(found.open), f"nobody has taken them{muted}"),
        Tile("In hand", wording.count(found.acknowledged), "somebody looks into them"),
        Tile("Muted", wording.count(found.muted), "told when the maintenance ends"),
        Tile("Resolved", wording.count(found.resolved), "by themselves, or by hand"),
        Tile("Not delivered", wording.count(lost), "somebody could not be told"),
    ]


def _first(found: AlarmsAnswer, wanted: str) -> list[AlarmLine]:
    """The alarms in force, and the one that the address names, whatever became of it."""
    shown = [a for a in found.alarms if a.state is not AlarmState.RESOLVED or a.id == wanted]
    shown.sort(key=lambda one: (one.id != wanted, one.muted_until is not None))
    return shown


def _active(desk: Desk, actor: str, found: AlarmsAnswer, shown: Sequence[AlarmLine]) -> None:
    for one in shown[:SHOWN]:
        alarm_card(desk, actor, found, one)
    if len(shown) > SHOWN:
        rest = f"and {len(shown) - SHOWN} more: evaldesk alarms --open"
        show(tag("p", rest, class_="muted"))


def _maintenances(desk: Desk, actor: str, found: AlarmsAnswer) -> None:
    under = "Alarms about this part of production are recorded, and told when it ends"
    with parts.card("Maintenance", under, key="maintenance"):
        for one in found.maintenances:
            with st.container(horizontal=True, horizontal_alignment="distribute",
                              vertical_alignment="center", key=f"ed-{one.id}"):  # fmt: skip
                until = f"until {wording.moment(one.end)} · {one.by}: {one.reason}"
                named = f"{one.id} · {where(one.where)}"
                show(tag("p", tag("b", named), " ", until), width="stretch")
                st.button("End it", key=f"end:{one.id}", on_click=over_form,
                          args=(desk, actor, one))  # fmt: skip
        if not found.maintenances:
            show(tag("p", "None is on, and none is to come.", class_="muted"))
        st.button(
            "Start maintenance",
            icon=":material/notifications_paused:",
            key="maintain",
            on_click=maintenance_form,
            args=(desk, actor, found, {}),
        )


def _how(found: AlarmsAnswer) -> str:
    if not found.channels:
        return "Nobody: desk.toml names no channel under [alarms.channels]"
    return "evaldesk alarms deliver tells what waits; let cron call it every few minutes"
