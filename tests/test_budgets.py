import pytest

from curation.budgets import within_budget
from curation.thresholds import Direction, Threshold

# statistics of ten latencies: numpy's linear p95 is 182.5 (also DuckDB's quantile_cont)
LATENCIES = [12, 15, 11, 100, 14, 13, 250, 18, 16, 17]


def a_budget(metric: str, value: float) -> Threshold:
    return Threshold("gate.budget", metric, value, Direction.AT_MOST)


@pytest.mark.parametrize(("limit", "met"), [(182.5, True), (182.0, False)])
def test_latency_is_held_as_its_95th_percentile(limit: float, met: bool) -> None:
    check = within_budget(a_budget("latency_p95_ms", limit), LATENCIES, floor=5)
    assert check.value == pytest.approx(182.5)
    assert check.met is met


def test_cost_is_held_per_thousand_answers() -> None:
    check = within_budget(a_budget("cost_per_1000_usd", 2.0), [0.001, 0.002, 0.006], floor=3)
    assert check.value == pytest.approx(3.0)
    assert check.met is False
    assert check.why == "$3.00 per 1,000 of 3, limit $2.00"


def test_too_few_measurements_decide_nothing() -> None:
    check = within_budget(a_budget("latency_p95_ms", 1000), LATENCIES, floor=20)
    assert (check.met, check.value) == (None, None)
    assert check.why == "too few to say: 10 measurements, 20 needed"


def test_an_attempt_that_was_not_measured_may_have_been_the_slow_one() -> None:
    measured: list[float | None] = [10.0] * 20
    budget = a_budget("latency_p95_ms", 1000)
    check = within_budget(budget, [*measured, *[None] * 80], floor=20)
    assert check.met is None
    assert check.why == "p95 10 ms of 20, limit 1,000 ms, 80 not measured"
    assert within_budget(budget, [*measured * 5, None], floor=20).met is True


def test_a_budget_that_is_missed_stays_missed_whatever_was_not_measured() -> None:
    slow: list[float | None] = [2000.0] * 20
    check = within_budget(a_budget("latency_p95_ms", 1000), [*slow, None], floor=20)
    assert check.met is False
