"""Incidents: what may be said of one, by whom, and what it did to its cohort."""

import json
from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from curation import incidents as rules
from curation.cases import Severity
from curation.errors import BadRequest, MovedMeanwhile, NotAllowed, Unknown
from curation.incidents import Incident, State
from store.acts.importing import import_files
from store.acts.owning import name_owner
from store.acts.recording_incidents import (
    change_incident,
    close_incident,
    end_incident,
    record_incident,
    tie,
    untie,
)
from store.acts.undoing import undo
from store.answers.incident_history import told
from store.answers.incident_weeks import weeks_of
from store.answers.incidents import harm_of, incidents, listed
from store.answers.tying import Failures, tying
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, OWNERSHIP
from tests.terminal import terminal

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SAID = {"name": "Refunds fail", "start": "2026-11-02T08:00", "severity": "high", "owner": BEN}
EU = {"region": "eu"}


def an_incident(**stated: Any) -> Incident:
    return rules.recorded("INC-1", SAID | stated, NOW, actor=ANA)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "x" * 121}, "1 to 120 characters"),
        ({"start": ""}, "needs a start"),
        ({"start": "yesterday"}, "'yesterday' is no moment"),
        ({"start": "2026-12-01"}, "still to come"),
        ({"end": "2026-11-02T08:00"}, "ends after it began"),
        ({"end": "2026-11-01"}, "ends after it began"),
        ({"severity": "bad"}, "'bad' is no severity. Use one of: low, medium"),
        ({"severity": ""}, "needs a severity"),
        ({"owner": " "}, "needs an owner, who answers for it"),
        ({"link": "javascript:alert(1)"}, "begins with https"),
        ({"link": "https://wiki/ x"}, "begins with https"),
        ({"cohort": {"a=b": "c"}}, "is no column"),
        ({"summary": "x" * 4001}, "at most 4,000 characters"),
    ],
)
def test_an_incident_is_refused_with_what_it_lacks(said: dict[str, Any], why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        an_incident(**said)


def test_moments_are_kept_in_utc_and_words_without_needless_space() -> None:
    found = an_incident(start="2026-11-02T10:00+02:00", name="  Refunds   fail ", end=None)
    assert (found.start, found.name) == ("2026-11-02T08:00:00+00:00", "Refunds fail")
    assert (found.end, found.state, found.severity) == (None, State.OPEN, Severity.HIGH)
    body = rules.incident_body(found)
    assert rules.from_body(rules.incident_subject("inc-1"), json.loads(json.dumps(body))) == (
        found
    )


def test_only_what_is_over_can_be_closed_and_what_is_closed_has_an_end() -> None:
    with pytest.raises(BadRequest, match="goes on, so it cannot be closed"):
        rules.closed(an_incident())
    done = rules.closed(an_incident(end="2026-11-04"))
    with pytest.raises(BadRequest, match="what is closed has an end"):
        rules.changed(done, {"end": ""}, NOW)
    assert rules.changed(rules.reopened(done), {"end": ""}, NOW).end is None


@pytest.mark.parametrize(
    ("actor", "blocking", "allowed"),
    [
        (BEN, None, True),  # owns it
        (ANA, None, True),  # recorded it
        (CARL, None, False),
        (CARL, OWNERSHIP, False),
        ("dora", rules.Ownership("blocking", "dora", "emil"), True),
        ("emil", rules.Ownership("blocking", "dora", "emil"), True),
    ],
)
def test_an_incident_is_changed_by_who_owns_or_recorded_it_or_owns_blocking(
    actor: str, blocking: rules.Ownership | None, *, allowed: bool
) -> None:
    assert rules.may_change(an_incident(), actor, blocking) is allowed
    if not allowed:
        with pytest.raises(NotAllowed, match=f"{CARL} is none of them. Ask {BEN}"):
            rules.require_may_change(an_incident(), actor, blocking)


def test_ids_go_on_after_incidents_that_were_taken_back() -> None:
    assert rules.next_id([]) == "INC-1"
    assert rules.next_id(["incident:INC-9", "incident:INC-10"]) == "INC-11"


def test_more_cases_than_can_be_named_are_tied_by_their_groups() -> None:
    with pytest.raises(BadRequest, match="2,001 cases are more than the 2,000"):
        rules.tied(an_incident(), [f"c-{n}" for n in range(2001)], [])
    found = rules.tied(an_incident(), ["c-1", "c-1"], ["g-1"])
    assert (found.cases, found.groups) == (("c-1",), ("g-1",))
    with pytest.raises(BadRequest, match="c-7 is not tied to INC-1"):
        rules.untied(found, ["c-7"], [])


def rows(count: int, **said: Any) -> list[dict[str, Any]]:
    """Events on the days from 2 November on, a third of them wrong."""
    return [
        {
            "id": f"{said.get('region', 'x')}-{n}", "input": f"Question {n % 4}",
            "timestamp": f"2026-11-{2 + n % 9:02}T10:00:00Z", "route": "refunds",
            "prediction": "refund", "truth": "refund" if n % 3 else "billing", "model": "v1",
            "cost_of_failure": 5, **said,
        }
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events of two regions, as one file."""
    path = tmp_path_factory.mktemp("incidents") / "events.jsonl"
    found = rows(36, region="eu") + rows(36, region="us")
    path.write_text("".join(json.dumps(one) + "\n" for one in found), encoding="utf-8")
    return path


@pytest.fixture
def desk(tmp_path: Path, shelf: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", lambda: NOW)) as desk:
        import_files(desk, [shelf], "events", actor="cron", source="app")
        name_owner(desk, "blocking", ANA, None, actor=ANA)
        yield desk


def record(desk: Desk, **said: Any) -> Incident:
    return record_incident(desk, SAID | said, actor=BEN).incident


def test_an_incident_says_what_went_wrong_in_its_window_and_cohort(desk: Desk) -> None:
    whole = harm_of(desk, record(desk, start="2026-11-01"))
    assert (whole.events, whole.failures, whole.inputs) == (72, 24, 4)
    assert (whole.cost, whole.priced) == (120, 24)
    assert whole.first == datetime(2026, 11, 2, 10, tzinfo=UTC)
    part = record(desk, end="2026-11-05", cohort=EU)
    assert (harm_of(desk, part).events, harm_of(desk, part).failures) == (12, 4)
    nobody = harm_of(desk, record(desk, cohort={"region": "mars"}))
    assert (nobody.events, nobody.failures, nobody.cost, nobody.first) == (0, 0, None, None)
    weeks = weeks_of(desk, part)
    assert [(str(w.week), w.cohort.n, w.production.n) for w in weeks] == [
        ("2026-11-02", 28, 56),
        ("2026-11-09", 8, 16),
    ]
    assert weeks[1].cohort.note == "too few to say: 8, 20 needed"


def test_open_ones_are_listed_first_and_every_word_is_undone(desk: Desk) -> None:
    first = record(desk).id
    record(desk, name="Later", start="2026-11-09")
    end_incident(desk, first, "2026-11-05", actor=BEN)
    act = close_incident(desk, first, actor=ANA, reason="held").act
    assert [one.incident.name for one in listed(desk, actor=CARL)] == ["Later", "Refunds fail"]
    assert [one.incident.name for one in listed(desk, actor=CARL, only_open=True)] == ["Later"]
    assert [one.may_change for one in listed(desk, actor=CARL)] == [False, False]
    assert [round(one.days, 2) for one in listed(desk, actor=BEN)] == [11.5, 2.67]
    with pytest.raises(NotAllowed, match="carl is none of them"):
        undo(desk, actor=CARL, act=act)
    undo(desk, actor=BEN, act=act)
    assert {one.name: one.state for one in incidents(desk)}["Refunds fail"] is State.OPEN
    with desk.ledger.reading() as asked:
        history = told(asked.decisions(subject=f"incident:{first}"))
    assert [one.what for one in history] == [
        "took back what was said before",
        "closed it",
        "says it ended 2026-11-05 00:00 UTC",
        "put it on record",
    ]
    assert desk.ledger.verify() == (None, True)


def test_a_change_is_refused_to_strangers_to_old_screens_and_for_nothing(desk: Desk) -> None:
    one = record(desk)
    seen = listed(desk, actor=BEN)[0].version
    with pytest.raises(NotAllowed):
        change_incident(desk, one.id, {"severity": "low"}, actor=CARL)
    change_incident(desk, one.id, {"severity": "low"}, actor=BEN, seen=seen)
    with pytest.raises(MovedMeanwhile, match=BEN):
        change_incident(desk, one.id, {"severity": "high"}, actor=ANA, seen=seen)
    with pytest.raises(BadRequest, match="stands like that already"):
        change_incident(desk, one.id, {"severity": "low"}, actor=BEN)
    with pytest.raises(BadRequest, match="'planet' makes no cohorts"):
        change_incident(desk, one.id, {"cohort": {"planet": "mars"}}, actor=BEN)
    with pytest.raises(Unknown, match="No incident 'INC-7'"):
        change_incident(desk, "INC-7", {"severity": "low"}, actor=BEN)


def test_all_that_failed_is_tied_after_a_look_at_how_much_it_is(desk: Desk) -> None:
    one = record(desk, end="2026-11-05", cohort=EU).id
    whole = Failures(whole=True)
    would = tying(desk, one, whole)
    assert (would.added_cases, would.added_groups, would.harm.failures) == (4, 0, 4)
    found = tie(desk, one, whole, actor=BEN).incident
    assert len(found.cases) == 4
    assert tying(desk, one, whole).added_cases == 0
    left = untie(desk, one, Failures([found.cases[0]]), actor=BEN).incident
    assert left.cases == found.cases[1:]
    with pytest.raises(Unknown, match="No case or failure 'c-0'"):
        tie(desk, one, Failures(["c-0"]), actor=BEN)
    with pytest.raises(Unknown, match="No failure group 'g-0'"):
        tie(desk, one, Failures(groups=["g-0"]), actor=BEN)


def test_an_incident_is_recorded_ended_and_read_on_the_command_line(
    tmp_path: Path, shelf: Path
) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    said("import", shelf, "--as", "events")
    words = ["--name", "EU fails", "--start", "2026-11-02", "--severity", "high"]
    more = ["--cohort", "region=eu", "--owner", "ana", "--link", "https://wiki/1", "--all"]
    done = said("incidents", "record", *words, *more, "--json").json
    assert len(done["incident"]["cases"]) == 4
    refused = said("incidents", "close", "INC-1")
    assert (refused.code, "goes on" in refused.text) == (2, True)
    ended = said("incidents", "end", "inc-1", "--at", "2026-11-04", "--close")
    assert "INC-1 ended at 2026-11-04 00:00 UTC and is closed." in ended.text
    assert said("incidents", "--open", "--json").json == {"incidents": []}
    assert said("incidents", "change", "INC-1", "--severity", "low", actor="bob").code == 1
    (one,) = said("incidents", "--json").json["incidents"]
    assert (one["harm"]["failures"], one["days"]) == (4, 2)
    assert "EU fails" in said("incidents").text
