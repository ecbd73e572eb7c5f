"""A deviation in numbers: column, week, where most, and of whom nothing can be said."""

import json
from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from curation.deviation_reasons import JS
from curation.quantified import POINTS, Hit, TooFew, ValueMoved, most_hit, sentence
from store.acts.baselining import set_baseline
from store.acts.importing import import_files
from store.acts.owning import name_owner
from store.answers.investigations import investigations
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
A_WEEK, EAST = 300, 10  # one in ten is of the east: too few in a week, enough in four
EAST_ONLY = {"region": "east"}
EVERYTHING = Hit({}, "2026-06-29", "2026-07-06", 800, 300, JS, 0.3, 3.0)


def a_hit(farness: float) -> Hit:
    value = farness / 10
    return Hit(EAST_ONLY, "2026-06-29", "2026-07-06", 240, 120, JS, value, farness)


@pytest.mark.parametrize(("farness", "told"), [(3.5, False), (3.7, True)])
def test_a_cohort_is_named_that_does_clearly_more_than_everything(
    farness: float, told: bool
) -> None:
    assert (most_hit([(a_hit(farness), EVERYTHING)]) is not None) is told


def test_every_number_is_said_with_its_column_and_its_week() -> None:
    moved = [ValueMoved("kiosk", 0.0, 0.102, 0.102, None, None)]
    said = sentence("channel", a_hit(6.0), EVERYTHING, moved, [])
    assert said == (
        "channel in the week of 2026-06-29: most where region = east, JS 0.60 (n 120) "
        "against JS 0.30 in all. In channel where region = east, kiosk went from "
        "0.0 % to 10.2 %."
    )
    since, until = "2026-06-29", "2026-07-27"
    errors = Hit(EAST_ONLY, since, until, 240, 120, POINTS, 0.136, 5, 0.1, 0.2)
    assert sentence("errors at equal scores", errors, None, [], []) == (
        "errors at equal scores from 2026-06-29 to before 2026-07-27: most where region = "
        "east, +13.6 points (+10.0 to +20.0) (n 120) against no drift in all."
    )


def test_who_was_too_few_is_not_called_quiet() -> None:
    few = [TooFew({"region": "east"}, 63, 100)]
    said = sentence("basket", EVERYTHING, EVERYTHING, [], few)
    assert "In no cohort that could be judged clearly more than in all." in said
    assert said.endswith("Too few to say where region = east: 63 of 100.")
    assert "In no cohort clearly" in sentence("basket", EVERYTHING, EVERYTHING, [], [])


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """Eight quiet weeks, which are the baseline."""
    found_desk(tmp_path / "desk")
    now = MONDAY + timedelta(weeks=30)
    with closing(open_desk(tmp_path / "desk", lambda: now)) as opened:
        name_owner(opened, "blocking", ANA, None, actor=ANA)
        brings(opened, tmp_path, *range(8))
        set_baseline(opened, "2026-05-04", "2026-06-29", actor=ANA, reason="quiet")
        yield opened


def brings(desk: Desk, folder: Path, *weeks: int, channel: str = "web") -> None:
    """The events of `weeks`; the east comes by `channel`."""
    path = folder / f"events-{weeks[0]}.jsonl"
    rows = [json.dumps(row) for week in weeks for row in events(week, channel)]
    path.write_text("\n".join(rows))
    import_files(desk, [path], "events", actor="cron", source="shop")


def events(week: int, channel: str) -> list[dict[str, object]]:
    return [
        {"event_id": f"{week}-{n}", "route": "shop", "input": f"question {n}", "truth": "yes",
         "occurred_at": (MONDAY + timedelta(weeks=week, minutes=30 * n)).isoformat(),
         "prediction": "yes", "region": "west" if n % EAST else "east", "model_version": "v1",
         "channel": ("web", "app")[n % 2] if n % EAST else channel}
        for n in range(A_WEEK)
    ]  # fmt: skip


def test_a_small_cohort_is_looked_at_over_all_weeks_since_it_began(
    desk: Desk, tmp_path: Path
) -> None:
    brings(desk, tmp_path, 8, channel="kiosk")
    first = compared(desk)
    assert (first["subject"], first["since"], first["cohort"]) == ("channel", "2026-06-29", {})
    assert {"cohort": {"region": "east"}, "n": 30, "of": 100} in first["too_few"]
    brings(desk, tmp_path, 9, 10, 11, channel="kiosk")
    later = compared(desk)
    assert (later["cohort"], later["n_current"]) == ({"region": "east"}, 120)
    assert (later["since"], later["until"]) == ("2026-06-29", "2026-07-27")
    assert later["value"] > later["everywhere"]
    assert later["too_few"] == []
    assert later["sentence"].startswith("channel from 2026-06-29 to before 2026-07-27: most ")


def compared(desk: Desk) -> dict[str, Any]:
    """What the only investigation knows in numbers."""
    (one,) = investigations(desk).waiting
    assert one.investigation.comparison is not None
    return dict(one.investigation.comparison)
