"""Show the gate bad releases in a scratch copy of the desk, and record what it answered."""

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from curation.decisions import Kind
from curation.errors import CurationError, NothingToJudge, StaleRun
from curation.self_test import (
    CLEAN,
    REFUSED,
    SUBJECT,
    WORSE,
    Probe,
    Proof,
    gate_numbers,
    judged,
    proved,
    unasked,
)
from curation.self_test_runs import Attempt, Material, Scope, probes, unreadable
from curation.standing import saying
from curation.thresholds import MARGIN, MIN_SUPPORT
from store.acts.importing import import_files
from store.acts.judging import judge_run
from store.acts.run_words import RunWords
from store.acts.self_test_twists import twist
from store.answers.gate_basis import Basis, basis, today
from store.answers.gate_measures import Measures
from store.answers.plain import plain
from store.answers.run_samples import truth_of
from store.answers.self_test import SelfTest, ground, self_test
from store.desk import Desk
from store.facts import Facts
from store.ledger.scratch import ScratchLedger

COPIED = ("batches", "rollups", "drift")  # of the facts, by links: nobody changes a batch
MODEL = "self-test"
WRONG = "an answer that nobody expects"


def run_self_test(desk: Desk, seed: int, *, actor: str) -> SelfTest:
    """Whether the gate stops seeded bad runs and lets a clean one through, on record.

    The runs are imported and judged in a copy that is thrown away: no page ever shows them.
    """
    _refuse_early(desk)
    with on_trial(desk, seed, actor=actor) as trial:
        proofs = [trial.ask(probe) for probe in trial.probes]
    held = sum(proof.held is True for proof in proofs)
    asked = sum(proof.held is not None for proof in proofs)
    body = {
        "seed": seed,
        "ok": proved(proofs),
        **trial.rests,
        "probes": [asdict(proof) for proof in proofs],
    }
    reason = f"{held} of {asked} made-up runs got the answer that they have to get"
    with desk.ledger.transaction() as tx:
        before = tx.standing_of(SUBJECT)
        tx.record(
            saying(Kind.SELF_TESTED, SUBJECT, body, actor=actor, reason=reason, before=before)
        )
    done = self_test(desk)
    assert done is not None, "it was recorded just now"
    return done


def _refuse_early(desk: Desk) -> None:
    """Before anything is tried: where nothing can be recorded, or there is nothing to judge."""
    with desk.ledger.transaction() as tx:
        version = tx.set_version("blocking")
    if version is None or not version.cases:
        raise NothingToJudge(
            "No case can block yet, so there is nothing to prove. Promote cases and run "
            "`evaldesk freeze blocking`."
        )


@contextmanager
def scratch(desk: Desk, place: str) -> Generator[Desk]:
    """The desk as it is, where runs can be judged that never were."""
    folder = Path(place) / "facts"
    for name in COPIED:
        kept = folder / name
        kept.mkdir(parents=True)
        for file in (desk.folder / "facts" / name).glob("*.parquet"):
            (kept / file.name).symlink_to(file.resolve())
    ledger, facts = ScratchLedger(desk.ledger, Path(place)), Facts(folder)
    copy = replace(
        desk, folder=Path(place), ledger=ledger, _facts=facts, _shown=-1, _lock=Lock(), _kept={}
    )
    try:
        yield copy
    finally:
        copy.close()


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where probes are tried: the copy of the desk, a folder, and who asks."""

    desk: Desk
    folder: Path
    actor: str

    def bring(self, probe: Probe, number: int, lines: Mapping[str, Mapping[str, Any]]) -> str:
        """Import the made-up results; the name of their run."""
        name = f"self-test {number} {probe.name}"
        path = self.folder / f"{number}.jsonl"
        rows = [
            _row(case_id, n, one, truth_of(lines[case_id]))
            for case_id, made in probe.results.items()
            for n, one in enumerate(made, start=1)
        ]
        if probe.unreadable:
            rows.append({**rows[0], "attempt": len(rows) + 1, "passed": None, "output": None})
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        # A version of its own: attempts at another probe would make its cases flaky.
        words = RunWords(name=name, model_version=f"{MODEL} {number}")
        import_files(self.desk, [path], "results", actor=self.actor, source=MODEL, run=words,
                     watching=False)  # fmt: skip
        return name


def _row(case_id: str, attempt: int, one: Attempt, truth: str) -> dict[str, Any]:
    errored = one.passed is None
    return {
        "case_id": case_id,
        "attempt": attempt,
        "passed": one.passed,
        "output": None if errored else truth if one.right else WRONG,
        "error": "TimeoutError: made up" if errored else None,
        "latency_ms": one.latency_ms,
        "cost_usd": one.cost_usd,
    }


@dataclass(frozen=True, slots=True)
class Trial:
    """The made-up runs in a copy of the desk, ready to be asked about in their order.

    `runs` are their names there; `rests` is what all answers rest on.
    """

    bench: _Bench
    probes: Sequence[Probe]
    runs: Mapping[str, str]
    rests: Mapping[str, Any]

    def ask(self, probe: Probe) -> Proof:
        """What the gate answers to `probe`, and whether that is right."""
        run = self.runs.get(probe.again or probe.name)
        if run is None or probe.impossible is not None:
            return unasked(probe)
        copy, actor = self.bench.desk, self.bench.actor
        baseline = self.runs[CLEAN] if probe.name == WORSE else None
        try:
            twist(copy, probe)
            # Stated as a fix: a frozen gate would block everything for another reason.
            answer = judge_run(copy, run, actor=actor, baseline=baseline, fix=MODEL)
        except StaleRun as refusal:
            return judged(probe, REFUSED, {"reason": str(refusal)})
        except CurationError as refusal:
            return unasked(replace(probe, impossible=str(refusal), excused=False))
        return judged(probe, answer.verdict, plain(answer))


@contextmanager
def on_trial(desk: Desk, seed: int, *, actor: str) -> Generator[Trial]:
    """A copy of the desk that holds every made-up run; it is thrown away."""
    with (
        TemporaryDirectory(prefix="evaldesk-self-test-") as place,
        scratch(desk, place) as copy,
    ):
        yield _trial(_Bench(copy, Path(place), actor), seed)


def _trial(bench: _Bench, seed: int) -> Trial:
    lines = _lines(bench.desk)
    spoilt = unreadable(list(lines))
    first = bench.bring(spoilt, 0, lines)
    found = _basis(bench.desk, first)
    with bench.desk.ledger.reading() as asked:
        rests = {"set": found.blocking.name, **ground(asked, found.quarantines)}
    made = probes(_material(bench.desk, found), seed)
    runs = {
        probe.name: bench.bring(probe, number, found.by_case)
        for number, probe in enumerate(made, start=1)
        if probe.impossible is None and probe.again is None
    }
    return Trial(bench, [spoilt, *made], {spoilt.name: first, **runs}, rests)


def _lines(desk: Desk) -> dict[str, dict[str, Any]]:
    """The cases of the sets in force; one of both is as blocking says it."""
    with desk.ledger.reading() as asked:
        versions = [asked.set_version(name) for name in ("monitoring", "blocking")]
        return {
            line["case_id"]: line
            for one in versions
            if one is not None
            for line in asked.lines(one.set, one.version)
        }


def _basis(desk: Desk, run: str) -> Basis:
    with desk.ledger.reading() as asked:
        return basis(asked, run, None, today(desk))


def _material(desk: Desk, found: Basis) -> Material:
    waived = {one.what for one in found.waivers}
    measures = Measures(desk, found)
    scopes: list[Scope] = []
    for threshold in gate_numbers(found.policy):
        try:
            cases = measures.about(threshold)
        except CurationError:
            cases = []
        scopes.append(Scope(threshold, [c for c in cases if c in found.by_case]))
    return Material(
        found.blocking_ids,
        list(found.by_case),
        scopes,
        {*found.quarantines, *waived},
        waived,
        found.policy.value(MIN_SUPPORT),
        None if MARGIN in waived else found.policy.value(MARGIN),
    )
