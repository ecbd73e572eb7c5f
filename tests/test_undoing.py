"""An act is taken back by a new decision, if nothing came after it and the actor may."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from curation.cases import State
from curation.decisions import Decision, Kind
from curation.errors import BadRequest, MovedMeanwhile, NotAllowed, NothingToUndo, NotPutBack
from curation.leakage import Verdict, body, subject
from curation.standing import saying
from curation.twins import Twins
from store.acts.undoing import undo
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, Clock, a_case, described, moved, opened, owner_named

CASE = a_case(state=State.BACKLOG)
OTHER = a_case(id="c-0000000000000002", state=State.BACKLOG)
MONITORING, BLOCKING = State.MONITORING, State.BLOCKING


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path)
    with closing(open_desk(tmp_path, Clock())) as desk:
        act(desk, opened(CASE), opened(OTHER))
        yield desk


def act(desk: Desk, *decisions: Decision) -> str:
    """Record `decisions` in one go; what undo takes back."""
    with desk.ledger.transaction() as tx:
        for decision in decisions:
            tx.record(decision)
        return tx.act


def states(desk: Desk) -> list[State]:
    with desk.ledger.reading() as asked:
        return [case.state for case in asked.cases()]


def test_an_act_is_taken_back_as_a_whole_and_stays_in_the_log(desk: Desk) -> None:
    owner = described(CASE, {"owner": BEN}, CARL)
    taken = act(desk, owner, moved(CASE, MONITORING, CARL), moved(OTHER, MONITORING, CARL))
    undone = undo(desk, actor=CARL)
    assert (undone.act, set(undone.cases)) == (taken, {CASE.id, OTHER.id})
    with desk.ledger.reading() as asked:
        assert [(c.state, c.owner) for c in asked.cases()] == [(State.BACKLOG, CARL)] * 2
        newest, *_ = asked.decisions()
        assert (newest.undoes, newest.reason) == (taken, "undo of decision 3")
        assert asked.head()[0] == 8
    assert desk.ledger.verify() == (None, True)


def test_one_undo_after_the_other_goes_further_back_until_nothing_is_left(desk: Desk) -> None:
    first = act(desk, moved(CASE, MONITORING, CARL))
    second = act(desk, moved(OTHER, MONITORING, CARL))
    assert [undo(desk, actor=CARL).act for _ in range(2)] == [second, first]
    with pytest.raises(NothingToUndo, match="carl has no move or description left"):
        undo(desk, actor=CARL)


def test_undo_after_undo_goes_back_through_acts_on_one_case(desk: Desk) -> None:
    first = act(desk, moved(CASE, MONITORING, CARL))
    second = act(desk, moved(a_case(state=MONITORING), State.RETIRED, CARL))
    assert [undo(desk, actor=CARL).act for _ in range(2)] == [second, first]
    assert states(desk)[0] is State.BACKLOG


def test_ones_own_act_is_taken_back_however_the_name_is_spelled(desk: Desk) -> None:
    mine = act(desk, moved(CASE, MONITORING, CARL))
    act(desk, moved(OTHER, MONITORING, BEN))
    assert undo(desk, actor=f" {CARL.upper()}\u200b").act == mine


def test_what_was_taken_back_is_not_taken_back_again(desk: Desk) -> None:
    taken = act(desk, moved(CASE, MONITORING, CARL))
    back = undo(desk, actor=CARL)
    with pytest.raises(MovedMeanwhile):
        undo(desk, actor=CARL, act=taken)
    with desk.ledger.reading() as asked:
        again, *_ = asked.decisions()
    undo(desk, actor=CARL, act=again.act)  # the move is done again
    later = act(desk, described(CASE, {"owner": BEN}, CARL))
    assert undo(desk, actor=CARL).act == later
    assert (back.act, states(desk)[0]) == (taken, MONITORING)


def test_what_others_did_is_taken_back_only_by_its_name(desk: Desk) -> None:
    theirs = act(desk, moved(CASE, MONITORING, CARL))
    with pytest.raises(NothingToUndo):
        undo(desk, actor=ANA)
    assert undo(desk, actor=ANA, act=theirs).cases == (CASE.id,)
    with pytest.raises(BadRequest, match="Act unheard-of holds no move or description"):
        undo(desk, actor=ANA, act="unheard-of")


def test_an_act_with_something_after_it_stays_and_the_refusal_names_who_came_after(
    desk: Desk,
) -> None:
    act(desk, moved(CASE, MONITORING, CARL), moved(OTHER, MONITORING, CARL))
    act(desk, described(CASE, {"owner": BEN}, ANA))
    with pytest.raises(MovedMeanwhile, match=r"ana described it \(owner\) at 2026-11-02"):
        undo(desk, actor=CARL)
    assert states(desk) == [MONITORING, MONITORING]


@pytest.mark.parametrize(
    ("frm", "to", "against"),
    [
        (MONITORING, BLOCKING, []),
        (BLOCKING, MONITORING, ["too_few_attempts"]),
        (State.BACKLOG, BLOCKING, []),
    ],
)
def test_undo_is_no_way_around_the_owner_of_blocking(
    desk: Desk, frm: State, to: State, against: list[str]
) -> None:
    act(desk, owner_named("blocking", ANA, BEN), moved(CASE, frm, ANA))
    taken = act(desk, moved(a_case(state=frm), to, ANA))
    with pytest.raises(
        NotAllowed, match=r"blocking belongs to ana or ben .*; carl may not undo"
    ):
        undo(desk, actor=CARL, act=taken)
    assert states(desk)[0] is to
    if against:  # nor around the promotion check: the case was never scored
        with pytest.raises(NotPutBack, match="was scored 0 times") as refused:
            undo(desk, actor=BEN, act=taken)
        assert [one["code"] for one in refused.value.refused[CASE.id]] == against
        assert states(desk)[0] is to
        return
    undo(desk, actor=BEN, act=taken)
    assert states(desk)[0] is frm


@pytest.mark.parametrize("frm", [State.RETIRED, BLOCKING])
def test_an_undo_into_monitoring_is_checked_like_a_move_and_all_objections_are_said(
    desk: Desk, frm: State
) -> None:
    bare = a_case(id="c-0000000000000004", state=MONITORING, owner=None, expected=None)
    act(desk, owner_named("blocking", ANA), opened(bare))
    taken = act(desk, moved(bare, frm))
    with pytest.raises(NotPutBack) as refused:
        undo(desk, actor=ANA, act=taken)
    codes = [one["code"] for one in refused.value.refused[bare.id]]
    assert codes == ["no_expected_behaviour", "no_owner"]
    assert states(desk)[-1] is frm


def test_that_two_texts_differ_is_brought_back_only_by_who_may_say_it(desk: Desk) -> None:
    pair = subject(CASE.id, OTHER.id)
    differ = saying(Kind.DUPLICATE_SET, pair, body(Verdict.DIFFERENT, Twins.NEAR, 0.8),
                    actor=ANA, reason="so it is")  # fmt: skip
    act(desk, owner_named("blocking", ANA))
    said = act(desk, differ)
    undo(desk, actor=CARL, act=said)  # anybody may object again
    with desk.ledger.reading() as asked:
        back, *_ = asked.decisions()
    with pytest.raises(NotAllowed, match="carl may not clear what keeps a case out"):
        undo(desk, actor=CARL, act=back.act)
    undo(desk, actor=ANA, act=back.act)


def test_undo_tells_which_cases_the_act_had_opened_and_leaves_them_in_the_backlog(
    desk: Desk,
) -> None:
    third = a_case(id="c-0000000000000003", state=State.BACKLOG)
    act(desk, opened(third), moved(third, State.RETIRED))
    assert undo(desk, actor=ANA).opened == (third.id,)
    assert states(desk)[-1] is State.BACKLOG
