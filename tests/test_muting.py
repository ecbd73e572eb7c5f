"""Who may mute alarms, rewrite what stands in them, or take back what others said."""

from collections.abc import Generator
from contextlib import closing, nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from curation.alarm_owners import UNOWNED, require_may_mute
from curation.decisions import Kind
from curation.drift import Severity
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.investigations import body, opened
from curation.ownership import Ownership
from curation.standing import saying
from store.acts.alarming import raise_alarms, resolve, write_runbook
from store.acts.importing import import_files
from store.acts.investigating import close_investigation
from store.acts.maintaining import end, start
from store.acts.owning import name_owner
from store.acts.undoing import undo
from store.answers.alarm_book import book
from store.answers.alarm_owners import unowned
from store.answers.investigations import known_investigation
from store.answers.muted_part import unseen
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, START, Clock
from tests.test_alarms import a_deviation
from tests.test_the_main_job import lines

ALARMS, BASELINE, BLOCKING = (
    Ownership("alarms", ANA, BEN),
    Ownership("baseline", BEN),
    Ownership("blocking", CARL, "dora"),
)
MALLORY = "mallory"
UNTIL = START + timedelta(hours=8)


@pytest.mark.parametrize(
    ("owners", "actor", "may"),
    [
        ((ALARMS, BLOCKING), ANA, True),
        ((ALARMS, BLOCKING), BEN, True),
        ((ALARMS, BLOCKING), "dora", True),
        ((BASELINE,), BEN, True),
        ((BASELINE,), ANA, False),
        ((ALARMS, BASELINE, BLOCKING), MALLORY, False),
        ((BLOCKING,), "", False),
        ((), MALLORY, True),
    ],
)
def test_alarms_are_muted_by_who_owns_them_the_baseline_or_blocking(
    owners: tuple[Ownership, ...], actor: str, may: bool
) -> None:
    refused = nullcontext() if may else pytest.raises(NotAllowed, match="evaldesk own alarms")
    with refused:
        require_may_mute(owners, actor, "mute alarms")


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", Clock())) as desk:
        name_owner(desk, "blocking", ANA, None, actor=ANA)
        yield desk


def test_a_stranger_neither_mutes_nor_rewrites_nor_takes_alarms_over(desk: Desk) -> None:
    first = start(desk, UNTIL, {}, actor=ANA, reason="migration").id
    for act in (
        lambda: start(desk, UNTIL, {}, actor=MALLORY, reason="quiet"),
        lambda: end(desk, first, actor=MALLORY),
        lambda: write_runbook(desk, "drift", "Go to sleep", actor=MALLORY),
        lambda: name_owner(desk, "alarms", MALLORY, None, actor=MALLORY),
    ):
        with pytest.raises(NotAllowed, match="ana"):
            act()
    assert unowned(desk) == ()
    name_owner(desk, "alarms", BEN, None, actor=ANA)
    write_runbook(desk, "drift", "Ring the bell", actor=BEN)
    assert end(desk, first, actor=BEN).ended_by == BEN
    raise_alarms(desk, [a_deviation()])
    assert resolve(desk, "A-1", actor=MALLORY, reason="a holiday").resolved_by == MALLORY


def test_who_started_a_maintenance_may_end_it_whoever_owns_alarms_by_then(
    tmp_path: Path,
) -> None:
    found_desk(tmp_path / "free")
    with closing(open_desk(tmp_path / "free", Clock())) as desk:
        first = start(desk, UNTIL, {}, actor=CARL, reason="migration").id
        assert unowned(desk) == (UNOWNED,)
        name_owner(desk, "alarms", ANA, None, actor=ANA)
        assert end(desk, first, actor=CARL).ended_by == CARL


def test_the_mute_of_another_is_taken_back_by_who_might_mute(desk: Desk) -> None:
    first = start(desk, UNTIL, {}, actor=ANA, reason="migration").id
    with desk.ledger.reading() as asked:
        act = asked.decisions(subject=f"maintenance:{first}")[0].act
    with pytest.raises(NotAllowed, match="you are mallory"):
        undo(desk, act=act, actor=MALLORY)
    name_owner(desk, "alarms", BEN, None, actor=ANA)
    undo(desk, act=act, actor=BEN)
    with desk.ledger.reading() as asked, pytest.raises(Unknown):
        book(asked).maintenance(first)


def test_the_finding_of_another_is_taken_back_by_who_might_say_it(desk: Desk) -> None:
    now = desk.ledger.clock()
    found = opened("I-1", [a_deviation(severity=Severity.SEVERE)], BEN, now, None)
    with desk.ledger.transaction() as tx:
        said = saying(Kind.INVESTIGATION_SET, found.subject, body(found), actor="cron")
        tx.record(said)
        raised = tx.act
    _, closed = close_investigation(desk, "I-1", "a new form", actor=ANA)
    for act in (closed, raised):
        with pytest.raises(NotAllowed, match="I-1 is for ben to say"):
            undo(desk, act=act, actor=MALLORY)
    undo(desk, act=closed, actor=BEN)
    with desk.ledger.reading() as asked:
        assert known_investigation(asked, "I-1").finding is None
    undo(desk, act=raised, actor=BEN)
    with desk.ledger.reading() as asked:
        removed = asked.decisions(subject=found.subject)[0].act
    with pytest.raises(NotAllowed, match="I-1 is for ben to say"):
        undo(desk, act=removed, actor=MALLORY)


def test_a_mute_of_what_no_event_has_is_refused_or_told(desk: Desk, tmp_path: Path) -> None:
    assert len(unseen(desk, {"region": "eu"})) == 1  # nothing is known of any column yet
    rows = [{"id": "e1", "input": "Hi", "time": "2026-08-03", "region": "eu", "price": 3}]
    import_files(desk, [lines(tmp_path / "e.jsonl", rows)], "events", actor=ANA)
    with pytest.raises(BadRequest, match="'nonsense' makes no part of production"):
        start(desk, UNTIL, {"nonsense": "1"}, actor=ANA, reason="migration")
    assert start(desk, UNTIL, {"region": "nowhere"}, actor=ANA, reason="typo").id == "M-1"
    assert "No event has region=nowhere yet" in unseen(desk, {"region": "nowhere"})[0]
    assert unseen(desk, {"region": "eu"}) == unseen(desk, {}) == ()


@pytest.mark.parametrize("actor", ["", "  ", "\u200b", "\x1b"])
def test_nobody_acts_without_a_name(desk: Desk, actor: str) -> None:
    raise_alarms(desk, [a_deviation()])
    with desk.ledger.reading() as asked:
        head = asked.head()
    with pytest.raises(BadRequest, match="--actor NAME, or set EVALDESK_ACTOR"):
        resolve(desk, "A-1", actor=actor, reason="over")
    with desk.ledger.reading() as asked:
        assert asked.head() == head
