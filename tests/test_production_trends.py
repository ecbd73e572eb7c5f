"""Trends of a desk: by week, by model and by route, against budgets, from what came in."""

from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.courses import Course
from curation.errors import BadRequest, NotAllowed
from store.acts.importing import import_files
from store.acts.objectives import set_budget
from store.acts.owning import name_owner
from store.answers.releases_seen import releases_seen
from store.answers.trends import P95, PER_1000, PER_WEEK, Line, TrendsAnswer, trends
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN
from tests.test_the_main_job import lines

MONDAY = datetime(2026, 8, 3, 10, tzinfo=UTC)
NOW = MONDAY + timedelta(weeks=12, days=1)  # twelve whole weeks, and one that goes on


def rows() -> list[dict[str, object]]:
    """Forty events a week; from the ninth on another model, twice as slow and as dear."""
    return [
        {
            "id": f"{week}-{n}",
            "timestamp": (MONDAY + timedelta(weeks=week, minutes=n)).isoformat(),
            "route": "refunds" if n % 2 else "login",
            "input": f"question {n} of week {week}",
            "prediction": "billing",
            "truth": "billing" if week < 12 else None,
            "latency_ms": (100 + 10 * n) * (2 if week > 7 else 1),
            "cost_usd": (0.01 + 0.0001 * n) * (2 if week > 7 else 1),
            "model": "v2" if week > 7 else "v1",
        }
        for week in range(13)
        if week != 5  # nobody was there
        for n in range(40)
    ]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    folder = tmp_path_factory.mktemp("trends") / "desk"
    found_desk(folder)
    with closing(open_desk(folder, lambda: NOW)) as desk:
        name_owner(desk, "blocking", ANA, None, actor=ANA)
        set_budget(desk, P95, 4000, actor=ANA, reason="what users bear")
        import_files(desk, [lines(folder.parent / "e.jsonl", rows())], "events", actor="cron")
        yield desk


def line(found: TrendsAnswer, measure: str, group: str | None = None) -> Line:
    return next(one for one in found.lines if (one.measure, one.group) == (measure, group))


def test_a_slower_and_dearer_model_is_told_as_worse_with_its_weeks(desk: Desk) -> None:
    found = trends(desk, "model")
    slow = line(found, P95)
    assert (slow.course, slow.now.n, slow.before.n) == (Course.WORSE, 160, 280)
    assert slow.now.value == pytest.approx(2 * 471, rel=0.03)
    assert (slow.limit, slow.met) == (4000, True)
    assert line(found, PER_1000).course is Course.WORSE
    assert line(found, PER_WEEK).course is Course.WORSE
    assert line(found, P95, "v2").course is Course.TOO_FEW  # there is no before of it
    assert "got worse" in found.sentence


def test_what_nobody_has_set_is_no_budget_and_nothing_is_over_it(desk: Desk) -> None:
    found = trends(desk)
    for measure in (PER_1000, PER_WEEK):
        dear = line(found, measure)
        assert (dear.limit, dear.met, dear.threshold is None) == (None, None, False)
    assert line(found, PER_1000).now.value == pytest.approx(23.9, rel=0.01)  # 10 is a default
    assert "over its budget" not in found.sentence
    assert "no budget is set for the cost of 1,000 events and the cost of" in found.sentence
    assert "evaldesk trends budget cost_per_1000_usd NUMBER" in found.sentence


@pytest.mark.parametrize(
    ("measure", "value", "reason", "why"),
    [
        ("latency", 4000.0, "x", "has no budget. These can: latency_p95_ms"),
        (P95, float("nan"), "x", "is no budget"),
        (P95, float("inf"), "x", "is no budget"),
        (P95, 0.0, "x", "is no budget"),
        (P95, 4000.0, " ", "needs a reason"),
    ],
)
def test_a_budget_that_nobody_can_mean_is_refused(
    desk: Desk, measure: str, value: float, reason: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=why):
        set_budget(desk, measure, value, actor=ANA, reason=reason)


def test_a_budget_is_for_the_owner_to_set(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="To set a budget is for ana"):
        set_budget(desk, P95, 9000, actor=BEN, reason="slow is fine")
    assert line(trends(desk), P95).limit == 4000


def test_a_week_without_events_is_a_gap_and_a_week_that_goes_on_is_left_out(desk: Desk) -> None:
    slow = line(trends(desk), P95)
    assert len(slow.weeks) == 12
    assert (slow.weeks[5].n, slow.weeks[5].value) == (0, None)
    assert line(trends(desk), PER_WEEK).weeks[5].value is None


def test_parts_add_up_to_all(desk: Desk) -> None:
    found = trends(desk, "route")
    parts = [line(found, P95, route) for route in ("login", "refunds")]
    assert sum(one.now.n for one in parts) == line(found, P95).now.n
    weekly = [
        line(found, PER_WEEK, route).weeks[-1].value or 0.0 for route in ("login", "refunds")
    ]
    assert sum(weekly) == pytest.approx(line(found, PER_WEEK).weeks[-1].value)
    assert line(found, PER_WEEK, "login").limit is None  # the budget is production's


def test_ages_are_told_from_what_was_seen_and_nothing_is_made_up(desk: Desk) -> None:
    ages = {one.what: one for one in trends(desk).ages}
    assert (ages["model"].name, ages["model"].since) == ("v2", MONDAY + timedelta(weeks=8))
    assert ages["label"].since == MONDAY + timedelta(weeks=11, minutes=39)
    assert (ages["run"].met, ages["set"].met) == (None, None)
    assert [(one.release, one.week.isoformat()) for one in releases_seen(desk)] == [
        ("v1", "2026-08-03"), ("v2", "2026-09-28"),
    ]  # fmt: skip


def test_an_empty_desk_has_no_trend_and_is_not_green(tmp_path: Path) -> None:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", lambda: NOW)) as desk:
        found = trends(desk)
    assert (found.lines, found.until) == ((), None)
    assert "no latency and no cost is known" in found.sentence


def test_a_column_that_trends_are_not_told_by_is_refused(desk: Desk) -> None:
    assert trends(desk).offered == ("model", "route")
    for column in ("region", "colour"):
        with pytest.raises(BadRequest):
            trends(desk, column)
