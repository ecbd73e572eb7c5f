"""What stands between a case and a set, as a table of everything that may be lacking."""

from typing import Any

import pytest

from curation.attempts import UNSCORED, Stability
from curation.cases import PLACES, SETS, Behaviour, State
from curation.ownership import Ownership
from curation.promotion import Evidence, Objection, objections, ways
from curation.thresholds import MAX_FLIP_RATE, MIN_ATTEMPTS, policy
from tests.builders import ANA, BEN, CARL, STEADY, a_case, a_threshold, an_evidence

BACKLOG, MONITORING, BLOCKING = SETS
DISMISSED, RETIRED = State.DISMISSED, State.RETIRED
LEAK = Objection("leaked", "it stands in the training data", "take it out of the training data")


def found(
    frm: State,
    to: State,
    *,
    lacking: dict[str, Any] | None = None,
    known: dict[str, Any] | None = None,
    actor: str = ANA,
    reason: str = "it hurts",
) -> list[Objection]:
    """The objections to a move in which only what is named differs from a good one."""
    case, evidence = a_case(state=frm, **(lacking or {})), an_evidence(**(known or {}))
    return objections(case, to, evidence, actor=actor, reason=reason)


@pytest.mark.parametrize("frm", State)
@pytest.mark.parametrize("to", PLACES)
def test_a_ready_case_goes_anywhere_when_the_owner_moves_it_with_a_reason(
    frm: State, to: State
) -> None:
    if frm is to and to is not DISMISSED:
        assert [o.code for o in found(frm, to)] == ["already_there"]
    else:
        assert found(frm, to) == []


LACKING: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    (
        {"behaviour": None},
        {},
        "no_expected_behaviour",
        "nobody has stated what the model ought",
    ),
    ({"expected": None}, {}, "no_expected_behaviour", "nobody has stated what the model ought"),
    ({"expected": ""}, {}, "no_expected_behaviour", "nobody has stated what the model ought"),
    ({"owner": None}, {}, "no_owner", "it has no owner"),
    ({"owner": ""}, {}, "no_owner", "it has no owner"),
    ({"severity": None}, {}, "no_severity", "its severity is not stated"),
    ({"cost_of_failure": None}, {}, "no_cost", "its cost of failure is not stated"),
    ({}, {"stability": UNSCORED}, "too_few_attempts", "it was scored 0 times, not 5"),
    ({}, {"stability": Stability(4, 0)}, "too_few_attempts", "it was scored 4 times, not 5"),
    (
        {},
        {"stability": Stability(10, 1)},
        "flips_too_often",
        "it flipped in 1 of 10 attempts (10 %, the limit is 5 %)",
    ),
    ({}, {"blocking_owner": None}, "no_set_owner", "nobody owns the blocking set"),
    ({}, {"further": (LEAK,)}, "leaked", "it stands in the training data"),
]
FOR_MONITORING = {"no_expected_behaviour", "no_owner", "leaked"}


@pytest.mark.parametrize(("lacking", "known", "code", "what"), LACKING)
@pytest.mark.parametrize("frm", [BACKLOG, MONITORING, DISMISSED, RETIRED])
def test_into_blocking_each_thing_that_is_lacking_is_one_objection(
    frm: State, lacking: dict[str, Any], known: dict[str, Any], code: str, what: str
) -> None:
    (objection,) = found(frm, BLOCKING, lacking=lacking, known=known)
    assert objection.code == code
    assert objection.what.startswith(what)


@pytest.mark.parametrize(("lacking", "known", "code", "what"), LACKING)
@pytest.mark.parametrize("frm", [BACKLOG, DISMISSED, RETIRED])
def test_into_monitoring_only_the_expectation_the_owner_and_further_criteria_count(
    frm: State, lacking: dict[str, Any], known: dict[str, Any], code: str, what: str
) -> None:
    objecting = found(frm, MONITORING, lacking=lacking, known=known)
    assert [o.code for o in objecting] == ([code] if code in FOR_MONITORING else [])
    assert all(o.what.startswith(what) for o in objecting)


@pytest.mark.parametrize(("lacking", "known", "code", "what"), LACKING)
@pytest.mark.parametrize("to", [BACKLOG, DISMISSED, RETIRED])
def test_out_of_monitoring_nothing_needs_to_be_complete(
    to: State, lacking: dict[str, Any], known: dict[str, Any], code: str, what: str
) -> None:
    assert found(MONITORING, to, lacking=lacking, known=known) == [], (code, what)


@pytest.mark.parametrize("behaviour", [Behaviour.REFUSAL, Behaviour.NEEDS_HUMAN])
def test_a_refusal_or_a_human_needs_no_text(behaviour: Behaviour) -> None:
    assert found(BACKLOG, BLOCKING, lacking={"behaviour": behaviour, "expected": None}) == []


def test_a_cost_of_nothing_is_a_stated_cost() -> None:
    assert found(MONITORING, BLOCKING, lacking={"cost_of_failure": 0.0}) == []


def test_straight_from_the_backlog_everything_that_is_lacking_is_said_at_once() -> None:
    bare: dict[str, Any] = {
        "behaviour": None,
        "owner": None,
        "severity": None,
        "cost_of_failure": None,
    }
    known = {"stability": Stability(2, 1), "further": (LEAK,)}
    all_of_it = found(BACKLOG, BLOCKING, lacking=bare, known=known, actor=CARL, reason="  ")
    assert [o.code for o in all_of_it] == [
        "no_expected_behaviour",
        "no_owner",
        "no_severity",
        "no_cost",
        "too_few_attempts",
        "flips_too_often",
        "not_the_owner",
        "no_reason",
        "leaked",
    ]
    assert all(o.what and o.clear for o in all_of_it)
    assert len({o.clear for o in all_of_it}) == len(all_of_it)


def test_the_way_out_names_the_case_it_is_about() -> None:
    (objection,) = found(BACKLOG, MONITORING, lacking={"owner": None, "id": "c-77"})
    assert objection.clear == "evaldesk expect c-77 --owner NAME"


NEEDS_REASON = {
    **{(frm, to): False for frm in State for to in PLACES if frm is not to},
    **{(frm, BLOCKING): True for frm in State if frm is not BLOCKING},
    **{(frm, to): True for frm in State for to in (DISMISSED, RETIRED) if frm is not to},
    (DISMISSED, DISMISSED): True,
    (MONITORING, BACKLOG): True,
    (BLOCKING, BACKLOG): True,
    (BLOCKING, MONITORING): True,
}


@pytest.mark.parametrize(("move", "needed"), NEEDS_REASON.items())
@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_is_needed_into_blocking_downwards_and_out_of_the_sets(
    move: tuple[State, State], needed: bool, reason: str
) -> None:
    codes = [o.code for o in found(*move, reason=reason)]
    assert codes == (["no_reason"] if needed else [])


INTO_OR_OUT_OF_BLOCKING = [
    *((frm, BLOCKING, "put a case into blocking") for frm in State if frm is not BLOCKING),
    *((BLOCKING, to, "take a case out of blocking") for to in PLACES if to is not BLOCKING),
]


@pytest.mark.parametrize(("frm", "to", "act"), INTO_OR_OUT_OF_BLOCKING)
@pytest.mark.parametrize(
    ("owner", "actor", "what", "clear"),
    [
        (Ownership("blocking", ANA, BEN), ANA, None, None),
        (Ownership("blocking", ANA, BEN), BEN, None, None),
        (
            Ownership("blocking", ANA, BEN),
            CARL,
            "only ana or ben (deputy) may {act}; you are carl",
            "ask ana to move it",
        ),
        (
            Ownership("blocking", ANA),
            BEN,
            "only ana may {act}; you are ben",
            "ask ana to move it",
        ),
        (
            None,
            ANA,
            "nobody owns the blocking set, so nobody can approve this",
            "evaldesk own blocking --owner NAME",
        ),
    ],
)
def test_the_owner_of_blocking_or_the_deputy_decides_what_comes_in_and_goes_out(
    frm: State, to: State, act: str, owner: Ownership | None, actor: str,
    what: str | None, clear: str | None,
) -> None:  # fmt: skip
    said = [
        (o.what, o.clear) for o in found(frm, to, known={"blocking_owner": owner}, actor=actor)
    ]
    assert said == ([(what.format(act=act), clear)] if what else [])


@pytest.mark.parametrize("frm", [BACKLOG, MONITORING, DISMISSED, RETIRED])
@pytest.mark.parametrize("to", [BACKLOG, MONITORING, DISMISSED, RETIRED])
def test_beside_blocking_everybody_moves_cases(frm: State, to: State) -> None:
    codes = [o.code for o in found(frm, to, known={"blocking_owner": None}, actor=CARL)]
    there = frm is to and to is not DISMISSED
    assert codes == (["already_there"] if there else [])


@pytest.mark.parametrize("to", [BACKLOG, MONITORING, DISMISSED, RETIRED])
def test_what_keeps_a_case_out_of_the_sets_does_not_keep_it_in_blocking(to: State) -> None:
    known = {"further": (LEAK,), "stability": Stability(10, 5)}
    assert found(BLOCKING, to, known=known) == []


def test_a_case_that_is_there_already_has_no_other_objection() -> None:
    (objection,) = found(BLOCKING, BLOCKING, known={"blocking_owner": None}, reason="")
    assert objection == Objection(
        "already_there", "it is already in blocking", "leave it where it is"
    )


@pytest.mark.parametrize(
    ("stability", "codes"),
    [
        (Stability(3, 0), []),
        (Stability(2, 0), ["too_few_attempts"]),
        (Stability(4, 1), []),  # 25 %: the limit itself is allowed
        (Stability(3, 1), ["flips_too_often"]),
    ],
)
def test_the_numbers_are_the_ones_in_force(stability: Stability, codes: list[str]) -> None:
    in_force = policy(
        [a_threshold(name=MIN_ATTEMPTS, value=3), a_threshold(name=MAX_FLIP_RATE, value=0.25)]
    )
    known = {"policy": in_force, "stability": stability}
    assert [o.code for o in found(MONITORING, BLOCKING, known=known)] == codes


def test_nothing_is_known_of_a_case_until_it_is_scored() -> None:
    assert Evidence(policy(())).stability == UNSCORED
    assert STEADY.scored == policy(()).value(MIN_ATTEMPTS)


@pytest.mark.parametrize("frm", PLACES)
def test_what_was_sorted_comes_back_to_the_inbox_by_undo_alone(frm: State) -> None:
    (objection,) = [o for o in found(frm, State.INBOX) if o.code == "only_by_undo"]
    assert "undo" in objection.clear


@pytest.mark.parametrize("here", [None, *State])
def test_only_dismissing_is_offered_where_a_case_stands(here: State | None) -> None:
    offered = ways(here)
    assert set(PLACES) - set(offered) == {here} - {None, State.INBOX, DISMISSED}
