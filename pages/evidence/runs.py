"""Runs: every release that was scored, what it is, what the gate said, and what it costs."""

import streamlit as st

from curation.errors import CurationError
from pages.evidence.answers import TONES
from pages.evidence.cost import cost_against_quality
from pages.evidence.fixing import fix_field, fix_of
from pages.evidence.run_facts import facts, speeds
from pages.evidence.run_list import run_list
from pages.evidence.verdict import draw
from pages.shared import parts, wording
from pages.shared.acting import Done, press, said
from pages.shared.html import show, tag
from pages.shared.links import link
from store.acts.judging import judge_run
from store.answers.one_run import one_run
from store.answers.pairing import pairing
from store.answers.runs import Runs, RunSummary, runs
from store.desk import Desk

LIST, COST = "runs", "cost against quality"


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = runs(desk)
    in_force = f"{found.in_force or 'no blocking set'} in force"
    controls = parts.page_head("Runs", f"{wording.many(len(found.runs), 'run')} · {in_force}")
    if not found.runs:
        _empty(found)
        return
    with controls:
        view = st.segmented_control(
            "View", [LIST, COST], default=LIST, required=True, key="view", bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
    if view == COST:
        cost_against_quality(desk)
        return
    said(desk, actor)
    wanted = st.query_params.get("run")
    chosen = _chosen(found, wanted)
    if chosen is None:
        show(parts.verdict("unknown", "No such run.", f"This desk knows no run '{wanted}'."))
    else:
        _answer(desk, chosen, actor)
        _about(desk, chosen)
    run_list(desk, chosen.run if chosen else None)


def _empty(found: Runs) -> None:
    pin = found.in_force or "blocking@1"
    true = "No release candidate was scored yet."
    if not found.in_force:
        true += " Freeze the blocking set first, so that a run can be pinned to it."
    parts.empty_state(
        "No run yet",
        true,
        "Score a release on the exported set and import what came out:",
        f"evaldesk import results.jsonl --as results --run v42-rc1 --model v42 --set {pin}",
    )


def _chosen(found: Runs, wanted: str | None) -> RunSummary | None:
    """The run of the address, else the newest; never another one than was asked for."""
    if not wanted:
        return found.runs[0]
    return next((r for r in found.runs if r.run == wanted), None)


def _answer(desk: Desk, run: RunSummary, actor: str) -> None:
    with st.container(border=True, key="ed-card-answer"):
        with st.container(horizontal=True, vertical_alignment="center"):
            show(parts.heading(run.run, run.model_version or "model not stated"))
            st.button(
                "Ask the gate again" if run.recorded_verdict else "Ask the gate",
                type="secondary" if run.verdict else "primary",
                icon=":material/gavel:",
                on_click=press,
                args=(lambda: _judged(desk, run.run, actor),),
            )
            if run.recorded_verdict:
                show(link("Certificate", "certificate", run=run.run), width="content")
        fix_field(desk, run.run)
        draw(desk, run)


def _about(desk: Desk, run: RunSummary) -> None:
    """What it is; calm where nothing came with it."""
    try:
        found = one_run(desk, run.run)
    except CurationError as refused:
        show(parts.verdict("unknown", "Nothing to measure.", str(refused)))
        return
    before = pairing(desk, run.run)
    with parts.card("What was scored, and on what", "As it was stated", key="about"):
        show(facts(found))
        show(speeds(found))
        if before.baseline:
            which = {"baseline": before.baseline, "candidate": run.run}
            show(tag("p", link(f"Compare with {before.baseline}", "compare", **which)))


def _judged(desk: Desk, run: str, actor: str) -> Done:
    answer = judge_run(desk, run, actor=actor, fix=fix_of(desk, run))
    tone, word = TONES[answer.verdict]
    return Done(
        tone, f"{word}.", f"{answer.run} on {answer.set}@{answer.version}: {answer.reason}"
    )
