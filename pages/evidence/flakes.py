"""Flakes: cases that contradict themselves, what that does to a release, and who mends them."""

from functools import partial

import streamlit as st

from curation.errors import NothingToJudge
from curation.percents import between, percent
from pages.evidence.quarantine import lift_form, quarantine_form
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.flakes import CaseSteadiness, FlakesAnswer, flakes
from store.answers.noise_words import goes_red, noise_told
from store.desk import Desk

SHOWN = 30


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    head = st.container()
    chosen = st.segmented_control(
        "Set",
        ["blocking", "monitoring"],
        default="blocking",
        required=True,
        label_visibility="collapsed",
        key="set",
        bind="query-params",
    )
    try:
        found = flakes(desk, chosen or "blocking")
    except NothingToJudge as none:
        with head:
            _empty(str(none))
        return
    with head:
        parts.page_head("Flakes", _context(found))
        said(desk, actor)
    tone, word, sentence = _verdict(found)
    show(parts.verdict(tone, word, sentence), parts.tiles(*_tiles(found)))
    _listed(desk, actor, found)


def _empty(why: str) -> None:
    parts.page_head("Flakes", "Cases that contradict themselves")
    step = "Freeze the set, score it with several attempts a case, and import the results:"
    parts.empty_state("Nothing was scored yet", prose(why), step, "evaldesk freeze blocking")


def _context(found: FlakesAnswer) -> str:
    model = found.model_version or "a model without a name"
    runs = wording.many(len(found.runs), "run")
    attempts = wording.many(found.attempts, "attempt")
    return f"{found.set}@{found.version} under {model} · {runs} · {attempts} a case"


def _verdict(found: FlakesAnswer) -> tuple[Tone, str, Content]:
    red = found.red_by_noise
    if not found.attempts:
        return "unknown", "Too few to say.", "Nothing was scored under this model version."
    if found.set != "blocking":
        told = f"{found.flaky} of {len(found.cases)} cases are flaky; none of them can block."
        return "info", "Watched.", told
    if red is None:
        return "unknown", "Too few to say.", noise_told(red, found.red_at_most)
    run = f"a run of {wording.many(found.attempts, 'attempt')} a case"
    told = goes_red(run, red, found.red_at_most)
    without = found.red_without_quarantine
    if found.quarantined and without is not None:
        told += f"; without the quarantine it would be {percent(without, 1)}"
    if red >= found.limit:
        return "bad" if red >= 0.5 else "warn", "Red by noise.", f"{told}."
    return "info", "No contradiction so far.", f"{told}."


def _tiles(found: FlakesAnswer) -> list[Tile]:
    n = len(found.cases)
    few = f"under {found.fewest} attempts"
    return [
        Tile("Flaky", wording.count(found.flaky), f"of {n} cases contradict themselves"),
        Tile("In quarantine", wording.count(found.quarantined), "cannot block until their day"),
        Tile("Stable pass", wording.count(found.stable_pass), f"of {n} pass every time"),
        Tile("Stable fail", wording.count(found.stable_fail), f"of {n} fail every time"),
        Tile("Too few to say", wording.count(found.too_few), few),
    ]


def _listed(desk: Desk, actor: str, found: FlakesAnswer) -> None:
    shown = [one for one in found.cases if one.until or 0 < one.passed < one.scored]
    title = wording.many(len(shown), "flaky case") if shown else "No flaky case"
    under = "Passed k of n attempts, with Jeffreys' 95 % limits; least steady first"
    with parts.card(title, under, key="flaky"):
        for one in shown[:SHOWN]:
            _row(desk, actor, found, one)
        if len(shown) > SHOWN:
            rest = f"and {len(shown) - SHOWN} more: evaldesk flakes --set {found.set}"
            show(tag("p", rest, class_="muted"))
        if not shown:
            show(tag("p", "No case contradicted itself under this version.", class_="muted"))


def _row(desk: Desk, actor: str, found: FlakesAnswer, one: CaseSteadiness) -> None:
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"ed-flaky-{one.case}",
    ):
        show(_case(one), width="stretch")
        if one.until:
            act = partial(lift_form, desk, actor, one)
            st.button("Lift quarantine", key=f"lift:{one.case}", on_click=act)
        elif one.blocking and found.set == "blocking":
            act = partial(quarantine_form, desk, actor, found, one)
            st.button("Quarantine", key=f"quarantine:{one.case}", on_click=act)


def _case(one: CaseSteadiness) -> Html:
    share = one.pass_share
    limits = "" if share.low is None else f" ({between(share.low, share.high)})"
    passed = f"passed {one.passed} of {one.scored}{limits}"
    if one.until and not one.flaky:
        stands = parts.chip(
            "warn", "in quarantine, but not flaky under this version: it can block"
        )
    elif one.until:
        stands = parts.chip("info", f"in quarantine until {one.until} · {one.owner}")
    elif one.blocking:
        stands = parts.chip("warn", "blocks a release")
    else:
        stands = parts.chip("unknown", "cannot block")
    title = link(one.title, "case", id=one.case)
    return tag("div", tag("b", title), parts.row(tag("span", passed), stands))
