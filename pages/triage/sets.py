"""The three sets: what is in them, what is in force, what changed, freeze and export."""

import streamlit as st

from curation.cases import Case, State
from pages.shared import marks, parts, tables, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.parts import Tile
from pages.shared.tables import Column
from pages.triage.versions import version_card
from store.answers.sets import SetSummary, members, sets, woken
from store.desk import Desk

SHOWN = 100


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = sets(desk)
    beside = f"{found.dismissed} dismissed, {found.retired} retired"
    parts.page_head("Sets", f"What a release is tested on · {beside}")
    said(desk, actor)
    show(parts.tiles(*(_tile(one) for one in reversed(found.sets))))
    state = _chosen()
    summary = next((one for one in found.sets if one.set is state), None)
    if summary is not None:
        with parts.card(_finding(summary), _frozen(summary), key="version"):
            version_card(desk, summary, found, actor)
    _members(desk, state)


def _chosen() -> State:
    # Without format_func: the address would then say Blocking and not know blocking.
    chosen = st.segmented_control(
        "Set",
        ["blocking", "monitoring", "backlog", "dismissed", "retired"],
        default="blocking",
        required=True,
        label_visibility="collapsed",
        key="set",
        bind="query-params",
    )
    return State(chosen or "blocking")


def _tile(one: SetSummary) -> Tile:
    owner = one.owner or "nobody yet"
    return Tile(
        one.set.capitalize(),
        wording.count(one.cases),
        f"{one.in_force or 'never frozen'} · owner: {owner}",
        page="sets",
        query={"set": one.set},
    )


def _finding(one: SetSummary) -> str:
    if one.in_force is None:
        return f"{one.set.capitalize()} was never frozen"
    if one.unfrozen_changes:
        return f"{wording.many(one.unfrozen_changes, 'change')} since {one.in_force}"
    return f"{one.in_force} holds exactly these cases"


def _frozen(one: SetSummary) -> str:
    if one.in_force is None:
        return "Runs are pinned to frozen versions; freeze one to judge a release on it."
    frozen = wording.moment(one.frozen_at)
    return f"Frozen {frozen} by {one.frozen_by} · {one.frozen_cases} cases · {one.sha256}"


def _members(desk: Desk, state: State) -> None:
    found = members(desk, state)
    if not found:
        parts.empty_state(
            f"No case is {'in ' if state in State else ''}{state}",
            "Cases get here from the inbox, or from a file of your own.",
            "Sort failures in the inbox, or bring cases in:",
            "evaldesk import cases.csv --as cases",
        )
        return
    back = woken(desk) if state is State.DISMISSED else {}
    shown = f", the first {SHOWN} of them shown" if len(found) > SHOWN else ""
    title = f"{wording.many(len(found), 'case')} in {state}{shown}"
    with parts.card(title, "Most severe and dearest first", key="members"):
        show(_table(found[:SHOWN], back))


def _table(found: list[Case], back: dict[str, str]) -> Html:
    columns = [
        Column("Input", clip=True),
        Column("Expected", clip=True, phone=False),
        Column("Severity", tight=True),
        Column("Cost of failure", number=True, phone=False),
        Column("Owner", tight=True, phone=False),
        Column("Route", tight=True, phone=False),
        Column("Moved", tight=True, phone=False),
    ]
    return tables.table("Cases", columns, [_row(case, back.get(case.id)) for case in found])


def _row(case: Case, woke: str | None) -> list[Content]:
    name = link(case.input[:140], "case", id=case.id)
    return [
        join((name, tag("small", f" back: {woke}", class_="warn"))) if woke else name,
        case.expected or wording.words(case.behaviour),
        marks.severity(case.severity),
        wording.money(case.cost_of_failure),
        case.owner or wording.NOTHING,
        case.route,
        wording.ago(case.moved_at or case.opened_at),
    ]
