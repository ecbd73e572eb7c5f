"""Alarms through the ledger: raised once, taken by a name, resolved, muted."""

from collections.abc import Generator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from curation.alarms import Alarm, AlarmState
from curation.budget import body, objective, subject_of
from curation.decisions import Kind
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.standing import saying
from curation.thresholds import Direction, Threshold
from store.acts.alarming import acknowledge, raise_alarms, resolve, write_runbook
from store.acts.importing import import_files
from store.acts.maintaining import end, start
from store.acts.owning import set_thresholds
from store.acts.undoing import undo
from store.answers.alarm_book import book
from store.answers.alarm_rules import rules
from store.answers.alarms import alarms
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, START, Clock
from tests.test_alarms import a_deviation, checked
from tests.test_the_main_job import lines


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", Clock())) as desk:
        yield desk


def stands(desk: Desk, alarm: str = "A-1") -> Alarm:
    with desk.ledger.reading() as asked:
        return book(asked).alarm(alarm)


def test_the_same_deviations_raise_one_alarm_however_often_they_are_judged(desk: Desk) -> None:
    first = raise_alarms(desk, [a_deviation(), a_deviation("topic")])
    assert (first.raised, first.act is not None) == (("A-1",), True)
    with desk.ledger.reading() as asked:
        head = asked.head()
    again = raise_alarms(desk, [a_deviation("topic"), a_deviation()])
    assert (again.raised, again.seen, again.act) == ((), (), None)
    with desk.ledger.reading() as asked:
        assert asked.head() == head
    assert raise_alarms(desk, [a_deviation(number=1)]).seen == ("A-1",)
    over = [checked(a_deviation(), 2), checked(a_deviation("topic"), 2)]
    assert raise_alarms(desk, [], checked=over).resolved == ("A-1",)
    assert raise_alarms(desk, [a_deviation(number=3)]).back == ("A-1",)
    assert desk.ledger.verify() == (None, True)


@pytest.mark.parametrize("column", ["model_version", "release"])
def test_a_release_that_is_long_there_joins_nothing(
    desk: Desk, tmp_path: Path, column: str
) -> None:
    rows = [{"id": "e1", "input": "Hi", "time": "2026-08-03", column: "v7"}]
    events = lines(tmp_path / "events.jsonl", rows)
    import_files(desk, [events], "events", actor=ANA)
    found = [a_deviation(cohort={"region": r}, release="v7") for r in ("eu", "us")]
    assert raise_alarms(desk, found).raised == ("A-1", "A-2")
    assert stands(desk).release is None


def test_an_alarm_is_taken_by_one_person_and_says_so_to_the_next(desk: Desk) -> None:
    raise_alarms(desk, [a_deviation(), a_deviation(cohort={"region": "us"})])
    taken = acknowledge(desk, "A-1", actor=ANA, reason="on it")
    assert (taken.state, taken.acknowledged_by) == (AlarmState.ACKNOWLEDGED, ANA)
    assert acknowledge(desk, "A-1", actor=ANA) == taken
    with pytest.raises(NotAllowed, match="taken by ana already"):
        acknowledge(desk, "A-1", actor=BEN)
    with pytest.raises(BadRequest, match="Say who"):
        acknowledge(desk, "A-2", actor=" ")
    with pytest.raises(Unknown, match="No alarm 'A-9'"):
        acknowledge(desk, "A-9", actor=ANA)
    assert stands(desk, "A-2").state is AlarmState.OPEN  # nobody else's is silent


def test_an_alarm_is_resolved_by_hand_with_a_reason_and_once(desk: Desk) -> None:
    raise_alarms(desk, [a_deviation()])
    with pytest.raises(BadRequest, match="Say why"):
        resolve(desk, "A-1", actor=ANA, reason=" ")
    resolve(desk, "A-1", actor=ANA, reason="a holiday")
    over = stands(desk)
    assert (over.state, over.resolved_by, over.resolved_because) == (
        AlarmState.RESOLVED, ANA, "a holiday",
    )  # fmt: skip
    for act in (lambda: acknowledge(desk, "A-1", actor=BEN),
                lambda: resolve(desk, "A-1", actor=BEN, reason="me too")):  # fmt: skip
        with pytest.raises(NotAllowed, match="A-1 is resolved \\(a holiday\\)"):
            act()
    assert raise_alarms(desk, [a_deviation()]).act is None


def test_a_runbook_is_governed_and_can_be_taken_away(desk: Desk) -> None:
    write_runbook(desk, "drift.js", "Ask <b>Ops</b> first", actor=ANA)
    with desk.ledger.reading() as asked:
        assert book(asked).runbooks == {"drift.js": "Ask <b>Ops</b> first"}
        assert book(asked).alarms == {}
    write_runbook(desk, "drift.js", "", actor=BEN)
    with desk.ledger.reading() as asked:
        assert book(asked).runbooks == {}
    for rule, text in (("dr ift", "x"), ("", "x"), ("drift", "x" * 4001)):
        with pytest.raises(BadRequest):
            write_runbook(desk, rule, text, actor=ANA)


def test_a_maintenance_is_bounded_ended_early_and_taken_back(desk: Desk) -> None:
    until = START + timedelta(hours=8)
    first = start(desk, until, {"region": "eu"}, actor=ANA, reason="migration")
    assert (first.id, first.where, first.by) == ("M-1", {"region": "eu"}, ANA)
    over = end(desk, "M-1", actor=BEN)
    assert (over.ended_by, over.end < first.end) == (BEN, True)
    with pytest.raises(NotAllowed, match="M-1 ended at"):
        end(desk, "M-1", actor=BEN)
    undo(desk, actor=BEN)
    undo(desk, actor=ANA)
    with pytest.raises(Unknown, match="No maintenance 'M-1'"):
        end(desk, "M-1", actor=ANA)
    assert start(desk, until, {}, actor=ANA, reason="again").id == "M-2"


@pytest.mark.parametrize(
    ("hours", "reason", "why"),
    [(8, " ", "Say why"), (-1, "x", "before it began"), (169, "x", "may last 168 hours")],
)
def test_a_maintenance_that_nobody_can_mean_is_refused(
    desk: Desk, hours: int, reason: str, why: str
) -> None:
    until = START + timedelta(hours=hours, minutes=5)
    with pytest.raises(BadRequest, match=why):
        start(desk, until, {}, actor=ANA, reason=reason, since=START)


def test_every_rule_stands_in_the_list_with_its_limit_its_runbook_and_its_backtest(
    desk: Desk,
) -> None:
    found = {one.rule: one for one in alarms(desk).rules}
    assert list(found) == [
        "error-rate", "drift", "concept", "run", "budget", "latency", "cost", "staleness",
    ]  # fmt: skip
    limits = {name: {limit.name for limit in one.limits} for name, one in found.items()}
    assert limits["error-rate"] == {"alarm.error_rate.sigmas", "alarm.error_rate.severe_sigmas"}
    assert limits["latency"] == limits["staleness"] == set()  # nobody has set a budget
    assert all(one.runbook for one in found.values())
    assert {name for name, one in found.items() if one.backtest} == {
        "error-rate", "drift", "concept",
    }  # fmt: skip
    budget = Threshold("latency.p95_ms", "latency_p95_ms", 900, Direction.AT_MOST)
    set_thresholds(desk, [budget], actor=ANA, reason="agreed")
    latency = next(one for one in alarms(desk).rules if one.rule == "latency")
    assert [(one.name, one.value) for one in latency.limits] == [("latency.p95_ms", 900)]


def test_what_history_is_held_to_is_what_the_list_of_rules_says(desk: Desk) -> None:
    with desk.ledger.transaction() as tx:
        wanted = body(objective(0.9))
        tx.record(saying(Kind.OBJECTIVE_SET, subject_of({}), wanted, actor=ANA))
    told = {one.rule for one in alarms(desk).rules if one.backtest}
    assert told == {one.name for one in rules(desk)}
