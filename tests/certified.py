"""A desk on which the gate has answered about releases, without a row of facts."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from curation.comparison import Difference, NonInferiority
from curation.decisions import Decision, Kind
from curation.gate import Check
from curation.overtaken import numbers_of
from curation.runs import Run
from curation.thresholds import Direction, Threshold
from curation.versions import line, line_sha256, manifest_sha256
from curation.waivers import Spared
from store.answers.gate import GateAnswer
from store.answers.plain import plain
from store.desk import Desk, found_desk, open_desk
from store.ledger import Transaction
from tests.builders import ANA, BEN, a_case, imported, owner_named, threshold_set

NUMBER = Threshold("gate.pass_rate.blocking", "pass_rate", 1.0, Direction.AT_LEAST, "blocking")
CASES = [a_case(id=f"c-{n:016x}") for n in range(1, 4)]


def certified(folder: Path, *runs: tuple[str, str]) -> Desk:
    """A desk in `folder` that has answered `verdict` about each run, in their order."""
    found_desk(folder)
    desk = open_desk(folder)
    with desk.ledger.transaction() as tx:
        tx.record(owner_named("blocking", ANA, BEN))
        tx.record(threshold_set(NUMBER))
        tx.record(_frozen())
    for run, _ in runs:
        with desk.ledger.transaction() as tx:
            known = Run(run, {"blocking": 1}, commit="abc123")
            tx.record(imported(f"imp-{run}", known, batches=0))
    for run, verdict in runs:
        answer(desk, run, verdict)
    return desk


def answer(desk: Desk, run: str, verdict: str, *waivers: Spared) -> None:
    """The gate answers `verdict` about `run`."""
    with desk.ledger.transaction() as tx:
        after = plain(replace(_answer(tx, run, verdict), waivers=waivers))
        tx.record(Decision(Kind.JUDGED, run, after, "ci", after["reason"], tx.run(run)[1]))


def _frozen() -> Decision:
    lines = [line(case) for case in CASES]
    after = {"set": "blocking", "version": 1, "sha256": _sha256(), "lines": lines}
    return Decision(Kind.FROZE, "blocking@1", after, ANA, "for the release")


def _sha256() -> str:
    return manifest_sha256({case.id: line_sha256(line(case)) for case in CASES})


def _answer(tx: Transaction, run: str, verdict: str) -> GateAnswer:
    failed: Sequence[str] = () if verdict == "PASS" else (CASES[0].id,)
    bound: dict[str, Any] = {
        "set_sha256": _sha256(), "sets": {"blocking": 1}, "model_version": "v2",
        "commit": "abc123", "environment": "os=Debian 12", "undone_imports": [],
        "thresholds": {NUMBER.name: tx.policy().thresholds[NUMBER.name].decision},
        "numbers": numbers_of(tx.policy(), compared=True),
    }  # fmt: skip
    share = 1 - len(failed) / len(CASES)
    check = Check(
        NUMBER.name, share, 1.0, not failed, 3, 0.44, 1.0, why=f"{share:.1%} of 3, limit 100.0%"
    )
    compared = Difference(3, 0.0, -0.1, 0.1, NonInferiority.NOT_WORSE, (), (), (), "tango")
    reason = f"{len(failed)} of 3 cases of blocking@1 failed." if failed else "All 3 passed."
    return GateAnswer(
        run, "blocking", 1, verdict, reason, 3, 3 - len(failed), tuple(failed), (), (), (),
        (check,), "v1-rc", compared, bound,
    )  # fmt: skip
