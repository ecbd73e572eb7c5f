"""Look at production as it is now, and do what its deviations ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from curation.baselines import SCOPE, decider
from curation.decisions import Kind
from curation.deviating import RUN, gravest_first
from curation.deviations import Deviation
from curation.drift import Severity
from curation.investigations import PREFIX, Investigation, Status, body, opened
from curation.over_budget import BUDGETED
from curation.owned import keeper
from curation.responses import Response, responded
from curation.standing import saying
from store.acts.alarming import Raised, raise_alarms
from store.acts.apart import Apart, Trouble
from store.acts.delivering import Delivered
from store.acts.watch_words import Look, once, sentence
from store.answers.baseline import standing_baseline
from store.answers.burning import Burning, burning
from store.answers.deviations import LAST_JUDGED, Deviating, WeekHeld, unjudged
from store.answers.investigations import standing_investigations
from store.answers.over_budget import with_budgets
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
    budgets call for, `delivered` whom somebody told of alarms, `troubles` what failed. `weeks`
    are all that were judged, oldest first, and `week` is the last of them.
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
    troubles: tuple[Trouble, ...] = ()


_NOT_HELD = Deviating(None, None, None, (), (), ())  # it could not be asked


def watch(desk: Desk, actor: str, parts: Apart | None = None) -> Watched:
    """Judge every whole week since the last look, the newest run, and record what follows.

    Weeks are judged oldest first, each by itself; the newest is judged again. The same
    deviation opens nothing twice, and one that goes on is added to its investigation. Without
    a baseline nothing is opened. Alarms are told of all that was judged, budgets included, so
    that they also go by themselves. What fails is told to `parts`.
    """
    parts = parts or Apart()
    weeks = _weeks(desk, parts)
    budgets = parts.tried("Error budgets could not be judged", lambda: burning(desk), Burning())
    looks = [
        _look(desk, found, budgets if found is weeks[-1] else Burning(), actor, parts)
        for found in weeks
    ]
    last = weeks[-1]
    if not parts.troubles:  # a week about which something failed is judged again
        parts.tried("The look could not be noted", lambda: _remember(desk, last, actor), None)
    every = gravest_first(once(one for found in weeks for one in found.deviations))
    return Watched(
        sentence=sentence(weeks, every, looks),
        baseline=last.baseline,
        week=last.week,
        run=last.run,
        notes=tuple(one for one in every if one.severity is Severity.MINOR),
        known=looks[-1].done.known,
        deviations=every,
        alarming=once(one for look in looks for one in look.done.alarming),
        investigations_opened=once(one for look in looks for one in look.opened),
        investigations_added=once(one for look in looks for one in look.done.added),
        investigations_ended=once(one for look in looks for one in look.done.ended),
        alarms_raised=once(one for look in looks for one in look.raised),
        not_judged=last.notes,
        budgets=budgets.deviations,
        weeks=tuple(one.week for one in weeks if one.week),
        troubles=tuple(parts.troubles),
    )


def _weeks(desk: Desk, parts: Apart) -> list[Deviating]:
    """The weeks to judge, oldest first; to the newest belongs what lies over a budget."""
    held = "Production could not be held against the baseline"
    weeks = [*parts.tried(held, lambda: unjudged(desk), [_NOT_HELD])]
    over = "Latency, cost and age could not be judged"
    weeks[-1] = parts.tried(over, lambda: with_budgets(desk, weeks[-1]), weeks[-1])
    return weeks


def _look(desk: Desk, found: Deviating, budgets: Burning, actor: str, parts: Apart) -> Look:
    """What is done about one week."""
    done, ids, alarms = Response(), tuple[str, ...](), Raised()
    if found.baseline is not None:
        done, ids = parts.tried(
            "Investigations could not be brought up to date",
            lambda: _respond(desk, found, actor),
            (done, ids),
        )
    if checked := (*found.checked, *budgets.checked):
        every = (*found.deviations, *budgets.deviations)
        alarms = parts.tried(
            "Alarms could not be raised",
            lambda: raise_alarms(desk, every, checked=checked, actor=actor),
            alarms,
        )
    return Look(done, ids, (*alarms.raised, *alarms.back), alarms.still)


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
    compared = _compared(desk, found, before)
    with desk.ledger.transaction() as tx:
        stands = standing_baseline(tx)
        if stands is None or stands.decision != found.baseline:
            return Response(), ()
        done = _response(found, tx)
        for one in done.changed:
            new = compared.get(one.gravest.key) if one.status is Status.OPEN else None
            now = replace(one, comparison=new) if new else one
            _say(tx, now, actor, _went_on(now))
        owners = tx.ownerships()
        owner = decider(owners.get(SCOPE), owners.get("blocking"))
        ids: list[str] = []
        for number, group in enumerate(_together(done.fresh), start=_next(tx)):
            closest = keeper(group[0].cohort, owners) or owner
            new = opened(
                f"I-{number}",
                group,
                closest.owner if closest else stands.by,
                desk.ledger.clock(),
                compared.get(group[0].key),
            )
            _say(tx, new, actor, group[0].sentence)
            ids.append(new.id)
        return done, tuple(ids)


def _compared(desk: Desk, found: Deviating, before: Response) -> dict[str, Any]:
    """What is grave in numbers, by its key: of what is new, and anew of what goes on."""
    asked = {group[0].key for group in _together(before.fresh)}
    asked |= {one.gravest.key for one in before.changed if one.status is Status.OPEN}
    return {
        one.key: plain(quantified(desk, one, found.run))
        for one in found.deviations
        # One with a cohort says itself where it is.
        if one.key in asked and one.rule not in BUDGETED and not one.cohort
    }


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
    """What is looked into together: all that a week brought; a run and each budget apart."""
    apart: dict[str, list[Deviation]] = {}
    for one in found:
        cause = one.rule if one.rule in (RUN, *BUDGETED) else ""
        apart.setdefault(cause, []).append(one)
    return [apart[cause] for cause in sorted(apart)]


def _next(tx: Transaction) -> int:
    """The number of the next investigation; one that was taken back keeps its own."""
    said = tx.decisions(kinds=[Kind.INVESTIGATION_SET])
    return 1 + max((int(one.subject.removeprefix(f"{PREFIX}I-")) for one in said), default=0)


def _went_on(one: Investigation) -> str:
    if one.status is Status.ENDED:
        return "What it is about was not seen any more."
    return one.sightings[-1].sentence
