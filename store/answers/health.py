"""The one page for everybody: may we ship, how is production, what needs a person now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from curation.cases import State
from curation.figures import CohortRow, Figure, Impact, Period, Span, Watch, Window
from curation.gate_mode import ASK_AGAIN, GateMode
from curation.intervals import Rate, rate
from curation.noise import Change, change
from curation.thresholds import MIN_SUPPORT
from store.answers.alarm_asks import alarm_asks
from store.answers.asks import Ask
from store.answers.budget_glance import BudgetGlance, glance
from store.answers.gate import GateAnswer, recorded
from store.answers.gate_mode import gate_mode
from store.answers.inbox import Inbox, Woken, inbox
from store.answers.investigations import investigations
from store.answers.runs import Runs, RunSummary, runs
from store.answers.sets import Sets, SetSummary, sets
from store.answers.triage_times import TriageTimes, triage_times
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Week:
    """One week of production: `failures` of `events`. It starts on a Monday, UTC.

    A week that is not over yet is not `whole`, and no rate is judged on it. `enough` of events
    is what a rate needs (the minimum support).
    """

    week: date
    events: int
    failures: int
    whole: bool = True
    enough: bool = True


@dataclass(frozen=True, slots=True)
class Health:
    """What the home page says. `tone`: good, bad, warn or unknown.

    `parts` is `sentence` in pieces; `figures` are in the order in which they are shown.
    """

    sentence: str
    verdict: str | None
    tone: str
    last_run: RunSummary | None
    set_version: str | None
    sets: Sets
    inbox: Inbox
    triage: TriageTimes
    weeks: tuple[Week, ...]
    undated_failures: int
    last_week: Rate | None
    change: Change | None
    as_of: datetime
    asks: tuple[Ask, ...]
    red_by_noise: float | None  # the chance of a red for nothing, of a run like the last one
    red_at_most: float | None  # the largest one that cannot be ruled out
    mode: GateMode
    budget: BudgetGlance | None  # of errors; None where no objective is set
    parts: tuple[Span, ...] = ()
    window: Window | None = None  # None: no whole week came in
    figures: tuple[Figure, ...] = ()
    cohorts: tuple[CohortRow, ...] = ()  # the worst first
    cohorts_of: str | None = None  # the dimension they are of
    watching: tuple[Watch, ...] = ()  # the worst first
    impact: tuple[Impact, ...] = ()  # by kind, the dearest first


def health(desk: Desk, period: Period = Period.WEEK) -> Health:  # noqa: ARG001
    """The desk at this moment, looked at over `period`."""
    found, known, waiting = runs(desk), sets(desk), inbox(desk)
    times = triage_times(desk)
    judged = _judged(found)
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
    weeks, undated = _weeks(desk, floor)
    whole = [week for week in weeks if week.whole]
    said, mode, budget = (
        recorded(desk, judged.run) if judged else None,
        gate_mode(desk),
        glance(desk),
    )
    sentence, tone = _frozen(mode, judged, said) or _sentence(judged, found, known)
    return Health(
        sentence=sentence,
        verdict=judged.verdict if judged else None,
        tone=tone,
        last_run=judged,
        set_version=found.in_force,
        sets=known,
        inbox=waiting,
        triage=times,
        weeks=tuple(weeks),
        undated_failures=undated,
        last_week=rate(whole[-1].failures, whole[-1].events) if whole else None,
        change=_change(whole, floor),
        as_of=desk.ledger.clock(),
        asks=(
            *(Ask(*said) for said in alarm_asks(desk)),
            *_asks(known, waiting, times, found, budget),
            *_to_find_out(desk),
        ),
        red_by_noise=said.red_by_noise if said else None,
        red_at_most=said.red_at_most if said else None,
        mode=mode,
        budget=budget,
    )


def _weeks(desk: Desk, floor: float) -> tuple[list[Week], int]:
    facts = desk.facts()
    events = {r["week"]: r["events"] for r in facts.ask("event_weeks")}
    failed = {
        r["week"]: r["failures"] for r in facts.ask("failure_weeks", kind=None, route=None)
    }
    dated = sorted(w for w in events if w is not None)
    monday = desk.ledger.clock().date() - timedelta(days=6)
    weeks = [
        Week(w, events[w], failed.get(w, 0), w < monday, events[w] >= floor) for w in dated
    ]
    return weeks, failed.get(None, 0)


def _change(weeks: Sequence[Week], floor: float) -> Change | None:
    if len(weeks) < 2:
        return None
    now, before = weeks[-1], weeks[-2]
    return change(now.failures, now.events, before.failures, before.events, floor)


def _sentence(judged: RunSummary | None, found: Runs, known: Sets) -> tuple[str, str]:
    if found.in_force is None:
        blocking = next(s for s in known.sets if s.set is State.BLOCKING)
        held = f"{blocking.cases} cases are marked blocking but" if blocking.cases else "So far"
        return (
            f"Nobody can say whether to ship. {held} no blocking set was ever frozen.",
            "unknown",
        )
    if judged is None:
        return (
            f"Nobody can say whether to ship. No run was judged on {found.in_force} yet.",
            "unknown",
        )
    name = f"{judged.run} ({judged.model_version})" if judged.model_version else judged.run
    if judged.stale:
        return (
            f"Nobody can say whether to ship. The last run, {name}, was judged on an older set "
            f"than {judged.stale}, which is in force.",
            "unknown",
        )
    if judged.outdated:
        return f"Nobody can say whether to ship {name}. {judged.reason}", "unknown"
    words, tone = {
        "PASS": ("Safe to ship", "good"),
        "BLOCKED": ("Do not ship", "bad"),
    }.get(judged.verdict or "", ("Not decided", "warn"))
    return f"{words}: {name}. {judged.reason}", tone


def _frozen(
    mode: GateMode, judged: RunSummary | None, said: GateAnswer | None
) -> tuple[str, str] | None:
    """The sentence while only fixes ship; None where that says nothing of the last run."""
    if not mode.frozen or (said is not None and said.fix is not None):
        return None
    run = f" The last run, {judged.run}, is not stated as a fix." if judged else ""
    told = mode.told()
    return f"Do not ship: the gate is frozen. {told[0].upper()}{told[1:]}.{run}", "bad"


def _asks(
    known: Sets, waiting: Inbox, times: TriageTimes, found: Runs, budget: BudgetGlance | None
) -> Iterator[Ask]:
    blocking = next(one for one in known.sets if one.set is State.BLOCKING)
    if blocking.owner is None:
        why = "nobody can promote a case into it"
        yield Ask("Name who owns blocking", why, None, "sets")
    if budget and budget.waits:
        yield Ask(budget.waits, budget.why, blocking.owner, "budget")
    yield from _of_the_gate(found, blocking.owner)
    if blocking.cases and blocking.unfrozen_changes:
        yield _to_freeze(blocking)
    if waiting.woken:
        yield _back(waiting.woken)
    if times.late:
        yield _overdue(times)
    if waiting.groups:
        top = waiting.groups[0]
        why = f"the dearest: {top.count} × {top.kind.replace('_', ' ')} on {top.route}"
        yield Ask(f"{waiting.failures:,} failures wait to be sorted", why, None, "inbox")


def _of_the_gate(found: Runs, owner: str | None) -> Iterator[Ask]:
    last = _judged(found)
    if last and last.outdated:
        why = f"{last.run}: {(last.reason or '').removeprefix(ASK_AGAIN).rstrip('.')}"
        yield Ask("Ask the gate again", why, owner, "runs")
    if unjudged := _unjudged(found):
        why = f"the gate was not asked about {unjudged[0]}{_more(len(unjudged) - 1)}"
        yield Ask("Ask the gate", why, owner, "runs")


def _to_freeze(blocking: SetSummary) -> Ask:
    changes = _n(blocking.unfrozen_changes, "change is", "changes are")
    judged = f"the gate still judges on {blocking.in_force}"
    why = judged if blocking.in_force else "the gate has no set to judge on"
    return Ask(f"Freeze blocking: {changes} not in force", why, blocking.owner, "sets")


def _back(woken: Sequence[Woken]) -> Ask:
    people = {one.by for one in woken}
    what = _n(len(woken), "dismissed case is", "dismissed cases are") + " back"
    why = woken[0].why + _more(len(woken) - 1)
    return Ask(what, why, people.pop() if len(people) == 1 else None, "inbox")


def _to_find_out(desk: Desk) -> Iterator[Ask]:
    found = investigations(desk).waiting
    if not found:
        return
    oldest, owners = found[0], {one.investigation.owner for one in found}
    what = _n(len(found), "investigation", "investigations") + " open"
    days = _n(oldest.days, "day", "days")
    yield Ask(what, f"oldest {days}: {oldest.investigation.title}",
              owners.pop() if len(owners) == 1 else f"{len(owners)} people",
              "baseline")  # fmt: skip


def _one_or_many(times: TriageTimes) -> str | None:
    owners = {one.owner for one in times.late if one.owner}
    return f"{len(owners)} people" if len(owners) > 1 else next(iter(owners), None)


def _overdue(times: TriageTimes) -> Ask:
    what = _n(times.overdue, "assigned failure is", "assigned failures are") + " overdue"
    why = ", ".join(f"{one.owner or 'nobody'} {one.cases}" for one in times.late[:3])
    more = _more(len(times.late) - 3)
    return Ask(what, f"{why}{more}; the oldest was due on {min(o.due for o in times.late)}",
               _one_or_many(times), "inbox?group=all&due=overdue")  # fmt: skip


def _judged(found: Runs) -> RunSummary | None:
    """The newest run about which the gate was asked."""
    return next((run for run in found.runs if run.recorded_verdict), None)


def _unjudged(found: Runs) -> list[str]:
    """Runs on the blocking set that came after the last one that was judged."""
    later = takewhile(lambda run: run.recorded_verdict is None, found.runs)
    return [run.run for run in later if "blocking" in run.sets]


def _more(n: int) -> str:
    return f", and {n} more" if n > 0 else ""


def _n(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
