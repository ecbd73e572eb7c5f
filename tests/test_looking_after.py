"""Looking after production: what one part fails at keeps no other from its own."""

from collections.abc import Generator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from curation.alarms import Alarm, AlarmState
from store.acts.alarming import raise_alarms
from store.acts.importing import import_files
from store.acts.letting_go import let_go
from store.acts.looking_after import look_after, watched
from store.acts.taking_out import undo_import
from store.answers.alarm_book import book
from store.desk import SETTINGS, Desk, found_desk, open_desk
from tests.builders import ANA, Clock
from tests.post_office import Office, web
from tests.terminal import terminal
from tests.test_alarms import EU, MONDAY, US, a_deviation
from tests.test_delivery import heard, named
from tests.test_the_main_job import lines


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", Clock())) as desk:
        yield desk


@pytest.fixture
def office() -> Generator[Office]:
    with web() as office:
        yield office


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("a column went")


def a_baseline(_: object) -> str:
    return "that of production"


def brings(desk: Desk, folder: Path, week: int, region: str = "eu") -> str:
    """The import of one event of `week`."""
    row = {"id": f"{region}{week}", "input": "Hi", "region": region,
           "time": (MONDAY + timedelta(weeks=week)).isoformat()}  # fmt: skip
    path = lines(folder / f"{region}-{week}.jsonl", [row])
    done = import_files(desk, [path], "events", actor=ANA, watching=False)
    assert done.import_id is not None
    return done.import_id


def stands(desk: Desk) -> list[Alarm]:
    with desk.ledger.reading() as asked:
        return list(book(asked).alarms.values())


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("store.acts.looking_after.let_go", "Alarms about rows that were taken out could not"),
        ("store.acts.looking_after.watch", "Production could not be looked at"),
        ("store.answers.deviations.standing_baseline", "Production could not be held against"),
        ("store.acts.watching.burning", "Error budgets could not be judged"),
        ("store.acts.looking_after.follow_ladder", "The ladder of the error budget could not"),
    ],
)
def test_whatever_fails_people_are_told_of_alarms_and_of_the_failure(
    tmp_path: Path,
    desk: Desk,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    told: str,
) -> None:
    brings(desk, tmp_path, 0)
    desk.alarms = named(office)
    raise_alarms(desk, [a_deviation()])
    monkeypatch.setattr(part, broken)
    (trouble,) = look_after(desk, "cron").troubles
    assert heard(office) == [("A-1", "raised")]
    assert not trouble.refused
    assert trouble.sentence.startswith(told)
    assert trouble.sentence.endswith("(RuntimeError: a column went).")


def test_a_channel_that_cannot_be_meant_is_told_as_such_and_only_telling_fails(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.acts.looking_after.standing_baseline", a_baseline)
    desk.alarms = {"channels": {"ops": {"type": "pager", "address": "x"}}}
    assert watched(desk) == (
        "No baseline stands, so nothing was judged. Set one: evaldesk baseline set. Nobody "
        "could be told of alarms: desk.toml: channel 'ops' needs a type: webhook, slack, mail. "
        "Try: evaldesk watch."
    )
    settings = tmp_path / "desk" / SETTINGS
    pager = '[alarms.channels.ops]\ntype = "pager"\naddress = "x"\n'
    settings.write_text(f"{settings.read_text()}\n{pager}")
    done = terminal(tmp_path / "desk")("watch", "--json")
    assert done.code == 2
    (trouble,) = done.json["troubles"]
    assert trouble["refused"]
    assert "needs a type" in trouble["sentence"]
    assert done.json["sentence"].startswith("No baseline stands")


def test_an_import_does_not_wait_for_a_channel_that_never_answers(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.acts.looking_after.standing_baseline", a_baseline)
    monkeypatch.setattr("store.acts.looking_after.AT_AN_IMPORT", 0.5)
    raise_alarms(desk, [a_deviation(cohort={"region": str(n)}) for n in range(4)])
    path = lines(tmp_path / "events.jsonl", [{"id": "1", "input": "Hi", "time": "2026-09-08"}])
    with web("silent") as silent:
        desk.alarms = named(silent)
        began = monotonic()
        done = import_files(desk, [path], "events", actor=ANA)
        assert monotonic() - began < 4
        assert len(silent.came) == 1
    assert (done.rows_added, "Nobody" in (done.watched or "")) == (1, False)


def test_an_alarm_goes_when_its_rows_are_taken_out_and_comes_back_with_them(
    tmp_path: Path, desk: Desk
) -> None:
    brings(desk, tmp_path, 0)
    of_eu = brings(desk, tmp_path, 1)
    of_us = brings(desk, tmp_path, 1, region="us")
    raise_alarms(desk, [a_deviation(number=1), a_deviation(cohort=US, number=1)])
    raise_alarms(desk, [a_deviation("topic", cohort=EU, number=0)])
    assert let_go(desk, actor="cron") == ()
    undo_import(desk, of_us, actor=ANA, reason="twice")
    assert let_go(desk, actor="cron") == ("A-2",)
    us = stands(desk)[1]
    assert (us.state, us.resolved_by, us.resolved_because) == (
        AlarmState.RESOLVED, None, "its rows were taken out",
    )  # fmt: skip
    assert let_go(desk, actor="cron") == ()
    undo_import(desk, of_eu, actor=ANA, reason="twice")
    assert let_go(desk, actor="cron") == ("A-1",)
    assert [one.state for one in stands(desk)] == ["resolved", "resolved", "open"]
    assert raise_alarms(desk, [a_deviation(number=0)]).joined == ("A-3",)  # the week before
    assert raise_alarms(desk, [a_deviation(cohort=US, number=1)]).back == ("A-2",)
    assert desk.ledger.verify() == (None, True)


def test_an_alarm_about_a_run_or_a_budget_goes_with_what_it_rests_on(
    tmp_path: Path, desk: Desk
) -> None:
    brings(desk, tmp_path, 0)
    sunday: dict[str, Any] = {"since": "2026-09-06", "until": "2026-09-07"}
    later: dict[str, Any] = {"since": "2026-09-09", "until": "2026-09-10"}
    rests = [
        a_deviation("a", rule="run", cohort={}, **later),
        a_deviation("b", rule="budget", cohort={}, **sunday),
        a_deviation("c", rule="budget", cohort={}, **later),
        a_deviation("d", rule="budget", cohort={}),
    ]
    for one in rests:
        raise_alarms(desk, [one])
    let_go(desk, actor="cron")
    left = [
        held.deviation.subject for one in stands(desk) for held in one.held if not held.gone
    ]
    assert left == ["b", "d"]


def test_a_broken_look_is_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.acts.looking_after.objectives", broken)
    assert "a column went" in (watched(desk) or "")
