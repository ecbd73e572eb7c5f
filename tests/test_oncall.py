"""On call: the last hours against their limits and the weeks before, and what to do first."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.budget import Objective
from curation.courses import Course
from curation.errors import BadRequest
from curation.measures.latency_bins import bin_of
from curation.measures.measure import Measure, undefined
from curation.oncall import (
    BEFORE,
    State,
    Tally,
    added,
    exposed,
    runs_of_spikes,
    slots,
    state,
    width,
)
from store.acts.importing import import_files
from store.acts.objectives import set_budget, set_objective
from store.acts.owning import name_owner
from store.answers.oncall import OnCallMemory, oncall
from store.answers.oncall_shapes import OnCall
from store.answers.oncall_slis import Sli
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA
from tests.terminal import terminal
from tests.test_the_main_job import lines

LAST = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)
NOW = LAST + timedelta(hours=1)


def a_tally(slow: int, fast: int) -> Tally:
    """So many answers of four seconds, so many of one."""
    return Tally(events=slow + fast, bins={bin_of(4000): slow, bin_of(1000): fast})


@pytest.mark.parametrize(
    ("measured", "limit", "told"),
    [
        (undefined(0, "m", "nothing came"), 10, State.UNKNOWN),
        (Measure(5, 4, 6, 19, "m"), 10, State.TOO_FEW),
        (Measure(5, 4, 6, 19, "m"), None, State.TOO_FEW),
        (Measure(5, 4, 6, 20, "m"), None, State.NO_LIMIT),
        (Measure(5, 4, 6, 20, "m"), 6, State.OK),
        (Measure(5, 4, 6, 20, "m"), 5, State.TOO_FEW),
        (Measure(5, 4, 6, 20, "m"), 4, State.TOO_FEW),
        (Measure(5, 4, 6, 20, "m"), 3.9, State.BREACH),
        (Measure(5, 4, None, 20, "m"), 3, State.BREACH),
        (Measure(5, 4, None, 20, "m"), 9, State.TOO_FEW),
    ],
)
def test_a_limit_is_kept_or_broken_only_for_sure(
    measured: Measure, limit: float | None, told: State
) -> None:
    assert state(measured, limit, 20) is told


@pytest.mark.parametrize(
    ("kind", "tally", "n"),
    [
        ("wrong_answer", Tally(600), 0),  # nobody judged: none of them shows anything
        ("error", Tally(600), 600),
        ("wrong_answer", Tally(600, judged=100, bad=10, failed=10), 100),
        ("wrong_answer", Tally(600, judged=100, bad=10, failed=30), 120),
        ("unsafe", Tally(600, failed=5), 600),  # failed without a verdict, of all
    ],
)
def test_only_events_that_could_show_a_failure_are_counted(
    kind: str, tally: Tally, n: int
) -> None:
    assert exposed(kind, tally) == n


@pytest.mark.parametrize(
    ("an_hour", "hours"), [(500, 1), (100, 1), (99, 2), (30, 4), (5, 24), (1, 24)]
)
def test_a_slot_is_as_short_as_chance_allows(an_hour: int, hours: int) -> None:
    assert width({ago: a_tally(0, an_hour) for ago in range(168)}) == hours


def test_slow_hours_in_a_row_are_one_spike_and_the_others_none() -> None:
    usual = {BEFORE: a_tally(400, 9600), **{ago: a_tally(4, 96) for ago in range(168)}}
    found = slots({**usual, 50: a_tally(30, 70), 51: a_tally(20, 80)}, 20, 3, 6)
    assert [one.ago for one in found if one.spike] == [51, 50]
    assert [[one.ago for one in some] for some in runs_of_spikes(found)] == [[51, 50]]
    assert [one.ago for one in found if one.severe] == [51, 50]


@pytest.mark.parametrize("before", [{}, {BEFORE: a_tally(1, 18)}])
def test_without_enough_before_nobody_can_tell_a_spike(before: dict[int, Tally]) -> None:
    found = slots({**before, **{ago: a_tally(50, 50) for ago in range(24)}}, 20, 3, 6)
    assert {(one.sigmas, one.spike) for one in found} == {(None, False)}


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Any few events."""
    slow, fast, errors = (draw(st.integers(0, 50)) for _ in range(3))
    found = a_tally(slow, fast)
    return Tally(found.events, errors=errors, bins=found.bins)


FEW = st.lists(tallies(), max_size=4)


@given(FEW, FEW)
def test_spans_can_be_added_in_any_order(some: list[Tally], others: list[Tally]) -> None:
    whole = added([*some, *others])
    assert whole == added([added(others), added(some)])
    assert whole.timed == sum(one.timed for one in (*some, *others))


def rows(
    *, slow_now: bool = False, failing: bool = False, released: bool = True
) -> list[dict[str, object]]:
    """Six events every six hours for five weeks, on two routes and lately a new release."""
    return [
        {
            "id": f"{span}-{n}",
            "timestamp": (LAST - timedelta(hours=6 * span, minutes=10 * n)).isoformat(),
            "route": "refunds" if n % 2 else "login",
            "input": f"question {n} of span {span}",
            "prediction": "billing",
            "truth": "refund" if failing and span < 4 and n < 4 else "billing",
            "latency_ms": (1000 + 10 * n) * (9 if slow_now and span < 4 else 1),
            "cost_usd": 0.01,
            **({"model": "v2" if span < 20 else "v1"} if released else {}),
        }
        for span in range(140)
        for n in range(6)
    ]


def a_desk(folder: Path, some: list[dict[str, object]], now: datetime = NOW) -> Desk:
    """With some rows and two limits, looked at at a time."""
    found_desk(folder)
    desk = open_desk(folder, lambda: now)
    name_owner(desk, "blocking", ANA, None, actor=ANA)
    set_budget(desk, "latency_p95_ms", 4000, actor=ANA, reason="what users bear")
    set_budget(desk, "error_rate", 0.2, actor=ANA, reason="what users bear")
    if some:
        file = lines(folder.parent / "e.jsonl", some)
        import_files(desk, [file], "events", actor="cron")
    return desk


Make = Callable[..., Desk]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Generator[Make]:
    """A desk with some rows, looked at at a time."""
    opened: list[Desk] = []

    def made(some: list[dict[str, object]], now: datetime = NOW) -> Desk:
        opened.append(desk := a_desk(tmp_path_factory.mktemp("oncall") / "desk", some, now))
        return desk

    yield made
    for desk in opened:
        desk.close()


@pytest.fixture(scope="module")
def slow(make: Make) -> OnCall:
    """A desk that is slow and wrong in the last 24 hours."""
    return oncall(make(rows(slow_now=True, failing=True)))


@pytest.fixture(scope="module")
def calm(make: Make) -> Desk:
    """A desk on which nothing happens."""
    desk = make(rows(released=False))
    set_objective(desk, Objective(0.8), actor=ANA, reason="what users bear")
    return desk


def sli(found: OnCall, name: str, route: str | None = None) -> Sli:
    return next(one for one in found.slis if (one.name, one.route) == (name, route))


def test_a_slow_day_breaks_the_limit_and_is_the_first_thing_to_do(slow: OnCall) -> None:
    late = sli(slow, "latency_p95_ms")
    assert (late.state, late.n, late.limit, late.course) == (
        State.BREACH, 24, 4000, Course.WORSE,
    )  # fmt: skip
    assert late.before == pytest.approx(1050, rel=0.03)
    assert slow.first[0].link == "trends"
    assert slow.tone == "bad"
    assert slow.sentence.startswith("p95 latency 9,4")
    assert "over the limit of 4,000 ms" in slow.sentence


def test_a_spike_of_now_is_told_with_what_is_usual(slow: OnCall) -> None:
    (spike,) = slow.spikes
    assert (spike.now, spike.severe, spike.n) == (True, True, 24)
    assert spike.until == slow.until
    assert spike.usual_ms == pytest.approx(1050, rel=0.03)


def test_kinds_and_inputs_that_fail_now_are_named(slow: OnCall) -> None:
    (wrong,) = slow.kinds
    assert (wrong.now.k, wrong.now.n, wrong.before.k) == (16, 24, 0)
    assert wrong.course is Course.WORSE
    assert slow.failing_inputs == 16
    assert slow.failures[0].last_seen == LAST
    times = [one.last_seen for one in slow.failures]
    assert times == sorted(times, reverse=True)


def test_a_release_is_told_since_it_answers_with_its_share(slow: OnCall) -> None:
    (new, *_) = slow.releases
    assert (new.name, new.first) == ("v2", LAST - timedelta(hours=6 * 19, minutes=50))
    assert (new.share.k, new.share.n, new.verdict) == (24, 24, None)


@pytest.mark.parametrize(
    ("hours", "n", "said"),
    [(6, 6, State.TOO_FEW), (24, 24, State.OK), (168, 168, State.OK)],
)
def test_few_hours_are_too_few_to_say(calm: Desk, hours: int, n: int, said: State) -> None:
    found = oncall(calm, hours)
    assert (sli(found, "latency_p95_ms").n, sli(found, "error_rate").state) == (n, said)


def test_a_calm_week_calls_for_nobody(calm: Desk) -> None:
    found = oncall(calm, 168)
    assert (found.tone, found.first, found.spikes) == ("good", (), ())
    assert found.sentence == "Nothing calls for you: 3 of 3 limits are kept, no alarm is open."
    assert sli(found, "latency_p50_ms").state is State.NO_LIMIT
    assert "evaldesk trends budget latency_p50_ms" in sli(found, "latency_p50_ms").why
    assert found.usual_events == pytest.approx(168, rel=0.01)


def test_the_answer_is_kept_until_something_changes(calm: Desk) -> None:
    memory = calm.kept(OnCallMemory)
    assert memory.oncall() is memory.oncall()


@pytest.mark.parametrize("hours", [0, 169])
def test_hours_that_cannot_be_looked_at_are_refused(calm: Desk, hours: int) -> None:
    with pytest.raises(BadRequest, match="say from 1 to 168"):
        oncall(calm, hours)


def test_silence_is_a_finding_and_never_a_good_day(make: Make) -> None:
    found = oncall(make(rows(released=False)[:60], LAST + timedelta(days=3)))
    assert (found.silent, found.tone) == (True, "unknown")
    assert found.sentence == "No event has come for 3 days."
    late = sli(found, "latency_p95_ms")
    assert (late.state, late.value) == (State.UNKNOWN, pytest.approx(1050, rel=0.03))
    assert late.why.startswith("last known, no event has come since: 1,0")
    assert State.OK not in {one.state for one in found.slis}


def test_without_events_nobody_can_say(make: Make) -> None:
    found = oncall(make([]))
    assert (found.tone, found.until, found.silent_hours) == ("unknown", None, None)
    assert found.sentence == "Nobody can say how production is: no event has come yet."


def test_an_event_from_the_future_does_not_move_the_hours(make: Make) -> None:
    ahead: dict[str, Any] = {**rows()[0], "id": "ahead", "input": "from tomorrow"}
    ahead["timestamp"] = (NOW + timedelta(days=9)).isoformat()
    found = oncall(make([*rows()[:60], ahead]))
    assert found.until == LAST + timedelta(microseconds=1)


def test_the_command_says_the_same(tmp_path: Path) -> None:
    evaldesk = terminal(tmp_path / "desk")
    evaldesk("init", "--owner", "ana")
    evaldesk("import", lines(tmp_path / "e.jsonl", rows(slow_now=True)[:240]))
    told = evaldesk("oncall", "--json").json
    said = evaldesk("oncall")
    assert (said.code, said.text.splitlines()[0]) == (0, told["sentence"])
    assert "v2" in said.text
