"""Which cases block a release, and which are monitored: the first two questions."""

from collections.abc import Iterable, Sequence

from curation.cases import Case, Severity, State
from curation.threshold_words import limit_told, told, words
from curation.thresholds import RUN_DROP
from store.answers.handover_known import (
    Evidence,
    Known,
    Missing,
    Question,
    day,
    listed,
    many,
    question,
    share,
    tally,
)

_STEPS = ("minor", "moderate", "severe")


def what_blocks(known: Known) -> Question:
    """Which cases stop a release, whose they are, and how the gate uses them."""
    cases, held = known.of(State.BLOCKING), known.set_of(State.BLOCKING)
    return question(
        "blocks",
        "Which cases block a release?",
        _blocks(known, cases),
        (*_set_rows(known, State.BLOCKING, cases), *_gate_rows(known)),
        _blocks_lack(known, cases, held.in_force),
    )


def what_is_monitored(known: Known) -> Question:
    """Which cases are watched, and what a failure among them does."""
    cases = known.of(State.MONITORING)
    return question(
        "monitored",
        "Which cases are only monitored?",
        _monitored(known, cases),
        (*_set_rows(known, State.MONITORING, cases), *_monitoring_rows(known)),
        _monitoring_lacks(known, cases),
    )


def _blocks(known: Known, cases: Sequence[Case]) -> Iterable[str]:
    held = known.set_of(State.BLOCKING)
    if not cases:
        yield "None yet: no case is in blocking, so nothing stops a release."
        return
    if held.in_force is None:
        yield (
            f"{many(len(cases), 'case is', 'cases are')} marked blocking, but the set was "
            "never frozen: the gate has nothing to judge on."
        )
    else:
        froze = f"frozen by {held.frozen_by} on {day(held.frozen_at)}"
        yield (
            f"The {many(held.frozen_cases, 'case')} of {held.in_force} ({froze}): one that "
            "fails, errors or was not run is enough to stop a release, whatever the rest says."
        )
    yield _described(cases)
    yield _besides(known)
    if known.last:
        yield f"The last run judged, {known.last.run}, was {known.last.recorded_verdict}."


def _described(cases: Sequence[Case]) -> str:
    said = [
        f"They are {_severities(cases)}",
        f"mostly of {tally((one.kind for one in cases), 2)}",
        f"on {tally((one.route for one in cases), 2)}",
        f"and belong to {tally((one.owner for one in cases), 2, 'nobody')}",
    ]
    return ", ".join(said) + "."


def _severities(cases: Sequence[Case]) -> str:
    """How many of each severity, the worst first."""
    ranked = [*reversed(Severity), None]
    counts = [(one, sum(case.severity is one for case in cases)) for one in ranked]
    return listed(f"{one or 'not stated'} ({n:,})" for one, n in counts if n)


def _besides(known: Known) -> str:
    gate = known.policy.gate()
    numbers = "Besides, no threshold is in force."
    if gate:
        named = listed(f"{words(one).label.lower()} {limit_told(one)}" for one in gate[:3])
        rest = f" and {len(gate) - 3} more" if len(gate) > 3 else ""
        numbers = f"Besides, the gate holds it to {many(len(gate), 'number')}: {named}{rest}."
    waived, aside = len(known.waivers.waivers), known.quarantined
    if not waived and not aside:
        return f"{numbers} Nothing is waived, and no case is quarantined."
    found = [
        many(waived, "failure is waived", "failures are waived"),
        many(aside, "case is quarantined", "cases are quarantined"),
    ]
    return f"{numbers} Meanwhile {listed(found)}."


def _set_rows(known: Known, state: State, cases: Sequence[Case]) -> Iterable[Evidence]:
    held, link = known.set_of(state), f"sets?set={state}"
    yield Evidence("Cases", f"{len(cases):,}", link, value=len(cases), unit="cases")
    frozen = f"{held.in_force}, {held.frozen_cases:,} cases" if held.in_force else "never"
    if held.unfrozen_changes and held.in_force:
        frozen += f"; {many(held.unfrozen_changes, 'change')} since"
    whole = None if held.in_force is None else not held.unfrozen_changes
    yield Evidence("Frozen", frozen, link, holds=whole)
    owner = known.owner(state)
    yield Evidence("Decides about the set", owner.people if owner else "nobody", "people")
    if cases:
        yield Evidence("By severity", _severities(cases), link)
        yield Evidence("By kind of failure", tally((c.kind for c in cases), 5), link)
        yield Evidence("By route", tally((c.route for c in cases), 6), link)
        yield Evidence("By owner", tally((c.owner for c in cases), 6, "nobody"), link)


def _gate_rows(known: Known) -> Iterable[Evidence]:
    for one in known.policy.gate():
        link = f"thresholds?name={one.name}"
        yield Evidence(words(one).label, limit_told(one), link, limit=one.value)
    if last := known.last:
        passed = last.verdict == "PASS" if last.verdict else None
        said = f"{last.run}: {last.recorded_verdict}"
        yield Evidence("Judged last", said, f"runs?run={last.run}", holds=passed)


def _blocks_lack(
    known: Known, cases: Sequence[Case], in_force: str | None
) -> Iterable[Missing]:
    who = known.who("blocking")
    if known.owner("blocking") is None:
        clear = "evaldesk own blocking --owner NAME --deputy NAME"
        yield Missing("Nobody owns blocking", known.asks, clear, "people")
    if not cases:
        yield Missing("No case blocks", who, "evaldesk move CASE --to blocking", "inbox")
    elif in_force is None:
        clear = "evaldesk freeze blocking --reason …"
        yield Missing("Blocking was never frozen", who, clear, "sets?set=blocking")
    elif changes := known.set_of(State.BLOCKING).unfrozen_changes:
        what = many(changes, "change of blocking is", "changes of blocking are")
        clear = "evaldesk freeze blocking --reason …"
        yield Missing(f"{what} not in force", who, clear, "sets?set=blocking")
    if in_force and known.last is None:
        yield Missing("No run was ever judged", who, "evaldesk gate RUN", "runs")


def _monitored(known: Known, cases: Sequence[Case]) -> Iterable[str]:
    if not cases:
        yield "None yet: no case is in monitoring."
    else:
        yield (
            f"{many(len(cases), 'case')} of monitoring: one that fails stops nothing. What "
            "counts is how many pass together: a fall against the baseline of "
            f"{_steps(known)} is looked into."
        )
        yield _described(cases)
    if passed := _passed(known):
        yield f"In the newest run, {passed.what}, {passed.said} passed."
    backlog = len(known.of(State.BACKLOG))
    if backlog:
        more = many(backlog, "more case stands", "more cases stand")
        yield f"{more} in the backlog: real failures that nobody has understood yet."


def _steps(known: Known) -> str:
    """From which fall of the pass rate on somebody looks: 1 % (minor), ...."""
    held = [known.policy.thresholds[f"{RUN_DROP}.{step}"] for step in _STEPS]
    steps = [f"{told(t.metric, t.value)} ({s})" for t, s in zip(held, _STEPS, strict=True)]
    return f"{steps[0]}, {steps[1]} or {steps[2]}"


def _passed(known: Known) -> Evidence | None:
    """How many of monitoring the newest run on it passed; its cases as they were frozen."""
    from curation.intervals import rate

    run = next((one for one in known.runs.runs if State.MONITORING in one.sets), None)
    if run is None:
        return None
    with known.desk.ledger.reading() as asked:
        lines = asked.lines(State.MONITORING, run.sets[State.MONITORING])
    named = [line["case_id"] for line in lines]
    found = known.desk.facts().ask("set_passes", runs=[run.run] * len(named), cases=named)
    if not found:
        return None
    one = rate(found[0]["passed"], found[0]["scored"])
    said = share(one.value, one.low, one.high, one.n)
    link = f"runs?run={run.run}"
    return Evidence(run.run, said, link, one.value, one.low, one.high, one.n, unit="share")


def _monitoring_rows(known: Known) -> Iterable[Evidence]:
    yield Evidence(
        "Fall that is looked into", _steps(known), f"thresholds?name={RUN_DROP}.minor"
    )
    backlog = known.of(State.BACKLOG)
    own = tally((one.owner for one in backlog), 4, "nobody")
    yield Evidence(
        "In the backlog", f"{len(backlog):,}: {own}" if backlog else "0", "sets?set=backlog",
        value=len(backlog),
        unit="cases",
    )  # fmt: skip


def _monitoring_lacks(known: Known, cases: Sequence[Case]) -> Iterable[Missing]:
    if known.owner("monitoring") is None:
        clear = "evaldesk own monitoring --owner NAME --deputy NAME"
        yield Missing("Nobody owns monitoring", known.asks, clear, "people")
    if cases and known.set_of(State.MONITORING).in_force is None:
        who, clear = known.who("monitoring"), "evaldesk freeze monitoring --reason …"
        yield Missing("Monitoring was never frozen", who, clear, "sets?set=monitoring")
    if bare := sum(one.owner is None for one in known.of(State.BACKLOG)):
        what = many(bare, "case of the backlog has", "cases of the backlog have")
        clear = "evaldesk expect CASE --owner NAME"
        who = known.who("backlog", "blocking")
        yield Missing(f"{what} no owner", who, clear, "sets?set=backlog")
