"""Who is told when: cool-down, escalation, taking, muting, coming back, giving up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.alarms import RANK, Alarm, AlarmState, acknowledged, resolved
from curation.channels import Channel, ChannelType
from curation.drift import Severity
from curation.maintenance import Maintenance, muted_until
from curation.messages import message
from curation.raising import Rules, judged
from curation.telling import (
    LEASE,
    Delivery,
    Now,
    Pace,
    Progress,
    What,
    ended,
    is_missed,
    pace,
    sending,
    step,
)
from curation.thresholds import COOL_DOWN_HOURS, Direction, Threshold, policy
from curation.told import told as in_words
from tests.builders import START
from tests.test_alarms import RULES, a_deviation, after, checked

PACE = Pace(timedelta(hours=24), attempts=3, least=3)
SENT, GIVEN_UP = Progress.SENT, Progress.GIVEN_UP
HOUR = timedelta(hours=1)


def an_alarm(**stated: Any) -> Alarm:
    """One severe alarm that nobody has taken."""
    return replace(after([], a_deviation())[0][0], **stated)


def told(
    what: What, hours: float = 0, state: Progress = SENT, *, number: int = 1, **more: Any
) -> Delivery:
    """Something that was told so many hours after the start."""
    at = (START + hours * HOUR).isoformat()
    ready = Delivery("A-1", "ops", number, what, Severity.SEVERE, 1, state, 1, at)
    return replace(ready, **more)


TAKEN = acknowledged(an_alarm(), "ana", START.isoformat())
OVER = resolved(an_alarm(), "gone", START.isoformat())
MODERATE: dict[str, Any] = {"severity": Severity.MODERATE}


@pytest.mark.parametrize(
    ("alarm", "before", "hours", "now", "what"),
    [
        (an_alarm(), [], 0, Now.DUE, What.RAISED),
        (TAKEN, [], 0, Now.DUE, What.RAISED),  # whoever took it is not everybody
        (OVER, [], 0, Now.NOTHING, None),  # over before anybody heard
        (an_alarm(), [told(What.RAISED)], 23, Now.COOLING, What.RAISED),
        (an_alarm(), [told(What.RAISED)], 24, Now.DUE, What.AGAIN),
        (TAKEN, [told(What.RAISED)], 24, Now.TOLD, What.RAISED),
        (an_alarm(), [told(What.RAISED, **MODERATE)], 1, Now.DUE, What.WORSE),
        (TAKEN, [told(What.RAISED, **MODERATE)], 1, Now.DUE, What.WORSE),
        (
            an_alarm(),  # it was as grave within the cool-down, and was told so
            [told(What.RAISED), told(What.WORSE, 2, number=2, **MODERATE)],
            3, Now.COOLING, What.WORSE,
        ),
        (OVER, [told(What.RAISED)], 1, Now.DUE, What.RESOLVED),
        (OVER, [told(What.RAISED), told(What.RESOLVED, 1, number=2)], 99, Now.TOLD,
         What.RESOLVED),
        (an_alarm(), [told(What.RAISED), told(What.RESOLVED, 1, number=2)], 2, Now.DUE,
         What.BACK),
        (an_alarm(), [told(What.RAISED, state=GIVEN_UP)], 23, Now.GIVEN_UP, What.RAISED),
        (an_alarm(), [told(What.RAISED, state=GIVEN_UP)], 24, Now.DUE, What.RAISED),
        (TAKEN, [told(What.RAISED, state=GIVEN_UP)], 24, Now.DUE, What.RAISED),
        (OVER, [told(What.RAISED, state=GIVEN_UP)], 1, Now.DUE, What.RESOLVED),
        (OVER, [told(What.RESOLVED, state=GIVEN_UP)], 99, Now.GIVEN_UP, What.RESOLVED),
        (an_alarm(), [told(What.RAISED, state=Progress.SENDING)], 0, Now.SENDING,
         What.RAISED),
        (an_alarm(), [told(What.RAISED, state=Progress.SENDING)], 1, Now.DUE, What.RAISED),
        (OVER, [told(What.RAISED, state=Progress.SENDING)], 1, Now.DUE, What.RAISED),
    ],
)  # fmt: skip
def test_who_is_told_what_next(
    alarm: Alarm, before: Sequence[Delivery], hours: float, now: Now, what: What | None
) -> None:
    found = step(alarm, before, muted=None, now=START + hours * HOUR, by=PACE)
    assert (found.now, found.what) == (now, what)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ([], Now.MUTED),
        ([told(What.RAISED, -30)], Now.MUTED),  # a repeat waits
        ([told(What.RAISED, state=Progress.WAITING)], Now.MUTED),
        ([told(What.RAISED, state=Progress.SENDING)], Now.SENDING),  # it is on its way
    ],
)
def test_in_a_maintenance_nobody_is_told(before: Sequence[Delivery], now: Now) -> None:
    until = START + 8 * HOUR
    assert step(an_alarm(), before, muted=until, now=START, by=PACE).now is now


@pytest.mark.parametrize(
    ("where", "hours", "muted"),
    [
        ({}, 0, True),
        ({"region": "eu"}, 7.9, True),
        ({"region": "eu"}, 8, False),
        ({"region": "eu"}, -0.1, False),
        ({"region": "us"}, 1, False),
        ({"region": "eu", "route": "refunds"}, 1, False),  # the alarm is about more
    ],
)
def test_a_maintenance_mutes_what_lies_in_it(
    where: dict[str, str], hours: float, muted: bool
) -> None:
    end = START + 8 * HOUR
    one = Maintenance("M-1", START.isoformat(), end.isoformat(), where, "ana", "move")
    assert muted_until(an_alarm(), [one], START + hours * HOUR) == (end if muted else None)


def test_attempts_wait_longer_each_time_and_come_to_an_end() -> None:
    found = step(an_alarm(), [], muted=None, now=START, by=PACE)
    one, now, waits = sending(found, an_alarm(), "ops", 0, START), START, list[float]()
    while one.state is not GIVEN_UP:
        one = ended(one, "it answered 500", now, PACE)
        if one.next_at:
            waits.append((datetime.fromisoformat(one.next_at) - now).total_seconds())
            again = step(an_alarm(), [one], muted=None, now=now, by=PACE)
            assert (again.now, again.delivery) == (Now.RETRY, one)
            now = datetime.fromisoformat(one.next_at)
            again = step(an_alarm(), [one], muted=None, now=now, by=PACE)
            one = sending(again, an_alarm(), "ops", 1, now)
    assert (waits, one.attempts, one.id) == ([60, 120], 3, "A-1:ops:1")


FAILS: dict[str, Any] = {"state": Progress.WAITING, "problem": "it answered 503"}
LOST: dict[str, Any] = {**FAILS, "state": GIVEN_UP, "attempts": 8}


@pytest.mark.parametrize(
    ("alarm", "before", "hours", "words"),
    [
        (an_alarm(), [], 0, "told next"),
        (OVER, [], 0, ""),
        (
            an_alarm(), [told(What.RAISED)], 1,
            "told {0}, again at the earliest tomorrow {0} UTC",
        ),
        (TAKEN, [told(What.RAISED)], 30, "told yesterday {0} UTC"),
        (OVER, [told(What.RESOLVED, -72)], 0, "told that it is over {day} {0} UTC"),
        (
            an_alarm(), [told(What.RAISED, **FAILS, next_at=(START + 2 * HOUR).isoformat())], 1,
            "failed (it answered 503), next try {2} UTC",
        ),
        (
            an_alarm(), [told(What.RAISED, **FAILS, attempts=2)], 1,
            "failed 2 times (it answered 503), tried again now",
        ),
        (
            OVER, [told(What.RESOLVED, **LOST)], 1,
            "could not be delivered: failed 8 times (it answered 503)",
        ),
        (an_alarm(), [told(What.RAISED, state=Progress.SENDING)], 0, "being told now"),
    ],
)  # fmt: skip
def test_how_it_stands_is_said_in_words(
    alarm: Alarm, before: Sequence[Delivery], hours: float, words: str
) -> None:
    now = START + hours * HOUR
    found = step(alarm, before, muted=None, now=now, by=PACE)
    times = [f"{START + n * HOUR:%H:%M}" for n in range(3)]
    day = START - timedelta(days=3)
    assert in_words(found, now) == words.format(*times, day=f"{day.day} {day:%b}")


def test_the_notice_that_it_is_over_says_why_and_what_it_was() -> None:
    by_ana = resolved(an_alarm(), "a holiday", START.isoformat(), "ana")
    over = told(What.RESOLVED, state=Progress.SENDING)
    found = message(by_ana, over, own={}, base=None, origin="here")
    assert found.title == "Resolved: A-1, price lies far from its reference."
    assert found.runbook == ""
    assert list(found.lines) == [
        "Since 2026-09-07, noticed 2026-11-02 09:00 UTC, seen once.",
        "Resolved by ana: a holiday.",
        "It still deviates. It was:",
        "- region=eu: price lies far from its reference. (n 900)",
    ]
    itself = message(OVER, over, own={}, base=None, origin="here")
    assert itself.lines[1:3] == ("Resolved: gone.", "It was:")


def test_a_cool_down_of_none_does_not_tell_without_end() -> None:
    assert pace(policy([Threshold(COOL_DOWN_HOURS, "hours", 0, Direction.AT_LEAST)])) == Pace(
        timedelta(minutes=5), attempts=8, least=3
    )


@pytest.mark.parametrize(
    ("alarm", "days", "missed"),
    [
        (an_alarm(), 99, True),
        (OVER, 6, True),
        (OVER, 7, False),
        (resolved(an_alarm(), "we know", START.isoformat(), "ana"), 0, False),
    ],
)
def test_what_could_not_be_told_matters_while_it_is_on_and_a_week_longer(
    alarm: Alarm, days: int, missed: bool
) -> None:
    assert is_missed(alarm, START + timedelta(days=days)) is missed


@pytest.mark.parametrize(
    ("wanted", "takes"),
    [
        ({}, True),
        ({"severities": (Severity.SEVERE,)}, True),
        ({"severities": (Severity.MODERATE,)}, False),
        ({"routes": ("refunds",)}, False),
        ({"cohorts": ({"region": "eu"},)}, True),
        ({"cohorts": ({"region": "us"}, {"region": "asia"})}, False),
        ({"severities": (Severity.SEVERE,), "cohorts": ({"region": "us"},)}, False),
    ],
)
def test_a_channel_takes_what_it_asked_for(wanted: dict[str, Any], takes: bool) -> None:
    assert Channel("ops", ChannelType.WEBHOOK, **wanted).takes(an_alarm()) is takes


# What may happen, in any order: deviations of three columns in one of four weeks, checks, time,
# acknowledgements, maintenance, deliveries that work or do not, and processes that die.
SUBJECTS = st.sampled_from(["price", "topic", "tone"])
GRAVE = st.sampled_from([Severity.MINOR, Severity.MODERATE, Severity.SEVERE])
EVENTS = st.one_of(
    st.tuples(st.just("deviates"), SUBJECTS, st.integers(0, 3), GRAVE),
    st.tuples(st.just("clean"), SUBJECTS, st.integers(0, 3), st.booleans()),
    st.tuples(st.just("ack")),
    st.tuples(st.just("mute"), st.integers(1, 50)),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 61, 60 * 23, 60 * 25])),
    st.tuples(st.just("deliver"), st.sampled_from(["sent", "fails", "dies"])),
)
BY = Rules(least=2, rollout=RULES.rollout, reopen=RULES.reopen)
OFTEN = replace(PACE, least=2)


class World:
    """Alarms, one channel, and what was told there."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, tzinfo=UTC)
        self.alarms: dict[str, Alarm] = {}
        self.told: dict[str, list[Delivery]] = {}
        self.windows: list[Maintenance] = []
        self.heard: list[tuple[datetime, Delivery]] = []  # what arrived

    def deviates(self, subject: str, week: int, severity: Severity) -> None:
        found = a_deviation(subject, week, severity=severity)
        self._judge([found], [])
        holding = [(a, a.holding(found.key)) for a in self.alarms.values()]
        kept = [h.judged_until > found.until or a.active for a, h in holding if h]
        assert RANK[severity] < BY.least or any(kept)

    def clean(self, subject: str, week: int, enough: bool) -> None:
        self._judge([], [checked(a_deviation(subject), week, enough=enough)])

    def _judge(self, found: Any, clean: Any) -> None:
        known = list(self.alarms.values())
        changed = judged(known, found, clean, now=self.now.isoformat(), by=BY)
        self.alarms |= {one: alarm for one, (alarm, _) in changed.items()}

    def ack(self) -> None:
        for one in self.alarms.values():
            if one.state is AlarmState.OPEN:
                self.alarms[one.id] = acknowledged(one, "ana", self.now.isoformat())
                return

    def mute(self, hours: int) -> None:
        end = (self.now + hours * HOUR).isoformat()
        self.windows.append(Maintenance("M", self.now.isoformat(), end, {}, "ana", "x"))

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def step(self, one: Alarm) -> Any:
        muted = muted_until(one, self.windows, self.now)
        return step(one, self.told.get(one.id, []), muted=muted, now=self.now, by=OFTEN)

    def deliver(self, how: str) -> None:
        for one in self.alarms.values():
            found, before = self.step(one), self.told.setdefault(one.id, [])
            if found.now is not Now.DUE:
                continue
            sent = sending(found, one, "ops", len(before), self.now)
            if found.delivery:
                before.pop()
            assert muted_until(one, self.windows, self.now) is None
            if how != "fails":
                self.heard.append((self.now, sent))
            problem = "it answered 500" if how == "fails" else None
            before.append(sent if how == "dies" else ended(sent, problem, self.now, OFTEN))


@settings(max_examples=150)
@given(st.lists(EVENTS, max_size=40))
def test_nothing_severe_is_lost_and_nobody_is_told_twice_unless_it_got_worse(
    events: list[Any],
) -> None:
    world = World()
    for name, *words in events:
        getattr(world, name)(*words)
        for one in world.alarms.values():
            _is_known_or_visible(world, one)
    for one in world.alarms:
        _is_told_at_most_once_a_cool_down([d for _, d in world.heard if d.alarm == one])
    _everything_arrives_when_the_channel_works(world)


def _is_known_or_visible(world: World, one: Alarm) -> None:
    """Who looks at an alarm in force sees that it was told, or why it was not yet."""
    if one.active:
        found = world.step(one).now
        assert found is not Now.NOTHING
        if found in (Now.TOLD, Now.COOLING):
            assert world.told[one.id][-1].state is SENT


def _is_told_at_most_once_a_cool_down(heard: Sequence[Delivery]) -> None:
    """But for another attempt at the same delivery, which has the same id."""
    once = list({d.id: d for d in heard}.values())
    for first, second in pairwise(once):
        apart = datetime.fromisoformat(second.at) - datetime.fromisoformat(first.at)
        if apart + LEASE < OFTEN.cool_down and What.RESOLVED not in (first.what, second.what):
            assert RANK[second.severity] > RANK[first.severity]


def _everything_arrives_when_the_channel_works(world: World) -> None:
    world.wait(60 * 100)  # every maintenance, cool-down and lease is over
    for _ in range(3):
        world.deliver("sent")
    for one in world.alarms.values():
        last = (world.told.get(one.id) or [None])[-1]
        assert not one.active or (last is not None and last.state is SENT)
        assert world.step(one).now in (Now.TOLD, Now.COOLING, Now.NOTHING, Now.GIVEN_UP)
        if one.active and one.state is AlarmState.OPEN:
            assert last is not None
            assert last.what is not What.RESOLVED
