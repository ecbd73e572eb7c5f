"""Waivers: who may grant one, for how long, and what the gate makes of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.attempts import Tally
from curation.cases import State
from curation.comparison import Difference, NonInferiority
from curation.errors import BadRequest, CurationError, NotAllowed
from curation.gate import Answer, judge
from curation.ownership import Ownership
from curation.thresholds import MARGIN, MAX_WAIVER_DAYS, policy
from curation.waivers import (
    Known,
    Waiver,
    ended,
    from_body,
    objections,
    still_waived,
    waiver_body,
    wanted,
)
from curation.waivers import (
    State as Stands,
)
from tests.blocking_desk import blocking_desk
from tests.builders import ANA, BEN, CARL, FAIL, PASS, a_case, a_check, a_threshold, scored
from tests.terminal import Evaldesk, Said
from tests.test_the_main_job import results

TODAY = date(2026, 11, 21)
BLOCKING = a_case(state=State.BLOCKING)  # carl owns the case
WAIVER = Waiver("W-1", BLOCKING.id, "dev", "2026-11-28", ANA, "a week", "2026-11-21T09:00:00")
KNOWN = Known(policy(()), Ownership("blocking", ANA, BEN), TODAY, BLOCKING)


def codes(asked: Mapping[str, Any], known: Known = KNOWN) -> str:
    return " ".join(one.code for one in objections(replace(WAIVER, **asked), known))


@pytest.mark.parametrize(
    ("by", "owns_case", "decides", "codes_said"),
    [
        (ANA, CARL, Ownership("blocking", ANA, BEN), ""),
        (BEN, CARL, Ownership("blocking", ANA, BEN), ""),
        (CARL, CARL, Ownership("blocking", ANA, BEN), "not_the_owner"),
        ("eve", CARL, Ownership("blocking", ANA, BEN), "not_the_owner"),
        (ANA, ANA, Ownership("blocking", ANA, BEN), "ones_own"),
        (BEN, ANA, Ownership("blocking", ANA, BEN), ""),
        (BEN, BEN, Ownership("blocking", ANA, BEN), "ones_own"),
        (ANA, BEN, Ownership("blocking", ANA, BEN), ""),
        (ANA, ANA, Ownership("blocking", ANA), "ones_own"),
        (ANA, "An\u200bA", Ownership("blocking", ANA, BEN), "ones_own"),
        ("BEN", CARL, Ownership("blocking", ANA, BEN), ""),
        (ANA, None, Ownership("blocking", ANA), ""),
        (ANA, CARL, None, "no_owner"),
        (CARL, None, Ownership("threshold", CARL, BEN), ""),
    ],
)
def test_who_decides_what_blocks_may_waive_it_but_nobody_their_own_case(
    by: str, owns_case: str | None, decides: Ownership | None, codes_said: str
) -> None:
    known = replace(KNOWN, decides=decides, case=replace(BLOCKING, owner=owns_case))
    assert codes({"by": by}, known) == codes_said


def test_a_threshold_is_waived_by_who_decides_about_it_and_has_no_case_to_own() -> None:
    known = replace(KNOWN, decides=Ownership("gate.x", CARL, BEN), case=None)
    assert codes({"what": "gate.x", "by": CARL}, known) == ""
    assert codes({"what": "gate.x", "by": ANA}, known) == "not_the_owner"


@pytest.mark.parametrize(
    ("asked", "known", "said"),
    [
        ({"until": "2026-11-22"}, {}, ""),
        ({"until": "2026-12-05"}, {}, ""),
        ({"until": "2026-12-06"}, {}, "until_too_late"),
        ({"until": "2026-11-21"}, {}, "until_too_late"),
        ({"reason": ""}, {}, "no_reason"),
        ({}, {"blocks": False}, "not_blocking"),
        ({}, {"others": (replace(WAIVER, id="W-7"),)}, "already"),
        ({"run": "rc"}, {"others": (replace(WAIVER, id="W-7"),)}, ""),
    ],
)
def test_a_waiver_is_refused_with_the_reason(
    asked: dict[str, Any], known: dict[str, Any], said: str
) -> None:
    assert codes(asked, replace(KNOWN, **known)) == said


def test_the_longest_waiver_is_a_governed_number() -> None:
    two = replace(policy(()).thresholds[MAX_WAIVER_DAYS], value=2)
    assert (
        codes({"until": "2026-11-24"}, replace(KNOWN, policy=policy([two]))) == "until_too_late"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"owner": "  "}, "has an owner"),
        ({"until": "soon"}, "'soon' is no day"),
        ({"run": "rc", "model": "v2"}, "not for both"),
    ],
)
def test_words_that_say_nothing_are_refused(words: dict[str, Any], message: str) -> None:
    ready: dict[str, Any] = {"owner": "dev", "until": "2026-11-28", "by": ANA, "reason": "r"}
    with pytest.raises(BadRequest, match=message):
        wanted("W-1", "c-1", at="2026-11-21T09:00:00", **{**ready, **words})


@given(st.integers(-30, 30), st.booleans())
def test_a_waiver_holds_until_its_day_and_then_ends_by_itself(days: int, ended_: bool) -> None:
    one = replace(WAIVER, ended_at="2026-11-22T00:00:00" if ended_ else None)
    stands = one.stands(date(2026, 11, 28) + timedelta(days=days))
    assert stands is (
        Stands.ENDED if ended_ else Stands.IN_FORCE if days < 0 else Stands.EXPIRED
    )
    assert from_body("waiver:W-1", waiver_body(one)) == one


@pytest.mark.parametrize(
    ("waiver", "run", "model", "covered"),
    [
        ({}, "rc", "v2", True),
        ({"run": "rc"}, "rc", "v2", True),
        ({"run": "rc"}, "other", "v2", False),
        ({"model": "v2"}, "other", "v2", True),
        ({"model": "v2"}, "rc", "v3", False),
        ({"model": "v2"}, "rc", None, False),
    ],
)
def test_a_waiver_holds_for_what_it_names(
    waiver: dict[str, Any], run: str, model: str | None, covered: bool
) -> None:
    assert replace(WAIVER, **waiver).covers(run, model) is covered


@pytest.mark.parametrize(
    ("by", "may"), [(ANA, True), (BEN, True), ("Dev", True), (CARL, False), ("eve", False)]
)
def test_who_granted_it_mends_it_or_decides_may_end_it(by: str, may: bool) -> None:
    words: dict[str, Any] = {"at": "2026-11-22T09:00:00", "decides": KNOWN.decides}
    if may:
        assert ended(WAIVER, by=by, **words).stands(TODAY) is Stands.ENDED
        return
    with pytest.raises(NotAllowed, match="ana, dev, ana or ben"):
        ended(WAIVER, by=by, **words)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"until": "2026-11-20"}, "on 2026-11-20"),
        ({"ended_at": "x", "ended_by": BEN}, "by ben"),
    ],
)
def test_what_is_over_cannot_be_ended(state: dict[str, Any], message: str) -> None:
    over = replace(WAIVER, **state)
    with pytest.raises(BadRequest, match=f"has ended already, {message}"):
        ended(over, by=ANA, at="2026-11-22T09:00:00", decides=None)


TWO = ("blocking", 1, ["c-1", "c-2"])
WORSE = Difference(50, -0.1, -0.2, -0.01, NonInferiority.WORSE, (), (), ())


@pytest.mark.parametrize(
    ("second", "answer", "waived"),
    [
        (FAIL, Answer.PASS, ("c-2",)),
        (Tally(passed=1, failed=1), Answer.PASS, ("c-2",)),
        (PASS, Answer.PASS, ()),
        (Tally(errored=1), Answer.INCOMPLETE, ()),
        (None, Answer.INCOMPLETE, ()),
    ],
)
def test_a_waived_case_that_failed_is_in_nobodys_way_but_it_has_to_be_run(
    second: Tally | None, answer: Answer, waived: tuple[str, ...]
) -> None:
    found = {"c-1": PASS} | ({"c-2": second} if second else {})
    verdict = judge(scored(found), TWO, waived={"c-2"})
    assert (verdict.answer, verdict.waived) == (answer, waived)
    assert ("1 case that failed is waived" in verdict.reason) is bool(waived)


def test_another_failure_than_the_waived_one_still_blocks() -> None:
    verdict = judge(scored({"c-1": FAIL, "c-2": FAIL}), TWO, waived={"c-2"})
    assert (verdict.answer, verdict.failed) == (Answer.BLOCKED, ("c-1",))


def test_where_every_case_is_waived_nothing_was_judged() -> None:
    verdict = judge(scored({"c-1": FAIL, "c-2": FAIL}), TWO, waived={"c-1", "c-2"})
    assert verdict.answer is Answer.INCOMPLETE
    assert "Every case is waived, so nothing was judged" in verdict.reason


@pytest.mark.parametrize(
    ("met", "told"), [(False, "Waived"), (None, "Waived though it could not be decided")]
)
def test_a_waived_threshold_is_told_and_stops_nothing(met: bool | None, told: str) -> None:
    checks = [a_check(met=met), a_check(met=True, name="gate.cost")]
    green = scored({"c-1": PASS, "c-2": PASS})
    assert judge(green, TWO, checks).answer is not Answer.PASS
    verdict = judge(green, TWO, checks, waived={"gate.latency", "gate.cost"})
    assert (verdict.answer, verdict.waived) == (Answer.PASS, ("gate.latency",))
    assert f"every other threshold is met. {told}: gate.latency." in verdict.reason
    assert verdict.checks[0].met is met


def test_a_threshold_that_waits_for_a_case_that_was_not_run_is_not_waived() -> None:
    green = scored({"c-1": PASS, "c-2": PASS})
    waits = [replace(a_check(met=None), unscored=True)]
    verdict = judge(green, TWO, waits, waived={"gate.latency"})
    assert (verdict.answer, verdict.waived) == (Answer.INCOMPLETE, ())


UNDECIDED = replace(WORSE, outcome=NonInferiority.UNDECIDED)


@pytest.mark.parametrize(
    ("against", "without", "answer", "told"),
    [
        (WORSE, Answer.BLOCKED, Answer.PASS, " Waived: "),
        (UNDECIDED, Answer.INCOMPLETE, Answer.PASS, "Waived though it could not be decided: "),
        (replace(WORSE, unscored=("c-3",)), Answer.BLOCKED, Answer.PASS, " Waived: "),
        (replace(UNDECIDED, unscored=("c-3",)), Answer.INCOMPLETE, Answer.INCOMPLETE, ""),
    ],
)
def test_the_margin_against_the_baseline_can_be_waived_but_not_a_case_that_was_not_run(
    against: Difference, without: Answer, answer: Answer, told: str
) -> None:
    green = scored({"c-1": PASS, "c-2": PASS})
    assert judge(green, TWO, (), against, "base").answer is without
    verdict = judge(green, TWO, (), against, "base", waived={MARGIN})
    assert (verdict.answer, verdict.waived) == (answer, (MARGIN,) if told else ())
    assert f"{told}{MARGIN}." in verdict.reason or not told
    assert "not worse" not in verdict.reason


@given(
    st.dictionaries(st.sampled_from(["c-1", "c-2"]), st.sampled_from([PASS, FAIL])),
    st.sets(st.sampled_from(["c-1", "c-2", "gate.latency"])),
    st.sampled_from([True, False, None]),
)
def test_a_waiver_never_makes_an_answer_worse_and_lists_what_it_let_through(
    found: dict[str, Tally], waived: set[str], met: bool | None
) -> None:
    checks = [a_check(met=met)]
    without = judge(scored(found), TWO, checks)
    verdict = judge(scored(found), TWO, checks, waived=waived)
    worst = [Answer.PASS, Answer.INCOMPLETE, Answer.BLOCKED]
    assert worst.index(verdict.answer) <= worst.index(without.answer)
    assert set(verdict.waived) <= waived
    assert verdict.missing == without.missing
    assert verdict.answer is without.answer or verdict.waived


def test_an_answer_that_needed_a_waiver_holds_only_while_the_waiver_does() -> None:
    said = {"verdict": "PASS", "waivers": [{"waiver": "W-1", "used": True}]}
    assert still_waived(said, {"W-1"}) is None
    assert "it rested on W-1, which has ended" in str(still_waived(said, set()))
    assert still_waived({**said, "waivers": [{"waiver": "W-1", "used": False}]}, "") is None
    assert still_waived({**said, "verdict": "BLOCKED"}, "") is None
    assert still_waived({"verdict": "PASS"}, "") is None


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk of ana (deputy ben) whose run rc fails one of two blocking cases."""
    folder = tmp_path_factory.mktemp("waivers")
    said, first, second = blocking_desk(folder, deputy="ben")
    bad = results(folder / "rc.jsonl", {first: [True], second: [False]})
    said("import", bad, "--as", "results", "--run", "rc", "--model", "v2")
    assert said("gate", "rc").code == 1
    return said


def waived(said: Evaldesk, what: str, *more: str, actor: str = "ben") -> Said:
    until = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    words = ("--owner", "dev", "--until", until, "-m", "mended on Monday", "--json")
    return said("waive", what, *words, *more, actor=actor)


def test_a_waived_failure_ships_is_told_everywhere_and_blocks_again_when_it_ends(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    (failed,) = evaldesk("gate", "rc", "--json").json["failed"]
    own = waived(evaldesk, failed, actor="ana")
    assert (own.code, own.json["refused"][0]["code"]) == (1, "ones_own")
    granted = waived(evaldesk, failed, "--run", "rc")
    assert (granted.code, granted.json["note"]) == (0, None)
    assert evaldesk("waivers", "--json").json["waivers"][0]["may_end"] == ["ben", "dev", "ana"]
    junit, told = tmp_path / "gate.xml", tmp_path / "gate.md"
    green = evaldesk("gate", "rc", "--junit", junit, "--markdown", told, "--json")
    assert (green.code, green.json["failed"]) == (0, [])
    (one,) = green.json["waivers"]
    assert (one["waiver"], one["what"], one["used"], one["by"]) == ("W-1", failed, True, "ben")
    assert "mended on Monday" in told.read_text()
    assert 'skipped="1"' in junit.read_text()
    assert evaldesk("runs", "--json").json["runs"][0]["verdict"] == "PASS"

    assert evaldesk("waivers", "end", "W-1", actor="carl").code == 1
    assert evaldesk("waivers", "end", "w-1", actor="dev").code == 0
    (run,) = [r for r in evaldesk("runs", "--json").json["runs"] if r["run"] == "rc"]
    assert (run["verdict"], run["recorded_verdict"]) == (None, "PASS")
    assert "it rested on W-1" in run["reason"]
    assert evaldesk("gate", "rc").code == 1
    few = evaldesk("waivers").text
    assert "0 in force, 1 ended." in few
    assert "evaldesk waivers --all" in few
    assert "granted by" not in few
    assert "mended on Monday" in evaldesk("waivers", "--all").text
    found = evaldesk("waivers", "--all", "--json").json
    assert (found["granters"], found["ended"][0]["may_end"]) == (["ana", "ben"], [])
    assert (found["waivers"], found["ended"][0]["state"]) == ([], "ended")
    assert evaldesk("verify").code == 0


def test_a_waived_case_stays_a_failure_in_the_limit_of_somebody_else(
    evaldesk: Evaldesk,
) -> None:
    where = ("--where", "route=refunds", "--at-least", "1.0")
    assert evaldesk("critical", "cohort", *where, "--owner", "dev", "-m", "promised").code == 0
    (failed,) = evaldesk("gate", "rc", "--json").json["failed"]
    assert waived(evaldesk, failed).code == 0
    answer = evaldesk("gate", "rc", "--json").json
    cohort, share = answer["thresholds"]
    assert (answer["verdict"], answer["failed"]) == ("BLOCKED", [])
    assert (cohort["n"], cohort["value"], cohort["met"]) == (2, 0.5, False)
    assert (share["n"], share["met"]) == (1, True)
    assert "1 waived: 50.0 % of 2 with it" in share["why"]
    assert waived(evaldesk, cohort["name"]).json["refused"][0]["code"] == "not_the_owner"
    assert waived(evaldesk, cohort["name"], actor="dev").code == 0
    both = evaldesk("gate", "rc", "--json").json
    assert both["verdict"] == "PASS"
    assert both["reason"].startswith("The other case of blocking@1 passed")


@pytest.mark.parametrize(
    ("what", "code"), [("c-nothing", 2), ("gate.nothing", 2), ("numbers.min_support", 1)]
)
def test_what_blocks_nothing_cannot_be_waived(evaldesk: Evaldesk, what: str, code: int) -> None:
    assert waived(evaldesk, what).code == code


def test_a_waiver_for_a_run_that_is_not_there_is_refused(evaldesk: Evaldesk) -> None:
    said = waived(evaldesk, "gate.pass_rate.blocking", "--run", "nothing")
    assert (said.code, "nothing" in said.text) == (2, True)


def test_the_words_of_a_refusal_are_sentences() -> None:
    with pytest.raises(CurationError, match=r"evaldesk waivers` lists them\.$"):
        ended(replace(WAIVER, until="2026-11-20"), by=ANA, at="2026-11-22", decides=None)


def test_a_threshold_of_the_gate_can_be_named_by_whoever_owns_it() -> None:
    asked = replace(WAIVER, what=a_threshold().name, by=BEN)
    assert objections(asked, replace(KNOWN, case=None)) == []
