"""Runs: every release that was scored, and the gate's answer on the chosen one."""

import streamlit as st

from pages.evidence.verdict import TONES, draw
from pages.shared import parts, tables, wording
from pages.shared.acting import Done, press, said
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.acts.judging import judge_run
from store.answers.runs import Runs, RunSummary, runs
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = runs(desk)
    in_force = f"{found.in_force or 'no blocking set'} in force"
    parts.page_head("Runs", f"{wording.many(len(found.runs), 'run')} · {in_force}")
    if not found.runs:
        _empty(found)
        return
    said(desk, actor)
    wanted = st.query_params.get("run")
    chosen = _chosen(found, wanted)
    if chosen is None:
        show(parts.verdict("unknown", "No such run.", f"This desk knows no run '{wanted}'."))
    else:
        _answer(desk, chosen, actor)
    with parts.card("All runs", "Newest first; the gate's recorded answer", key="all"):
        show(_table(found, chosen))


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
            show(parts.heading(run.run, _about(run)))
            st.button(
                "Ask the gate again" if run.verdict else "Ask the gate",
                type="secondary" if run.verdict else "primary",
                icon=":material/gavel:",
                on_click=press,
                args=(lambda: _judged(desk, run.run, actor),),
            )
        draw(desk, run)


def _judged(desk: Desk, run: str, actor: str) -> Done:
    answer = judge_run(desk, run, actor=actor)
    tone, word = TONES[answer.verdict]
    return Done(
        tone, f"{word}.", f"{answer.run} on {answer.set}@{answer.version}: {answer.reason}"
    )


def _about(run: RunSummary) -> str:
    pins = " and ".join(f"{name}@{version}" for name, version in run.sets.items())
    words = (run.model_version, f"scored on {pins}", run.tier, run.environment)
    started = wording.moment(run.started_at) if run.started_at else None
    commit = f"commit {run.commit[:10]}" if run.commit else None
    return " · ".join(word for word in (*words, commit, started) if word)


def _table(found: Runs, chosen: RunSummary | None) -> Html:
    columns = [
        Column("Run", tight=True),
        Column("Answer", tight=True),
        Column("Passed", number=True),
        Column("Model", phone=False, tight=True),
        Column("Sets", phone=False, tight=True),
        Column("Scored", phone=False, tight=True),
    ]
    rows: list[list[Content]] = [
        [
            tag("b", run.run) if run is chosen else link(run.run, "runs", run=run.run),
            parts.chip(*TONES[run.verdict]),
            f"{run.passed} of {run.cases}" if run.verdict else wording.NOTHING,
            run.model_version or wording.NOTHING,
            ", ".join(f"{name}@{version}" for name, version in run.sets.items()),
            wording.day(run.started_at) if run.started_at else wording.NOTHING,
        ]
        for run in found.runs
    ]
    return tables.table("All runs", columns, rows)
