"""What a recorded answer is worth once something that it rested on has moved."""

from dataclasses import replace
from typing import Any

import pytest

from curation.gate_mode import GateMode, Mode
from curation.limits import cohort_limit
from curation.overtaken import InForce, numbers_of, worth
from curation.thresholds import MARGIN, MAX_FLIP_RATE, MIN_SUPPORT, Policy, policy
from curation.waivers import Waiver

BASE = policy([])
REFUNDS = cohort_limit({"route": "refunds"}, 0.9, owner="dev")
LIMITED = policy([replace(REFUNDS, decision=9)])
BLOCKING = "gate.pass_rate.blocking"
W1 = Waiver("W-1", "c-1", "dev", "2026-12-01", "ben", "known", "2026-11-20")


def moved(name: str, value: float, base: Policy = BASE) -> Policy:
    return base.supposing({name: replace(base.thresholds[name], value=value, decision=12)})


def an_answer(verdict: str = "PASS", held: Policy = BASE, **more: Any) -> dict[str, Any]:
    """As the gate records it; `bound` names the numbers of `held`."""
    checks = [{"name": t.name, "limit": t.value, "met": True, "n": 30} for t in held.gate()]
    bound = {"model_version": "v2", "numbers": numbers_of(held, compared=True)}
    said = {"run": "rc", "verdict": verdict, "reason": "As it was said.", "bound": bound}
    compared = {"outcome": "not_worse", "low": -0.015, "high": 0.01}
    said |= {"thresholds": checks, "comparison": compared, "failed": [], "flaky": []}
    return {**said, **more}


def old(said: dict[str, Any]) -> dict[str, Any]:
    """The same of a desk on which answers did not name their numbers."""
    return {**said, "bound": {"thresholds": {BLOCKING: None}}}


def now(held: Policy = BASE, *waivers: Waiver, quarantined: tuple[str, ...] = ()) -> InForce:
    return InForce(held, GateMode(), waivers, quarantined)


@pytest.mark.parametrize(
    ("then", "by_now", "words"),
    [
        (BASE, moved(MARGIN, 0), "the margin to the baseline was 2 % then and is 0 % now"),
        (BASE, moved(MIN_SUPPORT, 50), "minimum support was 20 cases then and is 50 cases"),
        (BASE, moved(MAX_FLIP_RATE, 0.1), "flip rate that is allowed was 5 % then and is 10 %"),
        (
            BASE,
            moved(BLOCKING, 0.9),
            "has to pass was 100 % then and is 90 % now (decision 12)",
        ),
        (BASE, LIMITED, "is held to at least 90 % since (decision 9)"),
        (LIMITED, moved(REFUNDS.name, 0.95, LIMITED), "was 90 % then and is 95 % now"),
        (LIMITED, BASE, "is held to nothing any more"),
    ],
)
def test_a_number_that_moved_leaves_no_answer_standing(
    then: Policy, by_now: Policy, words: str
) -> None:
    assert worth(an_answer(held=then), now(then)) == ("PASS", "As it was said.")
    answer, reason = worth(an_answer(held=then), now(by_now))
    assert answer is None
    assert reason.startswith("Ask the gate again: ")
    assert words in reason


@pytest.mark.parametrize(
    ("then", "by_now", "words"),
    [
        (BASE, moved(BLOCKING, 0.9), "was 100 % then and is 90 % now"),
        (BASE, LIMITED, "since (decision 9)"),
        (LIMITED, moved(MIN_SUPPORT, 31, LIMITED), "the minimum support is 31 cases now"),
        (BASE, moved(MARGIN, 0.01), "the margin to the baseline is 1 % now"),
        (BASE, moved(MARGIN, 0.03), None),
        (BASE, moved(MAX_FLIP_RATE, 0.1), None),  # it does not say which one it used
    ],
)
def test_an_old_answer_is_judged_by_what_it_says(
    then: Policy, by_now: Policy, words: str | None
) -> None:
    answer, reason = worth(old(an_answer(held=then)), now(by_now))
    assert (answer is None) is bool(words)
    assert (words or "As it was said.") in reason


FAILED = {"verdict": "BLOCKED", "failed": ["c-1"]}
UNMET = [{"name": BLOCKING, "limit": 1.0, "met": None, "n": 2}]
USED = {"waivers": [{"waiver": "W-1", "used": True}]}
ASIDE = {"quarantined": [{"case": "c-1", "flaky": True}]}


@pytest.mark.parametrize(
    ("said", "in_force", "words"),
    [
        (FAILED, now(moved(MARGIN, 0.5)), None),  # it blocks whatever the numbers are
        (FAILED, now(BASE, W1), "W-1 waives c-1 since"),
        (FAILED, now(BASE, replace(W1, run="other")), None),
        (FAILED, now(BASE, quarantined=("c-1",)), "c-1 is in quarantine since"),
        ({"verdict": "INCOMPLETE", "thresholds": UNMET}, now(BASE, replace(W1, what=BLOCKING)),
         f"W-1 waives {BLOCKING} since"),
        (USED, now(BASE, W1), None),
        (USED, now(), "it rested on W-1, which has ended"),
        (ASIDE, now(BASE, quarantined=("c-1",)), None),
        (ASIDE, now(), "c-1 is in quarantine no longer"),
    ],
)  # fmt: skip
def test_waivers_and_quarantines_overtake_only_what_they_touch(
    said: dict[str, Any], in_force: InForce, words: str | None
) -> None:
    answer, reason = worth(an_answer(**said), in_force)
    assert answer == (None if words else said.get("verdict", "PASS"))
    assert (words or "As it was said.") in reason


def test_under_a_freeze_it_is_blocked_and_a_fix_needs_the_numbers_of_now() -> None:
    frozen = InForce(moved(MARGIN, 0), GateMode(Mode.FREEZE, "ana", None, "spent"))
    assert worth(an_answer(), frozen)[0] == "BLOCKED"
    assert worth(an_answer(fix="INC-1"), frozen)[0] is None
    assert worth(an_answer(fix="INC-1"), replace(frozen, policy=BASE))[0] == "PASS"


def test_a_long_list_of_moves_is_cut_and_counted() -> None:
    numbers = {f"gate.n{place}": {"value": 1.0} for place in range(5)}
    bound = {"numbers": numbers_of(BASE, compared=False) | numbers}
    assert worth(an_answer(bound=bound), now())[1].endswith("any more; and 2 more.")
