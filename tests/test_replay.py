"""A case is what its decisions left it as."""

import pytest

from curation.cases import Behaviour, State
from curation.decisions import Decision, Kind
from curation.replay import apply, replayed
from tests.builders import (
    ANA,
    CARL,
    START,
    a_case,
    a_chain,
    a_threshold,
    described,
    imported,
    moved,
    opened,
    owner_named,
    threshold_set,
)

CASE = a_case(state=State.BACKLOG, behaviour=None, expected=None)
OTHER = a_case(id="c-2", state=State.BACKLOG)


def test_a_log_leaves_each_case_where_it_was_last_put() -> None:
    log = a_chain(
        [
            opened(CASE),
            imported("i-1"),
            described(CASE, {"behaviour": "refusal", "tags": ["a", "b"]}),
            opened(OTHER),
            moved(CASE, State.MONITORING, CARL),
            threshold_set(a_threshold()),
            described(CASE, {"owner": ANA}),
            owner_named("blocking", ANA),
        ]
    )
    cases = replayed(log)
    assert list(cases) == [CASE.id, OTHER.id]
    first, second = cases.values()
    assert (first.state, first.behaviour, first.tags) == (
        State.MONITORING,
        Behaviour.REFUSAL,
        ("a", "b"),
    )
    assert (first.owner, first.version, first.moved_by) == (ANA, 7, CARL)
    assert (first.opened_at, first.moved_at) == (log[0].at.isoformat(), log[4].at.isoformat())
    assert (second.state, second.version, second.moved_at) == (State.BACKLOG, 4, None)
    assert log[0].at > START


def test_a_dismissal_is_over_once_the_case_moves_on() -> None:
    asleep = {"state": "dismissed", "dismissal": {"more": 5, "count": 2}}
    dismissed = Decision(Kind.MOVED, CASE.id, asleep, ANA, "upstream")
    before, after = (
        replayed(a_chain(log))[CASE.id].dismissal
        for log in (
            [opened(CASE), dismissed],
            [opened(CASE), dismissed, moved(CASE, State.BACKLOG)],
        )
    )
    assert before is not None
    assert (before.more, before.count) == (5, 2)
    assert after is None


def test_a_decision_about_a_case_that_was_never_opened_is_a_broken_log() -> None:
    (entry,) = a_chain([moved(CASE, State.RETIRED)])
    with pytest.raises(
        AssertionError, match="decision 1 is about a case that was never opened"
    ):
        apply(None, entry)
