"""What happens in the scratch copy of a self-test before a made-up run is asked about again."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC

from curation import thresholds
from curation.cases import Quarantine
from curation.decisions import Decision, Kind
from curation.self_test import NOWHERE, UNDECIDABLE, Probe, Twist
from curation.standing import saying
from curation.thresholds import Direction, Threshold
from curation.versions import manifest_sha256
from curation.waivers import Waiver, waiver_body, waiver_subject
from store.answers.gate_basis import today
from store.desk import Desk
from store.ledger import Transaction

WHO = "self-test made up"  # a person by name: nobody is listed in a scratch copy
WHY = "to see that it changes nothing"


def twist(desk: Desk, probe: Probe) -> None:
    """Do what `probe` asks for; only in a copy that nobody keeps."""
    if probe.twist is not None:
        with desk.ledger.transaction() as tx:
            _TWISTS[probe.twist](desk, tx, probe)


def _waiver_over(desk: Desk, tx: Transaction, probe: Probe) -> None:
    (case_id,) = probe.cases
    day, at = today(desk).isoformat(), desk.ledger.clock().astimezone(UTC).isoformat()
    one = Waiver("W-0", case_id, WHO, day, WHO, WHY, at)
    said = saying(Kind.WAIVER_SET, waiver_subject(one.id), waiver_body(one), actor=WHO)
    tx.record(said)


def _quarantine_over(desk: Desk, tx: Transaction, probe: Probe) -> None:
    (case_id,) = probe.cases
    over = {"quarantine": asdict(Quarantine(WHO, today(desk).isoformat()))}
    tx.record(Decision(Kind.QUARANTINED, case_id, over, WHO, WHY, {"quarantine": None}))


def _no_case(desk: Desk, tx: Transaction, probe: Probe) -> None:  # noqa: ARG001
    limit = Threshold(
        UNDECIDABLE, "pass_rate", 0.5, Direction.AT_LEAST, f"route={NOWHERE}", owner=WHO
    )
    after = thresholds.body(limit)
    tx.record(Decision(Kind.LIMIT_SET, limit.name, after, WHO, WHY, {"value": None}))


def _newer_set(desk: Desk, tx: Transaction, probe: Probe) -> None:  # noqa: ARG001
    found = tx.set_version("blocking")
    assert found is not None, "a desk without a set in force is refused early"
    after = {
        "set": "blocking",
        "version": found.version + 1,
        "sha256": manifest_sha256(found.cases),
        "lines": tx.lines("blocking", found.version),
    }
    subject = f"blocking@{found.version + 1}"
    tx.record(Decision(Kind.FROZE, subject, after, WHO, WHY))


_TWISTS: Mapping[Twist, Callable[[Desk, Transaction, Probe], None]] = {
    Twist.WAIVER_OVER: _waiver_over,
    Twist.QUARANTINE_OVER: _quarantine_over,
    Twist.NO_CASE: _no_case,
    Twist.NEWER_SET: _newer_set,
}
