"""What happened beside the numbers: releases, frozen sets and incidents on one time axis."""

import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from curation.decisions import Body, Kind
from curation.standing import saying
from store.acts.importing import import_files
from store.answers.releases_seen import release_of, releases_seen
from store.answers.timeline import Happening, What, timeline
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, froze


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        yield desk


def bring(desk: Desk, rows: list[dict[str, object]]) -> None:
    file = desk.folder / "events.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    import_files(desk, [file], "events", actor=ANA)


def an_event(day: str, n: int, **more: object) -> dict[str, object]:
    return {"id": f"{day}-{n}", "timestamp": f"{day}T10:00:00Z", "input": f"q{n}", **more}


def record(desk: Desk, body: Body) -> None:
    with desk.ledger.transaction() as tx:
        tx.record(saying(Kind.INCIDENT_SET, "incident:INC-1", body, actor=ANA, reason="seen"))


def test_a_release_came_in_the_first_week_that_knows_it_and_the_first_of_all_is_no_news(
    desk: Desk,
) -> None:
    bring(desk, [
        an_event("2026-10-06", 1, release="1.0", model_version="m1", region="eu"),
        an_event("2026-10-13", 2, release="1.0", model_version="m1", region="us"),
        an_event("2026-10-22", 3, release="1.1", model_version="m1", region="eu"),
        an_event("2026-10-20", 4, release="1.1", model_version="m2", region="ap"),
        an_event("2026-10-27", 5, release="1.0", model_version="m2", region="eu"),
    ])  # fmt: skip
    found = [(one.what, one.name, one.since) for one in timeline(desk)]
    assert found == [(What.RELEASE, "1.1", "2026-10-19")]  # m2 is a model, no release
    seen = [(one.release, one.week.isoformat()) for one in releases_seen(desk)]
    assert seen == [("1.0", "2026-10-05"), ("1.1", "2026-10-19")]
    assert release_of(desk, "2026-10-19", "2026-10-26") == "1.1"
    assert release_of(desk, "2020-10-19", "2020-10-26") is None


def test_where_no_event_says_its_release_a_model_version_is_one(desk: Desk) -> None:
    bring(desk, [
        an_event("2026-10-06", 1, model_version="m1"),
        an_event("2026-10-20", 4, model_version="m2"),
    ])  # fmt: skip
    assert [(one.name, one.since) for one in timeline(desk)] == [("m2", "2026-10-19")]
    assert [one.release for one in releases_seen(desk)] == ["m1", "m2"]
    assert release_of(desk, "2026-10-19", "2026-10-26") == "m2"


@pytest.mark.parametrize(
    ("end", "met"),
    [
        ("2026-10-19T00:00:00+00:00", False),
        ("2026-10-19T00:00:01+00:00", True),
        ("2026-10-19T02:00:00+02:00", False),
        ("2026-10-19", True),
    ],
)
def test_the_end_of_an_incident_is_not_part_of_it_but_a_day_is(
    desk: Desk, end: str, *, met: bool
) -> None:
    record(desk, {"name": "North", "start": "2026-10-12T00:00:00+00:00", "end": end})
    (one,) = timeline(desk)
    assert one.meets("2026-10-12", "2026-10-19")
    assert one.meets("2026-10-19", "2026-10-26") is met


def test_frozen_sets_and_incidents_stand_beside_them_oldest_first(desk: Desk) -> None:
    days = {"start": "2020-01-07T23:30:00-02:00", "end": "2020-01-09"}
    record(
        desk, {"name": "Refunds fail", "severity": "high", "cohort": {"region": "eu"}, **days}
    )
    with desk.ledger.transaction() as tx:
        tx.record(froze("blocking", 1, []))
    first, second = timeline(desk)
    assert (first.name, first.since, first.until) == (
        "Refunds fail", "2020-01-08", "2020-01-10"
    )  # fmt: skip
    assert first.note == "high, region=eu"
    assert (second.what, second.name) == (What.VERSION, "blocking@1")


@pytest.mark.parametrize(
    ("happening", "met"),
    [
        (Happening(What.RELEASE, "1.1", "2026-10-19"), True),
        (Happening(What.RELEASE, "1.1", "2026-10-26"), False),
        (Happening(What.INCIDENT, "x", "2026-10-01", open=True), True),
        (Happening(What.INCIDENT, "x", "2026-10-01", "2026-10-19"), False),
        (Happening(What.INCIDENT, "x", "2026-10-01", "2026-10-20"), True),
        (Happening(What.INCIDENT, "x", "2026-10-26", open=True), False),
    ],
)
def test_what_happened_meets_the_weeks_that_it_touches(
    happening: Happening, *, met: bool
) -> None:
    assert happening.meets("2026-10-19", "2026-10-26") is met


@pytest.mark.parametrize("body", [{"name": "no day"}, {"start": "soon"}, {"start": 3}])
def test_an_incident_without_a_day_stands_nowhere(desk: Desk, body: Body) -> None:
    record(desk, body)
    assert timeline(desk) == ()


def test_a_desk_without_events_has_no_releases(desk: Desk) -> None:
    assert timeline(desk) == ()
