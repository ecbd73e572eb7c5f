"""What cohorts can be asked for on this desk: columns, windows and runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from store.answers.case_cohorts import OWN, tag_names
from store.answers.slices import MOST_VALUES
from store.desk import Desk
from store.facts.slicing import Slicing

CASE_COLUMNS = tuple(column for column in OWN if column != "tags")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time as people name it; without limits it is everything."""

    name: str
    since: str | None = None
    until: str | None = None
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """`columns` have few enough values; `case_columns` make cohorts of runs only.

    `every_column` can be asked for, too, also where it has one value or very many.
    """

    columns: tuple[str, ...]
    every_column: tuple[str, ...]
    case_columns: tuple[str, ...]
    windows: tuple[Window, ...]
    runs: tuple[str, ...]
    pins: Mapping[str, str]  # of a run: the set versions that it was scored on


@dataclass(frozen=True, slots=True)
class Reference:
    """What can be compared with: `name` on the screen, `said` as a question says it."""

    name: str
    said: str | None
    words: str = ""  # as it goes on after "since" or "against"


NO_REFERENCE = Reference("Nothing", None)


def choices(desk: Desk) -> Choices:
    """What a person can choose from; the newest weeks count back from the last event."""
    facts = desk.facts()
    slicing = Slicing(facts)
    kinds = slicing.kinds(slicing.columns())
    weeks = [row["week"] for row in facts.ask("event_weeks") if row["week"] is not None]
    windows = [Window("All production")]
    for count in (1, 4, 12) if weeks else ():
        since = weeks[-1] - timedelta(weeks=count - 1)
        if since > weeks[0]:
            name = "Last week" if count == 1 else f"Last {count} weeks"
            windows.append(Window(name, since.isoformat(), weeks=count))
    with desk.ledger.reading() as asked:
        pins = {run.name: _pins(run.sets) for run, _, _ in asked.runs()}
        tags = tag_names({"tags": list(case.tags)} for case in asked.cases()) if pins else []
    own = [c for c in CASE_COLUMNS if c not in kinds]
    few = [c for c, count in kinds.items() if 2 <= count <= MOST_VALUES]
    return Choices(
        tuple(few),
        tuple(kinds),
        tuple(dict.fromkeys([*own, *tags])),
        tuple(windows),
        tuple(pins),
        pins,
    )


def before(window: Window) -> str | None:
    """Everything before the window, as a reference is written."""
    return f"..{window.since}" if window.since else None


def references(offered: Choices, window: Window | None, run: str | None) -> list[Reference]:
    """What a window or a run can be held against; the first is the usual choice."""
    if run is not None:
        place = offered.runs.index(run) if run in offered.runs else -1
        others = [*offered.runs[place + 1 :], *offered.runs[: max(place, 0)]]
        return [*(Reference(f"Run {r}", r, _of(offered, r, run)) for r in others), NO_REFERENCE]
    if window is None or window.since is None:
        return [NO_REFERENCE]
    since = date.fromisoformat(window.since)
    first = since - timedelta(weeks=window.weeks)
    weeks = "week" if window.weeks == 1 else f"{window.weeks} weeks"
    return [
        Reference("All before", before(window), f"all before {since:%-d %b %Y}"),
        Reference(
            f"The {weeks} before", f"{first}..{since}", f"the {weeks} before {since:%-d %b %Y}"
        ),
        NO_REFERENCE,
    ]


def _pins(sets: Mapping[str, int]) -> str:
    return ", ".join(f"{name}@{version}" for name, version in sorted(sets.items()))


def _of(offered: Choices, other: str, run: str) -> str:
    """The other run by name; loud about cases that are not the same."""
    then, now = offered.pins.get(other), offered.pins.get(run)
    if then == now:
        return f"run {other}"
    return f"run {other}, which had other cases ({then or 'no set'}, this one {now or 'none'})"
