"""Numbers that are approved for a later day: each day has to be one that can be."""

from collections.abc import Iterable, Sequence
from datetime import date

from curation import thresholds
from curation.errors import BadRequest
from curation.proposals import Proposal
from curation.threshold_values import out_of_order, require_move, require_order, steps
from curation.thresholds import Policy, Threshold


def waiting(found: Iterable[Proposal], today: date) -> list[Proposal]:
    """Those of `found` that are approved, and in force only from a day to come."""
    return [one for one in found if one.waits_for_its_day(today)]


def policy_on(policy: Policy, later: Iterable[Proposal], day: str) -> Policy:
    """What is in force on `day`, if nothing else is decided until then."""
    come = sorted(
        (one for one in later if (one.effective or "") <= day),
        key=lambda one: one.effective or "",
    )
    return policy.supposing({one.name: _becomes(one) for one in come})


def require_value_from(
    policy: Policy,
    number: Threshold,
    to: float | None,
    later: Sequence[Proposal],
    *,
    today: date,
    effective: str | None = None,
) -> None:
    """Refuse what the number cannot be on its first day, or on any that is planned after it."""
    require_move(policy, number, to)
    if to is None:
        return
    others = [one for one in later if one.name != number.name]
    first = max(effective or "", today.isoformat())
    days = {first, *(one.effective or "" for one in others)}
    for day in sorted(day for day in days if day >= first):
        on = f"on {day} " if day > today.isoformat() else ""
        require_order(policy_on(policy, others, day), number, to, on)


def require_order_without(policy: Policy, one: Proposal, later: Sequence[Proposal]) -> None:
    """Refuse to call `one` off where a later move of its ladder counts on it."""
    rest = [other for other in later if other.id != one.id]
    for other in rest:
        told = out_of_order(policy_on(policy, rest, other.effective or ""), one.name)
        if told and other.name in steps(one.name):
            raise BadRequest(
                f"{other.id} counts on {one.id}: on {other.effective} the steps would be out "
                f"of order ({told}). Withdraw {other.id} first: evaldesk withdraw {other.id} "
                "--reason …"
            )


def _becomes(one: Proposal) -> Threshold | None:
    values = dict(one.becomes or {})
    return thresholds.from_body(values) if values.get("value") is not None else None
