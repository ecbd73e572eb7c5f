"""The ladder of an error budget, who may set an objective, and what a frozen gate answers."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest

from curation import budget
from curation.burn import Action
from curation.decisions import Kind
from curation.errors import BadRequest, NotAllowed
from curation.gate import Answer
from curation.gate_mode import (
    GateMode,
    Mode,
    body,
    fix_named,
    mode_named,
    mode_of,
    proposed,
    to_freeze,
    under,
)
from curation.ladder import DEFAULT, Step, ladder_of, step_of, written
from curation.ownership import Ownership
from curation.standing import Standing
from tests.builders import ANA, BEN, CARL

FREEZE = step_of("0 % freeze: only fixes")
ALONE = step_of("0 % freeze automatic: only fixes")


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("25 %: half the team mends", Step("half the team mends", left=0.25)),
        ("page: call the owner", Step("call the owner", on="page")),
        ("0 % freeze: only fixes", Step("only fixes", left=0.0, freeze=True)),
        ("-10% freeze automatic: x: y", Step("x: y", left=-0.1, freeze=True, automatic=True)),
    ],
)
def test_a_step_is_a_line_and_the_line_is_the_step(line: str, step: Step) -> None:
    assert step_of(line) == step
    assert step_of(written(step)) == step


@pytest.mark.parametrize("line", ["call the owner", "25 %:", "10 % automatic: x", "loud: x"])
def test_a_line_that_is_no_step_is_refused_with_how_to_write_one(line: str) -> None:
    with pytest.raises(BadRequest):
        step_of(line)


def test_a_ladder_stands_gentlest_first() -> None:
    assert [step.left for step in ladder_of(["0 %: c", "", "50 %: b", "page: a"])] == [
        None, 0.5, 0.0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "left", "action", "expected"),
    [
        ("25 %: x", 0.25, Action.NOTHING, True),
        ("25 %: x", 0.26, Action.PAGE, False),
        ("25 %: x", None, Action.PAGE, None),
        ("page: x", 0.9, Action.PAGE, True),
        ("page: x", 0.9, Action.BLOCK, True),
        ("page: x", 0.9, Action.DECIDE, False),
        ("ticket: x", 0.9, Action.DECIDE, True),
        ("ticket: x", 0.9, Action.BLOCK, True),
        ("ticket: x", 0.1, Action.NOTHING, False),
        ("ticket: x", 0.1, Action.UNKNOWN, None),
    ],
)
def test_a_step_holds_when_its_condition_does_and_is_unknown_when_nobody_can_say(
    line: str, left: float | None, action: Action, expected: bool | None
) -> None:
    assert step_of(line).holds(left, action) is expected


FROZEN = GateMode(Mode.FREEZE, ANA, "2026-11-02T09:00:00+00:00", "the budget is spent")


@pytest.mark.parametrize("answer", list(Answer))
@pytest.mark.parametrize("fix", [None, "INC-1"])
@pytest.mark.parametrize("frozen", [False, True])
def test_a_frozen_gate_blocks_all_that_is_no_fix_and_judges_a_fix_as_ever(
    answer: Answer, fix: str | None, frozen: bool
) -> None:
    mode = FROZEN if frozen else GateMode()
    found, reason = under(mode, (answer, "As it scored."), "rc", fix)
    if not frozen:
        assert (found, reason) == (answer, "As it scored.")
    elif fix:
        assert found is answer
        assert "stated as a fix (INC-1)" in reason
    else:
        assert found is Answer.BLOCKED
        assert "ana: the budget is spent" in reason
        assert ("As it scored." in reason) is (answer is not Answer.PASS)


@pytest.mark.parametrize(
    ("mode", "step", "expected"),
    [
        (GateMode(), ALONE, True),
        (GateMode(), FREEZE, False),  # a person has to confirm it
        (GateMode(), None, False),
        (FROZEN, ALONE, False),
        (GateMode(until="2026-11-09"), ALONE, False),  # held open by a person
        (GateMode(until="2026-11-02"), ALONE, True),  # up to its day
    ],
)
def test_only_an_automatic_step_freezes_and_not_against_a_person(
    mode: GateMode, step: Step | None, expected: bool
) -> None:
    assert to_freeze(mode, step, date(2026, 11, 2)) is expected


def test_a_freeze_is_proposed_by_a_step_that_holds_for_sure() -> None:
    steps = (DEFAULT[0], FREEZE, ALONE)
    assert proposed(steps, (True, True, False)) == FREEZE
    assert proposed(steps, (True, True, True)) == ALONE
    assert proposed(steps, (True, None, None)) is None


def test_a_mode_is_read_as_it_was_said() -> None:
    said = body(Mode.FREEZE, step=FREEZE)
    at = datetime(2026, 11, 2, tzinfo=UTC)
    found = mode_of(Standing(Kind.GATE_MODE_SET, "gate-mode", said, ANA, "spent", at, 7))
    assert found.frozen
    assert found.step == "0 %: only fixes"
    assert not mode_of(None).frozen


def test_odd_words_are_refused() -> None:
    assert fix_named("  INC-1 ") == "INC-1"
    assert fix_named(None) is None
    with pytest.raises(BadRequest):
        fix_named("  ")
    with pytest.raises(BadRequest):
        mode_named("slow")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"target": 1.0}, "no budget"),
        ({"target": 0.0}, "no target"),
        ({"target": 0.9, "period": "a year"}, "no period"),
        ({"target": 0.9, "weights": {"a": 0.0}}, "weighs"),
    ],
)
def test_an_objective_that_means_nothing_is_refused(
    values: dict[str, float], words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        budget.objective(**values)  # pyright: ignore[reportArgumentType]


def test_an_objective_is_read_as_it_was_written() -> None:
    said = budget.objective(0.97, "30 days", {"region": "eu"}, {"a": 2.0}, [FREEZE])
    assert budget.from_body(budget.body(said)) == said
    assert budget.subject_of(said.where) == "objective:region=eu"
    assert budget.subject_of({}) == "objective:production"


OWNS = Ownership("objective", ANA, BEN)
BLOCKING = Ownership("blocking", CARL)


@pytest.mark.parametrize(
    ("owners", "blocking", "actor", "may"),
    [
        (OWNS, BLOCKING, ANA, True),
        (OWNS, BLOCKING, BEN, True),
        (OWNS, BLOCKING, CARL, True),
        (OWNS, None, CARL, False),
        (None, BLOCKING, ANA, False),
        (None, None, ANA, False),
    ],
)
def test_an_objective_is_for_its_owner_or_that_of_blocking(
    owners: Ownership | None, blocking: Ownership | None, actor: str, may: bool
) -> None:
    refused = (
        nullcontext() if may else pytest.raises(NotAllowed, match="evaldesk own objective")
    )
    with refused:
        budget.require_may_set(owners, blocking, actor, "set an objective")


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -1.0, 0.0, 1e-300, 1e300])
def test_a_weight_that_cannot_be_counted_is_refused(weight: float) -> None:
    with pytest.raises(BadRequest, match="Every route weighs something"):
        budget.objective(0.95, weights={"login": 1.0, "refunds": weight})


@pytest.mark.parametrize("target", [float("nan"), float("inf"), 0.9999999999999, 0.999991])
def test_a_target_that_leaves_nothing_to_count_is_refused(target: float) -> None:
    with pytest.raises(BadRequest, match=r"target|no budget"):
        budget.objective(target)


def test_the_highest_target_still_leaves_a_budget() -> None:
    assert budget.objective(0.99999).target == 0.99999
