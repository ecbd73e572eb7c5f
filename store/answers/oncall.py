"""On call: what is broken at this hour, what failed last, what came out, who is on what."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from curation.cases import State as CaseState
from curation.courses import p95
from curation.errors import BadRequest
from curation.gate_mode import SUBJECT, mode_of
from curation.intervals import rate
from curation.oncall import BACK, Slot, course, exposed, runs_of_spikes, slots
from curation.thresholds import (
    ERROR_SIGMAS,
    MIN_SUPPORT,
    SEVERE_ERROR_SIGMAS,
    SILENT_HOURS,
    Policy,
)
from store.answers.failure_groups import signature
from store.answers.last_answers import LastAnswers
from store.answers.oncall_counts import HOUR, LastHours, Seen
from store.answers.oncall_first import first_of, sentence_of
from store.answers.oncall_open import open_alarms, open_incidents, releases, untold
from store.answers.oncall_shapes import Failing, KindNow, OnCall, SlotShown, Spike
from store.answers.oncall_slis import slis, stale
from store.desk import Desk

HOURS = 24


class OnCallMemory:
    """The last answers of one desk: pages ask every minute, and little changes in it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[OnCall] = LastAnswers()

    def oncall(self, hours: int = HOURS) -> OnCall:
        """What `oncall` answers, up to the minute."""
        with self._desk.ledger.reading() as asked:
            head = asked.head()
        key = (head, f"{self._desk.ledger.clock():%Y-%m-%dT%H:%M}", hours)
        return self._kept.get(key, lambda: oncall(self._desk, hours))


def oncall(desk: Desk, hours: int = HOURS) -> OnCall:
    """The last `hours` up to the newest event, and everything that is open now."""
    if not 1 <= hours <= BACK:
        raise BadRequest(f"{hours} hours cannot be looked at: say from 1 to {BACK}.")
    now = desk.ledger.clock().astimezone(UTC)
    seen = desk.kept(LastHours).seen(hours)
    found = _open(desk, now, hours)
    if seen is not None:
        found = _with(desk, found, seen, now)
    return replace(found, first=(first := first_of(found)), **sentence_of(found, first))


def _open(desk: Desk, now: datetime, hours: int) -> OnCall:
    """What holds whether events came or not."""
    with desk.ledger.reading() as asked:
        mode, incidents = mode_of(asked.standing_of(SUBJECT)), open_incidents(asked, now)
        limit, raised = asked.policy().value(SILENT_HOURS), open_alarms(asked, now)
    return OnCall(
        sentence="", tone="unknown", first=(), as_of=now, hours=hours, since=None, until=None,
        silent_hours=None, silent=True, silent_limit=limit, events=0, usual_events=None,
        slis=(), slots=(), usual_p95_ms=None, spikes=(), kinds=(), failing_inputs=0,
        failures=(), releases=(), alarms=raised, untold=untold(desk),
        incidents=incidents, gate=mode,
    )  # fmt: skip


def _with(desk: Desk, found: OnCall, seen: Seen, now: datetime) -> OnCall:
    """`found`, and what the events say."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
        dismissed = [one.id for one in asked.cases(CaseState.DISMISSED)]
    silent, limit = (now - seen.until) / HOUR, found.silent_limit
    drawn = slots(
        seen.by_hour, policy.value(MIN_SUPPORT), policy.value(ERROR_SIGMAS),
        policy.value(SEVERE_ERROR_SIGMAS),
    )  # fmt: skip
    usual = p95(seen.before.bins).value
    failing, inputs = _failures(desk, seen, dismissed)
    return replace(
        found,
        since=seen.since,
        until=seen.until,
        silent_hours=max(0.0, silent),
        silent=silent > limit,
        events=seen.now.events,
        usual_events=seen.usual_events,
        slis=slis(desk, seen) if silent <= limit else tuple(map(stale, slis(desk, seen))),
        slots=tuple(_slot(one, seen) for one in drawn),
        usual_p95_ms=usual,
        spikes=_spikes(drawn, seen, usual),
        kinds=_kinds(desk, seen, dismissed, policy),
        failing_inputs=inputs,
        failures=failing,
        releases=releases(desk, seen),
    )


def _slot(one: Slot, seen: Seen) -> SlotShown:
    since, until = seen.until - (one.ago + one.hours) * HOUR, seen.until - one.ago * HOUR
    at = one.p95
    return SlotShown(
        since, until, one.events, one.timed, at.value, at.low, at.high, one.sigmas, one.spike
    )


def _spikes(drawn: Sequence[Slot], seen: Seen, usual: float | None) -> tuple[Spike, ...]:
    told: list[Spike] = []
    for some in runs_of_spikes(drawn):
        worst = max(some, key=lambda one: one.sigmas or 0)
        start = some[0].ago + some[0].hours
        told.append(
            Spike(
                seen.until - start * HOUR,
                seen.until - some[-1].ago * HOUR,
                worst.p95.value,
                usual,
                sum(one.timed for one in some),
                worst.sigmas or 0.0,
                any(one.severe for one in some),
                some[-1].ago < seen.hours,
            )
        )
    return tuple(told)


def _kinds(
    desk: Desk, seen: Seen, dismissed: Sequence[str], policy: Policy
) -> tuple[KindNow, ...]:
    """Every kind that fails now or did, most now first."""
    start, end = seen.reference
    rows = desk.facts().ask(
        "oncall_kinds", now=seen.since.isoformat(), since=start.isoformat(),
        before=end.isoformat(), until=seen.until.isoformat(), dismissed=list(dismissed),
    )  # fmt: skip
    floor = policy.value(MIN_SUPPORT)
    told: list[KindNow] = []
    for row in rows:
        kind, k, then = row["kind"], row["count"], row["count_before"]
        n, before = exposed(kind, seen.now), exposed(kind, seen.before)
        moved, link = course(k, n, then, before, floor), f"inbox?group=all&kind={kind}"
        if k or then:
            told.append(KindNow(kind, rate(k, n), rate(then, before), moved, link))
    return tuple(told)


def _failures(
    desk: Desk, seen: Seen, dismissed: Sequence[str]
) -> tuple[tuple[Failing, ...], int]:
    """The newest failing inputs, and how many there are."""
    rows = desk.facts().ask(
        "oncall_failures", since=seen.since.isoformat(), until=seen.until.isoformat(),
        dismissed=list(dismissed),
    )  # fmt: skip
    with desk.ledger.reading() as asked:
        known = {case.id: case for case in asked.cases_named([r["case_id"] for r in rows])}
    told: list[Failing] = []
    for row in rows:
        case = known.get(row["case_id"])
        what = signature(row["kind"], row["expected"], row["actual"])
        told.append(
            Failing(
                row["case_id"], row["title"] or "", what, row["kind"], row["route"] or "",
                row["model_version"], row["last_seen"], row["count"],
                case.state if case else None, case.owner if case else None,
                f"case?id={row['case_id']}",
            )
        )  # fmt: skip
    return tuple(told), rows[0]["inputs"] if rows else 0
