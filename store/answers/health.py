"""The one page for everybody: may we ship, how is production, what needs a person now."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from curation.decisions import Kind
from curation.figures import CohortRow, Figure, Impact, Period, Span, Watch, Window
from curation.gate_mode import GateMode
from curation.health_sentence import sentence_of
from curation.intervals import Rate, rate
from curation.noise import Change, change
from curation.thresholds import AGES
from store.answers.agreement_glance import AgreementGlance, agreement_glance
from store.answers.asks import (
    Ask,
    Known,
    judged_last,
    known_alarms,
    of_alarms,
    of_the_gate,
    of_the_inbox,
    to_find_out,
)
from store.answers.asks_of_people import of_people
from store.answers.budget import BudgetAnswer
from store.answers.budget_glance import BudgetGlance, glance
from store.answers.failing_costs import FailingCost, failing_costs
from store.answers.figures_of_production import (
    budget_of,
    cost,
    error_budget,
    new_failures,
    quality,
)
from store.answers.figures_of_release import pass_rate
from store.answers.figures_of_sets import costly_coverage, drifting, label_agreement
from store.answers.figures_of_triage import oldest_unanswered, stays_of, time_to_triage
from store.answers.gate import recorded
from store.answers.gate_mode import gate_mode
from store.answers.health_cohorts import cohort_rows
from store.answers.health_ground import Ground, ground
from store.answers.health_saying import UNKNOWN, said_of
from store.answers.health_shown import cohorts_shown, figures_shown, linked, narrowed, silent
from store.answers.impact import failure_cost, impact
from store.answers.inbox import inbox
from store.answers.last_answers import LastAnswers
from store.answers.runs import RunSummary, runs
from store.answers.sets import sets
from store.answers.triage_times import TriageTimes, triage_times
from store.answers.watching import aged, watched
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
    empty: bool = False  # no event, case or run has come in yet


class HealthMemory:
    """The last answers of one desk, up to the hour and the last decision."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[Health] = LastAnswers()
        self._known: LastAnswers[Known] = LastAnswers(1)
        self._labels: LastAnswers[AgreementGlance | None] = LastAnswers()

    def health(self, period: Period) -> Health:
        """What `health` answers, with the moment of now."""
        now = self._desk.ledger.clock()
        with self._desk.ledger.reading() as asked:
            key: Hashable = asked.head(), f"{now:%Y-%m-%dT%H}"
        found = self._kept.get((key, period), lambda: self._answered(key, period))
        return replace(found, as_of=now)

    def _answered(self, key: Hashable, period: Period) -> Health:
        base = ground(self._desk, period)
        known = self._known.get(key, lambda: _known(self._desk))
        with self._desk.ledger.reading() as asked:
            labelled = asked.last_of(*_OF_LABELS), base.now.date(), base.window
        labels = self._labels.get(labelled, lambda: agreement_glance(base))
        return _answered(base, replace(known, labels=labels))


_OF_LABELS = (  # what moves the agreement of labels, and what is said of it
    Kind.LABEL_SET, Kind.LABEL_TASK_SET, Kind.STANDARD_SET, Kind.ADJUDICATION_SET,
    Kind.PERSON_SET, Kind.ERASED, Kind.THRESHOLD_SET, Kind.PROPOSAL_SET, Kind.LIMIT_SET,
)  # fmt: skip


def health(desk: Desk, period: Period = Period.WEEK) -> Health:
    """The desk at this moment, looked at over `period`."""
    return desk.kept(HealthMemory).health(period)


def _answered(base: Ground, known: Known) -> Health:
    desk, budget, rows = base.desk, budget_of(base.desk), failing_costs(base)
    weeks, undated = _weeks(desk, base.floor)
    over = narrowed(base.window, (one.week for one in weeks))
    seen = figures_shown(_figures(base, known, budget, rows), base.weeks)
    figures = linked(seen, over)
    judged = judged_last(known.runs)
    said, mode = recorded(desk, judged.run) if judged else None, gate_mode(desk)
    alarms = () if isinstance(known.alarms, str) else known.alarms.alarms
    column, found = cohort_rows(base, alarms, budget.target if budget else None)
    cohorts = linked(cohorts_shown(found, base.weeks), over)
    stand = known.alarms if isinstance(known.alarms, str) else alarms
    watching = (
        *aged(judged, base.policy.value(AGES["run_age_days"]), base.now.date()),
        *watched(figures, cohorts, stand, base.weeks, said),
    )
    parts, tone = said_of(mode, judged, said, known, watching)
    whole = [week for week in weeks if week.whole]
    return Health(
        sentence=sentence_of(parts),
        verdict=judged.verdict if judged and tone != UNKNOWN else None,
        tone=tone,
        last_run=judged,
        set_version=known.runs.in_force,
        triage=known.times,
        weeks=tuple(weeks),
        undated_failures=undated,
        last_week=rate(whole[-1].failures, whole[-1].events) if whole else None,
        change=_change(whole, base.floor),
        as_of=base.now,
        asks=_asks(desk, known, base),
        red_by_noise=said.red_by_noise if said else None,
        red_at_most=said.red_at_most if said else None,
        mode=mode,
        budget=known.budget,
        parts=parts,
        window=base.window,
        figures=figures,
        cohorts=cohorts,
        cohorts_of=column,
        watching=watching,
        impact=() if silent(base.weeks) else impact(base, rows),
        empty=_empty(desk, known),
    )


def _empty(desk: Desk, known: Known) -> bool:
    """Whether nothing came in: what has no time stands in no week, and counts all the same."""
    cases = sum(one.cases for one in known.sets.sets) + known.inbox.sorted
    if known.runs.known or cases or known.inbox.failures:
        return False
    return not any(row["events"] for row in desk.facts().ask("event_weeks"))


def _known(desk: Desk) -> Known:
    return Known(
        sets(desk), inbox(desk), triage_times(desk), runs(desk), glance(desk),
        known_alarms(desk),
    )  # fmt: skip


def _figures(
    base: Ground, known: Known, budget: BudgetAnswer | None, rows: Sequence[FailingCost]
) -> tuple[Figure, ...]:
    """In the order in which they are shown."""
    stays = stays_of(base)
    return (
        pass_rate(base, known.runs.runs),
        quality(base, budget.target if budget else None),
        error_budget(base, budget),
        new_failures(base),
        failure_cost(base, rows),
        time_to_triage(base, stays),
        oldest_unanswered(base, stays, known.times),
        cost(base),
        drifting(base),
        costly_coverage(base, rows),
        label_agreement(base, known.labels),
    )


def _asks(desk: Desk, known: Known, base: Ground) -> tuple[Ask, ...]:
    """What waits for a decision, the most urgent first."""
    return (
        *of_alarms(desk, known.alarms),
        *of_the_gate(known, base.now),
        *of_the_inbox(desk, known, base.now.date()),
        *of_people(desk, known.labels, known.blocking.owner),
        *to_find_out(desk),
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
