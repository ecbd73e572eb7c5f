"""When each model version was first seen in production, and which routes there are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Seen:
    """A model version, and the week in which its first event happened."""

    model_version: str
    week: date


def releases_seen(desk: Desk) -> list[Seen]:
    """Every model version by the week of its first event; those there from the start too."""
    first: dict[str, date] = {}
    for row in desk.facts().ask("event_weeks_by"):
        version, week = row["model_version"], row["week"]
        if version and week is not None:
            first[version] = min(week, first.get(version, week))
    return [Seen(v, w) for v, w in sorted(first.items(), key=lambda one: (one[1], one[0]))]


def routes(desk: Desk) -> list[str]:
    """Every route of production, the busiest first."""
    counts: dict[str, int] = defaultdict(int)
    for row in desk.facts().ask("event_weeks_by"):
        if row["route"]:
            counts[row["route"]] += row["events"]
    return sorted(counts, key=lambda route: (-counts[route], route))
