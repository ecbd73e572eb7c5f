"""What another number would have made of the past: the same as if it had been in force."""

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from curation.cases import State
from curation.decisions import Decision, Kind
from curation.errors import BadRequest
from curation.incidents import incident_body, incident_subject
from curation.standing import saying
from curation.thresholds import DEFAULTS, MARGIN, MIN_SUPPORT, Threshold
from store.acts.freezing import freeze
from store.acts.importing import import_files
from store.acts.judging import judge_run
from store.acts.run_words import RunWords
from store.answers.gate import gate_without
from store.answers.replay import Replay, replay
from store.answers.replay_moves import replay_move, replay_waiver
from store.answers.replay_runs import history
from store.commands import proposals, replays
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, a_case, a_threshold, opened, owner_named, threshold_set
from tests.terminal import terminal
from tests.test_docs import CONTRACT, keys
from tests.test_replay_rules import an_incident
from tests.test_the_main_job import results

ACCURACY = "gate.pass_rate"
BLOCKING, MONITORED = ["c-b1", "c-b2"], [f"c-m{n:02}" for n in range(25)]
RUNS: Mapping[str, set[str]] = {  # run -> the cases that failed in it
    "1.0-rc1": set(),
    "1.1-rc1": {"c-m00", "c-m01", "c-m02"},
    "1.2-rc1": {"c-b1"},
    "1.3-rc1": {"c-m00", "c-m01", "c-m02", "c-m03", "c-m04", "c-m05", "c-m06"},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """Two blocking and 25 monitored cases, four judged runs, an incident of 1.1."""
    place = tmp_path_factory.mktemp("replays")
    found_desk(place / "desk")
    with closing(open_desk(place / "desk")) as made:
        filled(made, place)
        yield made


def filled(desk: Desk, place: Path) -> None:
    with desk.ledger.transaction() as tx:
        tx.record(owner_named("blocking", ANA, BEN))
        tx.record(threshold_set(a_threshold(name=ACCURACY, value=0.85)))
        for state, ids in ((State.BLOCKING, BLOCKING), (State.MONITORING, MONITORED)):
            for case_id in ids:
                tx.record(opened(a_case(id=case_id, input=f"Question {case_id}", state=state)))
        tx.record(opened(a_case(id="c-new", input="Never scored", state=State.BACKLOG)))
    freeze(desk, "blocking", actor=ANA, reason="first")
    freeze(desk, "monitoring", actor=ANA)
    for number, (run, failed) in enumerate(RUNS.items(), start=1):
        scored(desk, place, run, failed, f"2026-10-0{number}T00:00:00+00:00")
    hurt = an_incident(1, "1.1", "2026-10-20T00:00:00+00:00")
    with desk.ledger.transaction() as tx:
        subject, said = incident_subject(hurt.id), incident_body(hurt)
        tx.record(saying(Kind.INCIDENT_SET, subject, said, actor=ANA, reason="so it was"))


def scored(desk: Desk, place: Path, run: str, failed: set[str], at: str) -> None:
    rows = {case: [case not in failed] for case in (*BLOCKING, *MONITORED)}
    path = results(place / f"{run}.jsonl", {c: list(found) for c, found in rows.items()})
    words = RunWords(name=run, sets=("blocking@1", "monitoring@1"), started_at=at,
                     model_version=f"m-{run}")  # fmt: skip
    import_files(desk, [path], "results", actor="ci", source="runner", run=words)
    judge_run(desk, run, actor="ci", baseline="1.0-rc1" if run == "1.3-rc1" else None)


@pytest.mark.parametrize(
    ("value", "flips", "cases", "told"),
    [
        (0.85, {}, set[str](), "as it is in force"),
        (0.95, {"1.1-rc1": "BLOCKED"}, {"c-m00", "c-m01", "c-m02"}, "catches 1 of 1 incident"),
        (0.70, {}, set[str](), "of the last 4 judged runs would have got"),
    ],
)
def test_a_replay_names_the_runs_that_flip_and_the_cases_that_decide_it(
    desk: Desk, value: float, flips: Mapping[str, str], cases: set[str], told: str
) -> None:
    with desk.ledger.reading() as asked:
        head = asked.head()
    found = replay(desk, ACCURACY, value)
    by_run = {one.run: one for one in found.flips}
    known = {run: by_run[run].verdict_then for run in flips}
    assert known == flips
    assert {c for run in flips for c in by_run[run].cases} == cases
    assert told in found.sentence or not found.flips
    with desk.ledger.reading() as asked:
        assert asked.head() == head, "a replay is recorded nowhere"


@pytest.mark.parametrize(
    ("name", "value"),
    [(ACCURACY, 0.7), (ACCURACY, 0.95), (ACCURACY, 1.0), (MARGIN, 0.3), (MARGIN, 0.0),
     (MIN_SUPPORT, 30), ("gate.pass_rate.blocking", 0.4), ("promotion.max_flip_rate", 0.5)],
)  # fmt: skip
def test_a_run_would_get_the_answer_that_it_gets_once_the_number_is_in_force(
    desk: Desk, name: str, value: float
) -> None:
    found = {one.run: one.verdict_then for one in replay(desk, name, value).runs}
    with desk.ledger.reading() as asked:
        before = asked.policy().thresholds[name]
        known = {run.name: said for run, said, _ in asked.runs() if said}
    set_to(desk, name, before, value)
    try:
        really = {
            run: gate_without(desk, run, (), on="blocking@1", baseline=said["baseline"]).verdict
            for run, said in known.items()
        }
    finally:
        set_to(desk, name, before, before.value)
    assert found == really


def set_to(desk: Desk, name: str, like: Threshold, value: float) -> None:
    with desk.ledger.transaction() as tx:
        body = {"name": name, "metric": like.metric, "value": value,
                "direction": like.direction.value, "scope": like.scope}  # fmt: skip
        tx.record(Decision(Kind.THRESHOLD_SET, name, body, ANA, "a test"))


def test_a_dropped_number_holds_no_run_back(desk: Desk) -> None:
    found = replay(desk, ACCURACY, None)
    then = {one.run: one.verdict_then for one in found.runs}
    assert then["1.2-rc1"] == "BLOCKED", "its blocking case failed all the same"
    assert "no limit" in found.sentence


def test_the_chart_has_the_answers_of_the_values_asked_for(desk: Desk) -> None:
    found = replay(desk, ACCURACY, 0.95)
    counted = {one.value: one.counts for one in found.points}
    for value, verdicts in (
        (0.95, [one.verdict_then for one in found.runs]),
        (0.85, [one.verdict_now for one in found.runs]),
    ):
        assert counted[value] == {
            said: verdicts.count(said) for said in ("PASS", "BLOCKED", "INCOMPLETE")
        }
    stopped = [4 - counts["PASS"] for _, counts in sorted(counted.items())]
    assert stopped == sorted(stopped), "a higher bar never lets more through"


@pytest.mark.parametrize("name", [ACCURACY, MARGIN])
def test_whatever_value_is_tried_the_chart_says_the_same(desk: Desk, name: str) -> None:
    past = history(desk, 12)
    in_force = past.policy.value(name)
    found = replay(desk, name, in_force).points
    for low, high in pairwise(found):
        if low.counts != high.counts:
            assert high.value - low.value <= (found[-1].value - found[0].value) / 999
            continue  # a step, as narrow as a chart can show
        policy = past.policy.supposing({name: (low.value + high.value) / 2})
        said = [one.hearing.judged(policy).verdict for one in past.past if one.hearing]
        assert low.counts == {answer: said.count(answer) for answer in low.counts}


REPLAYED: Mapping[str, Callable[[Desk], Replay]] = {
    "demoted": lambda desk: replay_move(desk, ["c-b1"], State.MONITORING),
    "promoted": lambda desk: replay_move(desk, ["c-m00"], State.BLOCKING),
    "promoted, one not scored": lambda desk: replay_move(
        desk, ["c-m00", "c-new"], State.BLOCKING
    ),
    "waived": lambda desk: replay_waiver(desk, ["c-b1"]),
    "number waived": lambda desk: replay_waiver(desk, [ACCURACY]),
}


@pytest.mark.parametrize(
    ("what", "run", "now", "then"),
    [
        ("demoted", "1.2-rc1", "BLOCKED", "PASS"),
        ("promoted", "1.1-rc1", "PASS", "BLOCKED"),
        ("promoted, one not scored", "1.1-rc1", "PASS", "BLOCKED"),
        ("promoted, one not scored", "1.0-rc1", "PASS", "INCOMPLETE"),
        ("waived", "1.2-rc1", "BLOCKED", "PASS"),
        ("number waived", "1.3-rc1", "BLOCKED", "PASS"),
    ],
)
def test_a_move_or_a_waiver_is_replayed_like_a_number(
    desk: Desk, what: str, run: str, now: str, then: str
) -> None:
    # Neither the margin nor too few cases are to be in the way as well.
    supposed = desk.supposing({MARGIN: 1, MIN_SUPPORT: 1})
    one = next(one for one in REPLAYED[what](supposed).runs if one.run == run)
    assert (one.verdict_now, one.verdict_then) == (now, then)


def test_a_run_that_cannot_be_judged_any_more_says_why(desk: Desk) -> None:
    with desk.ledger.reading() as asked:
        _, said = asked.run("1.0-rc1")
    assert said is not None
    judged(desk, {**said, "baseline": "no-such-run"})
    try:
        one = next(one for one in replay(desk, ACCURACY, 0.9).runs if one.run == "1.0-rc1")
        assert (one.verdict_now, one.verdict_then) == (None, None)
        assert "no-such-run" in one.why
    finally:
        judged(desk, said)


def judged(desk: Desk, said: Mapping[str, object]) -> None:
    with desk.ledger.transaction() as tx:
        tx.record(Decision(Kind.JUDGED, "1.0-rc1", said, "ci"))


@pytest.mark.parametrize(
    ("name", "word"),
    [("cost_of_failure.error", "prices failures"), ("alarm.max_attempts", "how somebody is"),
     ("budget.burn.1h", "whole weeks")],
)  # fmt: skip
def test_a_number_without_a_replay_says_why(desk: Desk, name: str, word: str) -> None:
    found = replay(desk, name, 4)
    assert word in (found.cannot or "")
    assert (found.kind, found.sentence) == ("none", found.cannot)


@pytest.mark.parametrize("threshold", DEFAULTS, ids=lambda one: one.name)
def test_every_number_has_a_replay_or_says_why_not(desk: Desk, threshold: Threshold) -> None:
    found = replay(desk, threshold.name, threshold.value)
    assert found.sentence
    assert bool(found.cannot) is not bool(found.runs or found.things or found.incidents)
    assert not found.flips, "what is in force changes nothing"


def test_what_is_supposed_holds_for_every_answer_and_decides_nothing(desk: Desk) -> None:
    supposed = desk.supposing({ACCURACY: None, MARGIN: 0.5})
    with supposed.ledger.reading() as asked:
        found = asked.policy()
        assert found.value(MARGIN) == 0.5
        assert ACCURACY not in found.thresholds
    with pytest.raises(BadRequest, match="only supposed"), supposed.ledger.transaction():
        pass
    with desk.ledger.reading() as asked:
        assert ACCURACY in asked.policy().thresholds


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "Say one thing"),
        ((ACCURACY,), "Say one thing"),
        ((ACCURACY, "high"), "'high' is no number"),
        ((ACCURACY, "0.9", "--waive", "c-b1"), "Say one thing"),
        ((ACCURACY, "1.5"), "a share from 0 to 1, like 0.95; it cannot be 1.5"),
        ((ACCURACY, "nan"), "it cannot be nan"),
        ((MIN_SUPPORT, "inf"), "a whole number from 1; it cannot be inf"),
        (("--waive", "nonsense"), "No case or threshold 'nonsense'"),
        (("--waive", MIN_SUPPORT), "blocks nothing, so there is nothing to waive"),
        (("--waive", "c-m00"), "c-m00 is in monitoring and blocks nothing"),
        (("gate.nothing", "0.9"), "No threshold 'gate.nothing'"),
        (("--promote", "c-nowhere"), "No case or failure 'c-nowhere'"),
        (("promotion.min_attempts", "none"), "moved, not dropped"),
    ],
)
def test_the_command_says_what_is_wrong(desk: Desk, words: tuple[str, ...], why: str) -> None:
    said = terminal(desk.folder)("replay", *words)
    assert said.code != 0
    assert why in said.text


def test_the_command_answers_in_the_documented_names(desk: Desk) -> None:
    said = terminal(desk.folder)
    found = said("replay", ACCURACY, "0.95", "--json").json
    assert keys(found) - set(RUNS) <= {name for name in keys(found) if name in CONTRACT}
    assert found["incidents"]["caught"] == 1
    told = said("replay", ACCURACY, "0.95")
    assert "At 95 % instead of 85 %" in told.text
    assert "1.1-rc1" in said("replay", "--demote", "c-b1", "--last", "3").text


def test_what_takes_a_while_says_so_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    for command in (replays, proposals):
        monkeypatch.setattr(command, "warn", told.append)
    said = terminal(desk.folder)
    assert said("replay", MARGIN, "1%", "--json").code == 0
    assert told == [], "a program reads it"
    assert said("replay", MARGIN, "1%").code == 0
    assert (
        said("propose", MARGIN, "-m", "so", "--", "-3").code != 0
    )  # refused, told all the same
    assert told == ["Replaying the last 12 judged runs and the weeks on record …"] * 2


def test_a_replay_is_kept_until_something_is_decided(desk: Desk) -> None:
    first = replay(desk, ACCURACY, 0.9)
    assert replay(desk, ACCURACY, 0.9) is first
    with desk.ledger.transaction() as tx:
        tx.record(owner_named("monitoring", ANA))
    assert replay(desk, ACCURACY, 0.9) is not first
