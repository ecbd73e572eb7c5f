"""Critical cohorts: what blocks, what is met, what nobody can say."""

from collections.abc import Sequence
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given
from scipy.stats import binomtest

from curation.attempts import Outcome
from curation.critical import CriticalCohort, judge_cohorts
from curation.gate import Check
from curation.limits import cohort_limit
from curation.measures.multiplicity import holm

FLOOR = 20
PASSED, FAILED, MISSING = Outcome.PASSED, Outcome.FAILED, Outcome.MISSING


def a_cohort(
    passed: int, failed: int = 0, open_: int = 0, *, at_least: float = 0.9, name: str = "eu"
) -> CriticalCohort:
    limit = cohort_limit({"region": name}, at_least, owner="ana")
    found = [*[PASSED] * passed, *[FAILED] * failed, *[MISSING] * open_]
    return CriticalCohort(limit, {f"c-{n}": one for n, one in enumerate(found)})


def judged(*cohorts: CriticalCohort) -> list[Check]:
    return judge_cohorts(cohorts, FLOOR)


@pytest.mark.parametrize(
    ("cohort", "met", "why"),
    [
        (a_cohort(50), True, "100.0 % of 50 (92.9 % to 100.0 %), limit 90.0 %"),
        (a_cohort(45, 5), True, "limit 90.0 %"),
        (a_cohort(44, 6), None, "may be chance (p 0.38 by Holm over 1 cohort)"),
        (a_cohort(30, 20), False, "below it for sure, p 2.4e-08 by Holm over 1 cohort"),
        (a_cohort(44, 0, 6), None, "6 open (not run, errored or flaky)"),
        (a_cohort(45, 0, 5), True, "90.0 % of 50"),
        (a_cohort(19), None, "too few to say: 19 cases, 20 needed"),
        (a_cohort(0, 19), None, "too few to say: 19 cases, 20 needed"),
        (a_cohort(0), None, "too few to say: no case of the run"),
        (a_cohort(3, at_least=1.0), None, "too few to say: 3 cases"),
        (a_cohort(2, 1, at_least=1.0), False, "below it for sure"),
        (a_cohort(2, 0, 1, at_least=1.0), None, "too few to say"),
        (a_cohort(20, at_least=1.0), True, "100.0 % of 20"),
        (a_cohort(0, 0, 30), None, "30 open"),
    ],
)
def test_a_cohort_blocks_only_when_chance_does_not_explain_it(
    cohort: CriticalCohort, met: bool | None, why: str
) -> None:
    (check,) = judged(cohort)
    assert check.met is met
    assert why in check.why
    assert check.owner == "ana"


def test_the_proof_is_the_exact_binomial_test_adjusted_by_holm() -> None:
    cohorts = [a_cohort(k, 50 - k, name=f"r{k}") for k in (40, 42, 49)]
    p = [binomtest(k, 50, 0.9, alternative="less").pvalue for k in (40, 42)]
    found = judged(*cohorts)
    assert [one.p_holm for one in found[:2]] == pytest.approx([3 * p[0], 2 * p[1]])
    assert [one.met for one in found] == [None, None, True]
    assert judged(cohorts[0])[0].met is False  # alone it would have been proved


def test_a_cohort_that_is_too_small_takes_nothing_from_the_others() -> None:
    alone, small = a_cohort(40, 10), a_cohort(3, 2, name="us")
    assert judged(alone, small)[0].p_holm == judged(alone)[0].p_holm


SOME = st.tuples(
    st.integers(0, 60), st.integers(0, 60), st.integers(0, 10), st.sampled_from([0.5, 0.9, 1.0])
)


@given(st.lists(SOME, min_size=1, max_size=6), st.data())
def test_removing_a_result_never_makes_a_cohort_met(
    sizes: Sequence[tuple[int, int, int, float]], data: st.DataObject
) -> None:
    cohorts = [
        a_cohort(p, f, o, at_least=v, name=f"r{i}") for i, (p, f, o, v) in enumerate(sizes)
    ]
    at = data.draw(st.integers(0, len(cohorts) - 1))
    if not cohorts[at].found:
        return
    case = data.draw(st.sampled_from(sorted(cohorts[at].found)))
    less = [*cohorts]
    less[at] = replace(cohorts[at], found={**cohorts[at].found, case: MISSING})
    for before, after in zip(judged(*cohorts), judged(*less), strict=True):
        assert after.met is not True or before.met is True


@given(st.lists(SOME, min_size=1, max_size=6))
def test_holm_never_blocks_what_no_test_alone_would_block(
    sizes: Sequence[tuple[int, int, int, float]],
) -> None:
    cohorts = [
        a_cohort(p, f, o, at_least=v, name=f"r{i}") for i, (p, f, o, v) in enumerate(sizes)
    ]
    for cohort, check in zip(cohorts, judged(*cohorts), strict=True):
        if check.met is False:
            assert judged(cohort)[0].met is False


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_blocks_whatever_bonferroni_would(p_values: list[float]) -> None:
    for p, adjusted in zip(p_values, holm(p_values), strict=True):
        assert p <= adjusted <= min(1.0, len(p_values) * p) + 1e-12
