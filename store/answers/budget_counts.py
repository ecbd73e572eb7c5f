"""What production showed, counted for an error budget: by week, by day, by the last hours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from curation.budget_share import NOTHING, Counted, Share, added, share
from curation.cohort_values import plain_value
from curation.scopes import Where
from store.desk import Desk
from store.facts.connection import query
from store.facts.sliced import Part
from store.facts.slicing import Slicing

WEEK = timedelta(weeks=1)
Routes = dict[str, Counted]


@dataclass(frozen=True, slots=True)
class Weeks:
    """Every whole week from the first to the last one with an event, none left out.

    `behind`: so many whole weeks have passed since without any event.
    """

    starts: tuple[date, ...]
    counts: tuple[Mapping[str, Counted], ...]
    behind: int

    def shares(self, weights: Mapping[str, float] | None) -> list[Share]:
        """The share of bad events of each."""
        return [share_of(routes, weights) for routes in self.counts]


def share_of(routes: Mapping[str, Counted], weights: Mapping[str, float] | None) -> Share:
    """The share of bad events of one part; none where there was no event."""
    return share(routes, weights) if routes else NOTHING


def weeks(desk: Desk, where: Where, today: date) -> Weeks:
    """The whole weeks of the part `where`, from the counts that are kept by week."""
    part = Part(sets=(("week", "route"),), where=where)
    found: dict[date, Routes] = defaultdict(dict)
    failed = _failed(desk, where)
    for row in Slicing(desk.facts()).counts("cohort_counts", part):
        week, route = row.cohort.get("week"), row.cohort.get("route") or ""
        if week is None or not row.cells["events"]:
            continue
        start, c = date.fromisoformat(week), row.cells
        known = max(c["wrong"], failed.get((start, route), 0))
        found[start][route] = Counted(c["events"], c["judged"], c["wrong"], known)
    whole = sorted(w for w in found if (today - w).days >= 7)
    if not whole:
        return Weeks((), (), 0)
    starts = mondays(whole[0], whole[-1])
    behind = (today - whole[-1]).days // 7 - 1
    return Weeks(tuple(starts), tuple(found.get(w, {}) for w in starts), behind)


def mondays(first: date, last: date) -> list[date]:
    """Every week from the one of `first` to that of `last`."""
    return [first + n * WEEK for n in range((last - first).days // 7 + 1)]


def failures(desk: Desk, where: Where) -> list[dict[str, Any]]:
    """Failures by week, route and kind, judged or not, of the part `where`."""
    rest = {c: v for c, v in where.items() if c not in ("route", "model_version")}
    if not all(rest.values()):
        return []  # failures do not keep what lacks: what was judged has to do
    return desk.facts().ask(
        "budget_failures",
        route=where.get("route"),
        version=where.get("model_version"),
        cohorts=[f"{column}={plain_value(value or '')}" for column, value in rest.items()],
    )


def _failed(desk: Desk, where: Where) -> Mapping[tuple[date, str], int]:
    found: dict[tuple[date, str], int] = defaultdict(int)
    for row in failures(desk, where):
        found[row["week"], row["route"]] += row["failures"]
    return found


def last_event(desk: Desk) -> datetime | None:
    """When the last event happened; the kept weeks tell where to look."""
    dated = [r["week"] for r in desk.facts().ask("event_weeks") if r["week"] is not None]
    if not dated:
        return None
    return desk.facts().ask("last_event", since=dated[-1].isoformat())[0]["last"]


def days(desk: Desk, where: Where, until: datetime, count: int) -> list[Mapping[str, Counted]]:
    """The last `count` days before `until`, oldest first."""
    part = _part(where, until - timedelta(days=count), until)
    rows = _rows(Slicing(desk.facts()).arrays(query("budget_days"), part), "ago")
    return [rows.get(ago, {}) for ago in reversed(range(count))]


def hours(
    desk: Desk, where: Where, until: datetime, weights: Mapping[str, float] | None
) -> Mapping[int, Share]:
    """The share of bad events in the last 5 minutes, 30 minutes … 72 hours, by minutes."""
    part = _part(where, until - timedelta(hours=72), until)
    rows = _rows(Slicing(desk.facts()).arrays(query("budget_hours"), part), "within")
    shares = {minutes: share(routes, weights) for minutes, routes in rows.items()}
    lengths = (5, 30, 60, 120, 360, 1440, 4320)
    return {
        length: added(one for minutes, one in shares.items() if minutes <= length)
        for length in lengths
    }


def _part(where: Where, since: datetime, until: datetime) -> Part:
    return Part((), where, since.isoformat(), until.isoformat())


def _rows(columns: Mapping[str, Iterable[Any]], key: str) -> dict[int, Routes]:
    names: Sequence[str] = (key, "route", "events", "judged", "bad", "failed")
    found: dict[int, Routes] = defaultdict(dict)
    for at, route, *counts in zip(*(columns[name] for name in names), strict=True):
        found[int(at)][str(route)] = Counted(*map(int, counts))
    return found
