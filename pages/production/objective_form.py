"""Set how good production has to be, and see how the last weeks would have looked."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from curation import budget
from curation.burn import FIRING, PERIODS, WEEKS
from curation.errors import CurationError
from curation.ladder import DEFAULT, ladder_of, written
from curation.percents import percent
from pages.shared import parts, tables, wording
from pages.shared.acting import Done, filled, press
from pages.shared.html import Html, prose, show, tag
from pages.shared.tables import Column
from store.acts.objectives import set_objective, weighed
from store.answers.budget import BudgetAnswer
from store.answers.objectives import PastWeek, looked, objectives
from store.desk import Desk

_HOW = (
    "When, a colon, what is agreed. `0 % freeze: …` asks for a freeze of the gate, "
    "`0 % freeze automatic: …` freezes it."
)
SAME, BY_COST = "every event counts the same", "by what a failure costs on its route"


def objective_form(desk: Desk, actor: str, found: BudgetAnswer) -> None:
    """The fields as they stand, the preview, and the button."""
    stands = [one for one in objectives(desk).objectives if one.where == found.where]
    ladder = stands[0].ladder if stands else tuple(written(step) for step in DEFAULT)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        target = st.number_input(
            "Good events, %", min_value=1.0, max_value=99.999, step=0.1, format="%.2f",
            value=100 * (found.target or 0.95), key="objective-target",
        )  # fmt: skip
        period = found.period or WEEKS
        st.segmented_control(
            "Over", PERIODS, default=period, required=True, key="objective-over"
        )
        st.selectbox(
            "Weighted", [SAME, BY_COST], index=1 if found.weights else 0, key="objective-weight"
        )
        steps = "\n".join(ladder)
        st.text_area(
            "Ladder, a step a line", value=steps, height=150, key="objective-ladder", help=_HOW
        )
        st.text_input("Why", key="objective-why", placeholder="It stays in the log")
        st.button(
            "Set the objective", type="primary", key="objective-set", on_click=press,
            args=(partial(_set, desk, actor, found),),
        )  # fmt: skip
    with right:
        _preview(desk, found, target / 100)


def _preview(desk: Desk, found: BudgetAnswer, target: float) -> None:
    try:
        weeks = looked(desk, target, found.where, _weights(desk, found))
    except CurationError as refused:
        show(parts.verdict("unknown", "No preview.", prose(str(refused))))
        return
    if not weeks:
        show(
            tag("p", "No whole week has an event, so nothing can be foretold.", class_="muted")
        )
        return
    show(parts.heading(_finding(weeks, target), "By the rule of weekly budgets, n as it was"))
    show(_table(weeks))


def _finding(weeks: Sequence[PastWeek], target: float) -> str:
    said = Counter(week.action for week in weeks)
    calls = [f"{said[a]} × {a}" for a in FIRING if said[a]]
    told = ", ".join(calls) or "nothing would have fired"
    return f"With {target * 100:g} % the last {wording.many(len(weeks), 'week')}: {told}"


def _table(weeks: Sequence[PastWeek]) -> Html:
    from pages.production.budget_tables import TONES

    columns = ["Week", Column("Bad", number=True), Column("Left then", number=True), "Says"]
    rows = [
        (
            wording.day(week.week),
            wording.percent(week.bad_share),
            wording.percent(week.left, 0),
            parts.chip(TONES[week.action], week.action),
        )
        for week in reversed(weeks)
    ]
    return tables.table("How the last weeks would have looked", columns, rows)


def _weights(desk: Desk, found: BudgetAnswer) -> dict[str, float] | None:
    if filled("objective-weight") != BY_COST:
        return None
    return dict(weighed(desk, found.where))


def _set(desk: Desk, actor: str, found: BudgetAnswer) -> Done:
    wanted = budget.objective(
        round(filled("objective-target") / 100, 6),
        filled("objective-over"),
        found.where,
        _weights(desk, found),
        ladder_of(filled("objective-ladder").splitlines()),
    )
    set_objective(desk, wanted, actor=actor, reason=filled("objective-why"))
    told = (
        f"{budget.called(found.where)}: {percent(wanted.target, 2)} good over {wanted.period}."
    )
    return Done("good", "In force.", told)
