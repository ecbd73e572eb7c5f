"""A governed number moves by a proposal that somebody else approves."""

from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.errors import BadRequest, MovedMeanwhile, NotAllowed, Unknown
from curation.limits import cohort_limit
from curation.proposals import Stage
from curation.thresholds import DEFAULTS
from store.acts.limiting import hold_to
from store.acts.objectives import set_budget
from store.acts.owning import name_owner, set_thresholds
from store.acts.proposing import approve, propose, refresh, reject, withdraw
from store.acts.undoing import undo
from store.answers.decisions import Evidence, decision
from store.answers.thresholds import history, thresholds
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL

RATE, MINOR = "gate.pass_rate.blocking", "drift.js.minor"
WHY = "so it was agreed"
FEW = [one for one in DEFAULTS if one.name in (RATE, MINOR, "drift.js.moderate")]


class Calendar:
    """A clock that stands still until somebody turns it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, days: int) -> None:
        self.at += timedelta(days=days)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def desk(tmp_path: Path, calendar: Calendar) -> Generator[Desk]:
    """Ana owns blocking, Ben is her deputy."""
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", calendar)) as desk:
        name_owner(desk, "blocking", ANA, BEN, actor=ANA)
        set_thresholds(desk, FEW, actor=ANA, reason="founding")
        yield desk


def value(desk: Desk, name: str) -> float | None:
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds.get(name)
    return held.value if held else None


def test_what_is_approved_is_in_force_by_the_same_act(desk: Desk) -> None:
    one = propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    assert (one.id, one.base.value, one.to, one.said) == ("P-1", 1.0, 0.9, Stage.OPEN)
    assert value(desk, RATE) == 1.0
    done = approve(desk, "p-1", actor=ANA, reason=WHY)
    assert (done.said, done.decided_by) == (Stage.APPROVED, ANA)
    assert value(desk, RATE) == 0.9
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds[RATE]
        said, put = asked.decisions(limit=2)[::-1]
        assert (said.act, held.decision) == (put.act, put.seq)
    assert decision(desk, put.seq).evidence == Evidence("P-1", RATE, "0.9", put.seq - 3)
    assert desk.ledger.verify() == (None, True)


def test_who_may_decide_is_held_to_where_it_is_recorded(desk: Desk) -> None:
    propose(desk, RATE, 0.9, actor=ANA, reason=WHY)
    for decide in (approve, reject):
        for actor, refused in ((ANA, "ben decides"), (CARL, "belongs to ana or ben")):
            with pytest.raises(NotAllowed, match=refused):
                decide(desk, "P-1", actor=actor, reason=WHY)
    assert value(desk, RATE) == 1.0
    approve(desk, "P-1", actor=BEN, reason=WHY)
    assert value(desk, RATE) == 0.9


def test_a_number_of_nobody_says_how_to_name_somebody(tmp_path: Path) -> None:
    found_desk(tmp_path / "new")
    with closing(open_desk(tmp_path / "new")) as desk:
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
        with pytest.raises(NotAllowed, match="evaldesk own blocking"):
            approve(desk, "P-1", actor=ANA, reason=WHY)


def test_a_proposal_for_another_number_than_the_one_in_force_is_looked_at_again(
    desk: Desk,
) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    propose(desk, RATE, 0.95, actor=CARL, reason=WHY)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match=r"is 0\.95 now"):
        approve(desk, "P-1", actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match="carl's to refresh"):
        refresh(desk, "P-1", actor=BEN)
    again = refresh(desk, "P-1", actor=CARL)
    assert (again.base.value, again.refreshed) == (0.95, 1)
    approve(desk, "P-1", actor=ANA, reason=WHY)
    assert value(desk, RATE) == 0.9


def test_who_decides_on_an_older_word_than_the_last_one_is_told(desk: Desk) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    with desk.ledger.reading() as asked:
        seen = asked.proposal("P-1")[0].seq
    refresh(desk, "P-1", actor=CARL)
    with pytest.raises(MovedMeanwhile, match=CARL):
        approve(desk, "P-1", actor=ANA, reason=WHY, seen=seen)


def test_what_is_rejected_or_withdrawn_stays_so_and_moves_nothing(desk: Desk) -> None:
    for to in (0.9, 0.8):
        propose(desk, RATE, to, actor=CARL, reason=WHY)
    reject(desk, "P-1", actor=ANA, reason=WHY)
    withdraw(desk, "P-2", actor=CARL, reason=WHY)
    for one in ("P-1", "P-2"):
        with pytest.raises(NotAllowed, match=r"was (rejected|withdrawn) by"):
            approve(desk, one, actor=BEN, reason=WHY)
    assert value(desk, RATE) == 1.0


def test_only_the_proposer_withdraws_what_is_open(desk: Desk) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    with pytest.raises(NotAllowed, match="only carl"):
        withdraw(desk, "P-1", actor=ANA, reason=WHY)


def test_a_proposal_nobody_answers_expires_and_can_be_made_again(
    desk: Desk, calendar: Calendar
) -> None:
    one = propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    calendar.turn(14)
    assert one.stage(calendar.at.date()) is Stage.OPEN
    calendar.turn(1)
    assert one.stage(calendar.at.date()) is Stage.EXPIRED
    with pytest.raises(NotAllowed, match="expired on 2026-11-16"):
        approve(desk, "P-1", actor=ANA, reason=WHY)


def test_what_is_approved_for_a_later_day_is_in_force_from_that_day(
    desk: Desk, calendar: Calendar
) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY, effective="2026-11-05")
    approve(desk, "P-1", actor=ANA, reason=WHY)
    assert value(desk, RATE) == 1.0
    propose(desk, RATE, 0.8, actor=CARL, reason=WHY)
    with pytest.raises(BadRequest, match="P-1 moves"):
        approve(desk, "P-2", actor=ANA, reason=WHY)
    calendar.turn(3)
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds[RATE]
        approval = asked.proposal("P-1")[0].seq
    assert (held.value, held.decision) == (0.9, approval)
    assert (held.since or "")[:10] == "2026-11-05"
    with pytest.raises(NotAllowed, match=r"is 0\.9 now"):
        approve(desk, "P-2", actor=ANA, reason=WHY)
    refresh(desk, "P-2", actor=CARL)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    assert value(desk, RATE) == 0.8
    assert desk.ledger.verify() == (None, True)


def test_what_waits_for_its_day_can_be_called_off(desk: Desk, calendar: Calendar) -> None:
    for one, who in (("P-1", ANA), ("P-2", CARL)):  # who decides, and who proposed it
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY, effective="2026-11-05")
        approve(desk, one, actor=BEN, reason=WHY)
        withdraw(desk, one, actor=who, reason="not yet")
    calendar.turn(4)
    assert value(desk, RATE) == 1.0


def test_a_critical_cohort_is_lifted_by_a_proposal_and_stays_lifted(
    desk: Desk, calendar: Calendar
) -> None:
    eu = cohort_limit({"region": "eu"}, 0.9, owner=ANA, deputy=BEN)
    hold_to(desk, eu, actor=ANA, reason=WHY)
    propose(desk, eu.name, 0.8, actor=CARL, reason=WHY, effective="2026-11-04")
    approve(desk, "P-1", actor=ANA, reason=WHY)
    calendar.turn(2)
    assert value(desk, eu.name) == 0.8
    propose(desk, eu.name, None, actor=CARL, reason=WHY)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    assert value(desk, eu.name) is None
    hold_to(desk, eu, actor=ANA, reason=WHY)
    assert value(desk, eu.name) == 0.9


def test_a_limit_that_nobody_has_stated_can_be_proposed(desk: Desk) -> None:
    name = "gate.cohort.pass_rate.channel=web,region=eu"
    propose(desk, name, 0.9, actor=CARL, reason=WHY)
    approve(desk, "P-1", actor=ANA, reason=WHY)
    with desk.ledger.reading() as asked:
        (held,) = asked.policy().limits()
    assert (held.name, held.value, held.metric) == (name, 0.9, "pass_rate")


def test_a_proposal_needs_a_known_number_a_reason_and_days_to_come(desk: Desk) -> None:
    with pytest.raises(Unknown):
        propose(desk, "gate.cohort.pass_rate.b=1,a=2", 0.9, actor=CARL, reason=WHY)
    with pytest.raises(BadRequest, match="reason"):
        propose(desk, RATE, 0.9, actor=CARL, reason=" ")
    with pytest.raises(BadRequest, match="is past"):
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY, effective="2026-11-01")
    with pytest.raises(BadRequest, match="no day"):
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY, revisit="soon")


def test_a_number_in_force_cannot_be_stated_again_nor_taken_back(desk: Desk) -> None:
    eu = cohort_limit({"region": "eu"}, 0.9, owner=ANA)
    act = hold_to(desk, eu, actor=ANA, reason=WHY)
    set_budget(desk, "latency_p95_ms", 3000, actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match="by proposal only"):
        hold_to(desk, cohort_limit({"region": "eu"}, 0.1, owner=BEN), actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match="by proposal only"):
        set_thresholds(desk, FEW[:1], actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match="by proposal only"):
        set_budget(desk, "latency_p95_ms", 9000, actor=ANA, reason=WHY)
    with pytest.raises(BadRequest, match="by proposal only, back as well"):
        undo(desk, actor=ANA, act=act)
    assert value(desk, eu.name) == 0.9


def test_what_a_day_brings_into_force_is_found_by_every_answer_that_is_kept(
    desk: Desk, calendar: Calendar
) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY, effective="2026-11-05")
    approve(desk, "P-1", actor=ANA, reason=WHY)
    with desk.ledger.reading() as asked:
        assert asked.due() == ()
    calendar.turn(3)
    (one,) = [n for n in thresholds(desk) if n.name == RATE]
    assert (one.value, one.since) == (0.9, "2026-11-05T00:00:00+00:00")
    newest, founded = history(desk, RATE)
    assert (newest.before, newest.value, newest.decision) == (1.0, 0.9, one.decision)
    assert founded.value == 1.0
    with closing(desk.past("2026-11-03")) as past:
        assert value(past, RATE) == 1.0
