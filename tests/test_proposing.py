"""A governed number moves by a proposal that somebody else approves."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from curation.decisions import Decision, Kind
from curation.errors import BadRequest, MovedMeanwhile, NotAllowed, Unknown
from curation.limits import cohort_limit, is_limit
from curation.proposals import Stage
from curation.threshold_values import number
from curation.thresholds import DEFAULTS, body
from store.acts import proposing
from store.acts.limiting import hold_to
from store.acts.objectives import set_budget
from store.acts.owning import name_owner, set_thresholds
from store.acts.proposing import approve, propose, refresh, reject, withdraw
from store.acts.undoing import undo
from store.answers.decisions import Evidence, decision
from store.answers.thresholds import history, moves, thresholds
from store.commands.proposals import tell
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL

RATE, MINOR = "gate.pass_rate.blocking", "drift.js.minor"
MODERATE, SEVERE = "drift.js.moderate", "drift.js.severe"
EU = {"region": "eu"}
LIMIT = cohort_limit(EU, 0.95, owner=ANA)
WHY = "so it was agreed"
FEW = [one for one in DEFAULTS if one.name in (RATE, MINOR, MODERATE)]


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
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No replay: it takes its time, and decides nothing."""

    def none(*_: object) -> None:
        """What is known then."""

    monkeypatch.setattr(proposing, "evidence", none)


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


@pytest.mark.parametrize(
    ("actor", "scope", "owner", "deputy", "refused"),
    [
        (ANA, f"threshold:{RATE}", "zed", ANA, True),
        (ANA, "blocking", ANA, "zed", True),
        (ANA, "blocking", "zed", BEN, True),
        (ANA, "blocking", ANA, None, True),
        ("An\u200ba", "blocking", ANA, "zed", True),
        (ANA, "blocking", ANA, "Ben", False),
        (ANA, "monitoring", ANA, "zed", False),
        (BEN, "blocking", ANA, "zed", False),
    ],
)
def test_who_proposed_does_not_name_who_decides_about_it_before_it_is_decided(
    desk: Desk, actor: str, scope: str, owner: str, deputy: str | None, refused: bool
) -> None:
    propose(desk, RATE, 0.9, actor=ANA, reason=WHY)
    if refused:
        with pytest.raises(NotAllowed, match=r"who decides about their own.*withdraw P-1"):
            name_owner(desk, scope, owner, deputy, actor=actor)
        withdraw(desk, "P-1", actor=ANA, reason=WHY)
    assert name_owner(desk, scope, owner, deputy, actor=actor).owner == owner


def test_where_nobody_else_could_decide_who_proposed_names_a_deputy(desk: Desk) -> None:
    name_owner(desk, "blocking", ANA, None, actor=ANA)
    propose(desk, RATE, 0.9, actor=ANA, reason=WHY)
    for same in ("ana", "A\u200bna", " ANA"):
        with pytest.raises(BadRequest, match="cannot be the deputy"):
            name_owner(desk, "blocking", ANA, same, actor=ANA)
    name_owner(desk, "blocking", ANA, BEN, actor=ANA)
    assert approve(desk, "P-1", actor=BEN, reason=WHY).said is Stage.APPROVED


def test_a_number_of_nobody_says_how_to_name_somebody(tmp_path: Path) -> None:
    found_desk(tmp_path / "new")
    with closing(open_desk(tmp_path / "new")) as desk:
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
        with pytest.raises(NotAllowed, match="evaldesk own blocking"):
            approve(desk, "P-1", actor=ANA, reason=WHY)


def test_a_proposal_for_another_number_than_the_one_in_force_is_looked_at_again(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    propose(desk, RATE, 0.9, actor=CARL, reason=WHY)
    propose(desk, RATE, 0.95, actor=CARL, reason=WHY)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match=r"was 100 % .* is 95 % now"):
        approve(desk, "P-1", actor=ANA, reason=WHY)
    (waits,) = [one for one in moves(desk) if one.stale]
    assert (waits.proposal, waits.waits_for) == ("P-1", (CARL,))
    tell(desk, "P-1", as_json=False)
    words = " ".join(capsys.readouterr().out.split())
    assert "P-1: gate.pass_rate.blocking from 100 % to 90 %, open, to be refreshed." in words
    assert "carl has to look at it again first" in words
    assert "is 95 % now, no longer 100 %): evaldesk refresh P-1" in words
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
    with pytest.raises(NotAllowed, match="is 90 % now"):
        approve(desk, "P-2", actor=ANA, reason=WHY)
    refresh(desk, "P-2", actor=CARL)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    assert value(desk, RATE) == 0.8
    assert desk.ledger.verify() == (None, True)


@pytest.mark.usefixtures("quick")
def test_no_day_that_is_planned_brings_the_steps_of_a_ladder_out_of_order(
    desk: Desk, calendar: Calendar
) -> None:
    before = propose(desk, MODERATE, 0.12, actor=CARL, reason=WHY)
    rises = propose(desk, MODERATE, 0.29, actor=CARL, reason=WHY, effective="2026-11-05")
    approve(desk, rises.id, actor=ANA, reason=WHY)
    with pytest.raises(BadRequest, match=r"0\.25: the steps"):  # today moderate is still 0.2
        propose(desk, MINOR, 0.25, actor=CARL, reason=WHY)
    follows = propose(desk, MINOR, 0.25, actor=CARL, reason=WHY, effective="2026-11-06")
    approve(desk, follows.id, actor=ANA, reason=WHY)
    with pytest.raises(BadRequest, match=r"on 2026-11-05 .*minor 0\.1, moderate 0\.29"):
        propose(desk, SEVERE, 0.28, actor=CARL, reason=WHY)
    with pytest.raises(BadRequest, match=r"moves drift\.js\.moderate to 0\.29"):
        approve(desk, before.id, actor=ANA, reason=WHY)
    with pytest.raises(BadRequest, match=f"Withdraw {follows.id} first"):
        withdraw(desk, rises.id, actor=CARL, reason=WHY)
    calendar.turn(4)
    assert (value(desk, MINOR), value(desk, MODERATE)) == (0.25, 0.29)


@pytest.mark.usefixtures("quick")
def test_an_approval_of_now_is_held_against_what_waits_for_its_day(desk: Desk) -> None:
    lower = propose(desk, MODERATE, 0.12, actor=CARL, reason=WHY)
    rises = propose(desk, MINOR, 0.19, actor=CARL, reason=WHY, effective="2026-11-05")
    approve(desk, rises.id, actor=ANA, reason=WHY)
    with pytest.raises(BadRequest, match=r"0\.12: on 2026-11-05 the steps .*minor 0\.19"):
        approve(desk, lower.id, actor=ANA, reason=WHY)
    withdraw(desk, rises.id, actor=CARL, reason=WHY)
    approve(desk, lower.id, actor=ANA, reason=WHY)
    assert value(desk, MODERATE) == 0.12


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
    eu = cohort_limit(EU, 0.9, owner=ANA, deputy=BEN)
    hold_to(desk, eu, actor=ANA, reason=WHY)
    propose(desk, eu.name, 0.8, actor=CARL, reason=WHY, effective="2026-11-04")
    approve(desk, "P-1", actor=ANA, reason=WHY)
    calendar.turn(2)
    assert value(desk, eu.name) == 0.8
    propose(desk, eu.name, None, actor=CARL, reason=WHY)
    approve(desk, "P-2", actor=ANA, reason=WHY)
    assert value(desk, eu.name) is None
    with pytest.raises(NotAllowed, match=r"was lifted by decision .* comes back by proposal"):
        hold_to(desk, replace(eu, value=0.1), actor=ANA, reason=WHY)
    propose(desk, eu.name, 0.9, actor=CARL, reason=WHY)
    approve(desk, "P-3", actor=BEN, reason=WHY)
    assert value(desk, eu.name) == 0.9


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("name", "state"),
    [
        (LIMIT.name, partial(hold_to, threshold=LIMIT)),
        ("latency.p95_ms", partial(set_budget, measure="latency_p95_ms", value=3000)),
    ],
)
def test_what_comes_on_a_day_is_not_stated_before_nor_put_in_its_place(
    desk: Desk, calendar: Calendar, name: str, state: Callable[..., object]
) -> None:
    later = propose(desk, name, 0.5, actor=CARL, reason=WHY, effective="2026-11-05")
    approve(desk, later.id, actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match=r"P-1 is approved: .* from 2026-11-05 on"):
        state(desk, actor=ANA, reason=WHY)
    with desk.ledger.transaction() as tx:  # as a log of before that rule has it
        stated = replace(number(tx.policy(), name), value=0.95, owner="dev", decision=None)
        kind = Kind.LIMIT_SET if is_limit(name) else Kind.THRESHOLD_SET
        tx.record(Decision(kind, name, body(stated), ANA, WHY, {"value": None}))
    calendar.turn(3)
    assert value(desk, name) == 0.95
    (told,) = moves(desk)
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds[name]
    assert (held.owner, told.state, told.overtaken) == ("dev", "approved", held.decision)
    assert [one.scheduled for one in thresholds(desk) if one.name == name] == [None]
    assert [one.decision for one in history(desk, name)] == [held.decision]


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
    with pytest.raises(BadRequest, match="--expires 2026-11-16 or earlier"):
        propose(desk, RATE, 0.9, actor=CARL, reason=WHY, expires="2026-11-17")
    with pytest.raises(BadRequest, match="--revisit names a day from 2026-11-05 on"):
        propose(
            desk, RATE, 0.9, actor=CARL, reason=WHY,
            effective="2026-11-05", revisit="2026-11-04",
        )  # fmt: skip


def test_a_number_in_force_cannot_be_stated_again_nor_taken_back(desk: Desk) -> None:
    eu = cohort_limit(EU, 0.9, owner=ANA)
    act = hold_to(desk, eu, actor=ANA, reason=WHY)
    set_budget(desk, "latency_p95_ms", 3000, actor=ANA, reason=WHY)
    with pytest.raises(NotAllowed, match="by proposal only"):
        hold_to(desk, cohort_limit(EU, 0.1, owner=BEN), actor=ANA, reason=WHY)
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
