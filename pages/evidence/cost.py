"""Cost against quality: the runs that scored the same cases, and the cheapest that will do."""

import streamlit as st

from pages.evidence.compared import rate, speed
from pages.evidence.cost_chart import trade_chart
from pages.shared import charts, parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.tradeoffs import Traded, Tradeoffs, tradeoffs, versions_with_runs
from store.desk import Desk

_ABOUT = "The most accurate first; thresholds as the gate holds them on each run's blocking set"
_MEETS: dict[bool | None, tuple[Tone, str]] = {
    True: ("good", "met"),
    False: ("bad", "not met"),
    None: ("warn", "undecided"),
}


def cost_against_quality(desk: Desk) -> None:
    """Draw the view for `?on=blocking@3`."""
    versions = versions_with_runs(desk)
    names = [name for name, _ in versions]
    first = next((n for n, (_, runs) in enumerate(versions) if runs > 1), 0)
    wanted = st.query_params.get("on")
    if wanted and wanted not in names:
        show(parts.verdict("unknown", "No run there.", f"No run was scored on '{wanted}'."))
    on = st.selectbox(
        "Scored on the same cases of", names, index=first, key="on", bind="query-params",
        width=240,
    )  # fmt: skip
    found = tradeoffs(desk, on or names[first])
    _told(found)
    if not found.candidates:
        return
    _charts(found)
    with parts.card("The numbers", _ABOUT, key="traded"):
        show(_table(found))
        best = found.candidates[0].run
        if found.pick and found.pick != best:
            which = {"baseline": best, "candidate": found.pick}
            said = f"Compare {found.pick} with {best}, case by case"
            show(tag("p", link(said, "compare", **which)))


def _told(found: Tradeoffs) -> None:
    tone: Tone = "good" if found.pick else "warn"
    word = f"{found.pick} would do." if found.pick else "No pick."
    show(parts.verdict(tone if found.candidates else "unknown", word, found.summary))
    if found.left_out:
        left = "; ".join(f"{one.run} {one.why}" for one in found.left_out)
        show(
            parts.verdict(
                "unknown", "Left out.", f"{left}: never on one chart with the others."
            )
        )


def _charts(found: Tradeoffs) -> None:
    about = "Share of cases that passed, 95 % interval; blue: not beaten in all three together"
    cheap, fast = st.columns(2, gap="small")
    with cheap, parts.card("Accuracy against cost of 1,000", about, key="cost"):
        figure = trade_chart(found, "cost")
        _drawn(figure, "cost", "No run states what it cost.", found)
    with fast, parts.card("Accuracy against latency p95", about, key="speed"):
        figure = trade_chart(found, "latency")
        _drawn(figure, "speed", "No run states how long its calls took.", found)


def _drawn(figure: charts.Figure | None, key: str, why_not: str, found: Tradeoffs) -> None:
    if figure is None:
        show(tag("p", why_not, class_="muted"))
    else:
        charts.draw(
            figure, key=f"trade-{key}", alt=f"{found.summary} The table has the numbers."
        )


def _table(found: Tradeoffs) -> Html:
    columns = [
        Column("Run", tight=True),
        Column("Model", phone=False),
        Column("Passed", number=True),
        Column("p95", number=True, phone=False),
        Column("Cost of 1,000", number=True),
        Column("All three together", phone=False),
        Column("Thresholds"),
    ]
    return tables.table(
        "Cost against quality", columns, [_row(one) for one in found.candidates]
    )


def _row(one: Traded) -> list[Content]:
    met = parts.chip(*_MEETS[one.meets])
    beaten = f"beaten by {', '.join(one.beaten_by)}" if one.beaten_by else "not beaten"
    return [
        link(one.run, "runs", run=one.run),
        one.model_version or "not stated",
        rate(one.pass_rate),
        speed(one.latency_ms, "p95"),
        wording.money(one.cost_per_1000_usd.value),
        beaten,
        met if one.meets else join((met, tag("small", one.why, class_="hide-s")), " "),
    ]
