"""Latency and cost of a run held against their budgets."""

from collections.abc import Sequence

import numpy as np

from curation.gate import Check
from curation.thresholds import Threshold


def within_budget(threshold: Threshold, values: Sequence[float], floor: float) -> Check:
    """Hold what `values` amount to (p95 in ms, or USD per 1,000) against `threshold`.

    Under `floor` measurements nothing is decided.
    """
    n, limit = len(values), threshold.value
    if n < floor:
        why = f"too few to say: {n} measurements, {floor:.0f} needed"
        return Check(threshold.name, None, limit, None, n, why=why)
    if threshold.metric == "latency_p95_ms":
        value = float(np.quantile(values, 0.95))
        why = f"p95 {value:,.0f} ms of {n}, limit {limit:,.0f} ms"
    else:
        value = 1000 * float(np.mean(values))
        why = f"{value:,.2f} USD per 1,000 of {n}, limit {limit:,.2f} USD"
    return Check(threshold.name, value, limit, threshold.met_by(value), n, why=why)
