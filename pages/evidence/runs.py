"""Runs: every release that was scored, and the gate's answer on the chosen one."""

import streamlit as st

from curation.gate import Check
from pages.shared import parts, tables, wording
from pages.shared.acting import Done, press, said
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from pages.today.health import TONES
from store.acts.judging import judge_run
from store.answers.gate import GateAnswer, gate
from store.answers.runs import Runs, RunSummary, runs
from store.answers.titles import titles
from store.desk import Desk

SHOWN = 30
HAPPENED = ("failed", "not run", "errored", "attempts disagree")


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = runs(desk)
    in_force = f"{found.in_force or 'no blocking set'} in force"
    parts.page_head("Runs", f"{wording.many(len(found.runs), 'run')} · {in_force}")
    if not found.runs:
        _empty(found)
        return
    said(desk, actor)
    chosen = _chosen(found)
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


def _chosen(found: Runs) -> RunSummary:
    wanted = st.query_params.get("run")
    return next((r for r in found.runs if r.run == wanted), found.runs[0])


def _answer(desk: Desk, run: RunSummary, actor: str) -> None:
    tone, word = TONES[run.verdict]
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
        if run.stale:
            show(parts.verdict("unknown", "Stale.", _stale(run)))
        if run.verdict is None:
            show(
                parts.verdict(
                    "unknown", "Not judged.", "The gate was not asked about this run."
                )
            )
            return
        show(parts.verdict(tone, f"{word}.", run.reason))
        _evidence(desk, gate(desk, run.run, on=_pin(run)))


def _pin(run: RunSummary) -> str | None:
    version = run.sets.get("blocking")
    return f"blocking@{version}" if version else None


def _judged(desk: Desk, run: str, actor: str) -> Done:
    answer = judge_run(desk, run, actor=actor)
    tone, word = TONES[answer.verdict]
    return Done(
        tone, f"{word}.", f"{answer.run} on {answer.set}@{answer.version}: {answer.reason}"
    )


def _stale(run: RunSummary) -> str:
    pin = _pin(run)
    return (
        f"It was scored on {pin}; {run.stale} is in force, so it says nothing about a release."
    )


def _about(run: RunSummary) -> str:
    pins = " and ".join(f"{name}@{version}" for name, version in run.sets.items())
    words = (run.model_version, f"scored on {pins}", run.tier, run.environment)
    started = wording.moment(run.started_at) if run.started_at else None
    commit = f"commit {run.commit[:10]}" if run.commit else None
    return " · ".join(word for word in (*words, commit, started) if word)


def _evidence(desk: Desk, answer: GateAnswer) -> None:
    left, right = st.columns([3, 2], gap="small")
    with left:
        passed = f"{answer.passed} of {answer.cases} blocking cases passed"
        show(tag("h3", passed), _named(desk, answer))
    with right:
        show(tag("h3", "Thresholds"), _thresholds(answer.thresholds))
    if answer.comparison is not None:
        c = answer.comparison
        word = c.outcome.replace("_", " ")
        show(tag("p", f"Against {answer.baseline}: {word} on {c.n} common cases."))


def _named(desk: Desk, answer: GateAnswer) -> Html:
    """Every case that stands in the way, with what happened to it."""
    groups = (answer.failed, answer.missing, answer.errored, answer.flaky)
    found = [(c, word) for ids, word in zip(groups, HAPPENED, strict=True) for c in ids]
    if not found:
        return tag("p", "No case stands in the way.", class_="muted")
    called = titles(desk, [case_id for case_id, _ in found[:SHOWN]])
    rows: list[list[Content]] = [
        [
            link(called.get(case_id, case_id), "case", id=case_id),
            parts.chip("bad" if word == "failed" else "warn", word),
        ]
        for case_id, word in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    rest = tag("p", f"and {more} more", class_="muted") if more > 0 else None
    columns = [Column("Case", clip=True), Column("What happened", tight=True)]
    return tag("div", tables.table("Cases", columns, rows), rest)


def _thresholds(checks: tuple[Check, ...]) -> Html:
    columns = ["Threshold", Column("Measured"), Column("Met", tight=True)]
    rows = [[check.name, check.why, _met(check)] for check in checks]
    if not rows:
        return tag("p", "No threshold is in force for releases.", class_="muted")
    return tables.table("Thresholds", columns, rows)


def _met(check: Check) -> Html:
    if check.met is None:
        return parts.chip("unknown", "undecided")
    return parts.chip("good", "met") if check.met else parts.chip("bad", "not met")


def _table(found: Runs, chosen: RunSummary) -> Html:
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
