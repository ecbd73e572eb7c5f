"""How fast the error budget burns, and what that calls for: a long and a short window each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.budget_share import Share, added, exact
from curation.thresholds import Policy


class Action(StrEnum):
    """What a window calls for. `UNKNOWN` is not `NOTHING`: nobody can say."""

    PAGE = "page"
    BLOCK = "block"
    DECIDE = "owner decision"
    TICKET = "ticket"
    NOTHING = "nothing"
    UNKNOWN = "too few to say"


FIRING = (Action.PAGE, Action.BLOCK, Action.DECIDE, Action.TICKET)  # the loudest first
PERIODS = ("12 weeks", "30 days")
WEEKS, DAYS = PERIODS
UNITS: Mapping[str, float] = {WEEKS: 12, DAYS: 30 * 24}  # weeks, or hours


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: over `long` and over `short` the budget burns `limit` times too fast."""

    long: str
    short: str
    length: float  # of the long one: weeks, or hours
    short_length: float
    limit: float
    action: Action


@dataclass(frozen=True, slots=True)
class Window:
    """One row of the rule, held against what happened.

    `burn` is how many times faster than evenly the budget goes; `proven` is the burn that the
    counts prove at least. `spends` is what part of the budget goes in it at the limit.
    """

    long: str
    short: str
    limit: float
    spends: float
    calls_for: Action
    burn: float | None
    short_burn: float | None
    proven: float | None
    bad: int
    n: int
    n_effective: float
    silent: int
    events: int
    action: Action
    reason: str


def rules(period: str, policy: Policy) -> tuple[Rule, ...]:
    """The rows of `period`, with the limits in force (Google SRE workbook, chapter 5)."""
    if period == WEEKS:
        rows = (
            ("1 week", 1, 1, "budget.burn.1w", Action.BLOCK),
            ("2 weeks", 2, 1, "budget.burn.2w", Action.DECIDE),
            ("4 weeks", 4, 1, "budget.burn.4w", Action.TICKET),
        )
        return tuple(
            Rule(long, "the last week", length, short, policy.value(name), action)
            for long, length, short, name, action in rows
        )
    hours = (
        ("1 h", "5 min", 1, "budget.burn.1h", Action.PAGE),
        ("6 h", "30 min", 6, "budget.burn.6h", Action.PAGE),
        ("24 h", "2 h", 24, "budget.burn.24h", Action.TICKET),
        ("3 d", "6 h", 72, "budget.burn.3d", Action.TICKET),
    )
    return tuple(
        Rule(long, short, length, length / 12, policy.value(name), action)
        for long, short, length, name, action in hours
    )


def allowance(target: float) -> float:
    """The share of events that may be bad."""
    return round(1 - target, 12)


def burn(share: Share, target: float) -> float | None:
    """How many times faster than evenly the budget goes at this share."""
    return None if share.value is None else share.value / allowance(target)


def held(rule: Rule, long: Share, short: Share, target: float, period: str) -> Window:
    """The row `rule` held against what its two windows show."""
    action, reason = _called(rule, long, short, target)
    limits = long.limits
    return Window(
        long=rule.long,
        short=rule.short,
        limit=rule.limit,
        spends=rule.limit * rule.length / UNITS[period],
        calls_for=rule.action,
        burn=burn(long, target),
        short_burn=burn(short, target),
        proven=None if limits is None else limits[0] / allowance(target),
        bad=long.bad,
        n=long.n,
        n_effective=long.effective,
        silent=long.silent,
        events=long.events,
        action=action,
        reason=reason,
    )


def _called(rule: Rule, long: Share, short: Share, target: float) -> tuple[Action, str]:
    """What the row calls for: the long window must prove it, the short one still show it."""
    limits, allowed = long.limits, allowance(target)
    if long.value is None or limits is None:
        return Action.UNKNOWN, f"no event of {rule.long} has a verdict"
    most, speed = rule.limit * allowed, long.value / allowed
    counts = f"{long.bad:,} bad of {long.n:,}"
    if limits[0] > most:
        proof = f"{counts} prove a burn of {limits[0] / allowed:.2f} or more over {rule.long}"
        return _still(rule, proof, burn(short, target))
    if long.value > most:
        return Action.UNKNOWN, (
            f"burn {speed:.2f} over {rule.long} is above {rule.limit:g}, but {counts} prove no "
            f"more than {limits[0] / allowed:.2f}"
        )
    if most < 1 and exact(0.0, long.effective)[1] > most:
        return Action.UNKNOWN, (
            f"{counts} over {rule.long} are too few: even none bad would not rule it out"
        )
    return Action.NOTHING, f"burn {speed:.2f} over {rule.long}, limit {rule.limit:g} ({counts})"


def _still(rule: Rule, proof: str, now: float | None) -> tuple[Action, str]:
    """What was proven over the long window still has to go on in the short one."""
    if now is None:
        return Action.UNKNOWN, f"{proof}, but {rule.short} has no verdict: is it over?"
    if now < rule.limit:
        return Action.NOTHING, f"{proof}, but it is over: {rule.short} burns {now:.2f}"
    return rule.action, f"{proof}, limit {rule.limit:g}; {rule.short} burns {now:.2f}"


def called_for(windows: Sequence[Window]) -> tuple[Action, str]:
    """What all rows together call for: the loudest one; nothing only if none is unknown."""
    for action in FIRING:
        if firing := [one for one in windows if one.action is action]:
            return action, firing[0].reason
    if unknown := [one for one in windows if one.action is Action.UNKNOWN]:
        return Action.UNKNOWN, "; ".join(one.reason for one in unknown)
    return Action.NOTHING, "; ".join(one.reason for one in windows) or "no window to look at"


def weekly(weeks: Sequence[Share], target: float, policy: Policy) -> tuple[Window, ...]:
    """The rows of weekly evaluations at the end of `weeks`, oldest first, none left out."""
    return tuple(
        held(rule, added(weeks[-int(rule.length) :]), added(weeks[-1:]), target, WEEKS)
        for rule in rules(WEEKS, policy)
    )


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of the budget of a period, as a share of it; below 0 it is overspent."""

    value: float | None
    low: float | None  # it may be so little
    high: float | None
    known: int  # weeks, or days, with a verdict
    of: int


def left(parts: Sequence[Share], target: float, of: int) -> Left:
    """What is left after `parts` of a period of `of` parts: those before are not known."""
    known, whole = sum(part.value is not None for part in parts), added(parts)
    limits, allowed = whole.limits, allowance(target)
    if whole.value is None or limits is None:
        return Left(None, None, None, known, of)
    covered = known / of
    rest, low, high = (
        1 - one / allowed * covered for one in (whole.value, limits[1], limits[0])
    )
    return Left(rest, low, high, known, of)


def spent(parts: Sequence[Share], target: float, of: int) -> list[float | None]:
    """What each of `parts` took from the budget of the whole period."""
    known, whole = sum(part.value is not None for part in parts), added(parts)
    if not whole.weight:
        return [None for _ in parts]
    budget = allowance(target) * whole.weight * of / known
    return [part.weight_bad / budget if part.value is not None else None for part in parts]


@dataclass(frozen=True, slots=True)
class Past:
    """What the rule would have called for at the end of a week, by its place in the list."""

    at: int
    action: Action
    left: float | None
    reason: str


def looked_back(
    weeks: Sequence[Share], target: float, policy: Policy, last: int = 12
) -> list[Past]:
    """How the `last` weeks would have looked with this target."""
    found: list[Past] = []
    for end in range(max(0, len(weeks) - last) + 1, len(weeks) + 1):
        action, reason = called_for(weekly(weeks[:end], target, policy))
        rest = left(weeks[max(0, end - 12) : end], target, 12)
        found.append(Past(end - 1, action, rest.value, reason))
    return found
