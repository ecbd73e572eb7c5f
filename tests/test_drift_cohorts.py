"""The same column in every cohort: who drifts comes first, who is too few is said to be."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from curation.decisions import Kind
from curation.drift import Limits, Severity
from curation.investigations import Investigation, Status, body
from curation.standing import saying
from curation.thresholds import Direction, Threshold
from store.acts.importing import import_files
from store.answers.drift import DriftQuestion, drift
from store.answers.drift_answers import DriftAnswers
from store.answers.drift_cohorts import by_value, cohorts_to_ask, most_hit_by
from store.answers.drift_limits import concept_limits
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, threshold_set

FIRST = date(2026, 8, 31)  # a Monday
SIZES = {"eu": 130, "us": 120, "tiny": 8}


def rows() -> Iterator[dict[str, object]]:
    """In the last of four weeks the Europeans write in German."""
    for week in range(4):
        for region, size in SIZES.items():
            for n in range(size):
                german = region == "eu" and week == 3
                day = FIRST + timedelta(weeks=week, days=n % 7)
                yield {
                    "id": f"{region}-{week}-{n}",
                    "timestamp": f"{day}T10:00:00Z",
                    "input": f"question {n % 7}",
                    "truth": "yes",
                    "prediction": "no" if region == "us" and week == 3 and n % 3 else "yes",
                    "score": 0.9,
                    "language": "de" if german or n % 10 == 0 else "en",
                    "region": region,
                }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    place = tmp_path_factory.mktemp("cohorts")
    found_desk(place / "desk")
    file = place / "events.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in rows()), encoding="utf-8")
    with closing(open_desk(place / "desk")) as desk:
        import_files(desk, [file], "events", actor=ANA)
        yield desk


def test_who_drifts_comes_first_and_who_is_too_few_last(desk: Desk) -> None:
    found = by_value(desk, DriftQuestion(), "region", "language")
    assert [one.value for one in found] == ["eu", "us", "tiny"]
    assert [one.column and one.column.severity for one in found] == [
        Severity.SEVERE, Severity.NONE, Severity.UNKNOWN,
    ]  # fmt: skip
    assert [one.n for one in found] == [130, 120, 8]


def test_a_cohort_says_the_same_as_the_page_about_it_alone(desk: Desk) -> None:
    alone = drift(desk, DriftQuestion(where={"region": "eu"}))
    first = by_value(desk, DriftQuestion(), "region", "language")[0]
    assert first.column == next(c for c in alone.columns if c.column == "language")
    assert first.concept == alone.concept


def test_without_a_column_the_errors_rank_them(desk: Desk) -> None:
    found = by_value(desk, DriftQuestion(), "region", None)
    assert found[0].value == "us"
    assert found[0].column is None
    assert found[0].concept.severity is Severity.SEVERE


def test_the_limits_of_errors_are_those_in_force_and_what_was_kept_follows_them(
    desk: Desk,
) -> None:
    assert concept_limits(desk) == Limits(0.02, 0.05, 0.1)
    kept, asked = desk.kept(DriftAnswers), DriftQuestion()
    assert kept.by_value(asked, "region", None)[0].concept.severity is Severity.SEVERE
    with desk.ledger.transaction() as tx:
        for tier, value in (("minor", 0.9), ("moderate", 0.95), ("severe", 0.99)):
            name = f"drift.concept.{tier}"
            tx.record(
                threshold_set(Threshold(name, "error_rate_rise", value, Direction.AT_MOST))
            )
    assert concept_limits(desk) == Limits(0.9, 0.95, 0.99)
    assert kept.by_value(asked, "region", None)[0].concept.severity is Severity.NONE


def test_the_cohorts_that_can_be_asked_for_stand_by_column_and_size(desk: Desk) -> None:
    assert cohorts_to_ask(desk, ("region", "language", "truth")) == (
        "region=eu", "region=us", "region=tiny", "language=en", "language=de",
    )  # fmt: skip
    assert cohorts_to_ask(desk, ("truth",)) == ()  # it has one value


def test_the_split_offered_first_is_where_it_was_found_to_differ_most(desk: Desk) -> None:
    assert most_hit_by(desk, "language") is None
    about: dict[str, object] = {"subject": "language", "cohort": {"region": "eu"}}
    one = Investigation(
        "I-1", "language", Status.OPEN, Severity.SEVERE, ANA, "2026-09-28", (), (), about
    )
    with desk.ledger.transaction() as tx:
        tx.record(saying(Kind.INVESTIGATION_SET, one.subject, body(one), actor=ANA, reason="x"))
    assert most_hit_by(desk, "language") == "region"
    assert most_hit_by(desk, "truth") is None
