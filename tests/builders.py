"""Ready-made facts for tests: each is complete, so that a test names only what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from curation import cases, thresholds
from curation.attempts import Stability, Tally
from curation.cases import Behaviour, Case, Severity, State
from curation.decisions import GENESIS, Decision, Entry, Kind, sealed
from curation.gate import Check, Scored
from curation.ownership import Ownership
from curation.promotion import Evidence
from curation.runs import Run
from curation.thresholds import Direction, Threshold, policy

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday

ANA, BEN, CARL = "ana", "ben", "carl"  # owner, deputy, somebody else
OWNERSHIP = Ownership("blocking", ANA, BEN)
STEADY = Stability(scored=5, flips=0)

PASS, FAIL, ERROR = Tally(passed=1), Tally(failed=1), Tally(errored=1)


def a_case(**stated: Any) -> Case:
    """A case that nothing keeps out of any set."""
    ready = Case(
        id="c-0000000000000001",
        route="refunds",
        input="I was charged twice",
        state=State.MONITORING,
        behaviour=Behaviour.ANSWER,
        expected="billing",
        severity=Severity.HIGH,
        cost_of_failure=40.0,
        owner=CARL,
        tags=("money",),
        kind="wrong_answer",
        group_id="g-000000000001",
        source_ref="e-1",
    )
    return replace(ready, **stated)


def an_evidence(**known: Any) -> Evidence:
    """What lets a ready case into blocking: scored steadily, and somebody owns the set."""
    return replace(Evidence(policy(()), STEADY, OWNERSHIP), **known)


def a_threshold(**stated: Any) -> Threshold:
    """Nine in ten cases must pass."""
    ready = Threshold("gate.pass_rate", "pass_rate", 0.9, Direction.AT_LEAST)
    return replace(ready, **stated)


def a_check(*, met: bool | None, name: str = "gate.latency", why: str = "p95 900 ms") -> Check:
    """A threshold that was held against a measure."""
    return Check(name, 900.0, 800.0, met, 50, why=why)


def scored(tallies: Mapping[str, Tally], run: str = "v2") -> Scored:
    """What `run` scored, by case."""
    return Scored(run, tallies)


def opened(case: Case, actor: str = ANA) -> Decision:
    """`case` exists from now on."""
    return Decision(Kind.OPENED, case.id, cases.body(case), actor)


def described(case: Case, values: Mapping[str, Any], actor: str = ANA) -> Decision:
    """`values` are stated about `case`."""
    before = {name: cases.body(case)[name] for name in values}
    return Decision(Kind.DESCRIBED, case.id, values, actor, before=before)


def moved(case: Case, to: State, actor: str = ANA, *, seen: int | None = None) -> Decision:
    """`case` stands in `to` from now on."""
    before, after = {"state": case.state, "dismissal": None}, {"state": to, "dismissal": None}
    return Decision(Kind.MOVED, case.id, after, actor, f"to {to}", before, seen)


def regrouped(kind: Kind, group: str, actor: str = ANA, **after: Any) -> Decision:
    """Something was decided about a failure group."""
    return Decision(kind, group, after, actor, "so it is", before=dict.fromkeys(after))


def froze(name: str, version: int, lines: Sequence[Mapping[str, Any]]) -> Decision:
    """The set `name` was frozen with `lines`."""
    after = {"set": name, "version": version, "sha256": f"{version:064x}", "lines": list(lines)}
    return Decision(Kind.FROZE, f"{name}@{version}", after, ANA, "weekly freeze")


def imported(import_id: str, run: Run | None = None, *, batches: int = 1) -> Decision:
    """Facts came in: events, or the results of `run`."""
    after: dict[str, Any] = {
        "kind": "results" if run else "events",
        "source": "nightly",
        "batches": [{"path": f"{import_id}/{n}.parquet", "rows": 10} for n in range(batches)],
    }
    if run:
        after["run"] = {"name": run.name, "sets": dict(run.sets), "commit": run.commit}
    return Decision(Kind.IMPORTED, import_id, after, "cron")


def import_undone(import_id: str) -> Decision:
    """The facts of an import went out of view."""
    return Decision(Kind.IMPORT_UNDONE, import_id, {}, ANA, "wrong file")


def judged(run: str, verdict: str = "PASS") -> Decision:
    """The gate answered for `run`."""
    return Decision(Kind.JUDGED, run, {"verdict": verdict, "cases": 2}, "ci")


def owner_named(scope: str, owner: str, deputy: str | None = None) -> Decision:
    """`owner` decides about `scope` from now on."""
    return Decision(Kind.OWNER_NAMED, scope, {"owner": owner, "deputy": deputy}, ANA)


def threshold_set(threshold: Threshold, actor: str = ANA) -> Decision:
    """`threshold` is in force from now on."""
    return Decision(Kind.THRESHOLD_SET, threshold.name, thresholds.body(threshold), actor)


def a_chain(decisions: Sequence[Decision]) -> list[Entry]:
    """`decisions` as a ledger would keep them, one act and one minute each."""
    previous, found = GENESIS, list[Entry]()
    for seq, decision in enumerate(decisions, start=1):
        entry = sealed(
            Entry(
                seq=seq,
                act=f"act-{seq}",
                kind=decision.kind,
                subject=decision.subject,
                before=decision.before,
                after=decision.after,
                actor=decision.actor,
                reason=decision.reason,
                at=START + timedelta(minutes=seq),
                undoes=decision.undoes,
                previous=previous,
            )
        )
        found.append(entry)
        previous = entry.hash
    return found


class Clock:
    """A clock that ticks one minute each time it is asked, so that times are known."""

    def __init__(self, start: datetime = START) -> None:
        self._next = start

    def __call__(self) -> datetime:
        """The moment; the next one is a minute later."""
        now, self._next = self._next, self._next + timedelta(minutes=1)
        return now
