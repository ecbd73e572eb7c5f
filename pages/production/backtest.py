"""How an alarm rule would have done: its weeks beside the incidents, and other limits."""

from collections.abc import Mapping, Sequence

import streamlit as st

from curation.backtest import Trial
from curation.measures.measure import TOO_FEW, Measure
from curation.percents import percent
from pages.production.backtest_chart import strip
from pages.shared import charts, parts, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.answers.alarm_rules import DRIFT, rule, rules, watched_columns
from store.answers.backtest import COHORTS, PRODUCTION, BacktestAnswer, backtest
from store.desk import Desk

_TITLES: Mapping[str, str] = {
    PRODUCTION: "Over all of production",
    COHORTS: "Over each incident's cohort",
}


def backtest_section(desk: Desk) -> None:
    """Draw how the rules would have done, one of them at a time."""
    names = [one.name for one in rules(desk)]
    show(tag("h2", "How the rules would have done"))
    chosen = st.segmented_control(
        "Rule", names, default=names[0], required=True, label_visibility="collapsed",
        key="rule", bind="query-params", wrap=True,
    )  # fmt: skip
    name = chosen or names[0]
    backtest_card(desk, _of_column(desk) if name == DRIFT else name)


def _of_column(desk: Desk) -> str:
    """The rule about the drift of any column, or of the one that is chosen."""
    every = "Any column"
    column = st.selectbox(
        "Drift of", [every, *watched_columns(desk)], key="column", bind="query-params",
        width=260,
    )  # fmt: skip
    return DRIFT if column in (None, every) else f"{DRIFT}:{column}"


def backtest_card(desk: Desk, name: str) -> None:
    """Draw one rule over history: when it would have fired, at its limit and at others."""
    found = backtest(desk, name)
    own = rule(desk, name)
    words = {one.limit: own.written(one.limit) for one in found.scopes[0].trials}
    under = f"It looks at {found.looks_at}; in force: {found.in_words}"
    with parts.card(found.title, under, key=f"backtest-{name}"):
        show(*(_sentence(found, scope.scope) for scope in found.scopes))
        if any(one.readings for scope in found.scopes for one in scope.series):
            charts.draw(strip(found), key=f"backtest-{name}", alt=_alt(found))
            show(_key())
        show(_table(found, words))
        with st.expander("What it misses, and what the data cannot tell"):
            show(_missed(found))


def _sentence(found: BacktestAnswer, scope: str) -> Html:
    one = next(one for one in found.scopes if one.scope == scope)
    return tag("p", tag("b", f"{_TITLES[scope]}: "), one.sentence)


def _alt(found: BacktestAnswer) -> str:
    told = " ".join(f"{_TITLES[one.scope]}: {one.sentence}" for one in found.scopes)
    return f"Weeks in which the rule fired, beside the incidents. {told}"


def _key() -> Html:
    marks = (
        "◆ fired in an incident · ✕ false alarm · • quiet · ○ too few to say · shaded: incident"
    )
    whole = "Over all of production, what fires counts for every incident of that time."
    return tag("p", f"{marks}. {whole}", class_="sub")


def _table(found: BacktestAnswer, words: Mapping[float, str]) -> Html:
    columns: list[Column | str] = ["Limit"]
    for title in ("Production", "Cohorts"):
        columns += [
            Column(f"{title}: told of", number=True),
            Column("False alarms", number=True),
            Column("Days late", number=True, phone=False),
            Column("Precision", number=True, phone=False),
            Column("Recall", number=True, phone=False),
        ]
    whole, parts_ = found.scopes
    rows = [
        [_limit(found, one, words), *_cells(one), *_cells(parts_.at(one.limit))]
        for one in whole.trials
    ]
    return table(f"{found.title} at each limit", columns, rows)


def _limit(found: BacktestAnswer, one: Trial, words: Mapping[float, str]) -> Content:
    does = {call.limit: call.does for call in found.calls}
    told = "in force" if one.limit == found.in_force else None
    said = does.get(one.limit, told)
    if said is None:
        return words[one.limit]
    tone = "info" if one.limit == found.in_force else None
    return join((words[one.limit], parts.pill(said, tone)), " ")


def _cells(one: Trial) -> Sequence[Content]:
    late = one.median_lag_days
    return [
        f"{len(one.hits)} of {len(one.hits) + len(one.misses)}",
        wording.count(one.false_alarms),
        wording.NOTHING if late is None else f"{late:.1f}",
        _share(one.precision),
        _share(one.recall),
    ]


def _share(measured: Measure) -> Content:
    """The interval where there is enough; else that there is not."""
    if measured.value is None:
        return wording.NOTHING
    limits = f"{percent(measured.low)}–{percent(measured.high)}, n {measured.n}"
    if (measured.note or "").startswith(TOO_FEW):
        return tag("span", TOO_FEW, class_="muted", title=limits)
    return join((wording.percent(measured.value, 0), tag("small", f" {limits}")))


def _missed(found: BacktestAnswer) -> Html:
    names = {one.incident: one.name for one in found.incidents}
    lines: list[Html] = []
    for scope in found.scopes:
        for miss in (*scope.at(found.in_force).misses, *scope.beyond):
            name = link(names[miss.incident], "incidents", id=miss.incident)
            lines.append(tag("li", f"{_TITLES[scope.scope]}: ", name, f": {miss.reason}."))
    until = found.reference_until
    of = f"The weeks before {until} are the reference and are not judged. " if until else ""
    ref = tag(
        "p",
        f"{of}An alarm up to {found.lag_days:g} days after an incident still is about it.",
        class_="muted",
    )
    return join((tag("ul", *lines) if lines else tag("p", "It misses none of them."), ref))
