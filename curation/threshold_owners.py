"""Who decides about a governed number: its own owner, else who owns what it is about."""

from collections.abc import Mapping

from curation.ownership import Ownership
from curation.thresholds import Policy, Threshold

PREFIX = "threshold:"  # a number can be owned by itself, as threshold:NAME
_AREAS = {  # what the first word of a name is about
    "alarm": "alarms",
    "backtest": "alarms",
    "budget": "objective",
    "latency": "objective",
    "cost": "objective",
    "staleness": "objective",
    "drift": "baseline",
    "baseline": "baseline",
}
LAST_RESORT = "blocking"


def decider(threshold: Threshold, owners: Mapping[str, Ownership]) -> Ownership | None:
    """Who decides about `threshold`, given who owns each scope; None when nobody does.

    Its own scope comes first (it was handed over), then the owner it was stated with, then
    what it is about (alarms, objective, baseline), and at last whoever owns blocking.
    """
    own = owners.get(PREFIX + threshold.name)
    if own is not None:
        return own
    if threshold.owner is not None:
        return Ownership(threshold.name, threshold.owner, threshold.deputy)
    area = _AREAS.get(threshold.name.partition(".")[0], LAST_RESORT)
    return owners.get(area) or owners.get(LAST_RESORT)


def decides_about(
    what: str, policy: Policy, owners: Mapping[str, Ownership]
) -> Ownership | None:
    """Who decides about `what`, a threshold or else a case that blocks."""
    threshold = policy.thresholds.get(what)
    return decider(threshold, owners) if threshold else owners.get(LAST_RESORT)
