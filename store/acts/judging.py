"""Ask the gate and record its answer, bound to what it was given on."""

from curation.decisions import Decision, Kind
from store.answers.gate import GateAnswer, gate
from store.answers.plain import plain
from store.desk import Desk


def judge_run(
    desk: Desk, run: str, *, actor: str, on: str | None = None, baseline: str | None = None
) -> GateAnswer:
    """The gate's answer on `run`; it is recorded unless the last recorded one is the same."""
    answer = gate(desk, run, on=on, baseline=baseline)
    after = plain(answer)
    with desk.ledger.transaction() as tx:
        _, before = tx.run(run)
        if before != after:
            tx.record(Decision(Kind.JUDGED, run, after, actor, answer.reason, before))
    return answer
