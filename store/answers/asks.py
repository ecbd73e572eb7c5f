"""What waits for a decision: with whom, since when, and where it is decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import takewhile

from curation.alarms import AlarmState
from curation.cases import State
from curation.errors import BadRequest
from curation.gate_mode import ASK_AGAIN
from curation.tenure import days_since
from store.answers.agreement_glance import AgreementGlance
from store.answers.alarm_owners import alarm_owners
from store.answers.alarms import AlarmsAnswer, alarms
from store.answers.budget_glance import BudgetGlance
from store.answers.inbox import Inbox, Woken
from store.answers.investigations import investigations
from store.answers.runs import Runs, RunSummary
from store.answers.sets import Sets, SetSummary
from store.answers.triage_times import TriageTimes
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for a person; `link` answers it, as `case?id=c-1`."""

    what: str
    why: str
    owner: str | None
    link: str
    age_days: int | None = None  # None: nobody wrote down since when


@dataclass(frozen=True, slots=True)
class Known:
    """What the home page has looked at already."""

    sets: Sets
    inbox: Inbox
    times: TriageTimes
    runs: Runs
    budget: BudgetGlance | None
    alarms: AlarmsAnswer | str  # or why nobody can say
    labels: AgreementGlance | None = None

    @property
    def blocking(self) -> SetSummary:
        """The set that stops releases."""
        return next(one for one in self.sets.sets if one.set is State.BLOCKING)


def known_alarms(desk: Desk) -> AlarmsAnswer | str:
    """The alarms; or why there are none to show, where desk.toml is off about channels."""
    try:
        return alarms(desk)
    except BadRequest as off:
        return str(off)


def of_alarms(desk: Desk, found: AlarmsAnswer | str) -> Iterator[Ask]:
    """An open alarm, and one that nobody could be told of."""
    if isinstance(found, str):
        yield Ask("Nobody is told of alarms", found, None, "alarms")
        return
    now = desk.ledger.clock()
    with desk.ledger.reading() as asked:
        owners = alarm_owners(asked)
    owner = owners[0].owner if owners else None
    waiting = [
        one for one in found.alarms if one.state is AlarmState.OPEN and not one.muted_until
    ]
    if waiting:
        first = waiting[0]
        what = "1 alarm waits for somebody to take it"
        if len(waiting) > 1:
            what = f"{len(waiting)} alarms wait for somebody to take them"
        age = max(_days(one.first_seen, now) or 0 for one in waiting)
        yield Ask(what, first.sentence, owner, f"alarms?alarm={first.id}", age)
    if found.undelivered:
        named = ", ".join(found.undelivered)
        lost = [f"{c.name}: {c.problem}" for c in found.channels if c.given_up]
        yield Ask(f"{named} could not be delivered", ", ".join(lost), owner, "alarms")
    if found.untold and found.channels:
        told = f"Nobody is told of {', '.join(found.untold)}"
        yield Ask(told, "no channel takes it", owner, "alarms")


def of_the_gate(found: Known, now: datetime) -> Iterator[Ask]:
    """Who decides, what the budget calls for, what to judge, and what to freeze."""
    blocking, budget = found.blocking, found.budget
    if blocking.owner is None:
        why = "nobody can promote a case into it"
        yield Ask("Name who owns blocking", why, None, "sets")
    if budget and budget.waits:
        age = _days(budget.since.isoformat(), now) if budget.since else None
        yield Ask(budget.waits, budget.why, blocking.owner, "budget", age)
    yield from _of_runs(found.runs, blocking.owner, now)
    if blocking.cases and blocking.unfrozen_changes:
        yield _to_freeze(blocking)


def of_the_inbox(desk: Desk, found: Known, today: date) -> Iterator[Ask]:
    """What came back, what is late, and what nobody has sorted."""
    waiting, times = found.inbox, found.times
    if waiting.woken:
        yield _back(waiting.woken)
    if times.late:
        yield _overdue(times, today)
    if waiting.groups:
        top = waiting.groups[0]
        why = f"the dearest: {top.count} × {top.kind.replace('_', ' ')} on {top.route}"
        what = f"{waiting.failures:,} failures wait to be sorted"
        with desk.ledger.reading() as asked:
            held = asked.ownership(f"route:{top.route}")
        owner = held.owner if held else None
        yield Ask(what, why, owner, "inbox", _rounded(times.waiting.oldest))


def to_find_out(desk: Desk) -> Iterator[Ask]:
    """What somebody looks into."""
    found = investigations(desk).waiting
    if not found:
        return
    oldest, owners = found[0], {one.investigation.owner for one in found}
    what = many(len(found), "investigation", "investigations") + " open"
    days = many(oldest.days, "day", "days")
    owner = _named(owners)
    why = f"oldest {days}: {oldest.investigation.title}"
    yield Ask(what, why, owner, "baseline", oldest.days)


def judged_last(found: Runs) -> RunSummary | None:
    """The newest run about which the gate was asked."""
    return next((run for run in found.runs if run.recorded_verdict), None)


def _of_runs(found: Runs, owner: str | None, now: datetime) -> Iterator[Ask]:
    last = judged_last(found)
    if last and last.outdated:
        why = f"{last.run}: {(last.reason or '').removeprefix(ASK_AGAIN).rstrip('.')}"
        yield Ask("Ask the gate again", why, owner, "runs", _of_run(last, now))
    if unjudged := _unjudged(found):
        named = f"{unjudged[0].run}{more(len(unjudged) - 1)}"
        why = f"the gate was not asked about {named}"
        yield Ask("Ask the gate", why, owner, "runs", _of_run(unjudged[-1], now))


def _of_run(run: RunSummary, now: datetime) -> int | None:
    return _days(run.finished_at or run.started_at or run.recorded_at, now)


def _unjudged(found: Runs) -> list[RunSummary]:
    """Runs on the blocking set that came after the last one that was judged."""
    later = takewhile(lambda run: run.recorded_verdict is None, found.runs)
    return [run for run in later if "blocking" in run.sets]


def _to_freeze(blocking: SetSummary) -> Ask:
    changes = many(blocking.unfrozen_changes, "change is", "changes are")
    judged = f"the gate still judges on {blocking.in_force}"
    why = judged if blocking.in_force else "the gate has no set to judge on"
    return Ask(f"Freeze blocking: {changes} not in force", why, blocking.owner, "sets")


def _back(woken: Sequence[Woken]) -> Ask:
    what = many(len(woken), "dismissed case is", "dismissed cases are") + " back"
    why = woken[0].why + more(len(woken) - 1)
    return Ask(what, why, _named(one.by for one in woken), "inbox")


def _overdue(times: TriageTimes, today: date) -> Ask:
    what = many(times.overdue, "assigned failure is", "assigned failures are") + " overdue"
    why = ", ".join(f"{one.owner or 'nobody'} {one.cases}" for one in times.late[:3])
    due = min(one.due for one in times.late)
    age = (today - date.fromisoformat(due)).days
    told = f"{why}{more(len(times.late) - 3)}; the oldest was due on {due}"
    owner = _named(one.owner for one in times.late)
    return Ask(what, told, owner, "inbox?group=all&due=overdue", age)


def _named(people: Iterable[str | None]) -> str | None:
    """The one whose it is, or how many they are."""
    owners = {one for one in people if one}
    return f"{len(owners)} people" if len(owners) > 1 else next(iter(owners), None)


def _days(said: str | None, now: datetime) -> int | None:
    """Whole days since `said`, which may name no zone: then it is UTC."""
    if said is None:
        return None
    then = datetime.fromisoformat(said)
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return days_since(then.isoformat(), now)


def _rounded(days: float | None) -> int | None:
    return None if days is None else int(days)


def more(n: int) -> str:
    """What is not named."""
    return f", and {n} more" if n > 0 else ""


def many(n: int, one: str, several: str) -> str:
    """A number with its noun."""
    return f"{n:,} {one if n == 1 else several}"
