"""What the gate said of one run, with the cases and thresholds that it rests on."""

import streamlit as st

from curation.gate import Check
from curation.limits import called
from pages.evidence.answers import said
from pages.evidence.let_through import let_through
from pages.shared import parts, tables
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.gate import GateAnswer, recorded
from store.answers.gate_flakes import FlakyCase, told
from store.answers.noise_words import noise_told
from store.answers.runs import RunSummary
from store.answers.titles import titles
from store.desk import Desk

SHOWN = 30
HAPPENED = ("failed", "not run", "errored", "attempts disagree", "failed, too few to say")
WAIVABLE = ("failed", "attempts disagree", "failed, too few to say")


def draw(desk: Desk, run: RunSummary) -> None:
    """Draw the recorded answer on `run`, or that there is none."""
    if run.stale:
        show(parts.verdict("unknown", "Stale.", _stale(run)))
    show(said(run))
    if run.recorded_verdict != run.verdict:
        was = f"Recorded was {run.recorded_verdict}; below is what that rested on."
        show(tag("p", was, class_="muted"))
    answer = recorded(desk, run.run)
    if answer is not None:
        _evidence(desk, answer)


def _evidence(desk: Desk, answer: GateAnswer) -> None:
    left, right = st.columns([3, 2], gap="small")
    with left:
        passed = f"{answer.passed} of {answer.cases} blocking cases passed"
        show(tag("h3", passed), _named(desk, answer))
    with right:
        show(tag("h3", "Thresholds"), _thresholds(answer.thresholds))
    if answer.waivers:
        show(let_through(desk, answer))
    show(_flakes(desk, answer))
    if answer.comparison is not None:
        c = answer.comparison
        word = c.outcome.replace("_", " ")
        show(tag("p", f"Against {answer.baseline}: {word} on {c.n} common cases."))


def _named(desk: Desk, answer: GateAnswer) -> Html:
    """Every case that stands in the way, with what happened to it."""
    run = answer.run
    groups = (answer.failed, answer.missing, answer.errored, answer.flaky, answer.undecided)
    found = [(c, word) for ids, word in zip(groups, HAPPENED, strict=True) for c in ids]
    if not found:
        return tag("p", "No case stands in the way.", class_="muted")
    called = titles(desk, [case_id for case_id, _ in found[:SHOWN]])
    rows: list[list[Content]] = [
        [
            link(called.get(case_id, case_id), "case", id=case_id),
            join(
                (
                    parts.chip("bad" if word == "failed" else "warn", word),
                    link("waive", "waivers", what=case_id, run=run)
                    if word in WAIVABLE
                    else None,
                ),
                " ",
            ),
        ]
        for case_id, word in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    rest = tag("p", f"and {more} more", class_="muted") if more > 0 else None
    columns = [Column("Case", clip=True), Column("What happened", tight=True)]
    return tag("div", tables.table("Cases", columns, rows), rest)


def _flakes(desk: Desk, answer: GateAnswer) -> Html:
    """What contradicts itself, what of it cannot block, and the chance of a red by noise."""
    flaky = (*answer.quarantined, *answer.unsteady)[:SHOWN]
    names = titles(desk, [one.case for one in flaky])
    rows: list[list[Content]] = [
        [
            join((link(names.get(one.case, one.case), "case", id=one.case),
                  tag("small", _attempts(one))), tag("br")),
            _held(one),
        ]
        for one in flaky
    ]  # fmt: skip
    columns = ["Flaky case", Column("Stands", tight=True)]
    chance = noise_told(answer.red_by_noise, answer.red_at_most)
    said = tag("p", chance, " ", link("Flakes", "flakes"))
    return tag("div", said, tables.table("Flaky cases", columns, rows) if rows else None)


def _attempts(one: FlakyCase) -> str:
    watched = f"; in quarantine until {one.until} · {one.owner}" if one.until else ""
    return f"{told(one)}{watched}"


def _held(one: FlakyCase) -> Html:
    if one.until is None:
        return parts.chip("warn", "can block")
    if not one.flaky:
        return parts.chip("warn", "not flaky now: can block")
    return parts.chip("info", "in quarantine")


def _thresholds(checks: tuple[Check, ...]) -> Html:
    columns = ["Threshold", Column("Measured"), Column("Met", tight=True)]
    rows: list[list[Content]] = [[_about(one), one.why, _met(one)] for one in checks]
    if not rows:
        return tag("p", "No threshold is in force for releases.", class_="muted")
    return tables.table("Thresholds", columns, rows)


def _about(check: Check) -> Content:
    owner = tag("small", f"owner: {check.owner}") if check.owner else None
    return join((called(check.name), owner), tag("br")) if owner else called(check.name)


def _met(check: Check) -> Html:
    if check.met is None:
        return parts.chip("unknown", "undecided")
    return parts.chip("good", "met") if check.met else parts.chip("bad", "not met")


def _stale(run: RunSummary) -> str:
    pin = f"blocking@{run.sets['blocking']}"
    return f"It was scored on {pin}; {run.stale} is in force, so it says nothing of a release."
