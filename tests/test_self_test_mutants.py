"""A gate that is broken in one way is caught by the self-test, whichever way it is."""
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportPrivateUsage=false
# The broken parts are written as short as they can be.

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import pytest

from curation import gate as judging
from curation.self_test import Proof
from curation.thresholds import MARGIN
from store.acts.self_testing import Trial, on_trial
from store.answers import gate, gate_basis
from store.desk import open_desk
from tests.terminal import terminal
from tests.test_the_main_job import EVENTS, into_blocking, lines

MORE = [{**EVENTS[n % 2], "id": 10 + n, "input": f"Refund {n} is late"} for n in range(3)]
COMPARE, BLOCKING = gate.compare, gate_basis._blocking


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """A desk with five blocking cases, all in one critical cohort, and its made-up runs."""
    folder = tmp_path_factory.mktemp("mutants")
    said = terminal(folder / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    said("import", lines(folder / "events.jsonl", [*EVENTS, *MORE]))
    few = said("propose", "numbers.min_support", 5, "-m", "a small desk", "--json").json
    said("approve", few["proposal"], "-m", "so it is", actor="ben")
    assert len(into_blocking(said, folder)) == 5
    said("critical", "cohort", "--where", "route=refunds", "--at-least", 1, "--owner", "dev",
         "-m", "they hurt")  # fmt: skip
    with closing(open_desk(folder / "desk")) as desk, on_trial(desk, 7, actor="ci") as ready:
        yield ready


def old_set(asked: Any, run: Any, on: str | None) -> Any:
    version = run.sets.get("blocking")
    return BLOCKING(asked, run, on) if on else asked.set_version("blocking", version)


def only_missed(checks: Sequence[Any], comparison: Any) -> list[str]:
    del comparison
    return judging._held([c for c in checks if c.met is False], "is not met", "are not met")


LIMIT = "gate.cohort.pass_rate.route=refunds"
MUTANTS: Mapping[str, tuple[str, Callable[..., Any], tuple[str, ...]]] = {
    "no number is asked": (
        "curation.thresholds.Policy.gate", lambda _: [], ("clean",)),
    "the critical cohorts are forgotten": (
        "curation.thresholds.Policy.gate",
        lambda policy: [t for n, t in policy.thresholds.items()
                        if n.startswith("gate.") and n not in (MARGIN, LIMIT)],
        ("clean", "beyond pass rate where route = refunds")),
    "a cohort falls short only where nothing passed": (
        "curation.critical._p_below", lambda c: 0.0 if c.passed + c.open == 0 else 1.0,
        ("beyond pass rate where route = refunds",)),
    "the margin is fifty times too wide": (
        "store.answers.gate.compare", lambda now, before, margin:
        COMPARE(now, before, min(1, 50 * margin)), ("worse than its baseline",)),
    "worse than the baseline stops nothing": (
        "curation.gate._stops", only_missed, ("worse than its baseline",)),
    "what was rejected is forgotten": (
        "store.answers.gate._unsettled", lambda *_: [], ("a row nobody can read",)),
    "a waiver never ends": (
        "store.answers.gate_basis.in_force", lambda waivers, _: tuple(waivers),
        ("a waiver that has ended",)),
    "what nobody can decide is met": (
        "curation.gate._undecided", lambda *_: [], ("a number nobody can decide",)),
    "any set is in force": (
        "store.answers.gate_basis._blocking", old_set, ("an older set",)),
}  # fmt: skip


def proofs(trial: Trial, *names: str) -> list[Proof]:
    return [trial.ask(one) for one in trial.probes if one.name in names]


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_gate_is_caught_and_a_whole_one_is_not(
    trial: Trial, mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, broken, caught = MUTANTS[mutant]
    with monkeypatch.context() as patch:
        patch.setattr(where, broken)
        assert {one.held for one in proofs(trial, *caught)} == {False}
    if not any(one.twist for one in trial.probes if one.name in caught):
        whole = proofs(trial, *caught)
        assert {one.held for one in whole} == {True}, whole
