"""Which alarms follow from what was judged: new ones, known ones, and those that are over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import isfinite

from curation.alarms import (
    RANK,
    Alarm,
    AlarmState,
    Checked,
    Held,
    family,
    is_about_errors,
    number,
    numbered,
    resolved,
)
from curation.deviations import Deviation
from curation.thresholds import LEAST_SEVERITY, REOPEN_DAYS, ROLLOUT_HOURS, Policy

TAKEN_OUT = "its rows were taken out"


class News(StrEnum):
    """What happened to an alarm, the gravest last."""

    GONE = "gone"  # part of it no longer deviates
    SEEN = "seen"  # it is still there
    JOINED = "joined"  # another deviation belongs to it
    RESOLVED = "resolved"
    BACK = "back"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Rules:
    """The governed numbers that decide what is one alarm.

    `releases` says on which day each release began: what begins after its roll-out is not its.
    """

    least: float  # rank of severity
    rollout: timedelta
    reopen: timedelta
    releases: Mapping[str, str] = field(default_factory=dict[str, str])

    def release_of(self, one: Deviation) -> str | None:
        """The release that may have caused `one`: it began while that was rolled out."""
        first = self.releases.get(one.release or "")
        if first is None:
            return one.release
        began, rolled = _moment(one.began or one.since), _moment(first)
        return one.release if rolled <= began <= rolled + self.rollout else None


def rules(policy: Policy, releases: Mapping[str, str]) -> Rules:
    """The rules in force."""
    return Rules(
        policy.value(LEAST_SEVERITY),
        timedelta(hours=policy.value(ROLLOUT_HOURS)),
        timedelta(days=policy.value(REOPEN_DAYS)),
        releases,
    )


def judged(
    alarms: Sequence[Alarm],
    deviations: Sequence[Deviation],
    checked: Sequence[Checked],
    *,
    now: str,
    by: Rules,
) -> dict[str, tuple[Alarm, News]]:
    """The alarms that are other than they were, by id.

    The same deviations once more change nothing: a period counts once.
    """
    book = _Book({alarm.id: alarm for alarm in alarms}, {}, now, by)
    found = sorted(deviations, key=lambda d: (d.until, d.since, d.key))
    for one in found:
        if RANK[one.severity]:
            _take(book, replace(_plain(one), release=by.release_of(one)))
    deviating = {one.key: one.until for one in found if RANK[one.severity]}
    _let_go(book, _newest(checked), deviating)
    return {one: (book.alarms[one], news) for one, news in book.news.items()}


def without_rows(alarm: Alarm, keys: Collection[str], now: str) -> Alarm:
    """`alarm` after the rows that `keys` rested on were taken out; over if nothing is left.

    What is judged later is news, whichever period it is about.
    """
    held = tuple(
        replace(one, gone=True, judged_until="")
        if not one.gone and one.deviation.key in keys
        else one
        for one in alarm.held
    )
    left = replace(alarm, held=held)
    return resolved(left, TAKEN_OUT, now) if all(one.gone for one in held) else left


@dataclass
class _Book:
    """The alarms while they are gone through, and what is new about them."""

    alarms: dict[str, Alarm]
    news: dict[str, News]
    now: str
    rules: Rules

    def put(self, alarm: Alarm, news: News) -> None:
        order = list(News)
        before = self.news.get(alarm.id, News.GONE)
        self.alarms[alarm.id] = alarm
        self.news[alarm.id] = max(before, news, key=order.index)

    @property
    def active(self) -> list[Alarm]:
        return [alarm for alarm in self.alarms.values() if alarm.active]


def _take(book: _Book, one: Deviation) -> None:
    homes = [alarm for alarm in book.alarms.values() if alarm.holding(one.key)]
    home = max(homes, key=lambda alarm: (alarm.active, number(alarm.id)), default=None)
    if home is not None and home.active:
        _see(book, home, one)
        return
    if RANK[one.severity] < book.rules.least or (home and not _is_news(home, one)):
        return
    if joined := next((a for a in book.active if _belongs(a, one, book.rules)), None):
        book.put(_with(joined, one, book.now), News.JOINED)
    elif home and _moment(home.resolved_at or book.now) + book.rules.reopen > _moment(book.now):
        book.put(_back(home, one, book.now), News.BACK)
    else:
        found = Held(one, judged_until=one.until)
        raised = Alarm(
            f"A-{numbered(book.alarms.values()) + 1}", (found,), book.now, book.now,
            one.severity,
        )  # fmt: skip
        book.put(raised, News.RAISED)


def _see(book: _Book, alarm: Alarm, one: Deviation) -> None:
    """`alarm` knows `one`: only a newer period, or another number for the same, is told."""
    held = alarm.holding(one.key)
    assert held is not None, "who takes it holds it"
    if one.until < held.judged_until or (one == held.deviation and not held.gone):
        return
    book.put(_with(alarm, one, book.now), News.SEEN)


def _with(alarm: Alarm, one: Deviation, now: str) -> Alarm:
    """`alarm` with `one` in it; who has taken the alarm did not know of another key."""
    held = alarm.holding(one.key)
    newer = held is None or one.until > held.deviation.until
    times = (held.times if held else 0) + newer
    fresh = Held(one, times, one.until)
    seen = replace(
        alarm,
        held=tuple(fresh if h is held else h for h in alarm.held) + (() if held else (fresh,)),
        times=alarm.times + all(one.until > h.deviation.until for h in alarm.held),
        last_seen=now,
        worst=max(alarm.worst, one.severity, key=lambda severity: RANK[severity]),
    )
    return seen if held or not alarm.active else _untaken(seen)


def _back(alarm: Alarm, one: Deviation, now: str) -> Alarm:
    """A resolved alarm is raised again; what else was in it stays gone."""
    was = replace(alarm, held=tuple(replace(held, gone=True) for held in alarm.held))
    reopened = replace(
        _untaken(_with(was, one, now)),
        resolved_by=None,
        resolved_because=None,
        resolved_at=None,
    )
    return replace(reopened, opened=alarm.opened + 1, worst=one.severity)


def _untaken(alarm: Alarm) -> Alarm:
    return replace(alarm, state=AlarmState.OPEN, acknowledged_by=None, acknowledged_at=None)


def _is_news(alarm: Alarm, one: Deviation) -> bool:
    """Whether a resolved alarm is to be raised again for `one`.

    What somebody resolved by hand does not come back for the period that they knew, unless it
    is graver there.
    """
    held = alarm.holding(one.key)
    assert held is not None, "it was asked of who holds it"
    if one.until == held.judged_until:
        return held.gone or RANK[one.severity] > RANK[held.deviation.severity]
    return one.until > held.judged_until


def _belongs(alarm: Alarm, one: Deviation, by: Rules) -> bool:
    """One release in its roll-out is one cause; so is one cohort in one period.

    What is told of the errors of one cohort is about the same errors, by whatever rule.
    """
    if any(_same_errors(held.deviation, one) for held in alarm.standing):
        return True
    if alarm.release and one.release:
        first = alarm.held[0].deviation
        apart = abs(_moment(one.began or one.since) - _moment(first.began or first.since))
        return alarm.release == one.release and apart <= by.rollout
    return any(_place(held.deviation) == _place(one) for held in alarm.held)


def _same_errors(one: Deviation, other: Deviation) -> bool:
    if not is_about_errors(one) or not is_about_errors(other):
        return False
    apart = _moment(one.until) <= _moment(other.since) or _moment(other.until) <= _moment(
        one.since
    )
    return dict(one.cohort) == dict(other.cohort) and not apart


def _place(one: Deviation) -> tuple[str, dict[str, str | None], str, str]:
    return family(one.rule), dict(one.cohort), one.since, one.until


def _let_go(book: _Book, newest: Mapping[str, Checked], deviating: Mapping[str, str]) -> None:
    """What did not deviate in a whole period with enough rows is gone."""
    clean = {k: c for k, c in newest.items() if deviating.get(k, "") < c.until}
    for alarm in [one for one in book.alarms.values() if one.active or one.still]:
        found = tuple(_after(held, clean.get(held.deviation.key)) for held in alarm.held)
        if found == alarm.held:
            continue
        left = replace(alarm, held=found)
        if alarm.active and all(held.gone for held in found):
            last = max(_checks_of(found, clean), key=lambda one: one.until)
            because = f"gone for the whole period from {last.since[:10]} to {last.until[:10]}"
            book.put(resolved(left, because, book.now), News.RESOLVED)
        else:
            book.put(left, News.GONE)


def _checks_of(found: Sequence[Held], clean: Mapping[str, Checked]) -> list[Checked]:
    return [clean[h.deviation.key] for h in found if h.deviation.key in clean]


def _after(held: Held, check: Checked | None) -> Held:
    """An older period than the one that was judged last says nothing about it."""
    if held.gone or check is None or check.until < held.judged_until:
        return held
    return replace(held, gone=True, judged_until=check.until)


def _newest(checked: Sequence[Checked]) -> dict[str, Checked]:
    told = sorted((one for one in checked if one.enough), key=lambda one: one.until)
    return {one.key: one for one in told}


def _plain(one: Deviation) -> Deviation:
    """`one` as JSON can hold it: no NaN, an own copy of the cohort."""
    value, limit = (
        v if v is not None and isfinite(v) else None for v in (one.value, one.limit)
    )
    cohort = dict(sorted(one.cohort.items()))
    return replace(one, cohort=cohort, value=value, limit=limit)


def _moment(told: str) -> datetime:
    found = datetime.fromisoformat(told)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
