"""What was erased from this desk, for how long texts are kept, and the ways to erase."""

from functools import partial

import streamlit as st

from curation.erasures import require_may_erase
from curation.errors import NotAllowed
from curation.retention import Retention, from_body
from pages.dataset.erasure_forms import erase_form, retention_form
from pages.shared import parts, wording
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.answers.erasures import Erasures, Shown, erasures
from store.answers.unmasked import policy_of
from store.desk import Desk

_SHOWN = 20


def section(desk: Desk, actor: str) -> None:
    """Draw the part of the page that is about erasure."""
    found, rule, may = erasures(desk), _rule(desk), _may(desk, actor)
    title = wording.many(len(found.erasures), "erasure") if found.erasures else "Erasures"
    with parts.card(title, found.sentence, key="erasures"):
        if found.erasures:
            show(_table(found))
        else:
            said = (
                "When somebody asks to be forgotten, all their texts can be taken off facts, "
                "sets, frozen versions and the log: here, or by evaldesk erase --person NAME."
            )
            show(tag("p", said, class_="muted"))
        show(tag("p", _kept(rule), class_="muted"))
        if found.exports:
            left = (
                f"{wording.many(found.exports, 'file')} left this desk so far. {found.outside}"
            )
            show(tag("p", left, class_="muted"))
        with st.container(horizontal=True):
            st.button(
                "Erase",
                icon=":material/delete_forever:",
                key="erase",
                disabled=not may,
                on_click=partial(erase_form, desk, actor),
            )
            st.button(
                "Change how long",
                key="retention",
                disabled=not may,
                on_click=partial(retention_form, desk, actor, rule),
            )


def _rule(desk: Desk) -> Retention | None:
    with desk.ledger.reading() as asked:
        return from_body(policy_of(asked).retention)


def _may(desk: Desk, actor: str) -> bool:
    with desk.ledger.reading() as asked:
        try:
            require_may_erase(asked.people(), asked.ownerships(), actor)
        except NotAllowed:
            return False
    return True


def _kept(rule: Retention | None) -> str:
    return rule.sentence if rule else "Events keep their texts for ever: no rule is set."


def _table(found: Erasures) -> Html:
    columns = [
        Column("Erasure", tight=True),
        Column("When", tight=True),
        Column("Who", tight=True, phone=False),
        Column("What went"),
        Column("Proof", tight=True),
        Column("Why", phone=False),
    ]
    return table("Erasures", columns, [_row(one) for one in found.erasures[:_SHOWN]])


def _row(one: Shown) -> tuple[Html | str, ...]:
    whose = one.what if one.by in ("person", "age") else f"{one.by} {one.what}"
    took = one.sentence.removeprefix(f"{one.id} took ").removesuffix(".")
    proof = parts.pill("holds", "good") if one.proved else parts.pill("changed since", "bad")
    return (
        link(one.id, "decisions", subject=f"erasure:{one.id}"),
        wording.day(one.at),
        one.actor,
        join((tag("b", whose), f": {took}")),
        proof,
        one.reason or wording.NOTHING,
    )
