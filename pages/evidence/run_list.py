"""All runs in a table, narrowed by what is asked; each leads to itself and to a comparison."""

import streamlit as st

from curation.environments import told
from pages.evidence.answers import tone_of
from pages.evidence.compared import rate
from pages.evidence.run_facts import UNSAID, lasted, sets
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.runs import RunSummary, Wanted, runs
from store.desk import Desk

ALL = "all"
ANSWERS = {"pass": "PASS", "blocked": "BLOCKED", "incomplete": "INCOMPLETE", "not judged": None}


def run_list(desk: Desk, chosen: str | None) -> None:
    """Draw the filter and the table."""
    with parts.card("All runs", "Newest first; passes of all cases it scored", key="all"):
        wanted = _wanted()
        found = runs(desk, wanted)
        if not found.runs:
            show(tag("p", f"None of the {found.known} runs is like that.", class_="muted"))
            return
        if wanted != Wanted():
            show(
                tag(
                    "p",
                    f"{len(found.runs)} of {wording.many(found.known, 'run')}",
                    class_="sub",
                )
            )
        show(_table(found.runs, chosen))


def _wanted() -> Wanted:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Filter", key="find", bind="query-params", width=240,
            placeholder="Run, model, commit, machine",
        )  # fmt: skip
        answer = st.selectbox(
            "Answer", [ALL, *ANSWERS], key="answer", bind="query-params", width=150
        )
        tier = st.selectbox(
            "Tier", [ALL, "quick", "nightly"], key="tier", bind="query-params", width=130
        )
    return Wanted(
        text=text.strip() or None if text else None,
        verdict=None if answer in (ALL, None) else answer,
        tier=None if tier in (ALL, None) else tier,
    )


def _table(found: tuple[RunSummary, ...], chosen: str | None) -> Html:
    columns = [
        Column("Run", tight=True),
        Column("Answer", tight=True),
        Column("Passed", number=True),
        Column("Model", phone=False),
        Column("Sets", phone=False),
        Column("Tier", phone=False, tight=True),
        Column("Machine and libraries", phone=False),
        Column("Took", phone=False, number=True),
        Column("Scored", phone=False, tight=True),
        Column("Compare", tight=True, phone=False),
    ]
    return tables.table("All runs", columns, [_row(run, chosen) for run in found])


def _row(run: RunSummary, chosen: str | None) -> list[Content]:
    own = run.run == chosen
    return [
        tag("b", run.run) if own else link(run.run, "runs", run=run.run),
        join(
            (
                parts.chip(*tone_of(run)),
                tag("small", f"was {run.recorded_verdict}") if run.outdated else None,
                tag("small", "stale") if run.stale else None,
            ),
            " ",
        ),
        join((rate(run.pass_rate), _errored(run)), " "),
        run.model_version or _unsaid(),
        sets(run),
        run.tier or _unsaid(),
        _machine(run) or _unsaid(),
        lasted(run) or _unsaid(),
        wording.day(run.started_at) if run.started_at else _unsaid(),
        None if own else _against(run, chosen),
    ]


def _errored(run: RunSummary) -> Html | None:
    return tag("small", f"{wording.count(run.errored)} errored") if run.errored else None


def _against(run: RunSummary, chosen: str | None) -> Html:
    said = tag("span", f" {run.run} with {chosen or 'the newest'}", class_="vh")
    return link(join(("Compare", said)), "compare", baseline=run.run, candidate=chosen)


def _machine(run: RunSummary) -> str | None:
    known = [part for part in (told(run.hardware), told(run.libraries)) if part]
    return "; ".join(known) or run.environment


def _unsaid() -> Html:
    return tag("span", UNSAID, class_="muted")
