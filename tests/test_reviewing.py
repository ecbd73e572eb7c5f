"""Holding a weekly review on a desk: two screens, promises, the minutes, the next week."""

import re
import shutil
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from curation.actions import Check, Standing
from curation.decision_words import told
from curation.errors import BadRequest, CurationError, MovedMeanwhile, NotAllowed
from curation.people import Role
from curation.review import Handled, Meeting, Outcome, monday, week_of
from store.acts.judging import judge_run
from store.acts.listing_people import add_person
from store.acts.promising import done, drop, promise
from store.acts.proposing import approve, propose, withdraw
from store.acts.recording_incidents import record_incident
from store.acts.reviewing import (
    Met,
    annotate,
    close,
    join,
    leave,
    reopen,
    settle,
    start,
    turn_to,
)
from store.acts.story_review import hold_review
from store.acts.ticking import tick, untick
from store.acts.undoing import undo
from store.acts.waiving import waive
from store.answers.handover import checklist
from store.answers.minutes import minutes, written
from store.answers.review import meeting, review
from store.desk import Desk, open_desk
from tests.blocking_desk import blocking_desk
from tests.builders import ANA, BEN, CARL
from tests.terminal import terminal
from tests.test_the_main_job import results

DAY = timedelta(days=1)
KINDS = ("promise", "gate", "proposal")
TODAY = datetime.now(UTC)
MONDAY = datetime.combine(monday(week_of(TODAY)) + 14 * DAY, time(9), UTC)
DUE = f"{(MONDAY + DAY).date()}"
HOSTILE = "<script>alert(1)</script> **|** [x](javascript:y)"


class Clock:
    """What time it is, until somebody says another one."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which a candidate failed a case that passed, and a number may move."""
    made = tmp_path_factory.mktemp("ready")
    said, first, second = blocking_desk(made, deputy=BEN)
    for run, passed in (("rc1", True), ("rc2", False)):
        rows = results(made / f"{run}.jsonl", {first: [True], second: [passed]})
        said("import", rows, "--as", "results", "--run", run, "--model", run)
    with closing(open_desk(made / "desk", Clock())) as desk:
        for run in ("rc1", "rc2"):
            judge_run(desk, run, actor="ci")
        propose(desk, "gate.pass_rate.blocking", 0.9, actor=ANA, reason="too strict")
    return made / "desk"


@pytest.fixture
def folder(ready: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ready, tmp_path / "desk")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(folder: Path, clock: Clock) -> Generator[Desk]:
    clock.at += timedelta(hours=1)
    with closing(open_desk(folder, clock)) as opened:
        yield opened


def begun(desk: Desk) -> Meeting:
    """Of few kinds: the whole agenda takes a while, and is asked for elsewhere."""
    return start(desk, chair=ANA, present=[BEN], actor=ANA, kinds=KINDS).meeting


def test_the_agenda_names_what_broke_and_what_waits(desk: Desk) -> None:
    found = review(desk)
    by = {one.key: one for one in found.agenda}
    assert list(by)[:3] == ["gate:rc2", "gate:rc1", "proposal:P-1"]
    assert "1 case passes no longer" in by["gate:rc2"].why
    assert by["gate:rc2"].evidence[0] == "1 of 2 cases of blocking@1 passed"
    assert by["proposal:P-1"].owner == BEN


def test_a_started_review_keeps_its_agenda_whatever_is_decided(desk: Desk) -> None:
    before = [one.key for one in begun(desk).agenda]
    approve(desk, "P-1", actor=BEN, reason="fair")
    assert [one.key for one in review(desk).agenda] == before


def test_what_is_decided_while_an_item_is_open_stands_with_it(desk: Desk) -> None:
    begun(desk)
    turn_to(desk, "proposal:P-1", actor=ANA)
    approve(desk, "P-1", actor=BEN, reason="fair")
    now = settle(desk, "proposal:P-1", Outcome.DECIDED, actor=ANA).meeting
    handled = now.of("proposal:P-1")
    assert handled is not None
    with desk.ledger.reading() as asked:
        said = [told(one).did for n in handled.decisions if (one := asked.entry(n))]
    assert said[0].startswith("approved P-1")
    assert now.on != "proposal:P-1"


def test_two_screens_settle_different_items_and_not_the_same_one(desk: Desk) -> None:
    begun(desk)
    settle(desk, "gate:rc2", "discussed", actor=ANA, note="look on Tuesday", seen=0)
    settle(desk, "gate:rc1", "no action", actor=BEN, seen=0)
    with pytest.raises(MovedMeanwhile, match="settled it as discussed"):
        settle(desk, "gate:rc2", "decided", actor=BEN, seen=0)
    with pytest.raises(MovedMeanwhile, match="settled it as discussed"):
        annotate(desk, "gate:rc2", "another", actor=BEN, seen=0)
    seen = _of(desk, "gate:rc2").seen
    settle(desk, "gate:rc2", "decided", actor=BEN, seen=seen)
    assert _of(desk, "gate:rc2").note == "look on Tuesday"


def _of(desk: Desk, key: str) -> Handled:
    found = meeting(desk)
    handled = found.of(key) if found else None
    assert handled is not None
    return handled


def test_a_reload_finds_the_meeting_where_it_was(
    desk: Desk, folder: Path, clock: Clock
) -> None:
    begun(desk)
    annotate(desk, "gate:rc2", "half a note", actor=ANA)
    turn_to(desk, "proposal:P-1", actor=BEN)
    with closing(open_desk(folder, clock)) as again:
        assert meeting(again) == meeting(desk)
    assert _of(desk, "gate:rc2").note == "half a note"
    assert not _of(desk, "gate:rc2").settled


def _closed(desk: Desk) -> None:
    begun(desk)
    close(desk, actor=ANA)


@pytest.mark.parametrize(
    ("first", "act", "error", "why"),
    [
        (begun, begun, MovedMeanwhile, "ana started it"),
        (_closed, begun, BadRequest, "was held and closed by ana"),
        (
            _closed,
            partial(settle, key="gate:rc1", outcome="decided", actor=BEN),
            MovedMeanwhile,
            "closed",
        ),
        (_closed, partial(join, name=CARL, actor=CARL), MovedMeanwhile, "closed it"),
        (
            begun,
            partial(settle, key="gate:rc9", outcome="decided", actor=ANA),
            BadRequest,
            "no item",
        ),
        (
            begun,
            partial(settle, key="gate:rc1", outcome="fine", actor=ANA),
            BadRequest,
            "no outcome",
        ),
        (
            begun,
            partial(settle, key="proposal:P-1", outcome="decided", actor=ANA),
            BadRequest,
            "P-1 still waits, so nothing is decided",
        ),
        (
            begun,
            partial(settle, key="gate:rc1", outcome="discussed", actor=CARL),
            NotAllowed,
            'review join "carl" --week',
        ),
        (
            begun,
            partial(annotate, key="gate:rc1", note="x", actor=CARL),
            NotAllowed,
            "carl is not at",
        ),
        (begun, partial(close, actor=CARL), NotAllowed, "carl is not at"),
        (_closed, partial(reopen, actor=CARL), NotAllowed, "carl is not at"),
        (begun, partial(reopen, actor=ANA), BadRequest, "is open"),
        (begun, partial(leave, name=ANA, actor=ANA), BadRequest, "leads the review"),
        (begun, partial(leave, name=CARL, actor=ANA), BadRequest, "is not at"),
        (vars, partial(join, name=CARL, actor=ANA), BadRequest, "was not started"),
        (vars, partial(start, chair=" ", actor=ANA), BadRequest, "--chair"),
        (vars, partial(review, week="9999-W01"), BadRequest, "still to come"),
        (vars, minutes, BadRequest, "there are no minutes"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_word(
    desk: Desk,
    first: Callable[[Desk], object],
    act: Callable[[Desk], object],
    error: type[CurationError],
    why: str,
) -> None:
    first(desk)
    with pytest.raises(error, match=why):
        act(desk)


@pytest.mark.parametrize(
    ("check", "about", "why"),
    [
        ("group sorted", "g-nonsense", "cannot be seen: there is no failure group g-nonsense"),
        ("labels settled", "c-nonsense", "nobody has given case c-nonsense a label"),
        ("proposal decided", "P-9", "there is no proposal P-9"),
        ("gate passes", "rc1", "is so today: the gate answered PASS for rc1"),
    ],
)
def test_what_cannot_be_seen_or_is_so_already_is_nothing_to_promise(
    desk: Desk, check: str, about: str, why: str
) -> None:
    begun(desk)
    with pytest.raises(BadRequest, match=why):
        promise(desk, "x", owner=BEN, due=DUE, actor=ANA, check=check, about=about)


def test_only_what_became_so_after_it_was_promised_keeps_a_promise(
    desk: Desk, clock: Clock
) -> None:
    begun(desk)
    promise(desk, "A release", owner=BEN, due=DUE, actor=ANA, check="gate passes")
    promise(desk, "P-1", owner=BEN, due=DUE, actor=ANA, check="proposal decided", about="P-1")
    withdraw(desk, "P-1", actor=ANA, reason="of another mind")
    clock.at += 2 * DAY
    found = {one.id: one for one in review(desk).promises}
    assert {one.standing for one in found.values()} == {Standing.NOT_HELD}
    assert "before this was promised" in found["R-1"].why
    assert "withdrawn, which decides nothing" in found["R-2"].why


def test_a_decision_stays_with_its_item_when_its_outcome_is_said_again(desk: Desk) -> None:
    begun(desk)
    turn_to(desk, "gate:rc2", actor=ANA)
    with desk.ledger.reading() as asked:
        held = asked.cases()
    waive(desk, held[1].id, owner=BEN, until=DUE, actor=BEN, reason="later", run="rc2")
    turn_to(desk, "gate:rc1", actor=ANA)
    turn_to(desk, "gate:rc2", actor=ANA)
    settle(desk, "gate:rc2", "decided", actor=ANA)
    first = _of(desk, "gate:rc2").decisions
    assert len(first) == 1
    with pytest.raises(BadRequest, match="ana settled gate:rc2 as decided already"):
        settle(desk, "gate:rc2", "decided", actor=BEN, note="waived")
    settle(desk, "gate:rc2", "decided", actor=BEN, note="waived", again=True)
    assert _of(desk, "gate:rc2").decisions == first


def test_what_was_decided_before_its_item_came_up_stands_with_it(desk: Desk) -> None:
    begun(desk)
    approve(desk, "P-1", actor=BEN, reason="fair")
    settle(desk, "proposal:P-1", "decided", actor=BEN)
    settle(desk, "gate:rc1", "decided", actor=ANA)
    by = {one.key: one for one in minutes(desk).items}
    assert by["proposal:P-1"].decisions
    assert "decided (ana), and nothing is on record" in written(minutes(desk), "html")


def _act(desk: Desk, subject: str, nth: int = 0) -> str:
    with desk.ledger.reading() as asked:
        return asked.decisions(subject=subject)[nth].act


def test_nobody_takes_back_anothers_promise_or_the_word_on_it(desk: Desk) -> None:
    begun(desk)
    promise(desk, "Call the vendor", owner=BEN, due=DUE, actor=ANA)
    done(desk, "R-1", actor=BEN)
    said, made = _act(desk, "action:R-1"), _act(desk, "action:R-1", 1)
    with pytest.raises(NotAllowed, match="R-1 is ben's"):
        undo(desk, actor=CARL, act=said)
    undo(desk, actor=ANA, act=said)  # who leads may
    with pytest.raises(NotAllowed, match="only ana takes it out"):
        undo(desk, actor=BEN, act=made)
    close(desk, actor=ANA)
    with pytest.raises(NotAllowed, match="while that review goes on"):
        undo(desk, actor=ANA, act=made)
    reopen(desk, actor=ANA)
    undo(desk, actor=ANA, act=made)
    assert review(desk).promises == ()


def test_nobody_takes_back_anothers_tick_without_a_word(desk: Desk) -> None:
    tick(desk, "production", "rollback", actor=BEN)
    ticked = _act(desk, "check:production/rollback")
    with pytest.raises(NotAllowed, match="ben ticked this; say why"):
        undo(desk, actor=CARL, act=ticked)
    untick(desk, "production", "rollback", actor=CARL, note="the script moved")
    with pytest.raises(NotAllowed, match="carl took this tick away"):
        undo(desk, actor=ANA, act=_act(desk, "check:production/rollback"))


def test_a_tick_counts_for_an_incident_that_was_on_record_before_it(
    desk: Desk, clock: Clock
) -> None:
    def harm() -> str:
        checks = checklist(desk, "incident").checks
        return next(f"{one.state}: {one.said}" for one in checks if one.item == "harm")

    tick(desk, "incident", "harm", actor=BEN)
    assert harm() == "cannot know: no incident is open"
    clock.at += DAY
    long_ago = f"{(clock.at - 20 * DAY).date()}"
    told = {"name": "refunds", "severity": "high", "start": long_ago, "owner": ANA}
    record_incident(desk, told, actor=ANA)
    assert harm().startswith("too old: ticked yesterday by ben, before INC-1 was recorded")
    tick(desk, "incident", "harm", actor=BEN)
    assert harm() == "done: ticked today by ben"


def test_a_review_is_opened_again_only_on_its_day(desk: Desk, clock: Clock) -> None:
    _closed(desk)
    assert reopen(desk, actor=BEN).meeting.open
    close(desk, actor=BEN)
    clock.at += DAY
    with pytest.raises(BadRequest, match="what it says stands"):
        reopen(desk, actor=BEN)


def test_a_viewer_is_shown_the_review_and_settles_nothing(desk: Desk) -> None:
    begun(desk)
    join(desk, CARL, actor=ANA)
    add_person(desk, CARL, Role.VIEWER, actor=ANA)
    assert CARL in review(desk).people
    with pytest.raises(NotAllowed, match="viewer"):
        settle(desk, "gate:rc1", "decided", actor=CARL)


def test_the_next_review_opens_with_what_was_promised(desk: Desk, clock: Clock) -> None:
    begun(desk)
    due = DUE
    promise(desk, "Decide about the number", owner=BEN, due=due, actor=ANA,
            item="proposal:P-1", check=Check.PROPOSAL_DECIDED, about="P-1")  # fmt: skip
    promise(desk, "Bring a better candidate", owner=ANA, due=due, actor=ANA,
            check="gate_passes", about="rc2")  # fmt: skip
    promise(desk, "Call the vendor", owner=BEN, due=due, actor=ANA)
    promise(desk, "Write it down", owner=BEN, due=due, actor=ANA)
    promise(desk, "Paint it blue", owner=BEN, due=due, actor=ANA)
    done(desk, "R-4", actor=BEN)
    drop(desk, "R-5", actor=BEN, reason="nobody wants it")
    close(desk, actor=ANA)
    approve(desk, "P-1", actor=BEN, reason="fair")
    clock.at += 7 * DAY
    found = review(desk)
    assert {one.id: one.standing for one in found.promises} == {
        "R-1": Standing.HELD,
        "R-2": Standing.NOT_HELD,
        "R-3": Standing.OVERDUE,
        "R-4": Standing.HELD,
        "R-5": Standing.DROPPED,
    }
    assert [one.key for one in found.agenda][:2] == ["promise:R-2", "promise:R-3"]
    assert "gate:none" in [one.key for one in found.agenda]
    begun(desk)
    settle(desk, "promise:R-1", "no action", actor=ANA)
    close(desk, actor=ANA)
    clock.at += 7 * DAY
    left = [one.key for one in review(desk).agenda if one.kind == "promise"]
    assert left == ["promise:R-2", "promise:R-3"]


def test_what_a_review_leaves_or_puts_off_comes_again(desk: Desk, clock: Clock) -> None:
    begun(desk)
    settle(desk, "gate:rc2", "deferred", actor=ANA)
    close(desk, actor=ANA)
    for week in ("W", "W+1"):
        clock.at += 7 * DAY
        by = {one.key: one.why for one in review(desk).agenda if one.kind == "gate"}
        assert by["gate:rc2"].startswith("Left over from"), week
        assert "gate:rc1" not in by  # it passed, and says nothing more
        begun(desk)
        close(desk, actor=ANA)
    clock.at += 7 * DAY
    begun(desk)
    settle(desk, "gate:rc2", "discussed", actor=ANA)
    close(desk, actor=ANA)
    clock.at += 7 * DAY
    assert "gate:rc2" not in [one.key for one in review(desk).agenda]


def test_the_minutes_say_who_decided_what_and_what_is_unfinished(desk: Desk) -> None:
    begun(desk)
    settle(desk, "gate:rc2", "deferred", actor=ANA, note=HOSTILE)
    promise(desk, HOSTILE, owner=BEN, due=DUE, actor=ANA, item="gate:rc2")
    turn_to(desk, "proposal:P-1", actor=ANA)
    approve(desk, "P-1", actor=BEN, reason=HOSTILE)
    settle(desk, "proposal:P-1", "decided", actor=ANA)
    found = minutes(desk)
    by = {one.key: one for one in found.items}
    assert by["gate:rc1"].outcome == "unfinished"
    assert (by["proposal:P-1"].decisions[0].by, by["gate:rc2"].actions[0].owner) == (BEN, BEN)
    page, text = written(found, "html"), written(found, "md")
    assert "<script" not in page
    assert re.search(r"(?<!\\)<", text) is None
    assert "](javascript" not in text
    for words in ("Unfinished", "Who was there", "R-1", "approved P-1", "deferred"):
        assert words in page
        assert words in text


def test_minutes_of_another_week_are_not_handed_out_without_a_word(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week, told = begun(desk).week, list[str]()
    monkeypatch.setattr("store.commands.reviews.warn", told.append)
    assert terminal(folder)("report", "review").code == 0
    (said,) = told
    assert said.endswith(f"was started: these are the minutes of {week}.")
    assert terminal(folder)("report", "review", "--week", week).code == 0
    assert len(told) == 1


def test_who_nobody_knows_is_said_and_let_in(desk: Desk) -> None:
    add_person(desk, ANA, Role.ADMIN, actor=ANA)
    found: Met = start(desk, chair=ANA, present=["zoe", "Zoe "], actor=ANA, kinds=KINDS)
    assert found.meeting.present == (ANA, "zoe")
    assert "zoe is not listed" in (found.note or "")


def test_the_reviews_of_the_sample_can_be_held_on_any_desk(desk: Desk, clock: Clock) -> None:
    hold_review(desk, 2)
    clock.at += 7 * DAY
    hold_review(desk, 1)
    clock.at += 7 * DAY
    found = review(desk)
    assert [one.settled for one in found.past] == [one.items for one in found.past]
    assert {one.owner: one.standing for one in found.promises} == {
        "Chloe Martin": Standing.OVERDUE,
        "Dev Patel": Standing.NOT_HELD,
    }


def test_a_review_that_goes_on_over_sundays_midnight_is_still_there(
    desk: Desk, clock: Clock
) -> None:
    clock.at = MONDAY + 6 * DAY + timedelta(hours=14, minutes=59)
    met = start(desk, chair=ANA, actor=ANA, kinds=KINDS).meeting
    clock.at += timedelta(minutes=10)
    going_on = meeting(desk)
    assert going_on is not None
    assert (going_on.week, review(desk).week) == (met.week, met.week)
    with pytest.raises(MovedMeanwhile):
        start(desk, chair=BEN, actor=BEN, kinds=KINDS)
    close(desk, actor=ANA)
    assert meeting(desk) is None
    assert review(desk).week == week_of(clock.at)
