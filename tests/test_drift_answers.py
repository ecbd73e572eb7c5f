"""What evaldesk drift answers about a small desk."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import pstdev
from typing import Any

import pytest

from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines

MONDAY = datetime(2026, 8, 3, 12, tzinfo=UTC)
CONTRACT = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")


def region(week: int, n: int, moved: int) -> str:
    """Few are from asia, and in the last weeks none."""
    if n % 10 == 9 and week < 7:
        return "asia"
    return "eu" if n % 10 < (9 if week >= moved else 5) else "us"


def events(weeks: int = 10, each: int = 150, moved: int = 9) -> list[dict[str, Any]]:
    """Ten weeks; from week `moved` on amounts are higher and eu is more frequent."""
    return [
        {
            "event_id": f"e-{week}-{n}",
            "timestamp": (MONDAY + timedelta(weeks=week)).isoformat(),
            "input": "Where is my card?",
            "prediction": "refund" if n % 4 else "card",
            "truth": "refund",
            "score": n % 50 / 50,
            "amount": n % 50 + (40 if week >= moved else 0),
            "region": region(week, n, moved),
            "serial": week * 1000 + n,
        }
        for week in range(weeks)
        for n in range(each)
    ]


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    folder = tmp_path_factory.mktemp("drift")
    said = terminal(folder / "desk")
    said("init", "--owner", "ana")
    found = said("import", lines(folder / "events.jsonl", events()), "--json")
    assert found.code == 0, found.text
    return said


def told(answer: Any) -> dict[str, Any]:
    return {column["column"]: column for column in answer["columns"]}


def test_what_moved_is_found_in_the_last_week_and_named_first(evaldesk: Evaldesk) -> None:
    found = evaldesk("drift", "--json")
    assert found.code == 1
    columns = told(found.json)
    assert {c for c, one in columns.items() if one["severity"] != "none"} == {
        "amount",
        "region",
    }
    assert found.json["columns"][0]["column"] == "amount"
    assert "drifted" in found.json["sentence"]


def test_a_serial_number_is_not_watched(evaldesk: Evaldesk) -> None:
    columns = told(evaldesk("drift", "--json").json)
    assert "serial" not in columns
    roles = {c: one["role"] for c, one in columns.items()}
    assert (roles["score"], roles["truth"], roles["words"]) == ("score", "label", "text")


def test_without_a_baseline_the_first_weeks_stand_in_for_it(evaldesk: Evaldesk) -> None:
    reference = evaldesk("drift", "--json").json["reference"]
    assert reference["provisional"]
    assert (reference["since"], reference["until"]) == ("2026-08-03", "2026-09-07")
    assert reference["n"] == 750


def test_a_window_before_the_move_is_quiet(evaldesk: Evaldesk) -> None:
    words = ("--from", "2026-09-07", "--to", "2026-09-14")
    found = evaldesk("drift", *words, "--json")
    assert found.code == 0
    assert "none of" in found.json["sentence"]


def test_all_rows_leave_nothing_between_two_ends(evaldesk: Evaldesk) -> None:
    found = told(evaldesk("drift", "--exact", "--json").json)["amount"]
    for ends in (found["wasserstein"], found["ks"]):
        assert ends["low"] == ends["high"]
    assert found["wasserstein"]["low"] == found["wasserstein_over_std"]
    assert found["wasserstein"]["low"] * pstdev(range(50)) == pytest.approx(40, rel=1e-9)


def test_every_name_of_the_answer_stands_in_the_contract(evaldesk: Evaldesk) -> None:
    found = evaldesk("drift", "--exact", "--json").json
    parts = [found, *(found[p] for p in ("reference", "current", "concept"))]
    parts += [found[p][0] for p in ("columns", "weeks", "changes", "goes_with") if found[p]]
    assert {key for part in parts for key in part if key not in CONTRACT} == set()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--column", "nope"), 2, "is not watched for drift"),
        (("--every", "year"), 2, "is no period"),
        (("--reference", "2026-08-03"), 2, "is no window"),
        (("--reference", "2026-08-03.."), 2, "leaves one end open"),
        (("--reference", "2026-08-03..2026-12-01"), 2, "overlaps"),
        (("--where", "nope=1"), 2, "makes no cohorts"),
        (("--where", "region=mars"), 3, "No event passes these filters"),
    ],
)
def test_a_question_without_an_answer_says_why(
    evaldesk: Evaldesk, words: tuple[str, ...], code: int, said: str
) -> None:
    found = evaldesk("drift", *words)
    assert found.code == code
    assert said in found.text.replace("\n", " ")


def test_one_cohort_is_compared_with_itself(evaldesk: Evaldesk) -> None:
    found = evaldesk("drift", "--where", "region=eu", "--json").json
    assert found["reference"]["n"] == 375
    assert told(found)["region"]["severity"] == "none"
    assert told(found)["amount"]["severity"] == "severe"


def test_a_cohort_that_stopped_is_told_of_in_the_window_of_all(evaldesk: Evaldesk) -> None:
    found = evaldesk("drift", "--where", "region=asia", "--json")
    assert (found.code, found.json["current"]["n"]) == (3, 0)
    assert found.json["current"] == {**evaldesk("drift", "--json").json["current"], "n": 0}
    assert "no event of this cohort in the window" in found.json["sentence"]
    assert {one["severity"] for one in found.json["columns"]} == {"unknown"}


def test_months_say_whose_limits_they_are_held_to(evaldesk: Evaldesk) -> None:
    reference = evaldesk("drift", "--every", "month", "--json").json["reference"]
    assert reference["reason"].endswith("Limits are those of weeks.")


def test_a_saturday_is_held_to_the_saturdays_before(tmp_path: Path) -> None:
    """Business stops at weekends; on the last Saturday it does not."""
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    start = MONDAY - timedelta(weeks=4)
    rows = [
        {
            "event_id": f"e-{day}-{n}",
            "timestamp": (start + timedelta(days=day)).isoformat(),
            "prediction": "yes",
            "kind_of_client": "firm" if n % 10 < firms(day) else "person",
        }
        for day in range(17 * 7)
        for n in range(120)
    ]
    said("import", lines(tmp_path / "events.jsonl", rows))
    found = said("drift", "--every", "day", "--json").json
    clients = [told(day)["kind_of_client"]["severity"] for day in found["weeks"]]
    assert set(clients[:-2]) == {"none"}
    assert clients[-2:] == ["severe", "none"]
    assert "same weekday" in found["reference"]["reason"]


def firms(day: int) -> int:
    """Of ten clients; on a Saturday or a Sunday few."""
    return 1 if day % 7 > 4 and day != 17 * 7 - 2 else 8


def test_a_desk_of_one_week_cannot_be_compared(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    assert said("drift").code == 3
    said("import", lines(tmp_path / "events.jsonl", events(weeks=1)))
    found = said("drift")
    assert found.code == 3
    assert "nothing to compare them with" in found.text.replace("\n", " ")


def test_the_terminal_tells_every_week_what_changed_and_what_happened(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    rows = [{**row, "release": "r2" if row["event_id"] > "e-7" else "r1"}
            for row in events(moved=6)]  # fmt: skip
    said("import", lines(tmp_path / "events.jsonl", rows))
    text = said("drift").text
    shown = [line.strip() for line in text.splitlines()]
    weeks = [line for line in shown if line.startswith("2026-") and "  150  " in line]
    assert len(weeks) == 10
    assert "0 of" in weeks[5]
    assert "amount: severe" in weeks[6]
    assert "On another level since" in text
    assert "2026-09-21: release r2" in text
    found = said("drift", "--json").json["happened"]
    assert [(one["what"], one["name"]) for one in found] == [("release", "r2")]


def test_what_is_too_few_to_say_has_no_number_that_says_otherwise(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    said("import", lines(tmp_path / "events.jsonl", events(each=40)))
    shown = [line.strip() for line in said("drift").text.splitlines()]
    amount = next(line for line in shown if line.startswith("amount"))
    assert "too few to say" in amount
    assert amount.split()[-6:] == ["–"] * 6
