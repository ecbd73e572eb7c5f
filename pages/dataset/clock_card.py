"""The feedback clock: how long failures take to become cases, and what waits longest."""

from curation.courses import Course
from curation.feedback_clock import Clock
from curation.percents import between, percent
from pages.shared import charts, parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.feedback_clock import FeedbackClock, hours, long

SHOWN, FEWEST = 26, 3  # weeks
COURSES: dict[Course, Tone] = {
    Course.BETTER: "good",
    Course.WORSE: "bad",
    Course.NOISE: "info",
    Course.TOO_FEW: "unknown",
}


def draw(found: FeedbackClock) -> None:
    """Draw the clock, or that there is nothing to time."""
    under = (
        f"Target: a case within {found.target_hours:g} hours. Kaplan-Meier: what still waits "
        "counts as waiting, and is never left out"
    )
    with parts.card(_title(found), under, key="clock"):
        show(tag("p", found.sentence, *_way(found)))
        if not found.imported.n:
            return
        show(_table(found))
        charts.draw(
            _figure(found), key="clock-weeks", alt=found.sentence, numbers=_weeks(found)
        )


def _title(found: FeedbackClock) -> str:
    """The finding: how long a group, or else an input, waits for its case."""
    for what, one in (("group", found.groups), ("failing input", found.imported)):
        if one.median.value is not None:
            return f"Half of all {what}s wait {long(one.median.value)} for a case, or longer"
    if found.imported.waiting * 2 > found.imported.n:
        return "More than half of all failing inputs still wait for a case"
    return "Feedback clock: from a failure to its case"


def _way(found: FeedbackClock) -> tuple[Content, ...]:
    old = found.oldest
    if old is None:
        return ()
    label = f"Look at its {wording.many(old.waiting, 'waiting input')}"
    return (" ", link(label, "inbox", group=old.group))


def _table(found: FeedbackClock) -> Html:
    columns = [
        "From",
        Column("n", number=True),
        Column("Wait", number=True),
        Column("Median", number=True),
        Column("p90", number=True, phone=False),
        Column(f"Within {found.target_hours:g} h", number=True),
        Column("95 % interval", number=True, phone=False),
        Column("Lately", tight=True),
    ]
    rows = [
        _row("the failure to its case", found.occurrence),
        _row("its import to its case", found.imported),
        _row("a group's first import to its first case", found.groups),
    ]
    return tables.table("How long until a failure has its case", columns, rows)


def _row(name: str, one: Clock) -> list[Content]:
    within = one.within
    middle = hours(one.median)
    if one.median.low is not None:
        top = "…" if one.median.high is None else long(one.median.high)
        middle = join((middle, tag("small", f"{long(one.median.low)} to {top}")), tag("br"))
    course = tag("span", parts.chip(COURSES[one.course], one.course), title=one.why)
    return [name, wording.count(one.n), wording.count(one.waiting), middle, hours(one.p90),
            percent(within.value), between(within.low, within.high), course]  # fmt: skip


def _figure(found: FeedbackClock) -> charts.Figure:
    weeks = found.imported.weeks[-SHOWN:]
    series = {"inputs": [one.within.value for one in weeks]}
    return charts.weekly_line([one.week for one in weeks], series, percent=True, height=190)


def _weeks(found: FeedbackClock) -> Html:
    numbers = ("n", "In time", "95 % interval", "Not due yet")
    columns = ["Week of import", *(Column(one, number=True) for one in numbers)]
    rows: list[list[Content]] = []
    for one in reversed(found.imported.weeks):
        rate = one.within
        rows.append(
            [wording.week(one.week), wording.count(rate.n), percent(rate.value),
             between(rate.low, rate.high), wording.count(one.pending)]
        )  # fmt: skip
    return tables.table("Share with a case in time, by week of import", columns, rows)
