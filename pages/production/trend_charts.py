"""Latency and cost week by week: limits dashed, releases marked, the title says the finding."""

from collections.abc import Callable, Mapping, Sequence

from curation.courses import Course
from pages.production.release_marks import mark
from pages.shared import charts, tables, theme, wording
from pages.shared.charts import Limit
from pages.shared.html import Html
from pages.shared.look import Figure
from pages.shared.tables import Column
from store.answers.releases_seen import Seen
from store.answers.trends import P95, PER_1000, PER_WEEK, Line

MEASURES = (P95, PER_1000, PER_WEEK)
SHOWN = 26  # weeks
ALL = "all production"
NAMES: Mapping[str, str] = {
    P95: "p95 latency",
    PER_1000: "Cost of 1,000 events",
    PER_WEEK: "Cost of a week",
}
WRITE: Mapping[str, Callable[[float | None], str]] = {
    P95: wording.duration,
    PER_1000: wording.money,
    PER_WEEK: wording.money,
}
_COURSES = {
    Course.BETTER: "got better",
    Course.WORSE: "got worse",
    Course.NOISE: "moved within noise",
    Course.TOO_FEW: "cannot be compared yet",
}
_UNDER: Mapping[str, str] = {
    P95: "Seconds, by week; from bins of 2 % that add up",
    PER_1000: "USD of 1,000 events whose cost is known, by week",
    PER_WEEK: "USD of all events whose cost is known, by week",
}
_SCALE: Mapping[str, float] = {P95: 1000, PER_1000: 1, PER_WEEK: 1}


def finding(own: Line) -> str:
    """What the line of all production shows, in words."""
    write, name = WRITE[own.measure], NAMES[own.measure]
    told = f"{name[0].upper()}{name[1:]} {_COURSES[own.course]}"
    if own.now.value is None:
        return f"{name}: not measured in the last weeks"
    told += f": {write(own.now.value)}"
    if own.before.value is not None:
        told += f" against {write(own.before.value)} before"
    if own.met is not False or own.limit is None:
        return told
    return f"{told}, over its budget of {write(own.limit)}"


def under(measure: str) -> str:
    """What is plotted."""
    return _UNDER[measure]


def draw(measure: str, lines: Sequence[Line], releases: Sequence[Seen]) -> None:
    """Draw the lines of one measure, with the numbers behind them."""
    alt = f"{NAMES[measure]} by week: {finding(lines[0])}"
    figure = drawn(measure, lines, releases)
    charts.draw(
        figure, key=measure.replace("_", "-"), alt=alt, numbers=_numbers(measure, lines)
    )


def drawn(measure: str, lines: Sequence[Line], releases: Sequence[Seen]) -> Figure:
    """The lines of one measure: those of groups where there are any, the worst ones loud."""
    shown = [one for one in lines if one.group is not None] or list(lines)
    scale, weeks = _SCALE[measure], [point.week for point in lines[0].weeks][-SHOWN:]
    series = {
        one.group or ALL: [
            None if p.value is None else p.value / scale for p in one.weeks[-SHOWN:]
        ]
        for one in shown
    }
    limit = next((one.limit for one in lines if one.limit is not None), None)
    limits = () if limit is None else (Limit(f"budget {WRITE[measure](limit)}", limit / scale),)
    figure = charts.weekly_line(
        weeks, series, highlight=_loud(shown), limits=limits, height=230
    )
    mark(figure, theme.tokens(), weeks, releases)
    return figure


def _loud(lines: Sequence[Line]) -> list[str]:
    """The two that stand highest now."""
    known = [one for one in lines if one.now.value is not None]
    known.sort(key=lambda one: -(one.now.value or 0))
    return [one.group or ALL for one in known[:2]]


def _numbers(measure: str, lines: Sequence[Line]) -> Html:
    write = WRITE[measure]
    columns = ["Week", "Of", Column("n", number=True), Column("Value", number=True),
               Column("95 % interval", number=True)]  # fmt: skip
    rows = [
        (
            wording.week(point.week),
            one.group or ALL,
            wording.count(point.n),
            write(point.value),
            f"{write(point.low)}\N{EN DASH}{write(point.high)}"
            if point.low is not None and point.high is not None
            else wording.NOTHING,
        )
        for one in lines
        for point in reversed(one.weeks[-SHOWN:])
        if point.n
    ]
    return tables.table(f"{NAMES[measure]} by week", columns, rows[:120])
