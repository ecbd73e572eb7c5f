"""When each release was first seen in production, and which routes there are."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from store.answers.timeline import release_column
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing


@dataclass(frozen=True, slots=True)
class Seen:
    """A release, and the week in which its first event happened.

    Where events carry no `release`, a model version is one.
    """

    release: str
    week: date


def releases_seen(desk: Desk) -> list[Seen]:
    """Every release by the week of its first event; those there from the start too."""
    first: dict[str, date] = {}
    for release, week in _weeks(desk):
        first[release] = min(week, first.get(release, week))
    return [Seen(v, w) for v, w in sorted(first.items(), key=lambda one: (one[1], one[0]))]


def release_of(desk: Desk, since: str, until: str) -> str | None:
    """The release that answered most events from the day `since` to before `until`."""
    column = release_column(desk.facts())
    if column is None:
        rows = desk.facts().ask("week_release", since=since, until=until)
        return rows[0]["model_version"] if rows else None
    part = Part([(column,)], {}, since, until)
    counts = {
        value: row.cells["events"]
        for row in Slicing(desk.facts()).counts("cohort_counts", part)
        if (value := row.cohort.get(column))
    }
    return max(counts, key=lambda one: (counts[one], one), default=None)


def _weeks(desk: Desk) -> Iterator[tuple[str, date]]:
    """Every release with every week of it."""
    facts = desk.facts()
    column = release_column(facts)
    if column is None:
        for row in facts.ask("event_weeks_by"):
            if row["model_version"] and row["week"] is not None:
                yield row["model_version"], row["week"]
        return
    for row in Slicing(facts).counts("cohort_counts", Part([(column, "week")])):
        value, week = row.cohort.get(column), row.cohort.get("week")
        if value and week:
            yield value, date.fromisoformat(week)


def routes(desk: Desk) -> list[str]:
    """Every route of production, the busiest first."""
    counts: dict[str, int] = defaultdict(int)
    for row in desk.facts().ask("event_weeks_by"):
        if row["route"]:
            counts[row["route"]] += row["events"]
    return sorted(counts, key=lambda route: (-counts[route], route))
