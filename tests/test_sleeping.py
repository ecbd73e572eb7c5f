"""A dismissed case sleeps and wakes by one and the same failure group."""

import json
from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.cases import State
from curation.identity import case_id
from store.acts.describing import describe, open_by_hand
from store.acts.importing import import_files
from store.acts.moving import move
from store.answers.foresight import foresee
from store.answers.glimpses import glimpses
from store.answers.inbox import inbox
from store.answers.weighing import weigh
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA

TEXT = "Where is my money?"
CASE = case_id("refunds", TEXT)
NOW = datetime.now(UTC)


class Production:
    """Brings failures to a desk: the group is named by what the model said."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self._path, self._sent = desk, folder / "events.jsonl", 0

    def fails(self, said: str, *texts: str, days_ago: int) -> None:
        when = (NOW - timedelta(days=days_ago)).isoformat()
        rows: list[dict[str, str]] = []
        for text in texts:
            self._sent += 1
            rows.append(
                {"id": f"e-{self._sent}", "timestamp": when, "route": "refunds",
                 "input": text, "prediction": said, "truth": "billing"}
            )  # fmt: skip
        self._path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        import_files(self._desk, [self._path], "events", actor="cron", source="app")


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        yield desk


@pytest.fixture
def production(desk: Desk, tmp_path: Path) -> Production:
    return Production(desk, tmp_path)


def others(said: str, number: int) -> list[str]:
    return [f"Another question about {said} {n}" for n in range(number)]


def back(desk: Desk) -> list[str]:
    return [one.case for one in inbox(desk).woken]


@pytest.mark.parametrize(("first", "then"), [(30, 2), (2, 30)])
def test_a_case_that_now_fails_in_another_group_sleeps_by_the_one_it_was_opened_in(
    desk: Desk, production: Production, first: int, then: int
) -> None:
    production.fails("iban", TEXT, *others("iban", first - 1), days_ago=20)
    describe(desk, [CASE], {"owner": ANA}, actor=ANA)
    production.fails("card", TEXT, *others("card", then - 1), days_ago=9)
    foreseen = foresee(desk, [CASE], State.DISMISSED, actor=ANA, reason="r", until="+10")
    assert f"its group has had {first} failures so far" in (foreseen.changes[0].effect or "")
    (wakes,) = weigh(desk, [CASE], State.DISMISSED, actor=ANA).wakes
    assert wakes.failures == first
    glimpsed = glimpses(desk, [CASE], actor=ANA)[CASE].would_wake
    assert glimpsed == f"until a week has more than {wakes.limit:.0f} failures"
    move(desk, [CASE], State.DISMISSED, actor=ANA, reason="a typo", until="+10")
    assert back(desk) == []
    production.fails("card", *others("late card", 11), days_ago=2)
    production.fails("iban", *others("late iban", 9), days_ago=2)
    assert back(desk) == []
    production.fails("iban", "The last of them", days_ago=1)
    assert back(desk) == [CASE]


def test_a_failure_that_is_dismissed_sleeps_by_the_group_that_it_is_opened_in(
    desk: Desk, production: Production
) -> None:
    production.fails("iban", TEXT, *others("iban", 20), days_ago=5)
    production.fails("card", TEXT, days_ago=5)  # at the same moment: the first id decides
    move(desk, [CASE], State.DISMISSED, actor=ANA, reason="a typo", until="+10")
    assert back(desk) == []
    production.fails("iban", *others("late iban", 10), days_ago=1)
    assert back(desk) == [CASE]


def test_a_case_that_was_written_by_hand_sleeps_by_the_group_it_failed_in_first(
    desk: Desk, production: Production
) -> None:
    written = open_by_hand(desk, TEXT, route="refunds", actor=ANA)
    assert (written.id, written.group_id) == (CASE, None)
    production.fails("iban", TEXT, *others("iban", 3), days_ago=20)
    production.fails("card", TEXT, *others("card", 30), days_ago=9)
    move(desk, [CASE], State.DISMISSED, actor=ANA, reason="a typo", until="+10")
    assert back(desk) == []
    production.fails("iban", *others("late iban", 10), days_ago=1)
    assert back(desk) == [CASE]
