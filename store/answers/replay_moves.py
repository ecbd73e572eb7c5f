"""What a promotion, a demotion or a waiver would have made of the judged runs."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from curation.attempts import Outcome, outcome
from curation.cases import State
from curation.effect import LOOKED_BACK, worst
from curation.errors import BadRequest, CurationError, Unknown
from curation.gate import Answer
from curation.replay_words import sentence
from curation.replays import Replay, RunThen
from curation.thresholds import MARGIN
from curation.waivers import Waiver
from store.answers.effects import tallied
from store.answers.gate import gate_without
from store.answers.openings import openings
from store.answers.replay_runs import History, Past, history
from store.desk import Desk

_WORSE = {Outcome.FAILED: Answer.BLOCKED, Outcome.FLAKY: Answer.INCOMPLETE,
          Outcome.ERRORED: Answer.INCOMPLETE}  # fmt: skip
_GRAVER = (Answer.PASS, Answer.INCOMPLETE, Answer.BLOCKED)


def replay_move(
    desk: Desk, case_ids: Sequence[str], to: State | str, *, last: int = LOOKED_BACK
) -> Replay:
    """The judged runs, had `case_ids` stood in `to`: in blocking, or out of it."""
    ids, place = _known(desk, case_ids), State(to)
    past = history(desk, last)
    if place is State.BLOCKING:
        runs = _with(desk, ids, past)
    else:
        runs = tuple(_without(desk, ids, one) for one in past.past)
    what = f"{'1 case' if len(ids) == 1 else f'{len(ids)} cases'} to {place}"
    return _told(Replay(what, None, None, "move", runs), past)


def replay_waiver(desk: Desk, what: Sequence[str], *, last: int = LOOKED_BACK) -> Replay:
    """The judged runs, had each of `what` (a case or a threshold) been waived for all."""
    if not what:
        raise BadRequest("Name what would be waived: a case, or a threshold of the gate.")
    past = history(desk, last)
    named = [_waivable(desk, one.strip(), past) for one in what]
    day = desk.ledger.clock().date()
    until = (day + timedelta(days=1)).isoformat()
    new = [
        Waiver(f"W-{n}", one, "", until, "", "", day.isoformat()) for n, one in enumerate(named)
    ]
    otherwise = past.verdicts(
        lambda one: (
            one.hearing.judged(waivers=[*one.hearing.basis.waivers, *new])
            if one.hearing
            else None
        )
    )
    runs = tuple(
        replace(run, cases=tuple(c for c in run.cases if c in named) or run.cases)
        for run in past.then(otherwise)
    )
    name = f"{', '.join(named[:3])}{' …' if len(named) > 3 else ''} waived"
    return _told(Replay(name, None, None, "waiver", runs), past)


def _waivable(desk: Desk, what: str, past: History) -> str:
    """`what` as a waiver can name it: what stops a release, or stopped one of the runs."""
    with desk.ledger.reading() as asked:
        policy, case = asked.policy(), asked.case(what)
        frozen = asked.set_version("blocking")
    if what in policy.thresholds:
        if what != MARGIN and not any(one.name == what for one in policy.gate()):
            raise BadRequest(f"{what} blocks nothing, so there is nothing to waive.")
        return what
    if case is None:
        way = "Name a blocking case (`evaldesk sets`) or a threshold (`evaldesk thresholds`)."
        raise Unknown("case or threshold", what, way)
    judged = (one.hearing.basis.blocking_ids for one in past.past if one.hearing)
    blocked = [*(frozen.cases if frozen else ()), *(c for ids in judged for c in ids)]
    if case.state is not State.BLOCKING and what not in blocked:
        raise BadRequest(
            f"{what} is in {case.state} and blocks nothing, so there is nothing to waive."
        )
    return what


def _told(found: Replay, past: History) -> Replay:
    then = {run.run: run.verdict_then for run in found.runs}
    met = past.against(then), past.against(past.verdicts_now())
    done = replace(found, incidents=met[0], incidents_now=met[1])
    return replace(done, sentence=sentence(done))


def _known(desk: Desk, case_ids: Sequence[str]) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(case_ids))
    if not ids:
        raise BadRequest("Name at least one case: evaldesk replay --promote CASE.")
    with desk.ledger.reading() as asked:
        strange = [one for one in ids if asked.case(one) is None]
    fresh = openings(desk, strange)
    for one in strange:
        if one not in fresh:
            way = "`evaldesk inbox` lists failures, `evaldesk sets` cases."
            raise Unknown("case or failure", one, way)
    return ids


def _without(desk: Desk, ids: Collection[str], past: Past) -> RunThen:
    """The run as if the cases had not been in the sets."""
    run, now = past.run, past.now
    if past.hearing is None or now is None:
        return RunThen(run.name, run.at, None, None, past.why, (), (), past.recorded,
                       run.model_version)  # fmt: skip
    basis = past.hearing.basis
    on = f"{basis.blocking.set}@{basis.blocking.version}"
    try:
        then = gate_without(desk, run.name, ids, on=on, baseline=now.baseline)
    except CurationError as refusal:
        return RunThen(run.name, run.at, now.verdict, None, str(refusal), (), (),
                       past.recorded, run.model_version)  # fmt: skip
    among = {c for name in _LISTS for c in getattr(now, name)}
    cases = tuple(c for c in ids if c in among)
    return RunThen(run.name, run.at, now.verdict, then.verdict, then.reason, cases, (),
                   past.recorded, run.model_version)  # fmt: skip


_LISTS = ("failed", "missing", "errored", "flaky", "undecided")


def _with(desk: Desk, ids: Sequence[str], past: History) -> tuple[RunThen, ...]:
    """The runs as if the cases had blocked; a run that did not score one tells nothing."""
    rows = desk.facts().ask("case_attempts", case_ids=list(ids))
    fresh = openings(desk, ids)
    with desk.ledger.reading() as asked:
        cases = [found for c in ids if (found := asked.case(c) or fresh.get(c))]
    tallies = tallied(rows, cases)
    return tuple(
        _had_blocked(one, {c: outcome(tallies.get(c, {}).get(one.run.name)) for c in ids})
        for one in past.past
    )


def _had_blocked(past: Past, found: dict[str, Outcome]) -> RunThen:
    run, now = past.run, past.now
    met = {c: o for c, o in found.items() if o is not Outcome.MISSING}
    if now is None or not met:
        why = past.why if now is None else "it scored none of the cases as they ask now"
        return RunThen(run.name, run.at, now and now.verdict, None, why, (), (),
                       past.recorded, run.model_version)  # fmt: skip
    unasked = len(found) - len(met)
    open_ = [Answer.INCOMPLETE] if unasked else []  # the gate holds on a case that was not run
    said = max([_WORSE.get(worst(met.values()), Answer.PASS), *open_], key=_GRAVER.index)
    then = max(said, Answer(now.verdict), key=_GRAVER.index)
    bad = tuple(sorted(c for c, o in met.items() if o is not Outcome.PASSED))
    why = (
        ", ".join(f"{c} {met[c]}" for c in bad)
        or f"it passed {'the others' if unasked else 'them'}"
    )
    if unasked:
        why += f"; {'1 case was' if unasked == 1 else f'{unasked} cases were'} not scored"
    return RunThen(run.name, run.at, now.verdict, then, why, bad, (), past.recorded,
                   run.model_version)  # fmt: skip
