"""The proposals that wait for an answer, and what whoever looks at them may do."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

import streamlit as st

from curation.names import among, same_person
from curation.proposals import Proposal
from pages.governance import replayed
from pages.shared import parts, wording
from pages.shared.acting import Done, press
from pages.shared.html import Html, show, tag
from pages.shared.links import link
from store.acts import proposing
from store.answers.replay import replay
from store.answers.thresholds import Move
from store.desk import Desk

REPLAY = 430  # pixels: what is to be said and pressed stays in sight under it
Act = Callable[..., Proposal]
GATE = "gate."
_AGAIN = (
    "What the gate answered so far and its self-test were judged by the number before: ask both"
    " again, until then nobody can say whether to ship."
)
_SAID = {"approve": "In force.", "reject": "Rejected.", "withdraw": "Withdrawn."}


def waiting_cards(desk: Desk, actor: str, found: list[Move]) -> None:
    """Draw a card for each, those that wait for who looks first."""
    for one in sorted(found, key=lambda move: actor not in move.waits_for):
        with parts.card(_title(one), _under(one), key=f"proposal-{one.proposal}"):
            show(_why(one), _evidence(one))
            _buttons(desk, actor, one)


def _title(one: Move) -> Html:
    moved = tag("b", f"{one.from_told} → {one.to_told}")
    stale = parts.chip("warn", f"{one.now_told} is in force now") if one.stale else None
    label = link(one.label, "thresholds", name=one.name)
    return parts.row(parts.pill(one.proposal), label, moved, stale)


def _under(one: Move) -> str:
    days = [f"answer until {wording.day(one.expires)}"]
    days += [f"in force from {wording.day(one.effective)}"] if one.effective else []
    days += [f"revisit on {wording.day(one.revisit)}"] if one.revisit else []
    when = wording.moment(one.proposed_at)
    return f"{one.proposer}, {when} · {' · '.join(days)}"


def _why(one: Move) -> Html:
    return tag("p", f"“{one.reason}”", class_="any")


def _evidence(one: Move) -> Html | None:
    known = cast("Mapping[str, Any]", (one.evidence or {}).get("replay") or {})
    told = known.get("sentence") or known.get("cannot")
    at = (one.evidence or {}).get("seq")
    return tag("p", f"{told} (Replayed at decision {at}.)", class_="sub any") if told else None


def _buttons(desk: Desk, actor: str, one: Move) -> None:
    own, may = same_person(actor, one.proposer), among(actor, *one.waits_for)
    with st.container(horizontal=True, vertical_alignment="center"):
        for act, primary in (("approve", True), ("reject", False)):
            st.button(
                act.capitalize(), key=f"{act}:{one.proposal}", disabled=not may or one.stale,
                type="primary" if primary and may and not one.stale else "secondary",
                on_click=partial(decide_form, desk, actor, one, act),
            )  # fmt: skip
        if own:
            if one.stale:
                again = partial(_refreshed, desk, actor, one)
                st.button("Refresh", key=f"refresh:{one.proposal}", type="primary",
                          on_click=press, args=(again,))  # fmt: skip
            st.button("Withdraw", key=f"withdraw:{one.proposal}",
                      on_click=partial(decide_form, desk, actor, one, "withdraw"))  # fmt: skip
        show(tag("span", says(one, own, may), class_="sub"), width="content")


def says(one: Move, own: bool, may: bool) -> str:
    who = " or ".join(one.waits_for)
    if one.stale:
        whose = "refresh it" if own else f"{one.proposer} has to refresh it"
        return f"It was made for {one.from_told}, {one.now_told} is in force: {whose} first."
    if own and who:
        return f"Nobody approves their own: {who} decides."
    if not who:
        return "Nobody can decide: name an owner and a deputy with evaldesk own."
    return "" if may else f"Waits for {who}."


@st.dialog("Decide about a threshold", width="large")
def decide_form(desk: Desk, actor: str, one: Move, act: str) -> None:
    """The replay as of now, the reason, and the button."""
    show(
        parts.row(
            parts.pill(one.proposal), tag("b", one.label), f"{one.from_told} → {one.to_told}"
        )
    )
    show(tag("p", f"{one.proposer}: “{one.reason}”", class_="sub any"))
    if act == "approve":
        with st.container(height=REPLAY, border=False), st.spinner("Judging the past anew …"):
            replayed.show(replay(desk, one.name, one.to), key="decide-replay")
        if one.name.startswith(GATE):
            show(tag("p", _AGAIN, class_="sub"))
    reason = st.text_input("Why", key="decide-why", placeholder="It stays in the log")
    if st.button(act.capitalize(), type="primary", key="decide-it"):
        press(partial(_decided, desk, actor, one, act, reason))
        st.rerun()


def _decided(desk: Desk, actor: str, one: Move, act: str, reason: str) -> Done:
    decide: Act = getattr(proposing, act)
    done = decide(desk, one.proposal, actor=actor, reason=reason, seen=one.seen)
    if done.scheduled:
        day = wording.day(done.effective)
        return Done("good", "Approved.", f"{one.label}: {one.to_told} from {day}, by itself.")
    told = one.to_told if act == "approve" else one.now_told
    where = ", everywhere: gate, promotion, drift, alarms" if act == "approve" else " as before"
    again = f" {_AGAIN}" if act == "approve" and one.name.startswith(GATE) else ""
    return Done("good", _SAID[act], f"{one.label}: {told}{where}.{again}")


def _refreshed(desk: Desk, actor: str, one: Move) -> Done:
    proposing.refresh(desk, one.proposal, actor=actor)
    return Done(
        "info", "Refreshed.", f"{one.proposal} stands for {one.now_told} → {one.to_told}."
    )
