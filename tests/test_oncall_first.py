"""On call is green only where that is known: alarms in hand, limits, releases, channels."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from curation.budget import Objective
from curation.gate_mode import Mode
from curation.oncall import State
from curation.runs import Run
from store.acts.alarming import acknowledge, raise_alarms
from store.acts.objectives import set_objective
from store.answers import oncall_open
from store.answers.oncall import oncall
from store.answers.oncall_first import first_of, sentence_of
from store.answers.oncall_shapes import OnCall, Release
from store.desk import Desk
from store.ledger.reading import Reading
from tests.builders import ANA, BEN
from tests.test_alarms import a_deviation
from tests.test_oncall import NOW, a_desk, rows
from tests.test_overtaken import USED, an_answer

WEEK = 168  # hours: of one day's 24 answers nobody can say how slow the slowest are
UNSURE = "Nobody can say how production is: "


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """Nothing is wrong, but for a release that was never judged."""
    with closing(a_desk(tmp_path_factory.mktemp("oncall") / "desk", rows()[:180])) as made:
        set_objective(made, Objective(0.8), actor=ANA, reason="what users bear")
        yield made


@pytest.fixture(scope="module")
def calm(desk: Desk) -> OnCall:
    """As if no event named a release."""
    found = replace(oncall(desk, WEEK), releases=())
    return replace(found, first=(), **sentence_of(found, first_of(found)))


def held(found: OnCall, *, limited: bool = True, **states: State) -> OnCall:
    """`found`, its numbers in other states."""
    told = [replace(one, state=states.get(one.name, one.state)) for one in found.slis]
    if not limited:
        told = [replace(one, limit=None, state=State.NO_LIMIT) for one in told]
    return replace(found, slis=tuple(told))


def unlimited(found: OnCall, name: str) -> OnCall:
    told = [
        replace(one, limit=None, state=State.NO_LIMIT) if one.name == name else one
        for one in found.slis
    ]
    return replace(found, slis=tuple(told))


def test_good_is_only_what_is_known_to_be(calm: OnCall) -> None:
    assert calm.tone == "good"
    assert calm.sentence.startswith("Nothing calls for you: 3 of 3 limits are kept")


def told(found: OnCall) -> tuple[str, str]:
    said = sentence_of(found, first_of(found))
    return said["tone"], said["sentence"]


def test_limits_that_nobody_set_or_can_tell_are_no_good_day(calm: OnCall) -> None:
    few = held(calm, latency_p95_ms=State.TOO_FEW, error_rate=State.UNKNOWN)
    table = [
        (held(calm, limited=False), "no limit is set."),
        (unlimited(calm, "bad_share"), "no limit is set for Bad answers."),
        (few, "too few to say of p95 latency, nothing is known of Errors and timeouts."),
    ]
    for found, why in table:
        assert told(found) == ("unknown", f"{UNSURE}{why}")
    (one,) = first_of(few)
    assert one.why == "1 of 3 limits is kept for sure"
    (one,) = first_of(unlimited(calm, "bad_share"))
    assert "evaldesk objective set" in one.why
    broken = told(held(few, bad_share=State.BREACH))
    assert broken[0] == "bad"
    assert UNSURE not in broken[1]


def test_one_over_its_limit_when_last_seen_is_told_as_that(calm: OnCall) -> None:
    old = replace(held(calm, error_rate=State.BREACH), silent=True, silent_hours=72.0)
    tone, sentence = told(old)
    assert (tone, "% when last seen, over the limit" in sentence) == ("bad", True)


def test_alarms_in_hand_are_open_and_channels_hide_none(desk: Desk) -> None:
    try:
        for name in ("price", "age"):
            raise_alarms(desk, [a_deviation(name, cohort={"region": name})])
        desk.alarms = {"channels": {"ops": {"type": "pigeon"}}}
        found = oncall(desk, WEEK)
        assert found.sentence.startswith("2 alarms wait for somebody to take them (A-2, A-1)")
        assert "nobody is told of alarms" in found.sentence
        assert "'ops'" in (found.untold or "")
        desk.alarms = {}
        for alarm, actor in (("A-1", ANA), ("A-2", BEN)):
            acknowledge(desk, alarm, actor=actor, reason="on it")
        found = oncall(desk, WEEK)
        assert found.tone == "warn"
        assert found.sentence.startswith("2 alarms are open, taken by ben, ana (A-2, A-1);")
        assert [one.owner for one in found.first][:2] == [BEN, ANA]
        assert found.untold is None
        muted = [replace(one, owner=None, muted_until=NOW) for one in found.alarms[:1]]
        assert (
            "A-2 is open, muted until 20 Nov, 12:30 UTC"
            in told(replace(found, alarms=tuple(muted)))[1]
        )
    finally:
        desk.alarms = {}


def judged(monkeypatch: pytest.MonkeyPatch, model: str, **said: Any) -> None:
    """One run of a model, with the gate's answer on it."""

    def runs(asked: Reading) -> list[tuple[Run, dict[str, Any], int]]:
        return [(Run("rc", {}, model), an_answer(held=asked.policy(), **said), 1)]

    monkeypatch.setattr(Reading, "runs", runs)


@pytest.mark.parametrize(
    ("model", "said", "verdict", "words"),
    [
        ("v2", {}, "PASS", None),
        ("v2", {"verdict": "BLOCKED", "failed": ["c-1"]}, "BLOCKED", "the gate says BLOCKED"),
        ("v2", USED, None, "what the gate said of it holds no longer"),
        ("other", {}, None, "no run of it was judged"),
    ],
)
def test_what_answers_needs_a_pass_that_holds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch,
    model: str, said: dict[str, Any], verdict: str | None, words: str | None,
) -> None:  # fmt: skip
    judged(monkeypatch, model, **said)
    found = oncall(desk, WEEK)
    (one, *_) = found.releases
    items = [item.what for item in found.first if item.name == "v2"]
    assert (one.name, one.verdict) == ("v2", verdict)
    assert items == ([f"v2 answers, and {words}"] if words else [])


def test_a_freeze_takes_nothing_from_what_answers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(monkeypatch, "v2")
    now = oncall_open.in_force_now

    def frozen(asked: Reading) -> Any:
        mode = replace(now(asked).mode, mode=Mode.FREEZE)
        return replace(now(asked), mode=mode)

    monkeypatch.setattr(oncall_open, "in_force_now", frozen)
    assert oncall(desk, WEEK).releases[0].verdict == "PASS"


def test_a_column_that_no_run_speaks_of_is_never_judged(calm: OnCall, desk: Desk) -> None:
    one = oncall(desk, WEEK).releases[0]
    prompt: Release = replace(one, what="prompt", name="p3")
    passed = replace(one, run="rc", verdict="PASS")
    assert not first_of(replace(calm, alarms=(), releases=(passed, prompt)))
    items = first_of(replace(calm, alarms=(), releases=(one, prompt)))
    assert [item.name for item in items] == ["v2", "p3"]
