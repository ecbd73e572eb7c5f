"""Look at production as it is now, and do what its deviations ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from curation.baselines import SCOPE, decider
from curation.decisions import Kind
from curation.deviating import RUN
from curation.deviations import Deviation
from curation.drift import Severity
from curation.investigations import PREFIX, Investigation, Status, body, opened
from curation.over_budget import BUDGETED
from curation.responses import Response, responded
from curation.standing import saying
from store.acts.alarming import Raised, raise_alarms
from store.acts.apart import Apart, Trouble
from store.acts.delivering import Delivered
from store.answers.baseline import standing_baseline
from store.answers.burning import Burning, burning
from store.answers.deviations import Deviating, WeekHeld, deviating
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
    budgets call for, `delivered` whom somebody told of alarms, `troubles` what failed.
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
    troubles: tuple[Trouble, ...] = ()


_NOT_HELD = Deviating(None, None, None, (), (), ())  # it could not be asked


def watch(desk: Desk, actor: str, parts: Apart | None = None) -> Watched:
    """Judge the newest whole week and the newest run, and record what follows from it.

    The same deviation opens nothing twice, and one that goes on is added to its investigation.
    Without a baseline nothing is opened. Alarms are told of all that was judged, budgets
    included, so that they also go by themselves. What fails is told to `parts`.
    """
    parts = parts or Apart()
    found = parts.tried(
        "Production could not be held against the baseline",
        lambda: deviating(desk),
        _NOT_HELD,
    )
    found = parts.tried(
        "Latency, cost and age could not be judged", lambda: with_budgets(desk, found), found
    )
    budgets = parts.tried("Error budgets could not be judged", lambda: burning(desk), Burning())
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
    return Watched(
        sentence=" ".join((_sentence(found, done, ids), *_over(found), *_resolved(alarms))),
        baseline=found.baseline,
        week=found.week,
        run=found.run,
        notes=tuple(one for one in found.deviations if one.severity is Severity.MINOR),
        known=done.known,
        deviations=found.deviations,
        alarming=done.alarming,
        investigations_opened=ids,
        investigations_added=done.added,
        investigations_ended=done.ended,
        alarms_raised=(*alarms.raised, *alarms.back),
        not_judged=found.notes,
        budgets=budgets.deviations,
        troubles=tuple(parts.troubles),
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


def _compared(desk: Desk, found: Deviating, before: Response) -> dict[str, Any]:
    """What is grave in numbers, by its key: of what is new, and anew of what goes on."""
    asked = {group[0].key for group in _together(before.fresh)}
    asked |= {one.gravest.key for one in before.changed if one.status is Status.OPEN}
    return {
        one.key: plain(quantified(desk, one, found.run))
        for one in found.deviations
        if one.key in asked and one.rule not in BUDGETED
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


def _over(found: Deviating) -> list[str]:
    return [one.sentence for one in found.deviations if one.rule in BUDGETED]


def _resolved(alarms: Raised) -> list[str]:
    return [f"{one} was resolved, and still deviates." for one in alarms.still]


def _sentence(found: Deviating, done: Response, ids: Sequence[str]) -> str:
    if found.baseline is None and not found.notes:  # it could not be asked
        return "Production was not held against the baseline."
    if found.baseline is None:
        return "No baseline stands, so nothing was judged. Set one: evaldesk baseline set."
    week = f"the week of {found.week.since[:10]}" if found.week else None
    judged = " and ".join(one for one in (week, found.run) if one)
    if not judged:
        return "Nothing came in since the baseline, so nothing was judged."
    counts = [
        f"{sum(one.severity is severity for one in found.deviations)} {severity}"
        for severity in (Severity.SEVERE, Severity.MODERATE, Severity.MINOR)
    ]
    parts = [f"{judged[0].upper()}{judged[1:]}: {', '.join(counts)}."]
    for what, named in (("opened", ids), ("go on", done.added), ("ended", done.ended)):
        if named:
            parts.append(f"Investigations {what}: {', '.join(named)}.")
    return " ".join(parts)
