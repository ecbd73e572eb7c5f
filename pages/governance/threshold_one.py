"""One number: what is in force, how it came to that, what was proposed, and the replay."""

from functools import partial

import streamlit as st

from curation.threshold_words import told
from pages.governance.propose_form import propose_form
from pages.governance.threshold_tables import distance, latest
from pages.shared import lists, parts, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from store.answers.thresholds import Move, Number, history, moves
from store.desk import Desk


def one_card(desk: Desk, actor: str, one: Number) -> None:
    """Draw the card of the number that was chosen."""
    with parts.card(one.label, tag("code", one.name), key="one"):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            show(lists.facts(_facts(one)))
            with st.container(horizontal=True, vertical_alignment="center"):
                act = partial(propose_form, desk, actor, [one], one)
                st.button("Propose another value", key="propose-one", on_click=act)
                show(
                    link("See the replay", "replay", name=one.name), " · ",
                    link("Close", "thresholds"), width="content",
                )  # fmt: skip
        with right:
            show(tag("h3", "How it came to that"), _history(desk, one))
            if ended := [m for m in moves(desk, name=one.name) if m.state != "open"]:
                show(tag("h3", "What was proposed"), lists.timeline(map(_event, ended)))


def _facts(one: Number) -> list[tuple[str, Content]]:
    decides = "nobody yet" if one.owner is None else one.owner
    deputy = f", or {one.deputy} (deputy)" if one.deputy else ""
    found: list[tuple[str, Content]] = [
        ("In force", one.stated),
        ("Latest", latest(one)),
        ("Distance", distance(one)),
        ("Decides", f"{decides}{deputy}"),
    ]
    if one.latest and one.latest.why:
        found.insert(3, ("Why", one.latest.why))
    if one.scope:
        found.append(("Scope", one.scope.replace("=", " = ")))
    if one.revisit:
        found.append(("To be revisited", wording.day(one.revisit)))
    return found


def _history(desk: Desk, one: Number) -> Html:
    found = history(desk, one.name)
    if not found:
        return tag("p", "No decision has set it: it is what a new desk begins with.")
    return lists.timeline(
        lists.Event(
            said.actor,
            f"set it to {told(one.metric, said.value)}",
            f"{wording.moment(said.at)} · decision {said.decision}",
            said.reason,
        )
        for said in found
    )


def _event(move: Move) -> lists.Event:
    what = join((f"proposed {move.from_told} → {move.to_told}: ", tag("b", move.state)))
    if move.overtaken is not None:
        what = join((what, f", overtaken by decision {move.overtaken}: never in force"))
    by = f" by {move.decided_by}: {move.why}" if move.decided_by else ""
    when = wording.day(move.proposed_at)
    return lists.Event(move.proposer, what, f"{move.proposal} · {when}{by}", move.reason)
