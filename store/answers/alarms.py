"""The alarms at this moment: what is wrong, who has taken it, and whether people were told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from curation.alarms import RANK, Alarm, AlarmState, family, number
from curation.budget import subject_of
from curation.channels import Channel
from curation.deviations import Deviation
from curation.drift import Severity
from curation.maintenance import Maintenance, muted_until
from curation.over_budget import BUDGETED
from curation.runbooks import BACKTESTED, DEFAULTS, runbook
from curation.telling import Now, Progress
from curation.thresholds import MAX_MAINTENANCE_HOURS
from store.answers.alarm_book import Book, book
from store.answers.outbox import WAITS, Telling, outbox, undelivered, untold
from store.delivery.channels import connections
from store.desk import Desk

_ELSEWHERE = {
    "error-rate": "alarm.error_rate.",
    "concept": "drift.concept.",
    "run": "baseline.run_drop.",
}
_ORDER = (AlarmState.OPEN, AlarmState.ACKNOWLEDGED, AlarmState.RESOLVED)


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One alarm with all that it holds; `value`, `limit` and `n` are of the gravest deviation.

    `since` and `until` (the day after) are the period in which it was seen last, `began` is the
    first day on which it deviated; `still`: it does, although somebody has resolved it.
    `muted_until` is null when it is not in a maintenance; `told` says of each channel that it
    concerns how that stands.
    """

    id: str
    state: AlarmState
    severity: Severity
    key: str
    rule: str
    route: str | None
    cohort: Mapping[str, str | None]
    release: str | None
    sentence: str
    value: float | None
    limit: float | None
    n: int
    since: str
    until: str
    began: str
    first_seen: str
    last_seen: str
    times: int
    opened: int
    acknowledged_by: str | None
    acknowledged_at: str | None
    resolved_by: str | None
    resolved_because: str | None
    resolved_at: str | None
    still: bool
    muted_until: datetime | None
    runbook: str
    link: str
    deviations: tuple[Deviation, ...]
    told: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel: what goes there, what waits, what was given up, and when it last worked."""

    name: str
    type: str
    severities: tuple[Severity, ...]
    routes: tuple[str, ...]
    cohorts: tuple[Mapping[str, str], ...]
    waiting: int
    given_up: int
    last_sent: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Limit:
    """One governed number of a rule."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its limits in force, and what to do first; `own` words or the product's.

    A budget of latency, cost or age that nobody has set is no limit. `backtest` is the page
    that holds the rule to history, None where it cannot be.
    """

    rule: str
    limits: tuple[Limit, ...]
    runbook: str
    own: bool
    backtest: str | None


@dataclass(frozen=True, slots=True)
class AlarmsAnswer:
    """Alarms by state and severity; `undelivered` could not be told, `untold` go to nobody."""

    sentence: str
    tone: str
    open: int
    acknowledged: int
    muted: int
    resolved: int
    undelivered: tuple[str, ...]
    untold: tuple[str, ...]
    alarms: tuple[AlarmLine, ...]
    maintenances: tuple[Maintenance, ...]
    channels: tuple[ChannelLine, ...]
    rules: tuple[RuleLine, ...]
    max_maintenance_hours: float


def alarms(desk: Desk) -> AlarmsAnswer:
    """All alarms, those first that nobody has taken, the gravest of them first."""
    known = connections(desk.alarms)
    channels = [one.channel for one in known.by_name.values()]
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        found = book(asked)
        with_budget = asked.standing_of(subject_of({})) is not None
    told = outbox(found, channels, now)
    lines = [_line(found, one, told, now) for one in found.alarms.values()]
    lines.sort(key=lambda one: (_ORDER.index(one.state), -RANK[one.severity], -number(one.id)))
    nobody = untold(found, channels)
    lost = undelivered(found, told, now)
    sentence, tone = _sentence(lines, nobody, lost)
    return AlarmsAnswer(
        sentence=sentence,
        tone=tone,
        open=sum(one.state is AlarmState.OPEN for one in lines),
        acknowledged=sum(one.state is AlarmState.ACKNOWLEDGED for one in lines),
        muted=sum(one.muted_until is not None for one in lines),
        resolved=sum(one.state is AlarmState.RESOLVED for one in lines),
        undelivered=tuple(lost),
        untold=tuple(nobody),
        alarms=tuple(lines),
        maintenances=tuple(one for one in found.maintenances.values() if _ahead(one, now)),
        channels=tuple(_channel(found, one, told) for one in channels),
        rules=tuple(_rules(found, with_budget)),
        max_maintenance_hours=float(found.policy.value(MAX_MAINTENANCE_HOURS)),
    )


def _line(found: Book, one: Alarm, told: Sequence[Telling], now: datetime) -> AlarmLine:
    lead = one.lead
    muted = muted_until(one, found.maintenances.values(), now) if one.active else None
    return AlarmLine(
        one.id, one.state, one.severity, lead.key, lead.rule, one.route, one.cohort,
        one.release, one.sentence, lead.value, lead.limit, lead.n, lead.since, lead.until,
        one.began, one.first_seen, one.last_seen, one.times, one.opened, one.acknowledged_by,
        one.acknowledged_at, one.resolved_by, one.resolved_because, one.resolved_at,
        one.still, muted, runbook(lead.rule, found.runbooks), lead.link,
        tuple(held.deviation for held in one.standing),
        tuple(t for t in told if t.alarm == one.id and t.state is not Now.NOTHING),
    )  # fmt: skip


def _sentence(
    lines: Sequence[AlarmLine], nobody: Sequence[str], lost: Sequence[str]
) -> tuple[str, str]:
    muted = [one for one in lines if one.muted_until is not None]
    free = [one for one in lines if one.state is AlarmState.OPEN and one not in muted]
    taken = [one for one in lines if one.state is AlarmState.ACKNOWLEDGED]
    if free:
        them = "it" if len(free) == 1 else "them"
        first = f"{_n(len(free), 'alarm waits', 'alarms wait')} for somebody to take {them}."
        told, tone = f"{first} {free[0].id}: {free[0].sentence}", "bad"
    elif taken or muted:
        told, tone = "No alarm waits for somebody to take it.", "warn"
    else:
        told, tone = "No alarm is open.", "good"
    parts = [told]
    if still := [one for one in lines if one.still]:
        parts += [
            f"{one.id} was resolved by {one.resolved_by} and still deviates." for one in still
        ]
        tone = "warn" if tone == "good" else tone
    if taken:
        parts.append(f"{_n(len(taken), 'is', 'are')} in hand.")
    if muted:
        parts.append(f"{_n(len(muted), 'is', 'are')} muted by a maintenance.")
    if lost:
        parts.append(f"{', '.join(lost)} could not be delivered.")
        tone = "bad"
    if nobody:
        parts.append(f"Nobody is told of {', '.join(nobody)}: no channel takes it.")
        tone = "bad" if free else "warn"
    return " ".join(parts), tone


def _channel(found: Book, one: Channel, told: Sequence[Telling]) -> ChannelLine:
    mine = [t for t in told if t.channel == one.name]
    made = [d for (_, name), some in found.told.items() if name == one.name for d in some]
    made.sort(key=lambda d: d.at)
    sent = [d.at for d in made if d.state is Progress.SENT]
    return ChannelLine(
        one.name, one.type, one.severities, one.routes, one.cohorts,
        sum(t.state in WAITS for t in mine), sum(t.state is Now.GIVEN_UP for t in mine),
        sent[-1] if sent else None, made[-1].problem if made else None,
    )  # fmt: skip


def _rules(found: Book, with_budget: bool) -> list[RuleLine]:
    """Ours in their order, then what else has a runbook or an alarm."""
    own = found.runbooks
    others = sorted({*own, *(family(one.lead.rule) for one in found.alarms.values())})
    tried = [one for one in BACKTESTED if one != "budget" or with_budget]
    return [
        RuleLine(
            rule,
            _limits(found, rule),
            runbook(rule, own),
            rule in own,
            f"incidents?rule={rule}" if rule in tried else None,
        )
        for rule in dict.fromkeys([*DEFAULTS, *others])
    ]


def _limits(found: Book, rule: str) -> tuple[Limit, ...]:
    """What is governed under the rule's name, or where its numbers stand else."""
    prefix = _ELSEWHERE.get(rule, f"{rule}.")
    others = tuple(one for one in _ELSEWHERE.values() if one != prefix)
    return tuple(
        Limit(name, threshold.value)
        for name, threshold in sorted(found.policy.thresholds.items())
        if name.startswith(prefix) and not name.startswith(others)
        if rule not in BUDGETED or threshold.decision is not None
    )


def _ahead(one: Maintenance, now: datetime) -> bool:
    return datetime.fromisoformat(one.end) > now


def _n(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
