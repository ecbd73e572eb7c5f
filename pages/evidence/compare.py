"""Compare two runs: what broke and what was fixed first, then whether it is worse, and why."""

import streamlit as st

from curation.errors import CurationError
from pages.evidence.changed import changed_card
from pages.evidence.compared import cohorts_table, numbers, sides_table
from pages.evidence.moved import moved
from pages.shared import parts
from pages.shared.html import show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from store.answers.compare import CompareAnswer, compare
from store.answers.compare_words import said
from store.answers.pairing import Pairing, pairing
from store.desk import Desk

_TONES: dict[str, Tone] = {"good": "good", "bad": "bad", "warn": "warn"}
LOUD = "DIFFERENT SET VERSIONS: "


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page for `?baseline=&candidate=`."""
    wanted = {name: st.query_params.get(name) for name in ("baseline", "candidate")}
    offered = pairing(desk, wanted["candidate"])
    controls = parts.page_head(
        "Compare", "Two runs on the cases that ask the same in both, paired"
    )
    if len(offered.names) < 2:
        _empty(offered)
        return
    unknown = [name for name in wanted.values() if name and name not in offered.names]
    if unknown:
        show(
            parts.verdict("unknown", "No such run.", f"This desk knows no run '{unknown[0]}'.")
        )
        show(link("All runs", "runs"))
        return
    with controls:
        baseline = _select("Baseline", offered, "baseline", offered.baseline)
        candidate = _select("Candidate", offered, "candidate", offered.candidate)
        by = st.text_input("Cohorts by", "route", key="by", bind="query-params", width=130)
    _compared(desk, baseline, candidate, by or "route")


def _compared(desk: Desk, baseline: str, candidate: str, by: str) -> None:
    columns = tuple(word for word in (one.strip() for one in by.split(",")) if word)
    try:
        found = compare(desk, baseline, candidate, columns)
    except CurationError as refused:
        show(parts.verdict("unknown", "Nothing to compare.", str(refused)))
        return
    _told(found)
    moved(desk, found)
    with parts.card("How sure that is", "Paired: the same cases in both runs", key="sure"):
        show(numbers(found))
    changed_card(found)
    with parts.card("By cohort", "Largest loss first; p corrected for all cohorts (Holm)",
                    key="cohorts"):  # fmt: skip
        show(cohorts_table(found))
    with parts.card("Speed and cost", "On the common cases alone", key="sides"):
        show(sides_table(found))


def _told(found: CompareAnswer) -> None:
    """The loud words first, then the answer, then what else is to know."""
    loud = [one.removeprefix(LOUD) for one in found.warnings if one.startswith(LOUD)]
    for warning in loud:
        show(parts.verdict("warn", "Different set versions.", warning))
    tone, word, sentence = said(found)
    show(parts.verdict(_TONES[tone], word, sentence))
    for warning in found.warnings:
        if not warning.startswith(LOUD):
            show(tag("p", tag("b", "Left out."), " ", warning, class_="sub", role="status"))


def _select(label: str, offered: Pairing, key: str, first: str | None) -> str:
    place = offered.names.index(first) if first in offered.names else 0
    chosen = st.selectbox(
        label, offered.names, index=place, key=key, bind="query-params", width=190
    )
    return chosen or offered.names[place]


def _empty(offered: Pairing) -> None:
    one = f"Only {offered.names[0]} was scored" if offered.names else "No run was scored yet"
    parts.empty_state(
        "Nothing to compare yet",
        f"{one}; a comparison needs two.",
        "Score another release on the same cases and import what came out:",
        "evaldesk import results.jsonl --as results --run v42-rc2 --model v42",
    )
