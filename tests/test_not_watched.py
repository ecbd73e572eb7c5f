"""Columns that tell the time, numbers with a few bad cells, and what is said of them."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest

from curation.calendar_columns import (
    counts_up,
    follows_time,
    is_of_the_calendar,
    names_a_time,
)
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines

MONDAY = datetime(2025, 12, 1, tzinfo=UTC)
RNG = np.random.default_rng(40)
DAYS = np.sort(RNG.uniform(18, 18 + 56, 3000))  # eight weeks


@pytest.mark.parametrize(
    ("lows", "highs", "is_counter"),
    [
        ([1, 11, 21], [9, 19, 30], True),
        ([1, 11, 18], [9, 19, 30], False),
        ([1, 11], [9, 19], False),  # two weeks prove nothing
    ],
)
def test_a_number_that_only_rises_is_a_counter(
    lows: list[float], highs: list[float], is_counter: bool
) -> None:
    assert counts_up(lows, highs) is is_counter


FOLLOWING = {
    "seconds": DAYS * 86400,
    "the clock of another place": DAYS + RNG.normal(0, 3, len(DAYS)),
    "days that are left": 500 - DAYS,
    "the number of a sprint": np.floor(DAYS / 14),
}
MOVING = {
    "a step": np.where(DAYS > 46, 40.0, 0) + RNG.uniform(0, 0.001, len(DAYS)),
    "a trend": DAYS / 20 + RNG.normal(0, 1, len(DAYS)),
    "hardly any value": np.where(DAYS < 73, np.nan, 5.0),
}


@pytest.mark.parametrize("name", [*FOLLOWING, *MOVING])
def test_a_number_that_goes_with_the_day_tells_the_time(name: str) -> None:
    values = {**FOLLOWING, **MOVING}[name]
    assert follows_time(DAYS, values) is (name in FOLLOWING)


NAMES = {
    "its week": (DAYS + 3) // 7,
    "weeks that begin on another day": DAYS // 7,
    "three names a week": (DAYS + 3) // 7 * 3 + RNG.integers(0, 3, len(DAYS)),
}
KINDS = {
    "many values": RNG.integers(0, 200, len(DAYS)),
    "one odd week": np.where((DAYS > 25) & (DAYS < 32), 9, RNG.integers(0, 4, len(DAYS))),
    "a release": np.where(DAYS > 46, 1, 0),
}


@pytest.mark.parametrize("name", [*NAMES, *KINDS])
def test_values_of_one_week_each_name_a_time(name: str) -> None:
    codes = {**NAMES, **KINDS}[name].astype(np.uint64) + np.uint64(1)
    assert names_a_time(DAYS, codes) is (name in NAMES)


def test_a_column_that_is_always_one_is_no_january() -> None:
    always, year = np.ones(100, np.uint64), np.full(100, 2026, np.uint64)
    assert not is_of_the_calendar(always, always, has_year=False)
    assert is_of_the_calendar(year, year, has_year=True)


WEEKS, EACH, SHIFTED = 18, 120, 17


def events() -> list[dict[str, Any]]:
    draw = Random(5)
    return [_event(draw, week, n) for week in range(WEEKS) for n in range(EACH)]


def _event(draw: Random, week: int, n: int) -> dict[str, Any]:
    at = MONDAY + timedelta(weeks=week, minutes=84 * n)
    price = round(draw.gauss(10, 1) + (4 if week >= SHIFTED else 0), 2)
    return {
        "event_id": f"e-{week}-{n}", "timestamp": at.isoformat(), "input": "Where is it?",
        "prediction": "refund", "truth": "refund", "score": draw.random(),
        "price": "n/a" if (week, n) in {(2, 7), (SHIFTED, 3)} else price,
        "huge": 1e15 if (week, n) == (SHIFTED, 4) else draw.gauss(5, 1),
        "mixed": draw.choice("xy") if draw.random() < 0.3 else draw.gauss(5, 1),
        "month": f"{at:%Y-%m}", "month_number": at.month, "year": at.year,
        "created": at.timestamp() + draw.gauss(0, 1) * 86400, "plan": f"plan of {at:%V}",
        "ticket": f"t-{week}-{n}", "customer_id": f"c{draw.randrange(9)}",
        "serial": week * EACH + n + draw.randrange(40),
        "note": draw.choice("abc") if week > 12 else None, "tier": draw.choice("ab"),
        "empty": None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    folder = tmp_path_factory.mktemp("unwatched")
    said = terminal(folder / "desk")
    said("init", "--owner", "ana")
    rows = events()
    for part in (rows[: EACH * 2], rows[EACH * 2 : EACH * 10], rows[EACH * 10 :]):
        found = said("import", lines(folder / "events.jsonl", part), "--json")
        assert found.code == 0, found.text
    return said


WHY = {
    "month": "it is the month of the event",
    "month_number": "it is the month of the year of the event",
    "year": "it is the year of the event",
    "created": "it goes with time, like a counter or a clock",
    "serial": "it goes with time, like a counter or a clock",
    "plan": "each of its values belongs to a time of its own",
    "ticket": "nearly every row has a value of its own, like an id or a free text",
    "mixed": "nearly every row has a value of its own, like an id or a free text",
    "customer_id": "by its name it holds ids or codes",
    "note": "it has no value in the reference: it came later",
}


def test_what_tells_the_time_or_holds_ids_is_not_watched_and_says_why(
    evaldesk: Evaldesk,
) -> None:
    found = evaldesk("drift", "--json").json
    told = {one["column"]: one["reason"] for one in found["not_watched"]}
    assert told == WHY
    assert {one["column"] for one in found["columns"]}.isdisjoint(told)
    said = evaldesk("drift").text
    assert "Not watched" in said
    assert all(column in said for column in WHY)


@pytest.mark.parametrize("weeks", [1, 2, 5])
def test_a_short_reference_is_told_by_all_weeks_of_the_desk(
    evaldesk: Evaldesk, weeks: int
) -> None:
    until = (MONDAY + timedelta(weeks=weeks)).date()
    found = evaldesk("drift", "--reference", f"{MONDAY.date()}..{until}", "--json").json
    told = {one["column"] for one in found["not_watched"]}
    assert {"month", "month_number", "year", "created", "serial", "plan"} <= told
    severe = {one["column"] for one in found["columns"] if one["severity"] == "severe"}
    assert severe == {"price"}


@pytest.mark.parametrize("words", [(), ("--exact",)])
def test_a_number_with_a_few_bad_cells_stays_a_number(
    evaldesk: Evaldesk, words: tuple[str, ...]
) -> None:
    found = evaldesk("drift", *words, "--json").json
    columns = {one["column"]: one for one in found["columns"]}
    price, huge = columns["price"], columns["huge"]
    assert (price["kind"], price["severity"]) == ("number", "severe")
    assert price["missing_current"] == pytest.approx(1 / EACH)
    assert (huge["kind"], huge["severity"]) == ("number", "none")


def test_a_reference_without_events_names_the_days_that_have_some(evaldesk: Evaldesk) -> None:
    found = evaldesk("drift", "--reference", "2019-01-01..2019-02-01")
    assert found.code == 3
    assert "from 2025-12-01 to 2026-04-" in found.text.replace("\n", " ")
