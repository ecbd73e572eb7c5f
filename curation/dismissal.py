"""When a dismissed case comes back by itself, and the words that say why."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean, pstdev

from curation.cases import Dismissal
from curation.errors import BadRequest

YOUNG_WEEKS = 4  # with fewer weeks of history the spread says nothing


def weekly_limit(weeks: Sequence[int]) -> float:
    """The count in one week above which a failure group escalates.

    `weeks`: failures per week, oldest first, quiet weeks as 0, the week of the dismissal last.
    The limit is mean + min(max((mean + 5 sd) / mean, 5), 8) * mean, the published rule of
    Sentry's «archive until escalating»; with under four weeks it is ten times the busiest.
    It is never below the last week: a spike that is dismissed must not come back at once.
    """
    if len(weeks) < YOUNG_WEEKS or not any(weeks):
        return 10.0 * max([*weeks, 1])
    mean = fmean(weeks)
    factor = min(max((mean + 5 * pstdev(weeks)) / mean, 5.0), 8.0)
    return max(mean + factor * mean, float(weeks[-1]))


def history(counts: Mapping[date, int], today: date) -> list[int]:
    """Failures per week (by its Monday), from the first one to this week, quiet ones as 0."""
    first, this = min(counts, default=today), today - timedelta(days=today.weekday())
    weeks = range((this - first).days // 7 + 1)
    return [counts.get(first + timedelta(weeks=n), 0) for n in weeks] if counts else []


def until(words: str | None, *, count: int, weeks: Sequence[int], today: date) -> Dismissal:
    """The dismissal that `words` ask for: a date, `+N` more failures, or `escalates`."""
    if words is None or words == "escalates":
        return Dismissal(escalates=True, count=count, weekly_limit=weekly_limit(weeks))
    if re.fullmatch(r"\+[1-9][0-9]{0,8}", words):
        return Dismissal(more=int(words), count=count)
    day = _day(words)
    if day <= today:
        raise BadRequest(f"{day} has come: it would be back at once. Say a later date.")
    return Dismissal(until=day.isoformat(), count=count)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadRequest(
            f"'{words}' is no time to sleep. Say a date (2026-12-31), a number of further "
            "failures (+10), or: escalates."
        ) from None


def woken(
    dismissal: Dismissal,
    *,
    today: date,
    count: int,
    weeks_since: Mapping[date, int],
    was: str = "dismissed",
) -> str | None:
    """Why the case, or the group, is back, or None while it sleeps.

    `count`: failures of its group now; `weeks_since`: failures per week since it `was`
    dismissed or archived.
    """
    if dismissal.until is not None and today >= date.fromisoformat(dismissal.until):
        return f"it was {was} until {dismissal.until}"
    if dismissal.more is not None and count - dismissal.count >= dismissal.more:
        more = count - dismissal.count
        failures = "failure" if more == 1 else "failures"
        whose = "" if was == "archived" else " of its group"
        return (
            f"{more} more {failures}{whose} since it was {was} (the limit was {dismissal.more})"
        )
    limit = dismissal.weekly_limit
    if dismissal.escalates and limit is not None:
        for week, failures in sorted(weeks_since.items()):
            if failures > limit:
                return (
                    f"{failures} failures in the week of {week.isoformat()}, "
                    f"above its limit of {limit:.0f} a week"
                )
    return None


def described(dismissal: Dismissal) -> str:
    """What would wake the case up, as a phrase."""
    if dismissal.until is not None:
        return f"until {dismissal.until}"
    if dismissal.more is not None:
        return f"until {dismissal.more} more failure{'s' if dismissal.more > 1 else ''}"
    limit = f"{dismissal.weekly_limit or 0:.0f}"
    return f"until a week has more than {limit} failure{'' if limit == '1' else 's'}"


def in_words(dismissal: Dismissal, weeks: Sequence[int]) -> str:
    """The rule with the numbers it rests on; `weeks` are the failures a week until now."""
    said = f"Sleeps {described(dismissal)}"
    if dismissal.until is not None:
        return f"{said}; then it is back, whatever happens."
    if dismissal.more is not None:
        return f"{said}; there are {dismissal.count:,} now."
    if len(weeks) < YOUNG_WEEKS or not any(weeks):
        known = "week" if len(weeks) == 1 else f"{len(weeks)} weeks"
        return (
            f"{said}: ten times the busiest of its {known} ({max(weeks, default=0):,}), "
            f"because under {YOUNG_WEEKS} weeks do not show what is usual."
        )
    return (
        f"{said}: its {len(weeks)} weeks had {fmean(weeks):.1f} on average and "
        f"{max(weeks):,} at most."
    )
