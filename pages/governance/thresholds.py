"""Thresholds: every number in force, whose it is, how far the latest run is, what waits."""

from functools import partial

import streamlit as st

from pages.governance.proposal_cards import waiting_cards
from pages.governance.propose_form import propose_form
from pages.governance.threshold_one import one_card
from pages.governance.threshold_tables import decide, group_cards
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from store.answers.thresholds import Move, Number, moves, thresholds
from store.desk import Desk

Said = tuple[Tone, str, Content]


def render(desk: Desk, actor: str) -> None:
    """Draw the page; `?name=` opens one number, `?find=` narrows the list."""
    top = st.container()  # stands above the controls, and says what they ask for
    wanted, production = _controls()
    found, name = thresholds(desk, production=production), st.query_params.get("name")
    with top:
        _head(desk, actor, found, name)
    words = wanted.casefold().split()
    shown = [one for one in found if all(word in _text(one) for word in words)]
    if not shown:
        told = f"No number is called {wanted}, nor owned by such a person."
        show(tag("p", told, class_="muted"))
    group_cards(shown, name)


def _head(desk: Desk, actor: str, found: list[Number], name: str | None) -> None:
    waiting = moves(desk, state="open")
    chosen = next((one for one in found if one.name == name), None)
    with parts.page_head("Thresholds", _context(found)):
        st.button(
            "Propose a change",
            icon=":material/tune:",
            type="secondary" if waiting else "primary",
            key="propose",
            on_click=partial(propose_form, desk, actor, found, chosen),
        )
    said(desk, actor)
    show(parts.verdict(*_verdict(found, waiting, actor)))
    if chosen is not None:
        one_card(desk, actor, chosen)
    elif name:
        show(parts.verdict("warn", "Not in force.", f"Nothing is held to {name} any more."))
    waiting_cards(desk, actor, waiting)


def _controls() -> tuple[str, bool]:
    """What is looked for, and whether production is measured as well."""
    left, right = st.columns([2, 1], gap="small", vertical_alignment="bottom")
    with left:
        wanted = st.text_input(
            "Find a number",
            key="find",
            bind="query-params",
            placeholder="latency, Ana, drift …",
        )
    with right:
        production = st.toggle(
            "Measure production as well",
            key="production",
            help="How far its newest weeks are from latency, cost and age. Takes a moment.",
        )
    return wanted or "", production


def _context(found: list[Number]) -> str:
    owners = sorted({one.owner for one in found if one.owner})
    nobody = sum(one.owner is None for one in found)
    rest = f" · {wording.many(nobody, 'number')} without an owner" if nobody else ""
    return f"{wording.many(len(found), 'number')} in force · {decide(owners)}{rest}"


def _verdict(found: list[Number], waiting: list[Move], actor: str) -> Said:
    yours = [one for one in waiting if actor in one.waits_for]
    if yours:
        return "warn", f"{wording.many(len(yours), 'proposal')} for you.", _latest(found)
    if waiting:
        many = wording.many(len(waiting), "proposal")
        return "info", f"{many} waiting.", _latest(found)
    if not any(one.owner for one in found):
        way = tag("code", "evaldesk own blocking --owner NAME --deputy NAME")
        return "warn", "Nobody decides.", join(("Name somebody: ", way))
    tone: Tone = "bad" if _beyond(found) else "good"
    return tone, "Nothing waits.", _latest(found)


def _beyond(found: list[Number]) -> list[Number]:
    return [one for one in found if one.latest and one.latest.met is False]


def _latest(found: list[Number]) -> Content:
    """What the newest measures say of the numbers, the worst first."""
    measured = [one for one in found if one.latest and one.latest.distance is not None]
    if not measured:
        return "No run was judged yet, so nothing is held against these numbers."
    beyond = _beyond(found)
    if beyond:
        names = join((link(one.label, "thresholds", name=one.name) for one in beyond[:3]), ", ")
        more = f" and {len(beyond) - 3} more" if len(beyond) > 3 else ""
        return join(("Beyond its limit: ", names, more, "."))
    runs = [one.latest.of for one in measured if one.latest and one.latest.of.startswith("run")]
    of = runs[0] if runs else "What is measured"
    open_ = sum(one.latest is not None and one.latest.met is None for one in measured)
    rest = f"; {wording.many(open_, 'number')} cannot be decided" if open_ else ""
    told = wording.many(len(measured), "number")
    return f"{of[0].upper()}{of[1:]} keeps what it is measured by ({told}){rest}."


def _text(one: Number) -> str:
    said = (one.name, one.label, one.group, one.owner, one.deputy, one.scope)
    return " ".join(word for word in said if word).casefold()
