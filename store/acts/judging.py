"""Ask the gate and record its answer, bound to what it was given on."""

from dataclasses import replace
from typing import Any

from curation.decisions import Decision, Kind
from store.acts.gate_mode import fix_of, follow_ladder
from store.answers.gate import GateAnswer, gate
from store.answers.label_certainty import label_agreement
from store.answers.plain import plain
from store.desk import Desk

# What an answer rests on: when one of these is decided meanwhile, it is asked again.
RESTS_ON = (
    Kind.IMPORTED,
    Kind.IMPORT_UNDONE,
    Kind.FROZE,
    Kind.THRESHOLD_SET,
    Kind.LIMIT_SET,
    Kind.QUARANTINED,
    Kind.GATE_MODE_SET,
    Kind.WAIVER_SET,
    Kind.STANDARD_SET,
    Kind.LABEL_SET,
    Kind.ADJUDICATION_SET,
)


def judge_run(
    desk: Desk,
    run: str,
    *,
    actor: str,
    on: str | None = None,
    baseline: str | None = None,
    fix: str | None = None,
) -> GateAnswer:
    """The gate's answer on `run`; it is recorded unless the last recorded one is the same.

    A run that was held against a baseline is held against it again unless another is named: a
    weaker question must not turn what it answered green. What it was stated to be a `fix` of
    stands as well. Before it is asked, the ladder of the error budget does what is agreed.
    """
    fix = fix_of(desk, fix)
    follow_ladder(desk)
    while True:
        with desk.ledger.reading() as asked:
            seen = (asked.last_of(*RESTS_ON), asked.due())
            _, recorded = asked.run(run)
        baseline = baseline or (recorded or {}).get("baseline")
        fix = fix or (recorded or {}).get("fix")
        answer = gate(desk, run, on=on, baseline=baseline, fix=fix)
        answer = replace(answer, label_agreement=_labels(desk, answer))
        after = _body(answer)
        with desk.ledger.transaction() as tx:
            if (tx.last_of(*RESTS_ON), tx.due()) != seen:
                continue
            _, before = tx.run(run)
            if before != after:
                tx.record(Decision(Kind.JUDGED, run, after, actor, answer.reason, before))
            return answer


def _labels(desk: Desk, answer: GateAnswer) -> dict[str, Any] | None:
    """How far people agree on the cases that were judged."""
    with desk.ledger.reading() as asked:
        found = asked.lines(answer.set, answer.version)
        return label_agreement(asked, [line["case_id"] for line in found])


def _body(answer: GateAnswer) -> dict[str, Any]:
    """The answer as it is recorded; without a standard it says nothing of labels."""
    found: dict[str, Any] = plain(answer)
    if found["label_agreement"] is None:
        del found["label_agreement"]
    return found
