"""Raise alarms for what deviates, take one, resolve one, and say what to do in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from curation import alarms, raising
from curation.alarm_owners import require_may_mute
from curation.alarms import Alarm, AlarmState, Checked
from curation.decisions import Kind, require_actor
from curation.deviations import Deviation
from curation.errors import BadRequest, NotAllowed
from curation.names import same_person
from curation.raising import News
from curation.runbooks import refuse_runbook
from curation.standing import saying
from store.answers.alarm_book import ALARM, RUNBOOK, Book, book
from store.answers.alarm_owners import alarm_owners
from store.answers.releases_seen import releases_seen
from store.desk import Desk
from store.ledger import Transaction

BY_ITSELF = "evaldesk"


@dataclass(frozen=True, slots=True)
class Raised:
    """Ids of alarms: raised, back after they were resolved, joined by another deviation, seen
    once more, partly `gone`, resolved; `still` deviate although somebody has resolved them.
    `act` is None when nothing was new.
    """

    raised: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    act: str | None = None


def raise_alarms(
    desk: Desk,
    deviations: Sequence[Deviation],
    *,
    checked: Sequence[Checked] = (),
    actor: str = BY_ITSELF,
) -> Raised:
    """Let `deviations` raise what alarms they must; the same ones again change nothing.

    `checked` names every key that was judged for a whole period, deviating or not: what is in
    it and not in `deviations` is gone. What was not judged, or on too few rows, stays.
    """
    releases = _releases(desk, deviations)
    with desk.ledger.transaction() as tx:
        known = book(tx)
        changed = raising.judged(
            list(known.alarms.values()),
            deviations,
            checked,
            now=_now(desk),
            by=raising.rules(known.policy, releases),
        )
        for one, news in changed.values():
            _say(tx, known, one, actor, _why(one, news))
        now = {**known.alarms, **{one: alarm for one, (alarm, _) in changed.items()}}
        still = tuple(one for one, alarm in now.items() if alarm.still)
        return replace(_raised(changed, tx.act), still=still)


def acknowledge(desk: Desk, alarm_id: str, *, actor: str, reason: str = "") -> Alarm:
    """`actor` takes the alarm: it is not repeated to anybody, unless it gets worse."""
    require_actor(actor)
    with desk.ledger.transaction() as tx:
        known = book(tx)
        one = known.alarm(alarm_id)
        _refuse_resolved(one, "be taken")
        if one.state is AlarmState.ACKNOWLEDGED:
            if same_person(actor, one.acknowledged_by):
                return one
            raise NotAllowed(
                f"{alarm_id} was taken by {one.acknowledged_by} already. Ask them, or resolve "
                "it with a reason when it is over."
            )
        taken = alarms.acknowledged(one, actor, _now(desk))
        _say(tx, known, taken, actor, reason)
        return taken


def resolve(desk: Desk, alarm_id: str, *, actor: str, reason: str) -> Alarm:
    """The alarm is over, says `actor`; a later period that deviates raises it again."""
    if not reason.strip():
        raise BadRequest(f"Say why {alarm_id} is over: --reason. It stays in the log.")
    with desk.ledger.transaction() as tx:
        known = book(tx)
        one = known.alarm(alarm_id)
        _refuse_resolved(one, "be resolved once more")
        over = alarms.resolved(one, reason.strip(), _now(desk), actor)
        _say(tx, known, over, actor, reason)
        return over


def write_runbook(desk: Desk, rule: str, text: str, *, actor: str, reason: str = "") -> None:
    """From now on `text` says what to do first in an alarm of `rule`; "" takes it away."""
    refuse_runbook(rule, text)
    with desk.ledger.transaction() as tx:
        require_may_mute(alarm_owners(tx), actor, "say what to do in an alarm")
        subject = RUNBOOK + rule
        before = tx.standing_of(subject)
        body = {"text": text.strip()} if text.strip() else None
        tx.record(
            saying(Kind.ALARM_SET, subject, body, actor=actor, reason=reason, before=before)
        )


def _releases(desk: Desk, deviations: Sequence[Deviation]) -> dict[str, str]:
    """The first day of every release, where that can matter."""
    if not any(one.release for one in deviations):
        return {}
    return {seen.release: seen.week.isoformat() for seen in releases_seen(desk)}


def _say(tx: Transaction, known: Book, one: Alarm, actor: str, reason: str) -> None:
    before = known.standing.get(ALARM + one.id)
    body = alarms.body(one)
    tx.record(
        saying(Kind.ALARM_SET, ALARM + one.id, body, actor=actor, reason=reason, before=before)
    )


def _why(one: Alarm, news: News) -> str:
    if news is News.RESOLVED:
        return one.resolved_because or ""
    return {News.GONE: "part of it is gone", News.SEEN: "it is still there"}.get(
        news, one.sentence
    )


def _raised(changed: Mapping[str, tuple[Alarm, News]], act: str) -> Raised:
    found = {
        news.value: tuple(one for one, (_, said) in changed.items() if said is news)
        for news in News
    }
    return Raised(**found, act=act if changed else None)


def _refuse_resolved(one: Alarm, act: str) -> None:
    if not one.active:
        raise NotAllowed(
            f"{one.id} is resolved ({one.resolved_because}) and cannot {act}. It is raised "
            "again by itself when it comes back."
        )


def _now(desk: Desk) -> str:
    return desk.ledger.clock().astimezone(UTC).isoformat()
