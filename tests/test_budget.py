"""The error budget of a desk: asked, set by who may, frozen by its ladder, told to alarms."""

from collections.abc import Generator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.budget import objective
from curation.burn import Action
from curation.drift import Severity
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.gate_mode import Mode
from curation.ladder import ladder_of
from store.acts.gate_mode import fix_of, follow_ladder, set_mode
from store.acts.importing import import_files
from store.acts.objectives import drop_objective, set_objective, weighed
from store.acts.owning import name_owner
from store.answers.budget import budget
from store.answers.burning import Burning, burning
from store.answers.gate_mode import gate_mode
from store.answers.health import health
from store.answers.objectives import looked
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, CARL
from tests.test_the_main_job import lines

MONDAY = datetime(2026, 8, 3, 10, tzinfo=UTC)
WEEKS = 14
NOW = MONDAY + timedelta(weeks=WEEKS, hours=2)
BAD: Mapping[int, int] = {13: 20}  # of 100 events: the last week; every other one has two


def events(last: int = WEEKS) -> list[dict[str, object]]:
    """A hundred events a week; refunds take all that is bad, a tenth is never judged."""
    found: list[dict[str, object]] = []
    for week in range(last):
        for n in range(100):
            bad = n < BAD.get(week, 2)
            route = "refunds" if n % 2 == 0 or bad else "login"
            found.append({
                "id": f"{week}-{n}",
                "timestamp": (MONDAY + timedelta(weeks=week, minutes=n)).isoformat(),
                "route": route,
                "region": "eu" if n % 4 < 2 else "us",
                "input": f"question {n} of week {week}",
                "prediction": "billing",
                "truth": None if n >= 90 else "refund" if bad else "billing",
                "model": "v1" if week < 13 else "v2",
            })  # fmt: skip
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("budget") / "desk"
    found_desk(folder)
    with closing(open_desk(folder)) as desk:
        name_owner(desk, "blocking", ANA, None, actor=ANA)
        rows = lines(folder.parent / "events.jsonl", events())
        import_files(desk, [rows], "events", actor="cron")
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Generator[Desk]:
    import shutil

    shutil.copytree(made, tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", lambda: NOW)) as desk:
        yield desk


def state(desk: Desk, target: float = 0.95, *steps: str, **more: object) -> None:
    wanted = objective(target, ladder=ladder_of(steps), **more)  # pyright: ignore[reportArgumentType]
    set_objective(desk, wanted, actor=ANA, reason="what users bear")


def test_without_an_objective_there_is_no_budget_and_no_green(desk: Desk) -> None:
    found = budget(desk)
    assert (found.action, found.target, found.left) == (Action.UNKNOWN, None, None)
    assert "evaldesk objective set" in found.sentence
    assert health(desk).budget is None
    assert burning(desk) == Burning()


def test_a_bad_last_week_calls_for_an_owner_and_says_who_ate_the_budget(desk: Desk) -> None:
    state(desk)
    found = budget(desk)
    # 20 of 90 judged events: burn 4.44, and the counts prove 2.8 at least: no proof over 3.
    assert found.windows[0].burn == pytest.approx(20 / 90 / 0.05)
    assert [w.action for w in found.windows] == [
        Action.UNKNOWN, Action.DECIDE, Action.UNKNOWN,
    ]  # fmt: skip
    assert found.action is Action.DECIDE
    assert (found.events, found.silent, found.n, found.bad) == (1200, 120, 1080, 42)
    assert len(found.parts) == 12
    assert found.left is not None
    assert found.left.value == pytest.approx(1 - 42 / 1080 / 0.05)
    eaten = {(e.column, e.value): e.bad for e in found.eaters}
    assert eaten["route", "refunds"] == 42
    assert eaten["kind", "wrong_answer"] == 42
    assert ("route", "login") not in eaten


def test_what_is_not_judged_is_said_and_not_counted_as_good(desk: Desk) -> None:
    state(desk)
    week = budget(desk).parts[0]
    assert (week.events, week.silent, week.n, week.bad) == (100, 10, 90, 2)
    assert week.share == pytest.approx(2 / 90)


def test_a_part_without_an_objective_is_held_to_that_of_production(desk: Desk) -> None:
    state(desk)
    part = budget(desk, {"route": "login"})
    assert (part.borrowed, part.target, part.bad) == (True, 0.95, 0)
    state(desk, 0.5, where={"route": "login"})
    own = budget(desk, {"route": "login"})
    assert (own.borrowed, own.target, own.action) == (False, 0.5, Action.NOTHING)


def test_a_week_without_events_is_no_green_week(made: Path) -> None:
    later = NOW + timedelta(weeks=2)
    with closing(open_desk(made, lambda: later)) as desk:
        state(desk, 0.5)
        found = budget(desk)
        assert found.action is Action.UNKNOWN
        assert found.behind == "no event came in the last 2 whole weeks"
        drop_objective(desk, {}, actor=ANA, reason="only tried")


def test_thirty_days_are_told_by_days_and_end_with_the_last_event(desk: Desk) -> None:
    state(desk, 0.95, period="30 days")
    found = budget(desk)
    assert len(found.parts) == 30
    assert found.bad == 20 + 2 * 4  # the last five Mondays
    assert [w.long for w in found.windows] == ["1 h", "6 h", "24 h", "3 d"]
    # All of the last Monday's events came within 100 minutes, a week ago by the clock.
    assert (found.windows[1].bad, found.windows[1].n) == (20, 90)
    assert found.action is Action.UNKNOWN
    assert found.behind is not None


def test_only_the_owner_of_objective_or_blocking_may_set_one(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="ana"):
        set_objective(desk, objective(0.9), actor=CARL, reason="why not")
    name_owner(desk, "objective", CARL, None, actor=ANA)
    set_objective(desk, objective(0.9), actor=CARL, reason="mine now")
    with pytest.raises(BadRequest, match="reason"):
        set_objective(desk, objective(0.8), actor=CARL, reason=" ")
    with pytest.raises(Unknown):
        drop_objective(desk, {"route": "login"}, actor=CARL, reason="never set")


def test_weights_are_what_a_failure_costs_on_its_route(desk: Desk) -> None:
    assert weighed(desk, {}) == {"refunds": 5.0}  # the governed cost of a wrong answer


def test_the_preview_shows_the_last_weeks_under_another_target(desk: Desk) -> None:
    strict, mild = looked(desk, 0.99, {}), looked(desk, 0.5, {})
    assert len(strict) == len(mild) == 12
    assert (strict[-1].action, mild[-1].action) == (Action.BLOCK, Action.NOTHING)


def test_a_ladder_that_only_asks_changes_nothing_by_itself(desk: Desk) -> None:
    state(desk, 0.95, "50 % freeze: only fixes")
    assert budget(desk).proposal is not None
    assert follow_ladder(desk) is None
    assert not gate_mode(desk).frozen
    assert [a.what for a in health(desk).asks if a.link == "budget"] == [
        "Error budget: owner decision"
    ]


def test_an_automatic_step_freezes_under_its_own_name_and_a_person_may_open_it(
    desk: Desk,
) -> None:
    state(desk, 0.95, "50 % freeze automatic: only fixes")
    frozen = follow_ladder(desk)
    assert frozen is not None
    assert (frozen.mode, frozen.by, frozen.step) == (
        Mode.FREEZE, "budget ladder", "50 %: only fixes",
    )  # fmt: skip
    assert health(desk).sentence.startswith("Do not ship: the gate is frozen.")
    opened = set_mode(desk, Mode.NORMAL, actor=ANA, reason="the mend is out")
    assert opened.until == (NOW.date() + timedelta(days=7)).isoformat()
    assert follow_ladder(desk) is None


def test_the_gate_is_frozen_by_who_may_for_a_reason_and_once(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        set_mode(desk, Mode.FREEZE, actor=CARL, reason="fear")
    with pytest.raises(BadRequest, match="reason"):
        set_mode(desk, Mode.FREEZE, actor=ANA, reason="")
    set_mode(desk, Mode.FREEZE, actor=ANA, reason="spent")
    with pytest.raises(BadRequest, match="already"):
        set_mode(desk, Mode.FREEZE, actor=ANA, reason="again")


def test_a_fix_of_an_incident_names_one_that_is_on_record(desk: Desk) -> None:
    with pytest.raises(Unknown, match="INC-7"):
        fix_of(desk, "inc-7")
    assert fix_of(desk, "the double charge") == "the double charge"


def test_what_burns_is_a_deviation_with_its_proof_and_its_page(desk: Desk) -> None:
    state(desk)
    state(desk, 0.5, where={"route": "login"})
    [one] = burning(desk).deviations
    assert (one.key, one.severity, one.limit) == ("budget:production", Severity.MODERATE, 1.5)
    assert (one.release, one.link, one.n) == ("v2", "budget", 180)
    assert "22 bad of 180" in one.sentence
