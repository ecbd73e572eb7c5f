"""What cohorts can be asked for on this desk: columns, windows and runs."""

from dataclasses import dataclass
from datetime import timedelta

from store.answers.slices import MOST_VALUES
from store.desk import Desk
from store.facts.slicing import Slicing


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time as people name it; without limits it is everything."""

    name: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """`columns` have few enough values."""

    columns: tuple[str, ...]
    windows: tuple[Window, ...]
    runs: tuple[str, ...]


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
            windows.append(Window(name, since.isoformat()))
    with desk.ledger.reading() as asked:
        runs = [run.name for run, _, _ in asked.runs()]
    few = [c for c, count in kinds.items() if 2 <= count <= MOST_VALUES]
    return Choices(tuple(few), tuple(windows), tuple(runs))


def before(window: Window) -> str | None:
    """Everything before the window, as a reference is written."""
    return f"..{window.since}" if window.since else None
