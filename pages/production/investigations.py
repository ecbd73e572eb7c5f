"""What is looked into, as a card: say what was found, hand it over, reopen it."""

from functools import partial

import streamlit as st

from pages.production.severities import chip_of, chip_of_status
from pages.shared import parts, wording
from pages.shared.acting import Done, press
from pages.shared.html import Html, show, tag
from store.acts.investigating import (
    close_investigation,
    give_investigation,
    reopen_investigation,
)
from store.answers.investigations import Listed, investigations
from store.desk import Desk

CLOSED_SHOWN = 5


def investigations_card(desk: Desk, actor: str) -> None:
    """Draw what waits for a finding, oldest first, and what was closed last."""
    found = investigations(desk)
    title = found.sentence.rstrip(".")
    with parts.card(title, "Opened by what deviates moderately and more", key="investigations"):
        for one in (*found.waiting, *found.closed[:CLOSED_SHOWN]):
            _one(desk, actor, one)


def _one(desk: Desk, actor: str, listed: Listed) -> None:
    said = listed.investigation
    show(_told(listed))
    with st.container(horizontal=True, key=f"ed-investigation-{said.id}"):
        if said.closed:
            act = partial(reopen_form, desk, actor, listed)
            st.button("Reopen", key=f"reopen:{said.id}", on_click=act)
            return
        act = partial(close_form, desk, actor, listed)
        st.button("Say what it was", key=f"close:{said.id}", on_click=act)
        act = partial(give_form, desk, actor, listed)
        st.button("Take over", key=f"give:{said.id}", on_click=act)


def _told(listed: Listed) -> Html:
    said, days = listed.investigation, wording.many(listed.days, "day")
    age = f"{said.id} · {said.owner} · {'took' if said.closed else 'for'} {days}"
    where = (said.comparison or {}).get("sentence")
    finding = f"{said.closed_by}: {said.finding}" if said.finding else None
    incident = f" · {said.incident}" if said.incident else ""
    return tag(
        "div",
        parts.row(chip_of(said.severity), chip_of_status(said.status), tag("b", said.title)),
        tag("p", age + incident, class_="sub"),
        tag("p", finding or said.gravest.sentence),
        tag("p", where, class_="muted") if where and not said.closed else None,
    )


@st.dialog("What was it?", width="small")
def close_form(desk: Desk, actor: str, listed: Listed) -> None:
    """The finding, and the incident that it belongs to."""
    said = listed.investigation
    show(tag("p", tag("b", said.title)), tag("p", said.gravest.sentence, class_="muted"))
    finding = st.text_area("What was found", key="finding", placeholder="It stays in the log")
    incident = st.text_input("Incident, if it belongs to one", placeholder="INC-1")
    if st.button("Close it", type="primary", key="close-it"):
        press(lambda: _closed(desk, actor, said.id, finding, incident))
        st.rerun()


@st.dialog("Who looks into it?", width="small")
def give_form(desk: Desk, actor: str, listed: Listed) -> None:
    """Another owner."""
    said = listed.investigation
    show(tag("p", tag("b", said.title)))
    owner = st.text_input("Owner from now on", value=actor, key="investigation-owner")
    if st.button("Hand it over", type="primary", key="give-it"):
        press(lambda: _given(desk, actor, said.id, owner))
        st.rerun()


@st.dialog("Look into it again", width="small")
def reopen_form(desk: Desk, actor: str, listed: Listed) -> None:
    """Why the finding did not hold."""
    said = listed.investigation
    show(tag("p", tag("b", said.title)), tag("p", said.finding, class_="muted"))
    reason = st.text_input("Why", key="reopen-why", placeholder="It stays in the log")
    if st.button("Reopen it", type="primary", key="reopen-it"):
        press(lambda: _reopened(desk, actor, said.id, reason))
        st.rerun()


def _closed(desk: Desk, actor: str, id_: str, finding: str, incident: str) -> Done:
    done, act = close_investigation(desk, id_, finding, actor=actor, incident=incident)
    return Done("good", "Closed.", f"{id_}: {done.finding}", act)


def _given(desk: Desk, actor: str, id_: str, owner: str) -> Done:
    done, act = give_investigation(desk, id_, owner, actor=actor)
    return Done("good", "Handed over.", f"{done.owner} looks into {id_} from now on.", act)


def _reopened(desk: Desk, actor: str, id_: str, reason: str) -> Done:
    done, act = reopen_investigation(desk, id_, actor=actor, reason=reason)
    return Done("good", "Open again.", f"{done.owner} looks into {id_}.", act)
