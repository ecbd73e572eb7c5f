"""What is one alarm: dedupe, grouping, coming back, and going away by itself."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from curation.alarms import Alarm, AlarmState, Checked, acknowledged, body, from_body, resolved
from curation.decisions import plain
from curation.deviations import Deviation
from curation.drift import Severity
from curation.raising import News, Rules, judged

RULES = Rules(least=3, rollout=timedelta(days=7), reopen=timedelta(days=28))
MONDAY = date(2026, 9, 7)
NOW = "2026-11-02T09:00:00+00:00"


def week(number: int) -> dict[str, str]:
    """The days of a week."""
    first = MONDAY + timedelta(weeks=number)
    return {"since": first.isoformat(), "until": (first + timedelta(weeks=1)).isoformat()}


def a_deviation(subject: str = "price", number: int = 0, **stated: Any) -> Deviation:
    """A severe drift in the EU."""
    cohort = stated.pop("cohort", {"region": "eu"})
    rule = stated.pop("rule", "drift")
    where = ",".join(f"{k}={v}" for k, v in cohort.items())
    ready = Deviation(
        key=f"{rule}:{subject}@{where}", rule=rule, subject=subject, cohort=cohort,
        severity=Severity.SEVERE, sentence=f"{subject} lies far from its reference.",
        value=0.42, limit=0.3, n=900, release=None, link=f"drift?column={subject}",
        **week(number),
    )  # fmt: skip
    return replace(ready, **stated)


def checked(one: Deviation, number: int, *, enough: bool = True) -> Checked:
    """The key of `one` was judged in a week."""
    return Checked(one.key, **week(number), enough=enough)


def after(alarms: list[Alarm], *found: Deviation, clean: list[Checked] | None = None) -> Any:
    """The alarms after `found` was judged, and what was new."""
    changed = judged(alarms, found, clean or [], now=NOW, by=RULES)
    stand = {one.id: one for one in alarms} | {k: one for k, (one, _) in changed.items()}
    return list(stand.values()), {k: news for k, (_, news) in changed.items()}


EU, US = {"region": "eu"}, {"region": "us"}


@pytest.mark.parametrize(
    ("first", "second", "alarms"),
    [
        ({}, {}, 1),  # the same once more
        ({}, {"number": 1}, 1),  # the next week
        ({}, {"subject": "topic"}, 1),  # another column of the cohort in the week
        ({}, {"subject": "topic", "number": 1}, 2),  # another column in another week
        ({}, {"subject": "topic", "cohort": US}, 2),
        ({}, {"subject": "topic", "cohort": {"region": "eu", "route": "refunds"}}, 2),
        ({}, {"rule": "budget", "subject": "burn"}, 2),  # another kind of rule
        ({"release": "v7"}, {"subject": "topic", "cohort": US, "release": "v7"}, 1),
        ({"release": "v7"}, {"rule": "budget", "release": "v7", "number": 1}, 1),
        ({"release": "v7"}, {"rule": "budget", "release": "v7", "number": 2}, 2),  # rolled out
        ({"release": "v7"}, {"subject": "topic", "release": "v8"}, 2),
        ({"release": "v7"}, {"subject": "topic"}, 1),
        ({"rule": "budget"}, {"rule": "error-rate"}, 1),  # the same errors
        ({"rule": "budget", "release": "v7"}, {"rule": "concept", "release": "v6"}, 1),
        ({"rule": "budget"}, {"rule": "concept", "number": 1}, 2),
        ({"rule": "budget"}, {"rule": "concept", "cohort": US}, 2),
        ({"rule": "error-rate"}, {"rule": "latency"}, 2),
        ({}, {"subject": "topic", "cohort": US, "severity": Severity.MODERATE}, 1),  # no alarm
    ],
)
def test_one_cause_is_one_alarm(
    first: dict[str, Any], second: dict[str, Any], alarms: int
) -> None:
    one, other = a_deviation(**first), a_deviation(**second)
    assert len(after(after([], one)[0], other)[0]) == alarms
    assert len(after([], one, other)[0]) == alarms


def test_an_alarm_about_several_columns_names_them_all_and_tells_the_gravest() -> None:
    found = [a_deviation(name) for name in ("price", "topic", "length", "tone")]
    ((alarm,), news) = after([], *found)
    assert news == {"A-1": News.RAISED}
    assert alarm.sentence.startswith(
        "4 deviations in region=eu: length, price, tone and 1 more"
    )
    assert (alarm.cohort, alarm.times) == (EU, 1)
    spread, _ = after([], a_deviation(release="v7"), a_deviation(cohort=US, release="v7"))
    assert (spread[0].cohort, spread[0].release) == ({}, "v7")
    assert "since release v7" in spread[0].sentence


def test_one_fall_in_quality_is_one_alarm_that_names_all_who_saw_it() -> None:
    rate: dict[str, Any] = {"subject": "error rate", "cohort": {}}
    burn = a_deviation("error budget", rule="budget", cohort={}, since="2026-09-10")
    found = [burn, *(a_deviation(rule=rule, **rate) for rule in ("concept", "error-rate"))]
    ((alarm,), _) = after([], *found)
    assert alarm.sentence.startswith(
        "Quality fell in all of production, told by concept drift, error rate, error budget. "
    )
    ((alarm,), news) = after([alarm], clean=[checked(one, 1) for one in found[1:]])
    assert (alarm.state, alarm.lead.rule, news) == ("open", "budget", {"A-1": News.GONE})
    later = a_deviation(number=1, rule="error-rate", **rate)
    assert len(after([alarm], later)[0]) == 1  # its own key comes home


def test_what_was_judged_once_more_counts_once_and_a_new_week_counts() -> None:
    alarms, _ = after([], a_deviation())
    again, news = after(alarms, a_deviation())
    assert (again, news) == (alarms, {})
    ((alarm,), news) = after(alarms, a_deviation(number=1))
    assert (alarm.times, alarm.held[0].times, news) == (2, 2, {"A-1": News.SEEN})
    assert after([alarm], a_deviation())[1] == {}  # an older week says nothing new


@pytest.mark.parametrize(
    ("clean", "state", "known"),
    [
        ([], AlarmState.OPEN, {}),  # not judged
        ([checked(a_deviation(), 1, enough=False)], AlarmState.OPEN, {}),  # too few to say
        ([checked(a_deviation("tone"), 1)], AlarmState.OPEN, {}),  # of something else
        ([checked(a_deviation(), -1)], AlarmState.OPEN, {}),  # an older week
        ([checked(a_deviation(), 1)], AlarmState.RESOLVED, {"A-1": News.RESOLVED}),
        ([checked(a_deviation(), 0)], AlarmState.RESOLVED, {"A-1": News.RESOLVED}),  # mended
    ],
)
def test_an_alarm_resolves_itself_after_a_whole_period_and_unknown_is_not_gone(
    clean: list[Checked], state: AlarmState, known: dict[str, News]
) -> None:
    ((alarm,), news) = after(after([], a_deviation())[0], clean=clean)
    assert (alarm.state, news) == (state, known)


def test_a_deviation_below_alarm_is_still_there() -> None:
    alarms, _ = after([], a_deviation())
    minor = a_deviation(number=1, severity=Severity.MINOR)
    ((alarm,), _) = after(alarms, minor, clean=[checked(minor, 1)])
    assert (alarm.state, alarm.severity, alarm.worst) == ("open", "minor", "severe")
    unknown = a_deviation(number=2, severity=Severity.UNKNOWN)
    assert after([alarm], unknown)[1] == {}


def test_an_alarm_about_several_is_over_when_the_last_of_them_is_gone() -> None:
    price, topic = a_deviation(), a_deviation("topic")
    alarms, _ = after([], price, topic)
    later = a_deviation("topic", 1)
    ((alarm,), news) = after(alarms, later, clean=[checked(price, 1), checked(topic, 1)])
    assert (alarm.state, news) == (AlarmState.OPEN, {"A-1": News.SEEN})
    assert [held.deviation.subject for held in alarm.standing] == ["topic"]
    ((alarm,), _) = after([alarm], clean=[checked(topic, 2)])
    assert alarm.state is AlarmState.RESOLVED
    assert alarm.resolved_because == "gone for the whole period from 2026-09-21 to 2026-09-28"


def test_an_alarm_that_comes_back_is_raised_again_under_its_name() -> None:
    alarms, _ = after([], a_deviation())
    alarms, _ = after(alarms, clean=[checked(a_deviation(), 1)])
    ((alarm,), news) = after(alarms, a_deviation(number=2))
    assert (alarm.id, alarm.state, alarm.opened, news) == ("A-1", "open", 2, {"A-1": "back"})
    assert (alarm.times, alarm.resolved_because) == (2, None)
    old = replace(alarms[0], resolved_at="2026-09-01T00:00:00+00:00")
    assert [one.id for one in after([old], a_deviation(number=2))[0]] == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("found", "news"),
    [
        (a_deviation(), {}),  # who resolved it knew of this week
        (a_deviation(number=1), {"A-1": News.BACK}),
        (a_deviation(number=1, severity=Severity.MODERATE), {}),
    ],
)
def test_what_was_resolved_by_hand_comes_back_with_a_later_period_only(
    found: Deviation, news: dict[str, News]
) -> None:
    alarms, _ = after([], a_deviation())
    over = resolved(alarms[0], "we know", NOW, "ana")
    assert after([over], found)[1] == news


def test_what_was_resolved_by_hand_is_known_to_deviate_still_until_it_is_gone() -> None:
    alarms, _ = after([], a_deviation(began="2026-08-31"), a_deviation("topic"))
    over = resolved(alarms[0], "we know", NOW, "ana")
    assert (over.still, over.began) == (True, "2026-08-31")
    assert not resolved(alarms[0], "gone", NOW).still  # by itself
    both = [checked(a_deviation(name), 1) for name in ("price", "topic")]
    ((alarm,), _) = after([over], clean=both[:1])
    assert (alarm.still, alarm.state) == (True, AlarmState.RESOLVED)
    ((alarm,), news) = after([alarm], clean=both)
    assert (alarm.still, alarm.resolved_because, news) == (False, "we know", {"A-1": "gone"})
    assert after([alarm], a_deviation(number=2))[1] == {"A-1": News.BACK}


def test_who_took_an_alarm_did_not_take_what_joins_it_later() -> None:
    alarms, _ = after([], a_deviation(release="v7"))
    taken = acknowledged(alarms[0], "ana", NOW)
    ((seen,), _) = after([taken], a_deviation(number=1, release="v7"))
    assert (seen.state, seen.acknowledged_by) == (AlarmState.ACKNOWLEDGED, "ana")
    ((joined,), news) = after([taken], a_deviation("topic", cohort=US, release="v7"))
    assert (joined.state, joined.acknowledged_by) == (AlarmState.OPEN, None)
    assert news == {"A-1": News.JOINED}


@pytest.mark.parametrize(
    ("began", "alarms", "release"),
    [
        ("2026-09-07", 1, "v7"),  # while v7 was rolled out
        ("2026-09-14", 2, None),  # v7 has been there for long
        ("2026-08-31", 2, None),  # before v7
    ],
)
def test_a_release_is_no_cause_of_what_began_before_it_or_long_after(
    began: str, alarms: int, release: str | None
) -> None:
    known = replace(RULES, releases={"v7": "2026-09-07"}, rollout=timedelta(days=6))
    found = [a_deviation(cohort=c, release="v7", began=began) for c in (EU, US)]
    raised = [one for one, _ in judged([], found, [], now=NOW, by=known).values()]
    assert (len(raised), raised[0].release) == (alarms, release)


def test_an_alarm_is_the_same_after_the_ledger_has_kept_it() -> None:
    odd = a_deviation(value=float("nan"), cohort={"region": None})
    ((alarm,), _) = after([], odd, a_deviation("topic", cohort={"region": None}))
    assert from_body(plain(body(alarm)), 7) == alarm
    assert alarm.held[0].deviation.value is None
