"""How grave it is that a column lies off its reference: the effect decides, p vetoes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from curation.deviation_reasons import (
    GONE,
    JS,
    KS,
    NOISE,
    W1,
    Effect,
    Windows,
    deciding,
    drift_of,
)
from curation.distances import Counted, Distances, distances, of_profile
from curation.drift import ColumnDrift, Kind, Limits
from curation.measures.bins import Bools, Floats, floats
from curation.measures.drift import ks_p_value
from curation.profile import ColumnProfile
from curation.thresholds import DRIFT_MIN_ROWS, Policy

MIN_WEEKS = 8  # so many weeks of the reference tell how much its own weeks differ
MOST = 0.9  # to which a limit of a distance that ends at 1 may be lifted
MOST_ODD = 4  # of so many weeks one may be left out
ODD = 5.0  # robust standard deviations over the median
LEAST_APART = 0.1  # as far as the least limit: weeks nearer than that are never odd
_THRESHOLDS = {JS: "drift.js", W1: "drift.wasserstein", KS: "drift.ks", GONE: "drift.js"}


def limits_of(policy: Policy, column: ColumnProfile, effect: str | None = None) -> Limits:
    """From which `effect` on `column` deviates; the effect that decides when none is named.

    Where the weeks of the reference themselves differ by more than the least limit, all three
    are lifted by as much, until the severe one is twice what it is: it must stay in reach.
    """
    effect = effect or main_effect(column)
    prefix = _THRESHOLDS[effect]
    minor, moderate, severe = (
        policy.value(f"{prefix}.{tier}") for tier in ("minor", "moderate", "severe")
    )
    of = {KS: column.weekly_q99_ks, GONE: column.weekly_q99_gone}
    own = of.get(effect, column.weekly_q99)
    room = severe if effect == W1 else max(0.0, min(severe, MOST - severe))
    excess = min(max(0.0, own - minor), room) if own is not None else 0.0
    return Limits(minor + excess, moderate + excess, severe + excess, excess > 0)


def main_effect(column: ColumnProfile) -> str:
    """The number that decides about a column of this kind."""
    return W1 if column.kind is Kind.NUMBER else JS


def calibrated(
    column: ColumnProfile, weeks: Counted, named: Sequence[str] = ()
) -> ColumnProfile:
    """`column` with what its own weeks reach: each week of the reference against the others.

    Weeks that lie far from all others (an outage) are left out of the reference of this column,
    and told as they are `named`.
    """
    n = floats(weeks.n)
    odd = odd_weeks(_apart(column, weeks), n)
    if odd.any():
        column, weeks = _without(column, _only(weeks, odd)), _only(weeks, ~odd)
    found = _apart(column, weeks)
    enough = (n > 0).sum() >= MIN_WEEKS
    reached = [_q99(effects) if enough else None for effects in found]
    return replace(
        column,
        **dict(zip(("weekly_q99", "weekly_q99_ks", "weekly_q99_gone"), reached, strict=True)),
        odd_weeks=tuple(name for name, is_odd in zip(named, odd, strict=False) if is_odd),
    )


def odd_weeks(effects: Sequence[Floats], n: Floats) -> Bools:
    """Which weeks lie far from all others in any effect; none where these are not few."""
    odd = np.zeros(len(n), dtype=bool)
    for values in effects:
        known = ~np.isnan(values) & (n > 0)
        if known.sum() < MIN_WEEKS:
            continue
        middle = np.median(values[known])
        spread = 1.4826 * np.median(np.abs(values[known] - middle))
        odd |= known & (values > middle + max(ODD * spread, LEAST_APART))
    return odd if odd.sum() * MOST_ODD <= (n > 0).sum() else np.zeros_like(odd)


def _apart(column: ColumnProfile, weeks: Counted) -> tuple[Floats, Floats, Floats]:
    """Each week against the others: what decides, KS, the missing share."""
    sums = None if weeks.sums is None else _others(weeks.sums)
    rest = Counted(_others(weeks.n), _others(weeks.missing), _others(weeks.counts), sums)
    found = distances([column], [rest], [weeks])
    return found.main[0], found.ks_low[0], found.gone[0]


def _without(column: ColumnProfile, odd: Counted) -> ColumnProfile:
    """The reference less some of its weeks; its spread as the bins tell how it shrinks."""
    whole = of_profile(column)
    n, missing, counts = (
        floats(all_)[0] - floats(some).sum(axis=0)
        for all_, some in (
            *((whole.n, odd.n), (whole.missing, odd.missing), (whole.counts, odd.counts)),
        )
    )
    found = replace(
        column, n=int(n), missing=int(missing), counts=tuple(counts.astype(int).tolist())
    )
    if whole.sums is None or odd.sums is None or not column.std:
        return found
    sums = floats(whole.sums)[0] - floats(odd.sums).sum(axis=0)
    before = _spread(floats(whole.counts)[0], floats(whole.sums)[0])
    shrinks = _spread(counts, sums) / before if before else 1.0
    mean = float(sums.sum() / counts.sum()) if counts.sum() else None
    return replace(
        found, sums=tuple(sums.tolist()), mean=mean, std=column.std * shrinks or column.std
    )


def _spread(counts: Floats, sums: Floats) -> float:
    """The standard deviation, as if all of a bin lay at its mean."""
    there = counts > 0
    if not there.any():
        return 0.0
    middles = sums[there] / counts[there]
    mean = np.average(middles, weights=counts[there])
    return float(np.sqrt(np.average((middles - mean) ** 2, weights=counts[there])))


def _only(weeks: Counted, kept: Bools) -> Counted:
    sums = None if weeks.sums is None else floats(weeks.sums)[kept]
    n, missing, counts = (floats(of)[kept] for of in (weeks.n, weeks.missing, weeks.counts))
    return Counted(n, missing, counts, sums)


def _others(counted: ArrayLike) -> Floats:
    found = floats(counted)
    return found.sum(axis=0) - found


def _q99(effects: Floats) -> float | None:
    known = effects[~np.isnan(effects)]
    return float(np.quantile(known, 0.99)) if len(known) else None


def judged(column: ColumnProfile, windows: Counted, policy: Policy) -> list[ColumnDrift]:
    """Each of the windows against the reference of `column`."""
    return judged_columns([column], [windows], policy)[0]


def judged_columns(
    columns: Sequence[ColumnProfile], windows: Sequence[Counted], policy: Policy
) -> list[list[ColumnDrift]]:
    """Each column, in each of the same windows, against its reference."""
    found: dict[str, list[ColumnDrift]] = {}
    for numbers in (True, False):
        places = [i for i, c in enumerate(columns) if (c.kind is Kind.NUMBER) is numbers]
        if places:
            ours = [columns[i] for i in places]
            references = [of_profile(column) for column in ours]
            apart = distances(ours, references, [windows[i] for i in places])
            for place, column in enumerate(ours):
                found[column.column] = _judged(column, apart, place, policy)
    return [found[column.column] for column in columns]


def judged_exactly(
    column: ColumnProfile,
    windows: Counted,
    ks: ArrayLike,
    policy: Policy,
    moved: ArrayLike | None = None,
) -> list[ColumnDrift]:
    """As `judged`, with the exact KS and W1 of each window in place of what its bins tell."""
    apart = distances([column], [of_profile(column)], [windows])
    exact = floats(ks)[None]
    rows = apart.n_reference * (1 - apart.missing_reference), apart.n * (1 - apart.missing)
    told = replace(apart, ks_low=exact, ks_high=exact, p=ks_p_value(exact, *rows))
    if moved is not None and column.std:
        over_std = floats(moved)[None] / column.std
        told = replace(told, main=over_std, main_high=over_std)
    return _judged(column, told, 0, policy)


def _judged(
    column: ColumnProfile, apart: Distances, place: int, policy: Policy
) -> list[ColumnDrift]:
    """Every window of one column."""
    needed = policy.value(DRIFT_MIN_ROWS)
    main, ks, gone = apart.main[place], apart.ks_low[place], apart.gone[place]
    p, p_gone = apart.p[place], apart.p_gone[place]
    # Within what chance alone does to the bins, no distance of the bins proves anything.
    chance = (apart.psi_bound[place] > 0) & ~(apart.psi[place] > apart.psi_bound[place])
    if column.kind is Kind.NUMBER:
        within = np.zeros_like(chance)  # W1 sees a tail that the bins of PSI cannot
        effects = [
            _effect(W1, main, p, within, limits_of(policy, column, W1)),
            _effect(KS, ks, p, chance, limits_of(policy, column, KS)),
            _effect(GONE, gone, p_gone, within, limits_of(policy, column, GONE)),
        ]
    else:
        effects = [_effect(JS, main, p, chance, limits_of(policy, column, JS))]
    windows = Windows.of(apart, place)
    return [
        drift_of(column, effects, gravest, windows, i, needed)
        for i, gravest in enumerate(deciding(effects))
    ]


def _effect(name: str, values: Floats, p: Floats, chance: Bools, limits: Limits) -> Effect:
    # What the reference's own weeks reach is no deviation; a limit that somebody set is one.
    reaches = np.greater if limits.calibrated else np.greater_equal
    tiers = sum(
        reaches(values, limit).astype(int)
        for limit in (limits.minor, limits.moderate, limits.severe)
    )
    noise = ~(p < NOISE)
    proven = np.where(noise | chance, 0, tiers)
    return Effect(
        *(name, limits, values.tolist(), p.tolist(), np.asarray(tiers).tolist()),
        *(proven.tolist(), noise.tolist()),
    )
