"""A desk that is watched: quiet weeks open nothing, a shifted week is looked into once."""

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any, cast

import pytest

from curation.decisions import Kind
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.investigations import Status
from store.acts.baselining import BaselineSet, set_baseline
from store.acts.imported import Imported
from store.acts.importing import import_files
from store.acts.investigating import (
    close_investigation,
    give_investigation,
    reopen_investigation,
)
from store.acts.owning import name_owner
from store.acts.undoing import undo
from store.acts.watching import Watched, watch
from store.answers.baseline import baseline
from store.answers.baseline_preview import preview
from store.answers.health import health
from store.answers.investigations import investigations
from store.answers.plain import plain
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL
from tests.test_docs import CONTRACT

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
A_WEEK = 300
CHANNELS = ["web"] * 9 + ["app"] * 9 + ["voice"]
QUIET, SHIFTED, TORN = 0.0, 0.24, 1.0  # how much of the traffic comes by another channel


@dataclass
class Time:
    """A second later each time that it is asked."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Watch:
    """A desk, and the time that it is there."""

    desk: Desk
    folder: Path
    time: Time

    def brings(self, *weeks: int, shifted: float = QUIET) -> Imported:
        """The events of `weeks` come in on the Monday after."""
        path = self.folder / f"events-{weeks[-1]:02}.jsonl"
        found = (row for week in weeks for row in rows(week, shifted))
        path.write_text("".join(json.dumps(row) + "\n" for row in found))
        self.time.now = MONDAY + timedelta(weeks=weeks[-1] + 1, hours=4 + weeks[-1])
        return import_files(self.desk, [path], "events", actor="cron", source="shop")

    def looks(self) -> Watched:
        return watch(self.desk, "cron")

    def log(self) -> int:
        with self.desk.ledger.reading() as asked:
            return asked.head()[0]


def rows(week: int, shifted: float, start: datetime = MONDAY) -> list[dict[str, Any]]:
    """Web and app in equal parts; what is shifted comes by voice, and only from the south."""
    draw = Random(week)
    found: list[dict[str, Any]] = []
    for n in range(A_WEEK):
        at = start + timedelta(weeks=week, minutes=30 * n)
        region = "south" if n % 2 else "north"
        moved = region == "south" and draw.random() < 2 * shifted if shifted < 1 else True
        label = ("refund", "login")[draw.random() < 0.5]
        said = label if draw.random() < 0.9 else "other"
        found.append({
            "event_id": f"e-{week}-{n}", "occurred_at": at.isoformat(), "route": "shop",
            "input": f"question {n:03} of {week:02}", "prediction": said, "truth": label,
            "score": round(draw.random(), 3), "region": region, "model_version": "v1",
            "channel": "voice" if moved else draw.choice(CHANNELS),
        })  # fmt: skip
    return found


@pytest.fixture(scope="module")
def eight_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with eight quiet weeks, which blocking's owner has let be the baseline."""
    folder = tmp_path_factory.mktemp("watched")
    found_desk(folder / "desk")
    time = Time()
    with closing(open_desk(folder / "desk", time)) as desk:
        made = Watch(desk, folder, time)
        name_owner(desk, "blocking", ANA, BEN, actor=ANA)
        made.brings(*range(8))
        sets(made)
    return folder / "desk"


def sets(watched: Watch, actor: str = ANA) -> BaselineSet:
    return set_baseline(
        watched.desk, "2026-05-04", "2026-06-29", actor=actor, reason="eight quiet weeks"
    )


@pytest.fixture
def watched(eight_weeks: Path, tmp_path: Path) -> Generator[Watch]:
    """A copy of it."""
    copytree(eight_weeks, tmp_path / "desk")
    time = Time(MONDAY + timedelta(weeks=8, hours=5))
    with closing(open_desk(tmp_path / "desk", time)) as desk:
        yield Watch(desk, tmp_path, time)


def open_now(watched: Watch) -> list[str]:
    found = investigations(watched.desk).waiting
    return [one.investigation.id for one in found]


def test_a_baseline_says_what_it_is_of_and_who_let_it_stand(watched: Watch) -> None:
    found = baseline(watched.desk)
    said = found.baseline
    assert said is not None
    assert (said.n, said.weeks, said.calibrated, said.intact) == (8 * A_WEEK, 8, True, True)
    assert (said.by, said.reason, said.run) == (ANA, "eight quiet weeks", None)
    assert (found.owner, found.through, len(found.history)) == (ANA, "blocking", 1)
    assert {"channel", "score", "prediction"} <= {one.column for one in found.columns}
    assert watched.desk.ledger.verify() == (None, True)


def test_moving_the_baseline_keeps_the_old_one_to_be_looked_at(watched: Watch) -> None:
    watched.brings(8)
    name_owner(watched.desk, "baseline", CARL, None, actor=ANA)
    with pytest.raises(NotAllowed, match="Ask carl"):
        sets(watched)
    moved = set_baseline(
        watched.desk, "2026-05-11", "2026-07-06", actor=CARL, reason="a new shop"
    )
    found = baseline(watched.desk)
    assert found.baseline == moved.baseline
    newest, first = found.history
    assert (newest.before, newest.after, newest.by) == (moved.before, moved.baseline, CARL)
    once = baseline(watched.desk, first.decision)
    assert once.baseline == moved.before
    assert once.columns != found.columns
    with pytest.raises(BadRequest, match=r"2026-05-11..2026-07-06 already, set by carl"):
        set_baseline(watched.desk, "2026-05-11", "2026-07-06", actor=CARL, reason="again")
    with pytest.raises(Unknown, match="evaldesk baseline history"):
        baseline(watched.desk, 999)


def test_only_who_decides_about_blocking_can_give_the_baseline_an_owner(watched: Watch) -> None:
    with pytest.raises(NotAllowed, match="Ask ana"):
        name_owner(watched.desk, "baseline", CARL, None, actor=CARL)


def test_quiet_weeks_open_nothing(watched: Watch) -> None:
    for week in (8, 9, 10):
        done = watched.brings(week)
        assert done.watched is not None
        assert "0 severe, 0 moderate, 0 minor" in done.watched
    assert open_now(watched) == []


def test_a_shifted_week_opens_exactly_one_investigation_that_says_where(watched: Watch) -> None:
    watched.brings(8, shifted=SHIFTED)
    assert open_now(watched) == ["I-1"]
    (found,) = investigations(watched.desk).waiting
    one = found.investigation
    assert (one.owner, one.keys[0], one.status) == (ANA, "drift:channel", Status.OPEN)
    compared = one.comparison
    assert compared is not None
    assert compared["cohort"] == {"region": "south"}
    assert compared["value"] > compared["everywhere"]
    assert compared["n_current"] == A_WEEK // 2
    voice = next(moved for moved in compared["moved"] if moved["value"] == "voice")
    assert voice["low"] < voice["change"] < voice["high"]
    (ask,) = [ask for ask in health(watched.desk).asks if "investigation" in ask.what]
    assert (ask.owner, ask.link) == (ANA, "baseline")


def test_a_second_look_does_nothing(watched: Watch) -> None:
    watched.brings(8, shifted=SHIFTED)
    before = watched.log()
    found = watched.looks()
    assert (watched.log(), found.investigations_opened, found.alarming) == (before, (), ())
    assert found.deviations[0].key == "drift:channel"


def test_what_goes_on_joins_its_investigation_and_what_ended_is_said(watched: Watch) -> None:
    watched.brings(8, shifted=SHIFTED)
    watched.brings(9, shifted=SHIFTED)
    (found,) = investigations(watched.desk).waiting
    since = [s.since for s in found.investigation.sightings if s.key == "drift:channel"]
    assert since == ["2026-06-29", "2026-07-06"]
    done = watched.brings(10)
    assert "Investigations ended: I-1" in (done.watched or "")
    (found,) = investigations(watched.desk).waiting
    assert (found.investigation.status, found.days) == (Status.ENDED, 14)


def test_what_is_severe_is_handed_to_the_alarms(watched: Watch) -> None:
    watched.brings(8, shifted=TORN)
    with watched.desk.ledger.reading() as asked:
        raised = asked.standing(Kind.ALARM_SET)
    assert len(raised) == 1
    assert "channel" in str(raised[0].body)
    assert watched.looks().alarms_raised == ()


def test_a_finding_is_said_by_who_may_and_can_be_taken_back(watched: Watch) -> None:
    watched.brings(8, shifted=SHIFTED)
    desk = watched.desk
    with pytest.raises(NotAllowed, match="Ask ana"):
        close_investigation(desk, "I-1", "a new hotline", actor=CARL)
    give_investigation(desk, "I-1", CARL, actor=ANA)
    with pytest.raises(Unknown, match="evaldesk incidents"):
        close_investigation(desk, "I-1", "a hotline", actor=CARL, incident="INC-9")
    close_investigation(desk, "I-1", "a new hotline", actor=CARL)
    assert open_now(watched) == []
    watched.brings(9, shifted=SHIFTED)
    assert open_now(watched) == []  # it goes on, and everybody knows what it is
    assert [one.key for one in watched.looks().known] == ["drift:channel"]
    undo(desk, actor=CARL)
    assert open_now(watched) == ["I-1"]
    close_investigation(desk, "I-1", "a new hotline", actor=ANA)
    reopen_investigation(desk, "I-1", actor=BEN, reason="the hotline was closed")
    assert open_now(watched) == ["I-1"]
    with pytest.raises(Unknown, match="evaldesk investigations"):
        reopen_investigation(desk, "I-7", actor=BEN, reason="which one")


def test_without_a_baseline_nothing_is_opened(tmp_path: Path) -> None:
    found_desk(tmp_path / "desk")
    time = Time()
    with closing(open_desk(tmp_path / "desk", time)) as desk:
        watched = Watch(desk, tmp_path, time)
        watched.brings(0)
        before = watched.log()
        assert watched.brings(1, shifted=TORN).watched is None
        found = watched.looks()
        assert found.sentence.startswith("No baseline stands")
        assert (found.deviations, watched.log() - before) == ((), 1)
        with pytest.raises(NotAllowed, match="evaldesk own baseline"):
            sets(watched)


def test_an_import_stands_whatever_comes_of_the_look(
    watched: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Watched:
        raise RuntimeError("no disk")

    monkeypatch.setattr("store.acts.looking_after.watch", broken)
    done = watched.brings(8)
    assert done.rows_added == A_WEEK
    assert "RuntimeError: no disk" in (done.watched or "")


def test_a_preview_says_how_the_newest_weeks_would_be_judged(watched: Watch) -> None:
    for week in (8, 9):
        watched.brings(week, shifted=SHIFTED)
    stands = preview(watched.desk, "2026-05-04", "2026-06-29")
    assert [one.since for one in stands.weeks] == ["2026-07-06", "2026-06-29"]
    assert all(one.severity is one.now for one in stands.weeks)
    after = preview(watched.desk, "2026-06-29", "2026-07-06")
    assert [(one.severity, one.deviating) for one in after.weeks] == [("none", 0)]
    assert after.weeks[0].now == stands.weeks[0].now


def test_every_name_of_these_answers_stands_in_the_contract(watched: Watch) -> None:
    watched.brings(8, shifted=SHIFTED)
    desk = watched.desk
    found = [baseline(desk), watched.looks(), investigations(desk)]
    names = {name for answer in found for name in _names(plain(answer))}
    assert {"weekly_q99", "alarms_raised", "everywhere", "moved"} <= names
    assert {name for name in names if name not in CONTRACT} == set()


def _names(answer: object) -> set[str]:
    """Every name in an answer, but not the columns of a cohort."""
    if isinstance(answer, list):
        return {name for one in cast("list[object]", answer) for name in _names(one)}
    if not isinstance(answer, dict):
        return set()
    found = cast("dict[str, object]", answer)
    inner = {name for key, one in found.items() if key != "cohort" for name in _names(one)}
    return {*found, *inner}
