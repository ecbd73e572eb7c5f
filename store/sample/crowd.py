"""Who writes when: seasons of the day and the week, growth, and the cohorts of each event."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.sample.calendar import PLAN_WEEKS, Calendar
from store.sample.releases import ROLL_OUT_HOURS, VOICE_FROM, model_of_release, releases

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

REGIONS = ("eu", "us", "apac", "latam")
CHANNELS = ("web_chat", "ios", "android", "email", "voice", "partner_api")
TIERS = ("free", "pro", "enterprise")
LATAM, ANDROID, EMAIL, VOICE, PARTNER = 3, 2, 3, 4, 5
_REGION_SHARE = (0.38, 0.34, 0.16, 0.12)
_HOURS_FROM_UTC = (1, -6, 8, -4)
_WEEKDAYS = (1.2, 1.1, 1.05, 1.0, 0.95, 0.62, 0.58)
_LANGUAGE_SHARE = np.array(  # en de fr es pt ja, per region
    [
        [0.40, 0.25, 0.19, 0.12, 0.04, 0.0],
        [0.87, 0.0, 0.02, 0.11, 0.0, 0.0],
        [0.62, 0.0, 0.0, 0.0, 0.0, 0.38],
        [0.06, 0.0, 0.0, 0.60, 0.34, 0.0],
    ]
)
_CHANNEL_SHARE = np.array(  # per tier
    [
        [0.44, 0.21, 0.20, 0.08, 0.07, 0.0],
        [0.40, 0.17, 0.16, 0.15, 0.09, 0.03],
        [0.28, 0.08, 0.07, 0.24, 0.11, 0.22],
    ]
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """One entry per event, in the order of time; cohorts are indices into the names above."""

    hours: Floats  # since the start
    week: Ints  # of the plan, from 1
    region: Ints
    language: Ints
    tier: Ints
    channel: Ints
    release: Ints
    model: Ints
    load: Floats  # 0 to 1, of the machines
    voice_drift: Floats  # 0 to 1, how far the new recogniser is rolled out


def crowd(calendar: Calendar, events: int, rng: np.random.Generator) -> Crowd:
    """`events` customers."""
    weights, load = _weights(calendar, rng)
    lots = rng.random(events) * weights.sum()
    cells = np.asarray(np.searchsorted(np.cumsum(weights.ravel()), lots), dtype=np.int64)
    whole, region = np.divmod(np.sort(cells), len(REGIONS))
    hours = whole + rng.random(events)
    order = np.argsort(hours, kind="stable")
    hours, region = hours[order], region[order]
    tier = drawn(rng, np.tile((0.57, 0.33, 0.10), (events, 1)))
    release, model = _versions(calendar, hours, rng)
    return Crowd(
        hours=hours,
        week=(hours * PLAN_WEEKS // calendar.hours).astype(np.int64) + 1,
        region=region,
        language=drawn(rng, _LANGUAGE_SHARE[region]),
        tier=tier,
        channel=drawn(rng, _CHANNEL_SHARE[tier]),
        release=release,
        model=model,
        load=load[hours.astype(np.int64)],
        voice_drift=np.clip((hours - calendar.offset(*VOICE_FROM)) / (5 * 168) + 0.35, 0, 1)
        * (hours >= calendar.offset(*VOICE_FROM)),
    )


def drawn(rng: np.random.Generator, shares: Floats) -> Ints:
    """Per row of `shares` (which need not add up to 1) the column that the lot falls on."""
    edges = np.cumsum(shares, axis=1)
    lots = rng.random(len(shares)) * edges[:, -1]
    return (lots[:, None] >= edges[:, :-1]).sum(axis=1)


def _weights(calendar: Calendar, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """How many write, per hour and region, and how loaded the machines are per hour."""
    hour = np.arange(calendar.hours)
    growth = 1 + 0.5 * hour / calendar.hours
    week_noise = np.repeat(rng.normal(1, 0.035, calendar.weeks), 168)
    local = hour[:, None] + np.array(_HOURS_FROM_UTC)[None, :]
    day = np.array(_WEEKDAYS)[(local // 24) % 7]
    clock = local % 24
    peaks = np.exp(-(((clock - 11) / 3.2) ** 2)) + 0.8 * np.exp(-(((clock - 17) / 3.6) ** 2))
    found = (0.06 + peaks) * day * growth[:, None] * week_noise[:, None]
    found = found / found.sum(axis=0) * np.array(_REGION_SHARE)
    total = (found / growth[:, None]).sum(axis=1)
    return found, total / total.max()


def _versions(calendar: Calendar, hours: Floats, rng: np.random.Generator) -> tuple[Ints, Ints]:
    starts = np.array(
        [(r.at - calendar.start).total_seconds() / 3600 for r in releases(calendar)]
    )
    reached = hours - ROLL_OUT_HOURS * rng.random(len(hours)) ** 2
    release = np.maximum(np.searchsorted(starts, reached, side="right") - 1, 0)
    return release, np.array(model_of_release())[release]
