"""A tick is a person's word, counts for its time, and never hides what the desk sees."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.checklist_items import CHECKLISTS, PRODUCTION
from curation.checklists import (
    Held,
    Tick,
    body,
    checked_note,
    hold,
    named,
    phrase,
    require_by_hand,
    require_person,
    require_word,
)
from curation.decisions import Body
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.people import People
from tests.builders import ANA, BEN

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TERM = 180.0


def ticked(days: int) -> Tick:
    return Tick(ANA, NOW - timedelta(days=days), "seen", 7)


@pytest.mark.parametrize(
    ("tick", "state", "said"),
    [
        (None, Held.NOT_DONE, "nobody has ticked it"),
        (ticked(0), Held.DONE, "ticked today by ana"),
        (ticked(1), Held.DONE, "ticked yesterday by ana"),
        (ticked(180), Held.DONE, "ticked 180 days ago by ana"),
        (ticked(200), Held.OLD, "ticked 200 days ago by ana; a tick counts for 180 days"),
    ],
)
def test_a_tick_grows_old_after_its_term(tick: Tick | None, state: Held, said: str) -> None:
    assert hold(tick, NOW, TERM) == (state, said)


def test_a_tick_of_before_an_incident_says_nothing_of_it() -> None:
    recorded = ("INC-2", NOW - timedelta(days=10))
    assert hold(ticked(9), NOW, TERM, recorded)[0] is Held.DONE
    told = "ticked 11 days ago by ana, before INC-2 was recorded"
    assert hold(ticked(11), NOW, TERM, recorded) == (Held.OLD, told)


@given(st.integers(0, 4000), st.integers(1, 4000))
def test_what_counts_one_day_counted_every_day_before(days: int, term: int) -> None:
    if hold(ticked(days), NOW, term)[0] is Held.DONE:
        assert all(hold(ticked(d), NOW, term)[0] is Held.DONE for d in {0, days // 2, days})
    else:
        assert hold(ticked(days + 1), NOW, term)[0] is Held.OLD


def test_nobody_ticks_what_the_desk_sees_by_itself() -> None:
    with pytest.raises(BadRequest, match=r"looks by itself .* evaldesk gate RUN"):
        require_by_hand(PRODUCTION, PRODUCTION.item("gate"))
    require_by_hand(PRODUCTION, PRODUCTION.item(" Rollback "))


def test_who_takes_anothers_tick_away_says_why() -> None:
    require_word(ticked(3), "ANA", "")
    require_word(ticked(3), BEN, "the script moved")
    with pytest.raises(BadRequest, match=r"ana ticked this\. Say why"):
        require_word(ticked(3), BEN, "")


def test_a_name_nobody_knows_is_answered_with_those_there_are() -> None:
    with pytest.raises(Unknown, match="There are: pre-production, production, incident"):
        named(CHECKLISTS, "launch")
    with pytest.raises(Unknown, match="By hand are: rollback, steps"):
        PRODUCTION.item("roll-forward")
    with pytest.raises(BadRequest, match="500 characters"):
        checked_note("x" * 501)


@pytest.mark.parametrize("one", CHECKLISTS, ids=lambda one: one.name)
def test_every_item_is_one_sentence_with_a_way_to_make_it_hold(one: object) -> None:
    assert one in CHECKLISTS
    for item in named(CHECKLISTS, getattr(one, "name", "")).items:
        assert item.text.endswith(".")
        assert item.text.count(". ") == 0
        assert item.clear


def test_the_log_says_a_tick_in_words() -> None:
    none: Body = {}
    said = body(ANA, NOW, "in 4 minutes")
    assert (
        phrase("production/rollback", none, said) == "ticked production/rollback: in 4 minutes"
    )
    again = phrase("production/rollback", said, body(BEN, NOW, ""))
    assert again == "ticked production/rollback again"
    assert phrase("production/rollback", said, none) is None


def test_a_judge_ticks_nothing_whoever_is_listed() -> None:
    require_person(People(), "ana", ["gpt-judge"])  # where nobody is listed, anybody may
    with pytest.raises(NotAllowed, match="a person has to have seen it"):
        require_person(People(), "GPT-judge", ["gpt-judge"])
