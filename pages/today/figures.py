"""The figures of Health: the row of numbers, and production week by week."""

from collections.abc import Sequence

from curation.noise import Change
from pages.shared import charts, marks, tables, wording
from pages.shared.html import Content, show, tag
from pages.shared.links import link
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.health import Health, Week
from store.answers.noise_words import noise
from store.answers.triage_times import TriageTimes

SHOWN_WEEKS = 26
_NBSP = "\N{NO-BREAK SPACE}"
FEWEST_WEEKS = 4  # with fewer, one of them is no finding


def tiles(found: Health) -> list[Tile]:
    """The few numbers, each with what it is compared with."""
    run = found.last_run
    gate = f"{run.passed} of {run.cases}" if run else wording.NOTHING
    note: Content = (
        tag("span", link(run.run, "runs", run=run.run), " passed", *_by_noise(found))
        if run
        else "no run yet"
    )
    waiting = found.inbox
    blocking, monitoring = found.sets.sets[2], found.sets.sets[1]
    rates = [w.failures / w.events if w.enough else None for w in found.weeks[-SHOWN_WEEKS:]]
    week = found.last_week
    return [
        Tile("Blocking cases passed", gate, note),
        Tile(
            "Failures in production",
            wording.percent(week.value) if week and week.value is not None else wording.NOTHING,
            _noise(found),
            marks.spark(rates, "Failure rate by week"),
        ),
        Tile(
            "Waiting to be sorted",
            wording.count(waiting.failures),
            f"failures in {wording.many(len(waiting.groups), 'group')}",
            page="inbox",
        ),
        _triage(found.triage),
        Tile(
            "Blocking set",
            wording.count(blocking.cases),
            _frozen(blocking.in_force, blocking.unfrozen_changes),
            page="sets",
        ),
        Tile(
            "Monitoring set",
            wording.count(monitoring.cases),
            _frozen(monitoring.in_force, monitoring.unfrozen_changes),
            page="sets",
        ),
    ]


def _by_noise(found: Health) -> tuple[Content, ...]:
    if found.verdict is None:
        return ()
    return ("; red by noise ", link(noise(found.red_by_noise, found.red_at_most), "flakes"))


def _triage(times: TriageTimes) -> Tile:
    """How long a failure waits for a person: what was sorted lately, and what waits now."""
    done, waits = times.sorted, times.waiting
    value = wording.NOTHING if done.median is None else _days(done.median)
    if done.median is None:
        note = f"too few to say: {done.n} sorted in {times.days} days"
    else:
        note = f"median of {wording.count(done.n)} sorted in {times.days} days"
        note += f" ({_days(done.low)}–{_days(done.high)})" if done.low is not None else ""
    if waits.oldest is not None:
        median = f"median {_days(waits.median)}, " if waits.median is not None else ""
        note += f" · waiting: {median}oldest {_days(waits.oldest)}"
    return Tile("Time to triage", value, note, page="inbox")


def _days(days: float | None) -> str:
    if days is None:
        return wording.NOTHING
    unit, amount = ("h", days * 24) if days < 1 else ("d", days)
    return f"{amount:.0f}{_NBSP}{unit}"


def _noise(found: Health) -> Content:
    week = found.last_week
    if week is None or week.low is None or week.high is None:
        return "no whole week yet"
    said = {
        None: "first week",
        Change.HIGHER: "worse than the week before",
        Change.LOWER: "better than the week before",
    }.get(found.change, str(found.change))
    interval = f"{week.low * 100:.1f}–{week.high * 100:.1f}"
    return tag("span", f"{interval}, n {wording.count(week.n)} · {said}", *_budget(found))


def _budget(found: Health) -> tuple[Content, ...]:
    """What is left of the error budget; nothing where none is set."""
    known = found.budget
    return (" · error budget: ", link(known.said(), "budget")) if known else ()


def _frozen(in_force: str | None, changes: int) -> str:
    if in_force is None:
        return "never frozen"
    return f"{in_force}, {wording.many(changes, 'change')} since" if changes else f"{in_force}"


def _worst(weeks: Sequence[Week]) -> Week | None:
    """The shown whole week with the largest share of failures, where there are enough."""
    whole = [week for week in weeks[-SHOWN_WEEKS:] if week.whole and week.enough]
    if len(whole) < FEWEST_WEEKS:
        return None
    return max(whole, key=lambda week: week.failures / week.events)


def finding(found: Health) -> str:
    """What the weeks show, in words."""
    worst = _worst(found.weeks)
    if worst is None:
        return "Failures a week"
    share = wording.percent(worst.failures / worst.events)
    return f"The worst week began on {wording.day(worst.week)}: {share} of events failed"


def weeks_chart(weeks: Sequence[Week]) -> None:
    """Draw failures a week, with the numbers behind them."""
    if not weeks:
        show(tag("p", "No event carries a time, so no week can be drawn.", class_="muted"))
        return
    shown = weeks[-SHOWN_WEEKS:]
    worst = _worst(weeks)
    figure = charts.weekly_bars(
        [w.week for w in shown],
        [w.failures for w in shown],
        highlight={worst.week} if worst else set(),
        height=210,
    )
    columns = ["Week", Column("Failures", number=True), Column("Events", number=True)]
    rows = [(wording.week(w.week), w.failures, w.events) for w in reversed(shown)]
    table = tables.table("Failures by week", columns, rows)
    last = f"{shown[-1].failures} in the week of {shown[-1].week}"
    charts.draw(figure, key="weeks", alt=f"Failures a week, {last}", numbers=table)
