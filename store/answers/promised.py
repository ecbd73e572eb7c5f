"""What was promised in the reviews, and whether it held: the data first, then their word."""

from collections.abc import Callable, Mapping
from datetime import datetime

from curation import labels
from curation.actions import (
    Action,
    Check,
    Found,
    Promised,
    Stage,
    from_body,
    standing,
)
from curation.alarms import AlarmState
from curation.cases import State
from curation.coverage import called
from curation.decisions import Kind
from curation.errors import Unknown
from curation.proposals import Stage as Proposed
from curation.review import Meeting
from curation.waivers import State as Waived
from store.answers.alarm_book import book
from store.answers.coverage import coverage
from store.answers.disagreeing import disagreeing
from store.answers.gate_basis import today
from store.answers.inbox import group_cases, waiting_together
from store.answers.investigations import standing_investigations
from store.answers.waivers import waivers
from store.desk import Desk
from store.ledger.reading import Reading

PAGE = "review?action={}"


def actions(asked: Reading) -> list[tuple[Action, int]]:
    """Every promise with the decision that said it last, the oldest first."""
    found = [
        (from_body(one.subject, one.body), one.seq) for one in asked.standing(Kind.ACTION_SET)
    ]
    return sorted(found, key=lambda pair: int(pair[0].id.partition("-")[2]))


def promised(desk: Desk, since: str, last: Meeting | None) -> tuple[Promised, ...]:
    """The promises that are open, or came to an end after the moment `since`.

    Those of which the `last` review heard the end are left out; what went wrong comes first.
    """
    with desk.ledger.reading() as asked:
        found = actions(asked)
    kept = [
        judged(desk, one, seq)
        for one, seq in found
        if one.said is Stage.OPEN or ((one.said_at or "") >= since and not _heard(one, last))
    ]
    order = ("not held", "overdue", "due", "held", "dropped")
    return tuple(sorted(kept, key=lambda one: (order.index(one.standing), one.due, one.id)))


def _heard(action: Action, last: Meeting | None) -> bool:
    handled = last.of(f"promise:{action.id}") if last else None
    if handled is None or not handled.settled:
        return False
    return (handled.at or "") >= (action.said_at or "")


def judged(desk: Desk, action: Action, seq: int) -> Promised:
    """One promise, and what has come of it by now."""
    found = seen_of(desk, action.check, action.about, action.at) if action.check else None
    where = found.link if found else PAGE.format(action.id)
    said, why, checked = standing(action, today(desk), found)
    return Promised(
        action.id, action.what, action.owner, action.due, action.week, said, why, where,
        checked, action.item, action.check, action.about, seq,
    )  # fmt: skip


promised_of = judged


def seen_of(desk: Desk, check: Check, about: str | None, since: str | None = None) -> Found:
    """What the desk sees of `check` now; the gate's answer counts after the moment `since`."""
    if check is Check.GATE_PASSES:
        return _gate(desk, about or "", since)
    return _CHECKS[check](desk, about or "")


def _gate(desk: Desk, about: str, since: str | None) -> Found:
    """Of the run or model version `about`, else of the newest run: what the gate said of it."""
    with desk.ledger.reading() as asked:
        named = [
            (run, said)
            for run, said, _ in asked.runs()
            if about in ("", run.name, run.model_version or "")
            and (said or State.BLOCKING in run.sets)
        ]
        if not any(said for _, said in named):
            return Found(None, f"no run of {about or 'any version'} was judged", "runs")
        run, said = max(named, key=lambda pair: pair[0].at)
        told = asked.decisions(subject=run.name, kinds=[Kind.JUDGED], limit=1)
    link = f"runs?run={run.name}"
    if said is None:
        return Found(False, f"{run.name} was scored, and the gate was not asked about it", link)
    answer = f"the gate answered {said['verdict']} for {run.name}"
    if since and not (told and told[0].at > datetime.fromisoformat(since)):
        return Found(False, f"{answer} before this was promised, and was not asked since", link)
    return Found(said["verdict"] == "PASS", answer, link)


def _group(desk: Desk, about: str) -> Found:
    failures, inputs = waiting_together(desk, [about])
    link = f"inbox?group={about}"
    if not failures:
        return _sorted(desk, about, link)
    many = "1 failure of the group waits" if failures == 1 else (
        f"{failures:,} failures of the group ({inputs:,} inputs) wait")  # fmt: skip
    return Found(False, many, link)


def _sorted(desk: Desk, about: str, link: str) -> Found:
    try:
        group_cases(desk, about, limit=1)
    except Unknown:
        return Found(None, f"there is no failure group {about}", "inbox")
    return Found(True, "no failure of the group waits any more", link)


def _hole(desk: Desk, about: str) -> Found:
    found = coverage(desk)
    named = [one.cell for one in found.cells if called(one.cell.values) == about]
    if not named or named[0].target is None:
        return Found(None, f"coverage has no {about} any more", "coverage")
    cell = named[0]
    return Found((cell.gap or 0) <= 0,
                 f"{about} has {cell.actual} of {cell.target} cases", "coverage")  # fmt: skip


def _proposal(desk: Desk, about: str) -> Found:
    link = f"thresholds?proposal={about}"
    with desk.ledger.reading() as asked:
        found = [one for _, one in asked.proposals() if one.id == about]
    if not found:
        return Found(None, f"there is no proposal {about}", link)
    stage = found[0].stage(today(desk))
    undecided = ", which decides nothing" if stage is Proposed.WITHDRAWN else ""
    decided = stage in (Proposed.APPROVED, Proposed.REJECTED)
    return Found(decided, f"{about} is {stage}{undecided}", link)


def _alarm(desk: Desk, about: str) -> Found:
    link = f"alarms?alarm={about}"
    with desk.ledger.reading() as asked:
        found = book(asked).alarms.get(about)
    if found is None:
        return Found(None, f"there is no alarm {about}", link)
    return Found(found.state is AlarmState.RESOLVED, f"{about} is {found.state}", link)


def _investigation(desk: Desk, about: str) -> Found:
    with desk.ledger.reading() as asked:
        found = [one for one in standing_investigations(asked) if one.id == about]
    if not found:
        return Found(None, f"there is no investigation {about}", "investigations")
    return Found(found[0].closed, f"{about} is {found[0].status}", "investigations")


def _waiver(desk: Desk, about: str) -> Found:
    found = waivers(desk)
    known = [one for one in (*found.waivers, *found.ended) if one.id == about]
    link = f"waivers?id={about}"
    if not known:
        return Found(None, f"there is no waiver {about}", link)
    return Found(known[0].state is not Waived.IN_FORCE, f"{about} is {known[0].state}", link)


def _labels(desk: Desk, about: str) -> Found:
    with desk.ledger.reading() as asked:
        given = asked.standing_below(Kind.LABEL_SET, f"{labels.PREFIX}{about}/")
    if not given:
        return Found(None, f"nobody has given case {about} a label", f"case?id={about}")
    left = any(one.case == about for one in disagreeing(desk))
    said = "its labels still differ" if left else "its labels do not differ any more"
    return Found(not left, said, f"case?id={about}")


def _quarantine(desk: Desk, about: str) -> Found:
    with desk.ledger.reading() as asked:
        stands = asked.quarantines(today(desk)).get(about)
        case = asked.case(about)
    link = f"case?id={about}"
    if case is None:
        return Found(None, f"there is no case {about}", link)
    if stands is None:
        back = "and blocks again" if case.state is State.BLOCKING else f"and is in {case.state}"
        return Found(True, f"it is out of quarantine {back}", link)
    return Found(False, f"it is in quarantine until {stands.until}", link)


_CHECKS: Mapping[Check, Callable[[Desk, str], Found]] = {
    Check.GROUP_SORTED: _group,
    Check.HOLE_CLOSED: _hole,
    Check.PROPOSAL_DECIDED: _proposal,
    Check.ALARM_RESOLVED: _alarm,
    Check.INVESTIGATION_CLOSED: _investigation,
    Check.WAIVER_ENDED: _waiver,
    Check.LABELS_SETTLED: _labels,
    Check.QUARANTINE_ENDED: _quarantine,
}
