"""What is decided at the keyboard is recorded once, or it is told why not."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curation.cases import State
from curation.errors import BadRequest
from pages.triage.keyboard.hearing import Weigh, heard
from store.acts.triaging import Action, apply
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, Clock, a_case, moved, opened

CASE = a_case(state=State.BACKLOG)
OTHER = a_case(id="c-0000000000000002", state=State.BACKLOG, owner=None)
BACK = a_case(id="c-0000000000000003", state=State.MONITORING)
ME, OTHERS = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path)
    with closing(open_desk(tmp_path, Clock())) as desk:
        with desk.ledger.transaction() as tx:
            for case in (CASE, OTHER, BACK):
                tx.record(opened(case))
        yield desk


def move(n: int, to: State, *cases: str, client: str = ME, version: int = 3) -> Action:
    return Action(f"{client}-{n}", "move", dict.fromkeys(cases, version), to)


def describe(n: int, case: str, client: str = ME, **values: Any) -> Action:
    return Action(f"{client}-{n}", "describe", {case: 3}, values=values)


def undo(n: int, undoes: int, client: str = ME) -> Action:
    return Action(f"{client}-{n}", "undo", undoes=f"{client}-{undoes}")


def decided(desk: Desk) -> int:
    with desk.ledger.reading() as asked:
        return asked.head()[0]


def state(desk: Desk, case: str) -> State:
    with desk.ledger.reading() as asked:
        return asked.states()[case]


def test_what_is_sent_again_is_found_and_not_done_again(desk: Desk, tmp_path: Path) -> None:
    actions = [move(1, State.MONITORING, CASE.id), describe(2, OTHER.id, owner=BEN)]
    first = apply(desk, actions, actor=CARL)
    assert [one.done for one in first] == [(CASE.id,), (OTHER.id,)]
    assert decided(desk) == 5
    with closing(open_desk(tmp_path)) as after_a_restart:
        assert apply(after_a_restart, actions, actor=CARL) == first
        assert decided(after_a_restart) == 5
    assert desk.ledger.verify() == (None, True)


def test_an_undo_that_is_sent_again_takes_nothing_further_back(desk: Desk) -> None:
    apply(desk, [move(1, State.MONITORING, CASE.id)], actor=CARL)
    for _ in range(2):
        (outcome,) = apply(desk, [undo(2, 1)], actor=CARL)
        assert outcome.done == (CASE.id,)
    assert state(desk, CASE.id) is State.BACKLOG
    assert decided(desk) == 5


def test_a_row_of_own_decisions_on_one_case_is_no_surprise(desk: Desk) -> None:
    """The versions on the screen are those of the first key; the later keys follow from it."""
    actions = [
        describe(1, OTHER.id, owner=CARL),
        move(2, State.MONITORING, OTHER.id),
        undo(3, 2),
        undo(4, 1),
        describe(5, OTHER.id, severity="high"),
    ]
    assert [one.done for one in apply(desk, actions, actor=CARL)] == [(OTHER.id,)] * 5
    with desk.ledger.reading() as asked:
        case = asked.case(OTHER.id)
    assert case is not None
    assert (case.state, case.owner, case.severity) == (State.BACKLOG, None, "high")


def test_a_conflict_says_who_did_what_when_and_where_the_case_stands_now(desk: Desk) -> None:
    with desk.ledger.transaction() as tx:
        version = tx.record(moved(CASE, State.MONITORING, ANA)).seq
    mine = [move(1, State.MONITORING, CASE.id, BACK.id), move(2, State.BACKLOG, BACK.id)]
    overtaken, fine = apply(desk, mine, actor=CARL)
    conflict = overtaken.conflict
    assert conflict is not None
    assert (conflict.case, conflict.by, conflict.what) == (
        CASE.id,
        ANA,
        "moved it to monitoring",
    )
    assert conflict.at == "2026-11-02 09:03 UTC"
    assert (conflict.state, conflict.version) == (State.MONITORING, version)
    assert overtaken.done == ()
    assert fine.refused[0].objections[0].code == "no_reason"  # the next one is not stopped


def test_the_same_person_in_another_window_is_a_surprise_too(desk: Desk) -> None:
    apply(desk, [move(1, State.MONITORING, CASE.id, client=OTHERS)], actor=CARL)
    (outcome,) = apply(desk, [move(1, State.MONITORING, CASE.id)], actor=CARL)
    assert outcome.conflict is not None
    assert outcome.conflict.by == CARL


def test_what_a_tab_decided_before_it_was_loaded_anew_is_no_surprise_to_it(desk: Desk) -> None:
    apply(desk, [describe(4, CASE.id, client=OTHERS, severity="low")], actor=CARL)
    mine = replace(describe(1, CASE.id, owner=BEN), own={OTHERS: 4})
    (outcome,) = apply(desk, [mine], actor=CARL)
    assert outcome.done == (CASE.id,)


def test_what_its_twin_decided_later_is_one(desk: Desk) -> None:
    apply(desk, [describe(5, CASE.id, client=OTHERS, severity="low")], actor=CARL)
    mine = replace(describe(1, CASE.id, owner=BEN), own={OTHERS: 4})
    (outcome,) = apply(desk, [mine], actor=CARL)
    assert outcome.conflict is not None


def test_a_description_sent_again_is_done_where_it_held_already(desk: Desk) -> None:
    cases = dict.fromkeys((CASE.id, OTHER.id), 3)
    action = Action(f"{ME}-1", "describe", cases, values={"owner": CASE.owner})
    first = apply(desk, [action], actor=CARL)
    assert decided(desk) == 4  # one of them had this owner
    assert apply(desk, [action], actor=CARL) == first
    assert first[0].done == (CASE.id, OTHER.id)


def test_a_refusal_carries_all_objections_and_the_others_are_moved(desk: Desk) -> None:
    action = move(1, State.MONITORING, CASE.id, OTHER.id)
    (outcome,) = apply(desk, [action], actor=CARL)
    assert outcome.done == (CASE.id,)
    assert [o.code for o in outcome.refused[0].objections] == ["no_owner"]
    (again,) = apply(desk, [action], actor=CARL)
    assert again.done == (CASE.id,)
    assert again.said == f"{OTHER.id} stayed when this was sent first: try again to see why."


def test_to_take_back_what_was_refused_changes_nothing(desk: Desk) -> None:
    actions = [move(1, State.BLOCKING, OTHER.id), undo(2, 1)]
    refused, nothing = apply(desk, actions, actor=CARL)
    assert len(refused.refused[0].objections) == 4
    assert (nothing.done, nothing.said, nothing.conflict) == ((), None, None)
    assert decided(desk) == 3


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action("1234", "move", {CASE.id: 3}, State.MONITORING), "is no name of an action"),
        (Action(f"{ME}-1", "move", {CASE.id: 3}), "needs a place to move to"),
        (Action(f"{ME}-1", "move", {"c-unheard": 0}, State.BACKLOG), "No case or failure"),
        (Action(f"{ME}-1", "describe", {CASE.id: 3}, values={"severity": "so"}), "'so' is no"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_recorded(
    desk: Desk, action: Action, said: str
) -> None:
    (outcome,) = apply(desk, [action], actor=CARL)
    assert said in (outcome.said or "")
    assert decided(desk) == 3


def test_nobody_can_speak_under_the_name_of_anothers_action(desk: Desk) -> None:
    action = move(1, State.MONITORING, CASE.id)
    apply(desk, [action], actor=CARL)
    (outcome,) = apply(desk, [action], actor=ANA)
    assert outcome.said == f"Action {ME}-1 is carl's. Load the page again."


MESSAGE: dict[str, Any] = {
    "msg": 1,
    "actor": ANA,
    "desk": "d",
    "have": None,
    "actions": [],
    "want": [],
    "after": None,
}
MOVE: dict[str, Any] = {"act": f"{ME}-1", "do": "move", "cases": [["c-1", 0]], "to": "backlog"}


def test_a_message_is_read_as_it_was_sent() -> None:
    said = {**MESSAGE, "actions": [MOVE], "want": ["c-2"], "after": [2.5, 3, 4, "c-9"]}
    weigh = {"asked": 7, "to": "blocking", "cases": ["c-1", "c-2"]}
    found = heard({**said, "text": "refund", "weigh": weigh, "own": [[OTHERS, 9]]})
    assert (found.actor, found.desk) == (ANA, "d")
    assert found.weigh == Weigh(7, State.BLOCKING, ("c-1", "c-2"))
    assert found.actions == (
        Action(f"{ME}-1", "move", {"c-1": 0}, State.BACKLOG, own={OTHERS: 9}),
    )
    assert (found.want, found.after, found.text) == (("c-2",), (2.5, 3, 4, "c-9"), "refund")


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"msg": 1},
        {**MESSAGE, "actions": "x"},
        {**MESSAGE, "actions": [{**MOVE, "do": "delete"}]},
        {**MESSAGE, "actions": [{**MOVE, "to": "nowhere"}]},
        {**MESSAGE, "actions": [{**MOVE, "cases": [["c-1"]]}]},
        {**MESSAGE, "actions": [{**MOVE, "do": "describe", "values": {"state": "blocking"}}]},
        {**MESSAGE, "after": [1, 2]},
        {**MESSAGE, "own": [[ME]]},
        {**MESSAGE, "own": [[ME, 1]] * 9},
        {**MESSAGE, "want": ["c"] * 25},
        {**MESSAGE, "weigh": {"asked": 1, "to": "nowhere", "cases": []}},
        {**MESSAGE, "weigh": {"asked": 1, "to": "backlog", "cases": ["c"] * 1_001}},
    ],
)
def test_what_no_browser_of_ours_sends_is_refused_whole(said: object) -> None:
    with pytest.raises(BadRequest, match="Load it again"):
        heard(said)
