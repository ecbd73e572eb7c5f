"""Look at production as it is now, and do what its deviations ask for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from curation.baselines import SCOPE, decider
from curation.decisions import Kind
from curation.deviating import RUN, gravest_first
from curation.deviations import Deviation
from curation.drift import Severity
from curation.investigations import PREFIX, Investigation, Status, body, opened
from curation.responses import Response, responded
from curation.standing import saying
from store.acts.alarming import Raised, raise_alarms
from store.acts.delivering import Delivered
from store.answers.baseline import standing_baseline
from store.answers.burning import burning
from store.answers.deviations import LAST_JUDGED, Deviating, WeekHeld, unjudged
from store.answers.investigations import standing_investigations
from store.answers.plain import plain
from store.answers.quantified import quantified
from store.desk import Desk
from store.ledger import Transaction
from store.ledger.reading import Reading

WATCH = "watch"  # who acts when an import came in, not a person


@dataclass(frozen=True, slots=True)
class Watched:
    """What a look found and did.

    `notes` are the minor deviations, for the agenda; `deviations` are all, gravest first, and
    `alarming` those of them that are severe and were not when it was looked last.
    `investigations_opened`, `_added` and `_ended` name investigations: new, seen again, not
    there any more. `known` go on, and somebody has said what they are. `budgets` are what error
    budgets call for, `delivered` whom somebody told of alarms. `weeks` are all that were
    judged, oldest first, and `week` is the last of them.
    """

    sentence: str
    baseline: int | None
    week: WeekHeld | None
    run: str | None
    notes: tuple[Deviation, ...]
    known: tuple[Deviation, ...]
    deviations: tuple[Deviation, ...]
    alarming: tuple[Deviation, ...]
    investigations_opened: tuple[str, ...]
    investigations_added: tuple[str, ...]
    investigations_ended: tuple[str, ...]
    alarms_raised: tuple[str, ...]
    not_judged: tuple[str, ...]
    budgets: tuple[Deviation, ...] = ()
    delivered: Delivered | None = None
    weeks: tuple[WeekHeld, ...] = ()


def watch(desk: Desk, actor: str) -> Watched:
    """Judge every whole week since the last look, the newest run, and record what follows.

    Weeks are judged oldest first, each by itself; the newest is judged again. The same
    deviation opens nothing twice, and one that goes on is added to its investigation. Without
    a baseline nothing is opened. Alarms are told of all that was judged, budgets included, so
    that they also go by themselves.
    """
    weeks, budgets = unjudged(desk), burning(desk)
    last = weeks[-1]
    looks: list[_Look] = []
    for found in weeks:
        newest = found is last
        done, ids = _respond(desk, found, actor) if found.baseline else (Response(), ())
        checked = (*found.checked, *(budgets.checked if newest else ()))
        alarms = Raised()
        if checked:
            every = (*found.deviations, *(budgets.deviations if newest else ()))
            alarms = raise_alarms(desk, every, checked=checked, actor=actor)
        looks.append(_Look(done, ids, (*alarms.raised, *alarms.back)))
    _remember(desk, last, actor)
    every = _newest_of_each(weeks)
    return Watched(
        sentence=_sentence(weeks, every, looks),
        baseline=last.baseline,
        week=last.week,
        run=last.run,
        notes=tuple(one for one in every if one.severity is Severity.MINOR),
        known=looks[-1].done.known,
        deviations=every,
        alarming=_once(one for look in looks for one in look.done.alarming),
        investigations_opened=_once(one for look in looks for one in look.opened),
        investigations_added=_once(one for look in looks for one in look.done.added),
        investigations_ended=_once(one for look in looks for one in look.done.ended),
        alarms_raised=_once(one for look in looks for one in look.raised),
        not_judged=last.notes,
        budgets=budgets.deviations,
        weeks=tuple(one.week for one in weeks if one.week),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What was done about one week: investigations `opened`, alarms `raised`."""

    done: Response
    opened: tuple[str, ...]
    raised: tuple[str, ...]


def _once(found: Iterable[Any]) -> tuple[Any, ...]:
    """Each of them once, in order; deviations are the same where their keys are."""
    return tuple({getattr(one, "key", one): one for one in found}.values())


def _newest_of_each(weeks: Sequence[Deviating]) -> tuple[Deviation, ...]:
    """All that deviated in the weeks, each as it was seen last."""
    return gravest_first(_once(one for found in weeks for one in found.deviations))


def _remember(desk: Desk, last: Deviating, actor: str) -> None:
    """Which week was judged last: a week that was is not judged anew."""
    if last.week is None:
        return
    until = last.week.until[:10]
    with desk.ledger.transaction() as tx:
        before = tx.standing_of(LAST_JUDGED)
        if before is None or before.body["until"] < until:
            tx.record(
                saying(Kind.WATCHED, LAST_JUDGED, {"until": until}, actor=actor, before=before)
            )


def _respond(desk: Desk, found: Deviating, actor: str) -> tuple[Response, tuple[str, ...]]:
    """What is recorded; nothing when the baseline was moved since `found` was asked."""
    with desk.ledger.reading() as asked:
        before = _response(found, asked)
    compared = {
        group[0].key: plain(quantified(desk, group[0], found.run))
        for group in _together(before.fresh)
        if not group[0].cohort  # it says itself where it is
    }
    with desk.ledger.transaction() as tx:
        stands = standing_baseline(tx)
        if stands is None or stands.decision != found.baseline:
            return Response(), ()
        done = _response(found, tx)
        for one in done.changed:
            _say(tx, one, actor, _went_on(one))
        owner = decider(tx.ownership(SCOPE), tx.ownership("blocking"))
        ids: list[str] = []
        for number, group in enumerate(_together(done.fresh), start=_next(tx)):
            new = opened(
                f"I-{number}",
                group,
                owner.owner if owner else stands.by,
                desk.ledger.clock(),
                compared.get(group[0].key),
            )
            _say(tx, new, actor, group[0].sentence)
            ids.append(new.id)
        return done, tuple(ids)


def _response(found: Deviating, asked: Reading) -> Response:
    judged = {one.key for one in found.checked if one.enough}
    return responded(found.deviations, judged, standing_investigations(asked))


def _say(tx: Transaction, one: Investigation, actor: str, reason: str) -> None:
    before = tx.standing_of(one.subject)
    tx.record(
        saying(
            Kind.INVESTIGATION_SET,
            one.subject,
            body(one),
            actor=actor,
            reason=reason,
            before=before,
        )
    )


def _together(found: Sequence[Deviation]) -> list[list[Deviation]]:
    """What is looked into together: all that a week brought, and apart from it a run."""
    groups = [[one for one in found if (one.rule == RUN) is of_run] for of_run in (False, True)]
    return [group for group in groups if group]


def _next(tx: Transaction) -> int:
    """The number of the next investigation; one that was taken back keeps its own."""
    said = tx.decisions(kinds=[Kind.INVESTIGATION_SET])
    return 1 + max((int(one.subject.removeprefix(f"{PREFIX}I-")) for one in said), default=0)


def _went_on(one: Investigation) -> str:
    if one.status is Status.ENDED:
        return "What it is about was not seen any more."
    return one.sightings[-1].sentence


def _sentence(
    weeks: Sequence[Deviating], every: Sequence[Deviation], looks: Sequence[_Look]
) -> str:
    last = weeks[-1]
    if last.baseline is None:
        return "No baseline stands, so nothing was judged. Set one: evaldesk baseline set."
    judged = " and ".join(one for one in (_weeks_told(weeks), last.run) if one)
    if not judged:
        return "Nothing came in since the baseline, so nothing was judged."
    counts = [
        f"{sum(one.severity is severity for one in every)} {severity}"
        for severity in (Severity.SEVERE, Severity.MODERATE, Severity.MINOR)
    ]
    parts = [f"{judged[0].upper()}{judged[1:]}: {', '.join(counts)}."]
    for what, named in (
        ("opened", _once(one for look in looks for one in look.opened)),
        ("go on", _once(one for look in looks for one in look.done.added)),
        ("ended", _once(one for look in looks for one in look.done.ended)),
    ):
        if named:
            parts.append(f"Investigations {what}: {', '.join(named)}.")
    return " ".join(parts)


def _weeks_told(weeks: Sequence[Deviating]) -> str | None:
    held = [one.week.since[:10] for one in weeks if one.week]
    if len(held) > 1:
        return f"the {len(held)} weeks from {held[0]} to that of {held[-1]}"
    return f"the week of {held[0]}" if held else None
