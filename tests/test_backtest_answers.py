"""Alarm rules over the history of a desk: what each would have told of the incidents there."""

import json
from collections.abc import Generator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from curation.budget import body, objective, subject_of
from curation.decisions import Kind
from curation.errors import BadRequest, Unknown
from curation.standing import saying
from store.acts.importing import import_files
from store.acts.recording_incidents import record_incident
from store.answers.backtest import COHORTS, PRODUCTION, backtest
from store.desk import Desk, found_desk, open_desk
from tests.terminal import terminal
from tests.test_docs import CONTRACT, keys

MONDAY, BAD_WEEK = date(2026, 6, 1), 10


def events(weeks: int, a_week: int) -> list[dict[str, object]]:
    """Weeks of two regions; in one of them much of eu is wrong, and its texts are longer."""
    rows: list[dict[str, object]] = []
    for n in range(weeks * a_week):
        week, within = divmod(n, a_week)
        at = datetime.combine(MONDAY, datetime.min.time(), UTC)
        at += timedelta(weeks=week, minutes=round(within * 10_000 / a_week))
        eu = n % 2
        hurt = week == BAD_WEEK and eu
        wrong = within % 21 == 0 or (hurt and within % 4 == 1)
        rows.append(
            {"id": n, "timestamp": at.isoformat(), "route": "refunds", "model": "v1",
             "input": f"Where is my refund {within}?" + " Please!" * (9 * hurt),
             "prediction": "refund", "truth": "billing" if wrong else "refund",
             "region": "eu" if eu else "us", "amount": None if hurt else within % 50}
        )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """Sixteen weeks of 250 events; the first eight are the reference."""
    place = tmp_path_factory.mktemp("backtest")
    path = place / "events.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in events(16, 250)))
    found_desk(place / "desk")
    with closing(open_desk(place / "desk")) as desk:
        import_files(desk, [path], "events", actor="cron", source="app")
        bad = MONDAY + timedelta(weeks=BAD_WEEK)
        on_record(desk, "EU hurt", bad, bad + timedelta(days=6), region="eu")
        on_record(desk, "Long ago", MONDAY, MONDAY + timedelta(days=9), region="eu")
        last = MONDAY + timedelta(weeks=14)
        on_record(desk, "Quiet", last, last + timedelta(days=3), region="us")
        yield desk


def on_record(desk: Desk, name: str, start: date, end: date, **cohort: str) -> None:
    said = {
        "name": name, "start": start.isoformat(), "end": end.isoformat(), "cohort": cohort,
        "severity": "high", "owner": "ana",
    }  # fmt: skip
    record_incident(desk, said, actor="ana")


@pytest.mark.parametrize("rule", ["error-rate", "drift", "drift:input_length", "drift:amount"])
def test_a_rule_tells_of_what_it_sees_and_not_of_what_made_its_limits(
    desk: Desk, rule: str
) -> None:
    found = backtest(desk, rule)
    assert (found.reference_since, found.reference_until) == ("2026-06-01", "2026-07-27")
    for scope in found.scopes:
        there = scope.at(found.in_force)
        assert [(hit.incident, hit.lag_days) for hit in there.hits] == [("INC-1", 7)]
        assert [miss.incident for miss in there.misses] == ["INC-3"]
        assert [one.incident for one in scope.beyond] == ["INC-2"]
        assert scope.beyond[0].reason.startswith("it was over before 2026-07-27")
        assert "2 incidents are too few to say" in scope.sentence
        weeks = [one.since for one in scope.series[0].readings]
        assert (weeks[0], len(weeks)) == ("2026-07-27", 8)


def test_a_column_alarms_in_the_weeks_in_which_the_rule_about_all_of_them_does(
    desk: Desk,
) -> None:
    about_all, about_one = (
        backtest(desk, rule).scopes[0] for rule in ("drift", "drift:amount")
    )
    assert [one.since for one in about_one.at(3).firings] == [
        one.since for one in about_all.at(3).firings
    ]
    assert [one.limit for one in about_one.trials] == [1, 2, 3]


def test_each_cohort_of_an_incident_is_watched_apart(desk: Desk) -> None:
    whole, parts = backtest(desk, "error-rate").scopes
    assert (whole.scope, parts.scope) == (PRODUCTION, COHORTS)
    assert [dict(one.cohort) for one in parts.series] == [{"region": "eu"}, {"region": "us"}]
    assert {dict(one.cohort)["region"] for one in parts.at(3).firings} == {"eu"}


def test_the_burn_rule_is_tried_where_production_has_an_objective(desk: Desk) -> None:
    with pytest.raises(Unknown, match=r"No rule 'burn'.*needs an objective first"):
        backtest(desk, "burn")
    with desk.ledger.transaction() as tx:
        wanted = body(objective(0.9))
        tx.record(saying(Kind.OBJECTIVE_SET, subject_of({}), wanted, actor="ana"))
    assert backtest(desk, "burn").rule == "budget"  # both are said
    whole, parts = backtest(desk, "budget").scopes
    assert "INC-1" in [hit.incident for hit in parts.at(1).hits]
    readings = whole.series[0].readings
    assert (readings[0].since, len(readings), whole.beyond) == ("2026-06-01", 16, ())
    undo_it(desk)


def undo_it(desk: Desk) -> None:
    """Let there be no objective again."""
    with desk.ledger.transaction() as tx:
        tx.record(saying(Kind.OBJECTIVE_SET, subject_of({}), None, actor="ana"))


def test_limits_are_tried_as_they_are_named_beside_the_one_in_force(desk: Desk) -> None:
    found = backtest(desk, "drift", ["minor", "2"])
    assert [one.limit for one in found.scopes[0].trials] == [1, 2, 3]
    tried = backtest(desk, "error-rate", ["50"]).scopes[0]
    assert [(one.limit, len(one.hits)) for one in tried.trials] == [(3, 1), (6, 1), (50, 0)]
    assert tried.best == 6


@pytest.mark.parametrize(
    ("rule", "calls"),
    [
        ("error-rate", [(3, "opens an investigation"), (6, "raises an alarm")]),
        ("drift", [(1, "is a note"), (2, "opens an investigation"), (3, "raises an alarm")]),
    ],
)
def test_what_tells_somebody_is_in_force_and_each_limit_says_what_it_does(
    desk: Desk, rule: str, calls: list[tuple[float, str]]
) -> None:
    found = backtest(desk, rule)
    assert [(one.limit, one.does) for one in found.calls] == calls
    assert found.in_force == calls[-1][0]
    tried = [one.limit for one in found.scopes[0].trials]
    assert {limit for limit, _ in calls} <= set(tried)
    assert found.in_words.endswith("raises an alarm")
    assert "raises an alarm" in terminal(desk.folder)("backtest", rule).text


@pytest.mark.parametrize(
    ("rule", "limits", "why", "kind"),
    [
        ("luck", [], "No rule 'luck'.* error-rate, drift, concept", Unknown),
        ("drift:luck", [], "No watched column 'luck'.* There are: ", Unknown),
        ("drift", ["much"], "'much' is no limit of drift. Write minor, moderate", BadRequest),
        ("drift", ["0.2"], "'0.2' is no limit of drift. Write .*severe, 1, 2, 3", BadRequest),
        ("drift", ["nan"], "'nan' is no limit", BadRequest),
        ("error-rate", ["much"], "Write a number", BadRequest),
    ],
)
def test_what_is_no_rule_or_no_limit_is_refused_with_what_there_is(
    desk: Desk, rule: str, limits: list[str], why: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=why):
        backtest(desk, rule, limits)


def test_a_desk_with_nothing_to_compare_says_so(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    for one in said("backtest", "--json").json["rules"]:
        assert one["reference_since"] is None
        assert [scope["sentence"] for scope in one["scopes"]] == [
            "No week after the reference can be judged yet."
        ] * 2


def test_every_name_of_a_backtest_stands_in_the_contract(desk: Desk) -> None:
    said = terminal(desk.folder)
    answer: dict[str, Any] = said("backtest", "drift", "--limits", "minor", "--json").json
    assert {name for name in keys(answer) if name not in CONTRACT} == set()
    told = said("backtest", "error-rate").text
    assert "INC-2 cannot be told about: it was over before 2026-07-27" in told
