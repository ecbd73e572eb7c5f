"""Latency and cost of a run held against their budgets."""

from collections.abc import Sequence

import numpy as np

from curation.gate import Check
from curation.thresholds import Threshold

WORST = 1e300  # an attempt that never ended; numpy cannot interpolate infinities


def within_budget(threshold: Threshold, values: Sequence[float | None], floor: float) -> Check:
    """Hold what `values` amount to (p95 in ms, or USD per 1,000) against `threshold`.

    None is an attempt that was not measured, a timeout for one: the budget is met only if it
    would be met however bad those were. Under `floor` measurements nothing is decided.
    """
    known = [value for value in values if value is not None]
    n, limit = len(known), threshold.value
    if n < floor:
        why = f"too few to say: {n} measurements, {floor:.0f} needed"
        return Check(threshold.name, None, limit, None, n, why=why)
    value = _amount(threshold.metric, known)
    met: bool | None = threshold.met_by(value)
    why = _words(threshold.metric, value, limit, n)
    unknown = len(values) - n
    if unknown:
        why += f", {unknown} not measured"
        worst = _amount(threshold.metric, [*known, *[WORST] * unknown])
        met = None if met and not threshold.met_by(worst) else met
    return Check(threshold.name, value, limit, met, n, why=why)


def _amount(metric: str, values: Sequence[float]) -> float:
    if metric == "latency_p95_ms":
        return float(np.quantile(values, 0.95, method="linear"))
    return 1000 * float(np.mean(values))


def _words(metric: str, value: float, limit: float, n: int) -> str:
    if metric == "latency_p95_ms":
        return f"p95 {value:,.0f} ms of {n}, limit {limit:,.0f} ms"
    return f"${value:,.2f} per 1,000 of {n}, limit ${limit:,.2f}"
