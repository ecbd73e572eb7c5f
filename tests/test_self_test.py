"""The self-test: bad runs that the gate has to stop, and what is said when it does not."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.gate import Answer
from curation.gate_mode import Mode
from curation.self_test import (
    CLEAN,
    WORSE,
    Ground,
    Probe,
    gone_stale,
    judged,
    rests_on,
    unasked,
)
from curation.self_test_runs import Material, Scope, probes
from curation.thresholds import Direction, Threshold
from curation.waivers import Waiver
from store.acts import self_testing
from tests.blocking_desk import blocking_desk
from tests.builders import a_threshold
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import results

RATE = a_threshold(name="gate.pass_rate.blocking", scope="blocking", value=1.0)
SLOW = Threshold("gate.latency", "latency_p95_ms", 800, Direction.AT_MOST)
IDS = [f"c-{n}" for n in range(10)]
MATERIAL = Material(IDS[:6], IDS, [Scope(RATE, IDS[:6]), Scope(SLOW, IDS)], floor=20)


def named(found: Sequence[Probe], name: str) -> Probe:
    return next(one for one in found if one.name == name)


def failing(probe: Probe) -> int:
    return sum(any(one.passed is False for one in made) for made in probe.results.values())


@given(st.integers(0, 2**31), st.sets(st.sampled_from(IDS[:6]), max_size=5))
def test_the_same_seed_makes_the_same_runs_and_spares_what_cannot_block(
    seed: int, excused: set[str]
) -> None:
    material = replace(MATERIAL, excused=excused)
    found = probes(material, seed)
    assert found == probes(material, seed)
    assert all(one.impossible is None for one in found)
    for one in found:
        assert not excused & set(one.cases)
        broken = {c for c, made in one.results.items() if any(not a.passed for a in made)}
        assert not broken & excused
    assert failing(named(found, CLEAN)) == 0
    assert failing(named(found, "one failure")) == 1


def test_a_run_is_just_beyond_what_it_is_about() -> None:
    found = probes(MATERIAL, 7)
    assert failing(named(found, "beyond gate.pass_rate.blocking")) == 1  # 5 of 6 are under 1
    slow = named(found, "beyond gate.latency").results
    assert {one.latency_ms for made in slow.values() for one in made} == {840}
    clean = named(found, CLEAN).results
    assert {one.latency_ms for made in clean.values() for one in made} == {400}
    assert sum(map(len, clean.values())) >= MATERIAL.floor  # or no budget could be told
    worse = named(found, WORSE)
    broken = {c for c, made in worse.results.items() if not made[0].passed}
    assert (worse.expected, len(broken), broken & {*IDS[:6]}) == ((Answer.BLOCKED,), 3, set())


COHORT = a_threshold(name="gate.cohort.pass_rate.route=refunds", scope="route=refunds")


@pytest.mark.parametrize(
    ("cases", "limit", "material", "failures", "why"),
    [
        (40, 0.9, {}, 8, None),  # binom.cdf(32, 40, .9) is .042, and of 33 it is .1
        (10, 1.0, {}, 1, None),
        (10, 0.9, {}, None, "too few to say: 10 cases, 20 needed"),
        (0, 0.9, {}, None, "about no case"),
        (10, 0.0, {"floor": 5}, None, "11 of 10 have to fail"),
        (10, 0.9, {"floor": 5}, 4, None),
        (10, 0.9, {"floor": 5, "excused": set(IDS[:7])}, None, "4 of 10 have to fail"),
    ],
)
def test_a_cohort_breaks_as_little_as_must_block_or_nobody_can_show_it(
    cases: int, limit: float, material: dict[str, Any], failures: int | None, why: str | None
) -> None:
    ids = [f"c-{n}" for n in range(cases)]
    one = Scope(replace(COHORT, value=limit), ids)
    made = Material(ids or IDS, ids or IDS, [one], **material)
    found = named(probes(made, 7), "beyond pass rate where route = refunds")
    if failures is None:
        assert found.impossible is not None
        assert (unasked(found).held, str(why) in found.impossible) == (None, True)
    else:
        assert (failing(found), found.impossible) == (failures, None)
    clean = named(probes(made, 7), CLEAN)
    few = cases < material.get("floor", 20)
    assert clean.expected == ((Answer.INCOMPLETE,) if few else (Answer.PASS,))
    assert clean.open == ((COHORT.name,) if few else ())


def test_where_nothing_can_block_it_is_said_and_counts_as_no_proof() -> None:
    found = probes(replace(MATERIAL, excused=set(IDS)), 7)
    proofs = [unasked(one) for one in found if one.impossible]
    assert {"one failure", "one not run", WORSE} <= {one.name for one in proofs}
    assert not any(one.held for one in proofs)


SAID: dict[str, Any] = {
    "reason": "because gate.x", "failed": ["c-1"], "missing": [], "errored": [], "flaky": [],
    "thresholds": [{"name": "gate.x", "met": True}], "comparison": {"outcome": "not_worse"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("probe", "answer", "said", "held", "why"),
    [
        ({}, Answer.BLOCKED, {}, True, "because"),
        ({}, Answer.PASS, {}, False, "because"),
        ({"cases": ("c-1",)}, Answer.BLOCKED, {}, True, "because"),
        ({"cases": ("c-2",)}, Answer.BLOCKED, {}, False, "does not name c-2"),
        ({"named": "gate.x"}, Answer.BLOCKED, {}, False, "gate.x is not met"),
        (
            {"named": "gate.x"},
            Answer.BLOCKED,
            {"thresholds": [{"name": "gate.x", "met": False}]},
            True,
            "because",
        ),
        ({"name": WORSE}, Answer.BLOCKED, {}, False, "not worse than its baseline"),
        ({"name": WORSE}, Answer.BLOCKED, {"comparison": {"outcome": "worse"}}, True, ""),
        ({"says": "it is worse"}, Answer.BLOCKED, {"reason": "It is worse."}, True, ""),
        ({"says": "it is worse"}, Answer.BLOCKED, {"reason": "It is late."}, False, "worse"),
    ],
)
def test_the_right_answer_for_the_wrong_reason_is_no_proof(
    probe: dict[str, Any], answer: Answer, said: dict[str, Any], held: bool, why: str
) -> None:
    ready = Probe("one", "shown", (Answer.BLOCKED,), {})
    proof = judged(replace(ready, **probe), answer, {**SAID, **said})
    assert (proof.held, why in proof.why) == (held, True), proof.why


WAIVER = Waiver("W-1", "c-1", "dev", "2026-11-28", "ana", "a week", "2026-11-21T09:00:00")
TESTED = Ground("s1", [RATE, SLOW], product="1.0")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({}, []),
        ({"set_sha256": "s2"}, ["blocking@2 is in force since"]),
        ({"thresholds": [RATE]}, ["gate.latency has moved"]),
        ({"thresholds": [RATE, replace(SLOW, value=900)]}, ["gate.latency has moved"]),
        ({"thresholds": [replace(RATE, decision=9), replace(SLOW, decision=9)]},
         ["gate.latency, gate.pass_rate.blocking have moved"]),
        ({"waivers": [WAIVER]}, ["W-1 is in force since"]),
        ({"waivers": [replace(WAIVER, run="rc1")]}, []),  # it lets no other run through
        ({"quarantined": ["c-1", "c-2"]}, ["2 cases are in quarantine since"]),
        ({"mode": Mode.FREEZE}, ["the gate is frozen"]),
        ({"product": "1.1"}, ["this is Evaldesk 1.1, and that was 1.0"]),
    ],
)  # fmt: skip
def test_a_self_test_is_stale_once_anything_it_rests_on_has_changed(
    now: dict[str, Any], said: list[str]
) -> None:
    before, after = rests_on(TESTED), rests_on(replace(TESTED, **now))
    assert gone_stale(before, after, "blocking@2") == said
    back = gone_stale(after, before, "blocking@1")
    assert bool(back) is bool(said)


def test_a_self_test_of_before_it_showed_so_much_is_stale() -> None:
    old = {key: rests_on(TESTED)[key] for key in ("set_sha256", "thresholds")}
    (said,) = gone_stale(old, rests_on(TESTED), "blocking@1")
    assert "an earlier version" in said


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk with two blocking cases, a green run, a red one and a mended one."""
    folder = tmp_path_factory.mktemp("trust")
    said, first, second = blocking_desk(folder, deputy="ben")
    for run, passed in (("rc1", True), ("rc2", False), ("rc3", True)):
        made = results(folder / f"{run}.jsonl", {first: [True], second: [passed]})
        said("import", made, "--as", "results", "--run", run, "--model", f"v-{run}")
        said("gate", run)
    return said


def test_the_gate_is_proved_on_record_and_no_made_up_run_is_ever_seen(
    evaldesk: Evaldesk,
) -> None:
    assert evaldesk("trust", "--json").json["self_test"] is None
    before = evaldesk("runs", "--json").json
    done = evaldesk("self-test", "--seed", 7, "--json")
    assert (done.code, done.json["ok"], done.json["stale"]) == (0, True, [])
    answers = {one["name"]: one["answer"] for one in done.json["probes"]}
    assert answers["clean"] == "PASS"
    assert answers["one failure"] == answers["beyond gate.pass_rate.blocking"] == "BLOCKED"
    assert answers["one not run"] == answers["one error"] == "INCOMPLETE"
    assert evaldesk("runs", "--json").json == before
    assert evaldesk("verify").code == 0

    found = evaldesk("trust", "--json").json
    assert found["self_test"]["seed"] == 7
    (red,) = found["red"]
    assert (red["run"], red["ending"], red["how"]) == (
        "rc2",
        "confirmed",
        "it was mended: rc3 passed",
    )
    assert (found["right"]["n"], "too few to say" in found["right"]["note"]) == (1, True)
    assert {one["run"] for one in found["green"]} == {"rc1", "rc3"}
    assert found["sight"][0]["drop"] == pytest.approx(1 - 0.2**0.5)


def test_a_gate_that_lets_a_bad_run_through_is_red_everywhere_it_is_asked(
    evaldesk: Evaldesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = self_testing.judge_run

    def blind(*words: Any, **more: Any) -> Any:
        answer = real(*words, **more)
        return replace(answer, verdict="PASS") if answer.verdict == "BLOCKED" else answer

    monkeypatch.setattr(self_testing, "judge_run", blind)
    failed = evaldesk("self-test")
    assert failed.code == 1
    assert "got a wrong answer: one failure" in failed.text
    assert "Do not trust this answer" in evaldesk("gate", "rc3").text
    assert "Do not trust the gate" in evaldesk("trust").text
    monkeypatch.undo()
    assert evaldesk("self-test").code == 0


def test_once_the_set_changes_the_proof_is_stale(evaldesk: Evaldesk) -> None:
    assert evaldesk("self-test").code == 0
    (one, _) = evaldesk("sets", "--of", "blocking", "--json").json["cases"]
    evaldesk("move", one["id"], "--to", "monitoring", "-m", "noise")
    evaldesk("freeze", "blocking", "-m", "one less")
    (stale,) = evaldesk("trust", "--json").json["self_test"]["stale"]
    assert stale == "blocking@2 is in force since"
    assert "test it again" in evaldesk("trust").text


def test_where_no_case_can_block_it_is_refused_with_the_way_out(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    nothing = said("self-test")
    assert (nothing.code, "evaldesk freeze blocking" in nothing.text) == (3, True)
