"""Past runs before the gate again: under other numbers, without cases, with a waiver."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from curation.attempts import Outcome
from curation.errors import CurationError
from curation.gate import Answer, Scored, outcomes
from curation.incidents import Incident
from curation.replays import Caught, RunThen, Shipped, against, moment, shipped
from curation.runs import Run
from curation.thresholds import COHORT_PREFIX, FAIRNESS_PREFIX, MIN_SUPPORT, Policy
from curation.waivers import needed_waiver
from store.answers.gate import GateAnswer, Hearing
from store.answers.incidents import on_record
from store.answers.last_answers import LastAnswers
from store.desk import Desk

_LISTS = ("failed", "missing", "errored", "flaky", "undecided")
Judge = Callable[["Past"], "GateAnswer | None"]


@dataclass(frozen=True, slots=True)
class Past:
    """One run that was judged; `hearing` is None where it cannot be judged any more: `why`."""

    run: Run
    recorded: str
    hearing: Hearing | None
    now: GateAnswer | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The last judged runs, newest first, and what is on record beside them."""

    past: tuple[Past, ...]
    every: tuple[Shipped, ...]  # of all judged runs, so that old incidents find theirs
    incidents: tuple[Incident, ...]
    policy: Policy

    def verdicts_now(self) -> dict[str, str | None]:
        """By run, what the gate answers as things stand."""
        return {one.run.name: one.now.verdict if one.now else None for one in self.past}

    def verdicts(self, judge: Judge) -> dict[str, GateAnswer | None]:
        """By run, what it would answer otherwise."""
        return {one.run.name: judge(one) if one.hearing else None for one in self.past}

    def against(self, verdicts: Mapping[str, str | None]) -> Caught:
        """How verdicts do against the incidents on record."""
        floor = self.policy.value(MIN_SUPPORT)
        return against(self.every, verdicts, self.incidents, floor)

    def then(self, otherwise: Mapping[str, GateAnswer | None]) -> tuple[RunThen, ...]:
        """Each run as it is and as it would be."""
        return tuple(_then(one, otherwise[one.run.name], self.policy) for one in self.past)


def history(desk: Desk, last: int) -> History:
    """The last judged runs with what they are judged on; kept until something is decided."""
    with desk.ledger.reading() as asked:
        key = (asked.head(), asked.due(), last, desk.ledger.clock().date())
    return desk.kept(_memory).get(key, lambda: _history(desk, last))


def _memory(desk: Desk) -> LastAnswers[History]:  # noqa: ARG001 (one for each desk)
    return LastAnswers(2)


def _history(desk: Desk, last: int) -> History:
    with desk.ledger.reading() as asked:
        judged = [(run, said) for run, said, _ in asked.runs() if said]
        judged.sort(key=lambda one: moment(one[0]), reverse=True)  # an old one may come late
        incidents, policy = on_record(asked), asked.policy()
    past = tuple(_past(desk, run, said) for run, said in judged[:last])
    every = shipped([(run, said["verdict"]) for run, said in judged])
    every = [
        replace(one, waived=said["verdict"] == Answer.PASS and needed_waiver(said))
        for one, (_, said) in zip(every, judged, strict=True)
    ]
    return History(past, tuple(every), incidents, policy)


def _past(desk: Desk, run: Run, said: Mapping[str, str]) -> Past:
    on = f"{said['set']}@{said['version']}"
    try:
        hearing = Hearing(desk, run.name, on=on, baseline=said["baseline"] or None)
    except CurationError as refusal:  # its results or its baseline were taken out since
        return Past(run, said["verdict"], None, None, str(refusal))
    return Past(run, said["verdict"], hearing, hearing.judged())


def _then(past: Past, then: GateAnswer | None, policy: Policy) -> RunThen:
    now, run = past.now, past.run
    if now is None or then is None or past.hearing is None:
        why = past.why or "nobody can tell"
        return RunThen(run.name, run.at, now and now.verdict, None, why, (), (), past.recorded,
                       run.model_version)  # fmt: skip
    cases, cohorts = _deciding(past.hearing, now, then, policy)
    return RunThen(
        run.name,
        run.at,
        now.verdict,
        then.verdict,
        then.reason,
        cases,
        cohorts,
        past.recorded,
        run.model_version,
    )


def _deciding(
    hearing: Hearing, now: GateAnswer, then: GateAnswer, policy: Policy
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cases and the cohorts that one answer has against it and the other has not."""
    cases: set[str] = set()
    for name in _LISTS:
        cases ^= set(getattr(now, name)) ^ set(getattr(then, name))
    cohorts: set[str] = set()
    met = [{c.name: c.met for c in answer.thresholds} for answer in (now, then)]
    for name in met[0].keys() | met[1].keys():
        if met[0].get(name, True) is met[1].get(name, True):
            continue
        cases |= set(_not_passed(hearing, name, policy))
        if name.startswith((COHORT_PREFIX, FAIRNESS_PREFIX)):
            cohorts.add(name.removeprefix(COHORT_PREFIX).removeprefix(FAIRNESS_PREFIX))
    if now.comparison and then.comparison and now.comparison.outcome != then.comparison.outcome:
        cases |= set(then.comparison.broke)
    return tuple(sorted(cases)), tuple(sorted(cohorts))


def _not_passed(hearing: Hearing, name: str, policy: Policy) -> Iterable[str]:
    """The cases in the scope of a threshold that keep it from being met."""
    threshold = policy.thresholds.get(name)
    if threshold is None or name.startswith(FAIRNESS_PREFIX):
        return ()
    if name.startswith(COHORT_PREFIX):
        chosen: Collection[str] = hearing.measures.cohort(threshold.scope)
    else:
        rate = threshold.metric == "pass_rate"
        chosen = (hearing.measures.in_scope(threshold.scope) or ()) if rate else ()
    found = outcomes(list(chosen), Scored(hearing.basis.run.name, hearing.tallies))
    return [case_id for case_id, one in found.items() if one is not Outcome.PASSED]


def counts(verdicts: Iterable[str | None]) -> dict[str, int]:
    """How many of each answer; those that nobody can tell count nowhere."""
    said: Sequence[str | None] = list(verdicts)
    return {answer.value: said.count(answer) for answer in Answer}
