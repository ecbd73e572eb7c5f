"""What deviations ask for, week after week, and how an investigation goes from step to step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.deviations import Deviation
from curation.drift import Severity
from curation.errors import BadRequest, NotAllowed
from curation.investigations import (
    LEADS,
    Investigation,
    Status,
    Step,
    after,
    body,
    closed,
    from_body,
    opened,
    reopened,
    require_may_decide,
)
from curation.investigations import (
    given as handed,
)
from curation.ownership import Ownership
from curation.responses import responded
from tests.builders import ANA, BEN, CARL, START

MINOR, MODERATE, SEVERE, NONE = (
    Severity.MINOR, Severity.MODERATE, Severity.SEVERE, Severity.NONE,
)  # fmt: skip
FIRST = date(2026, 5, 4)
KEYS = {"drift:amount", "concept:error rate"}


def a_deviation(
    severity: Severity = MODERATE, *, week: int = 0, began: int = 0, key: str = "drift:amount"
) -> Deviation:
    since = FIRST + timedelta(weeks=week)
    return Deviation(
        key=key,
        rule=key.partition(":")[0],
        subject=key.partition(":")[2],
        cohort={},
        since=since.isoformat(),
        until=(since + timedelta(weeks=1)).isoformat(),
        severity=severity,
        sentence=f"{key} deviates.",
        value=0.2,
        limit=0.1,
        n=500,
        release="v2",
        link="drift",
        began=(FIRST + timedelta(weeks=began)).isoformat(),
    )


def an_investigation(
    *found: Deviation, status: Status = Status.OPEN, owner: str = CARL
) -> Investigation:
    made = opened("I-1", found or [a_deviation()], owner, START, None)
    return replace(made, status=status)


def test_a_note_opens_nothing_and_a_moderate_deviation_is_to_be_looked_into() -> None:
    note, grave = a_deviation(MINOR), a_deviation(key="concept:error rate")
    found = responded([grave, note], KEYS, [])
    assert (found.fresh, found.alarming, found.changed) == ((grave,), (), ())


def test_what_is_severe_is_looked_into_and_alarms_once_as_long_as_it_goes_on() -> None:
    first = a_deviation(SEVERE)
    found = responded([first], KEYS, [])
    assert (found.fresh, found.alarming) == ((first,), (first,))
    standing = an_investigation(first)
    again = responded([a_deviation(SEVERE, week=1)], KEYS, [standing])
    assert (again.alarming, again.added) == ((), ("I-1",))
    anew = a_deviation(SEVERE, week=5, began=5)
    assert responded([anew], KEYS, [standing]).alarming == (anew,)


def test_what_is_there_twice_changes_nothing() -> None:
    standing = an_investigation(a_deviation())
    found = responded([a_deviation()], KEYS, [standing])
    assert (found.fresh, found.changed, found.added, found.ended) == ((), (), (), ())


def test_what_goes_on_is_added_to_its_investigation_and_what_is_gone_is_said() -> None:
    standing = an_investigation(a_deviation())
    (later,) = responded([a_deviation(SEVERE, week=1)], KEYS, [standing]).changed
    assert [one.since for one in later.sightings] == ["2026-05-04", "2026-05-11"]
    assert later.severity is SEVERE
    gone = responded([], KEYS, [later])
    assert gone.ended == ("I-1",)
    assert gone.changed[0].status is Status.ENDED
    assert responded([], KEYS, gone.changed).changed == ()
    back = responded([a_deviation(week=5, began=5)], KEYS, gone.changed)
    assert (back.fresh, back.changed[0].status) == ((), Status.OPEN)


def test_a_week_of_too_few_rows_ends_nothing() -> None:
    assert responded([], set(), [an_investigation()]).changed == ()


def test_the_newest_word_about_a_week_stands() -> None:
    standing = an_investigation(a_deviation())
    (changed,) = responded([replace(a_deviation(), n=600)], KEYS, [standing]).changed
    assert [one.n for one in changed.sightings] == [600]


@pytest.mark.parametrize(
    ("later", "asks"),
    [
        (a_deviation(week=1), "known"),
        (a_deviation(MINOR, week=1), "nothing"),
        (a_deviation(SEVERE, week=1), "fresh"),  # graver than what was explained
        (a_deviation(week=3, began=3), "fresh"),  # it was gone in between
    ],
    ids=["goes on", "less", "graver", "comes back"],
)
def test_what_somebody_explained_opens_again_only_graver_or_after_a_break(
    later: Deviation, asks: str
) -> None:
    explained = closed(an_investigation(a_deviation()), "a new client", None, CARL, START)
    found = responded([later], KEYS, [explained])
    assert (found.known == (later,)) is (asks == "known")
    assert (found.fresh == (later,)) is (asks == "fresh")
    assert found.changed == ()


@pytest.mark.parametrize(("status", "step"), list(product(Status, Step)))
def test_every_step_leads_somewhere_or_is_refused_in_words(status: Status, step: Step) -> None:
    if (status, step) in LEADS:
        assert after(status, step) in Status
    else:
        with pytest.raises(BadRequest, match=r"[.]$"):
            after(status, step)


@pytest.mark.parametrize(
    ("status", "step", "leads"),
    [
        (Status.OPEN, Step.GONE, Status.ENDED),
        (Status.ENDED, Step.SEEN, Status.OPEN),
        (Status.OPEN, Step.CLOSED, Status.CLOSED),
        (Status.ENDED, Step.CLOSED, Status.CLOSED),
        (Status.CLOSED, Step.REOPENED, Status.OPEN),
    ],
)
def test_an_investigation_is_open_until_it_ends_and_waits_until_there_is_a_finding(
    status: Status, step: Step, leads: Status
) -> None:
    assert after(status, step) is leads


def test_a_finding_and_a_reason_are_words() -> None:
    standing = an_investigation()
    with pytest.raises(BadRequest, match="--finding"):
        closed(standing, " ", None, CARL, START)
    done = closed(standing, "a new client", "INC-1", CARL, START)
    assert (done.finding, done.incident, done.closed_by) == ("a new client", "INC-1", CARL)
    with pytest.raises(BadRequest, match="--reason"):
        reopened(done, "")
    assert reopened(done, "it goes on") == replace(standing, status=Status.OPEN)
    with pytest.raises(BadRequest, match="--owner"):
        handed(standing, " ")


@pytest.mark.parametrize(
    ("actor", "baseline", "blocking", "may"),
    [
        (CARL, None, None, True),  # who looks into it
        (ANA, None, None, False),
        (ANA, None, Ownership("blocking", ANA), True),
        (BEN, None, Ownership("blocking", ANA, BEN), True),
        (ANA, Ownership("baseline", BEN), Ownership("blocking", ANA), False),
        (BEN, Ownership("baseline", BEN), Ownership("blocking", ANA), True),
    ],
)
def test_who_looks_into_it_or_decides_about_the_baseline_says_what_it_was(
    actor: str, baseline: Ownership | None, blocking: Ownership | None, *, may: bool
) -> None:
    if may:
        require_may_decide(an_investigation(), baseline, blocking, actor)
    else:
        with pytest.raises(NotAllowed, match="Ask carl"):
            require_may_decide(an_investigation(), baseline, blocking, actor)


def test_an_investigation_comes_back_from_the_log_as_it_was() -> None:
    done = closed(an_investigation(a_deviation(SEVERE)), "found", "INC-1", ANA, START)
    assert from_body(body(done)) == done


@given(st.lists(st.sampled_from([NONE, MINOR, MODERATE, SEVERE]), max_size=12), st.booleans())
def test_however_weeks_follow_one_thing_is_looked_into_once_at_a_time(
    weeks: Sequence[Severity], closing: bool
) -> None:
    standing: dict[str, Investigation] = {}
    began = 0
    for week, severity in enumerate(weeks):
        began = week if week == 0 or weeks[week - 1] is NONE else began
        found = [] if severity is NONE else [a_deviation(severity, week=week, began=began)]
        _follow(found, standing)
        assert sum(not one.closed for one in standing.values()) <= 1
        before = dict(standing)
        _follow(found, standing)
        assert standing == before  # the second look finds all done
        if closing and standing and week % 3 == 2:
            newest = list(standing)[-1]
            if not standing[newest].closed:
                at = datetime(2026, 7, 1, tzinfo=UTC)
                standing[newest] = closed(standing[newest], "seen", None, ANA, at)
    grave = [s for s in weeks if s in (MODERATE, SEVERE)]
    assert bool(standing) is bool(grave)


def _follow(found: Sequence[Deviation], standing: dict[str, Investigation]) -> None:
    done = responded(found, KEYS, list(standing.values()))
    standing.update({one.id: one for one in done.changed})
    if done.fresh:
        name = f"I-{len(standing) + 1}"
        standing[name] = opened(name, done.fresh, ANA, START, None)
