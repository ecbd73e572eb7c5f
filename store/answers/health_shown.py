"""The figures of the home page as they are shown: none of long ago as if it were of now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from curation.figures import CohortRow, Figure, Judgement, Period, Window
from store.answers.budget_counts import Weeks
from store.answers.health_cohorts import SILENT

_OF_WEEKS = ("production_quality", "new_failures", "failure_cost", "cost", "drift")


def silent(weeks: Weeks) -> bool:
    """Whether the last week that came is too old to speak of now."""
    return weeks.behind > 1


def figures_shown(figures: Sequence[Figure], weeks: Weeks) -> tuple[Figure, ...]:
    """Those of production are not known while nothing comes; their trends stay."""
    if not silent(weeks):
        return tuple(figures)
    return tuple(_old(one, weeks) if one.name in _OF_WEEKS else one for one in figures)


def cohorts_shown(rows: Sequence[CohortRow], weeks: Weeks) -> tuple[CohortRow, ...]:
    """None of them is known while nothing comes."""
    if not silent(weeks):
        return tuple(rows)
    return tuple(
        replace(one, value=None, low=None, high=None, n=0, change=None, bad=False,
                judgement=Judgement.NO_COMPARISON, status=SILENT)
        for one in rows
    )  # fmt: skip


_OVER: Mapping[Period, str] = {Period.WEEK: "Last week", Period.MONTH: "Last 4 weeks"}


def narrowed(window: Window | None, weeks: Iterable[date]) -> str | None:
    """What Cohorts calls these weeks; None where it has no word for them.

    It counts back from the last event, which may be of a week that is not over.
    """
    known = sorted(weeks)
    if window is None or not known or window.period not in _OVER:
        return None
    same = known[0] < window.since and known[-1] < window.until
    return urlencode({"over": _OVER[window.period]}) if same else None


Row = TypeVar("Row", CohortRow, Figure)


def linked(rows: Iterable[Row], over: str | None) -> tuple[Row, ...]:
    """The rows, whose links to Cohorts show the weeks that they are of."""
    return tuple(
        replace(one, link=f"{one.link}{'&' if '?' in one.link else '?'}{over}")
        if over and one.link.partition("?")[0] == "cohorts"
        else one
        for one in rows
    )


def _old(one: Figure, weeks: Weeks) -> Figure:
    told = f"No event came in the last {weeks.behind} whole weeks. Import them."
    if one.value is not None:
        told += f" The last that was known: {one.said}"
    return replace(one, value=None, low=None, high=None, change=None, limit=None, beyond=False,
                   judgement=Judgement.NO_COMPARISON, said=told, link="imports")  # fmt: skip
