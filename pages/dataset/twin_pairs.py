"""Two texts that are alike, side by side, and the buttons that say what they are."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from curation.cases import State
from curation.leakage import may_differ
from curation.percents import percent
from curation.twins import Twins
from pages.dataset.twin_forms import different_form, same_form
from pages.shared import parts
from pages.shared.html import Html, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.quotes import difference, quote
from store.answers.leakage import TRAINING, Alike
from store.desk import Desk

Form = Callable[[Desk, str, Alike], None]
_HOW = {
    Twins.EXACT: "word by word",
    Twins.NORMALISED: "but for case and punctuation",
    Twins.NEAR: "nearly",
}


def draw(desk: Desk, actor: str, one: Alike) -> None:
    """Draw the pair, with what can be said of it."""
    with st.container(border=True, key=f"ed-pair-{one.case}-{one.other}"):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            show(_head(one), width="stretch")
            with st.container(horizontal=True, width="content"):
                for label, form in _buttons(one):
                    act = partial(form, desk, actor, one)
                    key = f"{label}:{one.case}:{one.other}"
                    st.button(label, key=key, on_click=act)
        left, right = st.columns(2, gap="small")
        mine, other = _texts(one)
        with left:
            show(quote(mine, f"Case, in {one.set}"))
        with right:
            show(quote(other, _place(one)))


def _buttons(one: Alike) -> Sequence[tuple[str, Form]]:
    if one.open and may_differ(one.kind, trained=one.where == TRAINING,
                               same_route=one.same_route):  # fmt: skip
        return (("They differ …", different_form), ("The same …", same_form))
    if one.open:
        return (("The same …", same_form),)
    return (("The same after all …", same_form),)


def _texts(one: Alike) -> tuple[str, str]:
    if one.other_text is not None:
        return difference(one.text, one.other_text)
    why = "This text is not kept. To read it: evaldesk leakage --with FILE"
    return one.text, tag("span", why, class_="muted")


def _place(one: Alike) -> str:
    if one.where == TRAINING:
        return f"Training: {one.other_place}"
    return f"Case, in {one.other_place}" + ("" if one.same_route else f", on {one.other_route}")


def _head(one: Alike) -> Html:
    told = _HOW[one.kind]
    share = f"{percent(one.similarity)} alike"
    if one.estimated:
        share = f"about {share} ({percent(one.low)}–{percent(one.high)})"
    told = "perhaps nearly" if one.perhaps else told
    blocks = one.where == TRAINING and one.set is State.BLOCKING
    tone: Tone = "bad" if blocks and not one.perhaps else "warn"
    other = one.other if one.where == TRAINING else link(one.other, "case", id=one.other)
    names = tag("b", link(one.case, "case", id=one.case), " · ", other)
    apart = one.same_answer is False
    expects = parts.pill("expect different answers", "warn") if apart else None
    by = (
        f"{one.verdict_by}: {one.verdict_reason}"
        if one.verdict and one.verdict_reason
        else None
    )
    return tag(
        "div",
        parts.row(
            parts.chip(tone if one.open else "info", told),
            share,
            parts.pill(one.route),
            expects,
        ),
        tag("p", names, class_="sub"),
        tag("p", by, class_="sub any") if by else None,
    )
