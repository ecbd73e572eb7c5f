"""The cover of a set week by week, and whether its pass rate moves with production."""

from curation.measures.lags import Lag, Moves
from curation.percents import between, percent
from pages.shared import charts, parts, tables, theme, wording
from pages.shared.html import Html, show, tag
from pages.shared.look import Figure, blank
from pages.shared.tables import Column
from store.answers.alignment import Alignment
from store.answers.alignment_lags import SetMoves


def weeks(found: Alignment) -> None:
    """Draw how much of each week's cost the set covered as it was then."""
    known = [one for one in found.weeks if one.covered.value is not None]
    title = "Cover week by week"
    if known:
        last = known[-1]
        title = (
            f"The set covered {percent(last.covered.value)} of what the week of "
            f"{wording.week(last.week)} cost"
        )
    under = "Share of the week's cost in parts with enough cases, of the set as it was then"
    with parts.card(title, under, key="cover"):
        if not known:
            show(tag("p", "No whole week has failures with a cost yet.", class_="muted"))
            return
        days = [one.week for one in found.weeks]
        series = {"covered": [one.covered.value for one in found.weeks]}
        figure = charts.weekly_line(days, series, percent=True, height=260)
        charts.draw(figure, key="alignment-weeks", alt=title, numbers=_weeks(found))


def _weeks(found: Alignment) -> Html:
    columns = ["Week", Column("Failures", number=True), Column("Cases", number=True),
               Column("Covered", number=True), Column("95 % interval", number=True),
               Column("Distance", number=True)]  # fmt: skip
    rows = [
        (
            wording.week(one.week), wording.count(one.n), wording.count(one.cases),
            percent(one.covered.value), between(one.covered.low, one.covered.high),
            wording.NOTHING if one.js.value is None else f"{one.js.value:.2f}",
        )
        for one in reversed(found.weeks)
    ]  # fmt: skip
    return tables.table("Cover and distance by week", columns, rows)


def lags(found: Alignment) -> None:
    """Draw whether each set's pass rate moves with production, at every lag."""
    title = "Does the pass rate move with production?"
    under = "Correlation of a week's run with production so many weeks later, given time"
    with parts.card(title, under, key="lags"):
        for one in found.moves:
            show(tag("p", one.sentence))
            if any(lag.value is not None for lag in one.together.lags):
                figure = _lags(one)
                key = f"alignment-lag-{one.set}"
                charts.draw(figure, key=key, alt=one.sentence, numbers=_pairs(one))


def _lags(one: SetMoves) -> Figure:
    ink, told = theme.tokens(), one.together
    known = [lag for lag in told.lags if lag.value is not None]
    figure = blank(ink, 220)
    loud = told.moves in (Moves.WITH, Moves.AGAINST)
    figure["data"] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [lag.lag for lag in known],
            "y": [lag.value for lag in known],
            "error_y": {
                "type": "data", "symmetric": False, "thickness": 1.4, "width": 0,
                "array": [_reach(lag.value, lag.high) for lag in known],
                "arrayminus": [_reach(lag.low, lag.value) for lag in known],
                "color": ink.muted,
            },
            "marker": {
                "size": 9,
                "color": [ink.orange if loud and lag is told.best else ink.primary
                          for lag in known],
            },
            "hovertemplate": "lag %{x} weeks: r %{y:.2f}<extra></extra>",
        }
    ]  # fmt: skip
    figure["layout"]["shapes"] = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0,
         "line": {"color": ink.muted, "width": 1}}
    ]  # fmt: skip
    figure["layout"]["xaxis"] |= {
        "type": "linear", "tickvals": [lag.lag for lag in told.lags], "tickformat": "+d",
        "range": [-4.6, 4.6], "title": {"text": "weeks until production", "standoff": 6},
    }  # fmt: skip
    figure["layout"]["yaxis"] |= {"range": [-1.05, 1.05], "tickvals": [-1, -0.5, 0, 0.5, 1]}
    return figure


def _reach(low: float | None, high: float | None) -> float:
    return max(0.0, (high or 0.0) - (low or 0.0))


def _pairs(one: SetMoves) -> Html:
    columns = ["Week", "Run", Column("Cases", number=True), Column("Passed", number=True),
               Column("Production", number=True), Column("Judged", number=True)]  # fmt: skip
    rows = [
        (wording.week(p.week), p.run, wording.count(p.scored), percent(p.pass_rate, 1),
         percent(p.good_rate, 1), wording.count(p.judged))
        for p in reversed(one.pairs)
    ]  # fmt: skip
    lag: list[Lag] = [lag for lag in one.together.lags if lag.value is not None]
    said = ", ".join(f"{x.lag:+d}: {x.value:+.2f} (n {x.n})" for x in lag)
    table = tables.table(f"Runs of {one.set} and production", columns, rows)
    return tag("div", tag("p", f"r by lag: {said}", class_="muted"), table)
