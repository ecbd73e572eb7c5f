"""Latency, cost and age over a budget: a deviation only where somebody has set the budget."""

from collections.abc import Generator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from curation.drift import Severity
from curation.measures.measure import Measure
from curation.over_budget import KNOWN, Held, checked_over, week_over
from curation.thresholds import AGES, FOUNDING, Direction, Threshold
from store.acts.alarming import resolve
from store.acts.baselining import set_baseline
from store.acts.importing import import_files
from store.acts.looking_after import watched
from store.acts.objectives import set_budget
from store.acts.owning import name_owner, set_thresholds
from store.acts.proposing import approve, propose
from store.acts.watching import watch
from store.answers.alarms import alarms
from store.answers.investigations import investigations
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN
from tests.test_production_trends import NOW, rows
from tests.test_the_main_job import lines

FIRST = date(2026, 8, 3)
P95, WEEKLY = "latency.p95_ms", "cost.per_week_usd"


def held(value: float | None, low: float, high: float, *weeks: float | None) -> Held:
    """A p95 held to 4,000 ms."""
    told = [(FIRST + timedelta(weeks=n), week) for n, week in enumerate(weeks or (5000,))]
    return Held(KNOWN[P95], Measure(value, low, high, 900, "a test"), told, 900, 4000)


@pytest.mark.parametrize(
    ("found", "severity", "told"),
    [
        (held(3900, 3800, 4000), None, True),
        (held(4100, 3900, 4300), None, False),  # the interval lies across the budget
        (held(None, 0, 0), None, False),
        (held(4400, 4100, 4700), Severity.MODERATE, True),
        (held(6000, 5500, 6500), Severity.MODERATE, True),
        (held(6001, 5500, 6500), Severity.SEVERE, True),
    ],
)
def test_only_what_lies_over_its_budget_for_sure_deviates(
    found: Held, severity: Severity | None, told: bool
) -> None:
    over = week_over(found)
    assert (over.severity if over else None, checked_over(found).enough) == (severity, told)


@pytest.mark.parametrize(
    ("weeks", "began"),
    [
        ((1, 5000, 5000), 1),
        ((5000, 1, None, 1, 5000), 0),  # what is told together still holds the first
        ((5000, 1, 1, 1, 1, 5000), 5),
        ((1, 5000, 1, 1), 1),
        ((1, 1), 1),
    ],
)
def test_it_began_with_the_first_week_over_and_stays_there(
    weeks: tuple[float | None, ...], began: int
) -> None:
    over = week_over(held(5000, 4500, 5500, *weeks))
    assert over is not None
    assert over.began == (FIRST + timedelta(weeks=began)).isoformat()
    assert over.since >= over.began


@pytest.fixture(scope="module")
def twelve_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose baseline is of the four quick weeks, before a slow and dear model."""
    folder = tmp_path_factory.mktemp("over") / "desk"
    found_desk(folder)
    with closing(open_desk(folder, lambda: NOW)) as desk:
        import_files(desk, [lines(folder.parent / "e.jsonl", rows())], "events", actor="cron")
        name_owner(desk, "baseline", ANA, None, actor=ANA)
        set_baseline(desk, "2026-08-03", "2026-08-31", actor=ANA, reason="four weeks")
    return folder


@pytest.fixture
def desk(twelve_weeks: Path, tmp_path: Path) -> Generator[Desk]:
    copytree(twelve_weeks, tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", lambda: NOW)) as desk:
        yield desk


def sets(desk: Desk, **budgets: float) -> None:
    names = {"p95": P95, "weekly": WEEKLY, "model": "staleness.model_days"}
    found = [Threshold(names[k], "x", v, Direction.AT_MOST) for k, v in budgets.items()]
    set_thresholds(desk, found, actor=ANA, reason="agreed")


def over(desk: Desk) -> dict[str, Any]:
    found = watch(desk, "cron").deviations
    return {one.subject: one for one in found if one.rule in ("latency", "cost", "staleness")}


def test_a_budget_that_nobody_has_set_binds_nobody(desk: Desk) -> None:
    assert over(desk) == {}


def test_a_budget_that_is_passed_raises_an_alarm_or_is_looked_into_once(desk: Desk) -> None:
    sets(desk, p95=800, weekly=0.5, model=20)
    first = watch(desk, "cron")
    assert "p95 latency is" in first.sentence
    told = {one.subject: one for one in first.deviations}
    slow, dear, old = (
        told[name] for name in ("p95 latency", "cost of a week", "age of the model")
    )
    assert (slow.severity, slow.limit, slow.began) == (Severity.MODERATE, 800, "2026-09-28")
    assert "over its budget of 800 ms (n 160)" in slow.sentence
    assert (dear.severity, old.severity) == (Severity.SEVERE, Severity.MODERATE)
    assert old.sentence == "The model in production, v2, is 29 days old, limit 20."
    (alarm,) = alarms(desk).alarms
    assert (alarm.rule, alarm.id in first.alarms_raised) == ("cost", True)
    titles = [one.investigation.keys for one in investigations(desk).waiting]
    assert {("latency:p95 latency",), ("cost:cost of a week",), ("staleness:model",)} <= {
        *titles
    }
    again = watch(desk, "cron")
    assert (again.investigations_opened, again.alarming, again.alarms_raised) == ((), (), ())


def test_an_age_is_a_budget_once_somebody_says_so(desk: Desk) -> None:
    name_owner(desk, "blocking", ANA, None, actor=ANA, reason="founding")
    set_budget(desk, "model_age_days", 20, actor=ANA, reason="we release twice a month")
    assert [one.subject for one in watch(desk, "cron").deviations] == ["age of the model"]
    assert not {one.name for one in FOUNDING} & set(AGES.values())


def test_what_is_within_its_budget_again_is_over(desk: Desk) -> None:
    sets(desk, weekly=0.5)
    watch(desk, "cron")
    name_owner(desk, "objective", ANA, None, actor=ANA)
    propose(desk, WEEKLY, 50, actor=BEN, reason="twice the traffic")
    approve(desk, "P-1", actor=ANA, reason="it pays")
    assert watch(desk, "cron").investigations_ended != ()
    assert [one.state for one in alarms(desk).alarms] == ["resolved"]


def test_a_look_says_that_a_resolved_alarm_still_deviates(desk: Desk) -> None:
    sets(desk, weekly=0.5)
    watch(desk, "cron")
    resolve(desk, "A-1", actor=ANA, reason="we know")
    assert "A-1 was resolved, and still deviates." in watch(desk, "cron").sentence


def test_an_import_is_held_to_budgets_where_there_is_no_baseline(tmp_path: Path) -> None:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", lambda: NOW)) as desk:
        import_files(desk, [lines(tmp_path / "e.jsonl", rows())], "events", actor="cron")
        assert watched(desk) is None
        sets(desk, weekly=0.5)
        assert "cost of a week is" in (watched(desk) or "")
