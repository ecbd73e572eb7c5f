"""The weekly review's rules: which week, what is due in it, what is left, what was promised."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation import actions as promises
from curation.actions import Action, Check, Found, Stage, Standing, require_may_say
from curation.agenda import capped
from curation.decisions import Entry, Kind
from curation.errors import BadRequest, NotAllowed
from curation.review import (
    Cadence,
    Handled,
    Item,
    Meeting,
    Outcome,
    cadences,
    monday,
    week_of,
)
from curation.review_decisions import decided
from tests.builders import ANA, BEN, CARL, START

TODAY = date(2026, 11, 23)
ACTION = Action("R-1", "Sort it", BEN, "2026-11-24", "2026-W47", ANA, "2026-11-16T09:00:00")
YES, NO, NOBODY_KNOWS = (Found(one, "it says so", "inbox") for one in (True, False, None))
OVER = {"due": "2026-11-20"}
DONE = {"said": Stage.DONE, "said_by": BEN, "said_at": "2026-11-20T09:00:00"}
DROPPED = {**DONE, "said": Stage.DROPPED}


def an_item(kind: str, subject: str) -> Item:
    return Item(kind, subject, f"{subject} is new", f"{kind}?id={subject}")


def a_meeting(*keys: str, **stated: Any) -> Meeting:
    items = tuple(an_item(*key.split(":")) for key in keys)
    return replace(
        Meeting("2026-W47", ANA, (ANA, BEN), "2026-11-16T09:00:00", ANA, 1, agenda=items),
        **stated,
    )


@given(st.dates(min_value=date(2000, 1, 3), max_value=date(2100, 1, 1)))
def test_every_day_is_in_the_week_whose_monday_is_not_after_it(day: date) -> None:
    first = monday(week_of(day))
    assert first <= day < first + timedelta(weeks=1)
    assert first.weekday() == 0


@pytest.mark.parametrize("said", ["", "47", "2026-47", "2026-W54", "2026-W00", "next"])
def test_what_is_no_week_is_refused(said: str) -> None:
    with pytest.raises(BadRequest, match="Write it as 2026-W47"):
        monday(said)


def test_each_month_has_one_monthly_review_and_each_quarter_one_quarterly() -> None:
    weeks = [week_of(date(2026, 1, 5) + timedelta(weeks=n)) for n in range(52)]
    asked = [cadences(week) for week in weeks]
    assert sum(Cadence.MONTHLY in one for one in asked) == 12
    assert sum(Cadence.QUARTERLY in one for one in asked) == 4
    assert all(Cadence.WEEKLY in one for one in asked)


@given(st.integers(0, 60), st.integers(1, 12))
def test_a_cap_loses_nothing(n: int, most: int) -> None:
    items = [an_item("flake", f"c-{place}") for place in range(n)]
    shown = capped(items, most)
    assert len(shown) <= most + 1
    said = " ".join(one.why for one in shown)
    more = sum(one.subject == "more" for one in shown)
    assert more == (n > most + 1)
    hidden = n - len(shown) + more
    assert (f"And {hidden} more" in said) == bool(more)


@pytest.mark.parametrize(
    ("said", "found", "standing", "checked"),
    [
        ({}, None, Standing.DUE, False),
        ({"due": "2026-11-23"}, None, Standing.DUE, False),
        (OVER, None, Standing.OVERDUE, False),
        (DONE, None, Standing.HELD, False),
        (DROPPED, None, Standing.DROPPED, False),
        (DROPPED, YES, Standing.DROPPED, False),
        ({}, YES, Standing.HELD, True),
        (OVER, YES, Standing.HELD, True),
        ({}, NO, Standing.DUE, True),
        (OVER, NO, Standing.NOT_HELD, True),
        (DONE, NO, Standing.NOT_HELD, True),
        ({**DONE, "proved": True}, NO, Standing.HELD, True),
        (DONE, NOBODY_KNOWS, Standing.HELD, False),
        (OVER, NOBODY_KNOWS, Standing.OVERDUE, False),
    ],
)
def test_the_data_overrule_a_word_and_a_word_overrules_silence(
    said: dict[str, Any], found: Found | None, standing: Standing, checked: bool
) -> None:
    told = promises.standing(replace(ACTION, **said), TODAY, found)
    assert (told[0], told[2]) == (standing, checked)


@pytest.mark.parametrize("actor", [ANA, BEN, "BEN"])
def test_its_owner_who_wrote_it_down_or_who_leads_speaks_of_a_promise(actor: str) -> None:
    require_may_say(replace(ACTION, by=CARL), actor, chair=ANA)


def test_nobody_else_speaks_of_a_promise() -> None:
    with pytest.raises(NotAllowed, match="R-1 is ben's"):
        require_may_say(ACTION, CARL, chair=ANA)


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ({"what": " "}, "Say what is promised"),
        ({"owner": ""}, "has an owner"),
        ({"due": "soon"}, "is no day"),
        ({"due": "2026-11-22"}, "is over"),
        ({"check": "it is nice"}, "nothing that can be checked"),
        ({"check": "group sorted"}, "of which one"),
    ],
)
def test_a_promise_that_says_nothing_is_refused(stated: dict[str, Any], why: str) -> None:
    words: dict[str, Any] = {
        "what": "Sort it", "owner": BEN, "due": "2026-11-24", "week": "2026-W48", "by": ANA,
        "at": "2026-11-23T09:00", "item": None, "check": None, "about": None, **stated,
    }  # fmt: skip
    with pytest.raises(BadRequest, match=why):
        promises.wanted("R-1", **words)


@pytest.mark.parametrize("check", [None, *Check])
def test_a_promise_comes_back_from_the_log_as_it_was_written(check: Check | None) -> None:
    one = replace(ACTION, **DONE, check=check)
    assert promises.from_body(promises.subject("R-1"), promises.body(one)) == one


@pytest.mark.parametrize(
    ("settled", "key", "after"),
    [
        ((), "gate:rc", "flake:c-1"),
        (("flake:c-1",), "gate:rc", "alarm:A-1"),
        ((), "alarm:A-1", "gate:rc"),
        (("gate:rc", "flake:c-1"), "alarm:A-1", None),
    ],
)
def test_a_settled_item_leads_to_the_next_that_is_not(
    settled: tuple[str, ...], key: str, after: str | None
) -> None:
    done = tuple(Handled(one, "", 1, Outcome.DECIDED) for one in settled)
    meeting = a_meeting("gate:rc", "flake:c-1", "alarm:A-1", handled=done)
    assert meeting.after(key) == after


@pytest.mark.parametrize(
    ("item", "entry", "counts"),
    [
        ("proposal:P-1", {"kind": Kind.PROPOSAL_SET, "subject": "proposal:P-1"}, True),
        ("proposal:P-1", {"kind": Kind.PROPOSAL_SET, "subject": "proposal:P-2"}, False),
        (
            "proposal:P-1",
            {"kind": Kind.PROPOSAL_SET, "subject": "proposal:P-1", "seq": 5},
            False,
        ),
        ("failure_group:g-1", {"kind": Kind.MOVED, "subject": "c-1", "actor": BEN}, True),
        ("failure_group:g-1", {"kind": Kind.MOVED, "subject": "c-1", "actor": CARL}, False),
        ("failure_group:g-1", {"kind": Kind.WAIVER_SET, "subject": "waiver:W-1"}, False),
        ("gate:rc", {"kind": Kind.REVIEW_SET, "subject": "rc"}, False),
    ],
)
def test_a_decision_answers_the_item_on_the_table_by_its_subject_or_its_kind(
    item: str, entry: dict[str, Any], *, counts: bool
) -> None:
    meeting = a_meeting(item, on=item, on_since=5)
    said: dict[str, Any] = {"seq": 6, "actor": ANA, **entry}
    one = Entry(act="a-1", before=None, after={}, reason="", at=START, undoes=None,
                previous="", **said)  # fmt: skip
    assert decided(meeting.agenda[0], Handled(item, "", 5), meeting, [one]) == [6] * counts
