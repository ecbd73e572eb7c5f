"""Error budget: what is left, how fast it burns, what is agreed, who ate it."""

import streamlit as st

from curation.burn import Action
from curation.scopes import where_of
from pages.production import budget_chart, budget_tables
from pages.production.budget_tiles import tiles
from pages.production.gate_mode_form import gate_mode_form
from pages.production.objective_form import objective_form
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from store.answers.budget import BudgetAnswer, BudgetMemory
from store.answers.objectives import objectives
from store.answers.releases_seen import releases_seen, routes
from store.desk import Desk

ALL = "production"
_CALLS = {
    Action.PAGE: "It burns fast enough to page",
    Action.BLOCK: "It burns fast enough to block releases",
    Action.DECIDE: "It burns fast enough for an owner to decide",
    Action.TICKET: "It burns fast enough for a ticket",
    Action.NOTHING: "No window calls for anything",
    Action.UNKNOWN: "Too few to say whether it burns",
}


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    head = st.container()
    with head:
        controls = parts.page_head("Error budget", "How much may go wrong, and how much did")
    with controls:
        where = _where(desk)
    found = desk.kept(BudgetMemory).budget(where)
    said(desk, actor)
    if found.target is None:
        _unset(desk, actor, found)
        return
    show(_verdict(found))
    show(parts.tiles(*tiles(found)))
    if found.parts:
        _burning(desk, found)
    left, right = st.columns([3, 2], gap="small")
    with left, parts.card("What is agreed", _ladder_said(found), key="ladder"):
        show(budget_tables.ladder(found.ladder))
    with right, parts.card("The gate", "What it lets through", key="gate-mode"):
        gate_mode_form(desk, actor, found)
    _eaten(found)
    _objective(desk, actor, found)


def _where(desk: Desk) -> dict[str, str | None]:
    """The part of production that the budget is of: an objective's, or a route."""
    named = [o.where for o in objectives(desk).objectives if o.where]
    parts_of = {", ".join(f"{c}={v}" for c, v in where.items()): where for where in named}
    parts_of |= {f"route={route}": {"route": route} for route in routes(desk)}
    chosen = st.selectbox(
        "Budget of", [ALL, *parts_of], key="of", bind="query-params", width=220
    )
    return dict(parts_of[chosen]) if chosen in parts_of else where_of("")


def _unset(desk: Desk, actor: str, found: BudgetAnswer) -> None:
    show(parts.verdict("unknown", "No objective.", found.sentence.partition(". ")[0] + "."))
    _objective(desk, actor, found)


def _objective(desk: Desk, actor: str, found: BudgetAnswer) -> None:
    title = "Move the objective" if found.target else "Set an objective"
    owners = objectives(desk).owners
    under = f"For {owners} to say" if owners else "Name an owner: evaldesk own objective"
    with parts.card(title, under, key="objective"):
        objective_form(desk, actor, found)


def _verdict(found: BudgetAnswer) -> Html:
    word, _, rest = found.sentence.partition(": ")
    tone: Tone = budget_tables.TONES[found.action]
    if found.action is Action.NOTHING and any(step.in_force for step in found.ladder):
        tone = "warn"
    return parts.verdict(tone, f"{word}:", rest)


def _burning(desk: Desk, found: BudgetAnswer) -> None:
    left, right = st.columns([1, 1], gap="small")
    rest = found.left.value if found.left else None
    even = found.parts[-1].even
    slower = "Less is left than an even burn would leave" if (rest or 0) < even else (
        "More is left than an even burn would leave"
    )  # fmt: skip
    under = f"Of {found.period}, up to {wording.day(found.until)}; dashed: an even burn"
    with left, parts.card(slower if rest is not None else "Burn", under, key="burn-down"):
        budget_chart.draw(found, releases_seen(desk))
    title = _CALLS[found.action]
    under = "A long window proves it by exact limits, a short one shows that it goes on"
    with right, parts.card(title, under, key="windows"):
        show(budget_tables.windows(found.windows), budget_tables.reasons(found.windows))


def _ladder_said(found: BudgetAnswer) -> str:
    holding = [step for step in found.ladder if step.in_force]
    return f"In force: {holding[-1].words}" if holding else "No step is in force"


def _eaten(found: BudgetAnswer) -> None:
    cohorts = sorted({e.column for e in found.eaters} - {"route", "kind"})
    shown = [("By route", ["route"]), ("By kind", ["kind"]), ("By cohort", cohorts)]
    drawn = [(title, budget_tables.eaters(found, of)) for title, of in shown]
    if not any(one for _, one in drawn):
        return
    under = join(("Bad events since ", wording.day(found.since), ", those first that have more "
                  "than their part. ", link("Cohorts", "cohorts", by="route")))  # fmt: skip
    with parts.card("Who ate it", under, key="eaten"):
        for place, (title, table) in zip(st.columns(3, gap="small"), drawn, strict=True):
            with place:
                show(tag("h3", title), table or tag("p", "Nobody.", class_="muted"))
