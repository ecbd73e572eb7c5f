"""The numbers beside each event: the features that drift, latency, cost, and what users say."""

from dataclasses import dataclass

import numpy as np

from store.sample.answers import Answers
from store.sample.crowd import ANDROID, EMAIL, LATAM, VOICE, Bools, Crowd, Floats, Ints
from store.sample.releases import ANDROID_MODEL, STALE_FROM, STALE_UNTIL
from store.sample.scene import Scene
from store.sample.troubles import NONE, TIMEOUT

_TIMED_OUT_MS = 20_000
_MODEL_MS = np.array([1420.0, 1310.0, 1130.0, 1480.0])
_MODEL_USD = np.array([2.4e-6, 2.4e-6, 1.9e-6, 4.1e-6])  # per token
_CHANNEL_MS = np.array([1.0, 1.0, 1.0, 1.25, 1.3, 0.85])
_TOOL_CALLS = np.array([1.8, 1.2, 1.4, 0.7, 1.3, 1.5, 1.6, 0.8, 1.1, 0.9, 0.2, 0.1])
_TIER_DAYS = np.array([210.0, 520.0, 830.0])


@dataclass(frozen=True, slots=True)
class Signals:
    """One entry per event; feedback is -1, 0 or 1."""

    latency_ms: Floats
    cost_usd: Floats
    input_length: Ints
    output_tokens: Ints
    turns: Ints
    retrieval_score: Floats
    kb_age_days: Floats
    tool_calls: Ints
    sentiment: Floats
    hour_of_day: Ints
    account_age_days: Ints
    asr_confidence: Floats  # NaN but for voice
    feedback: Ints


def signals(scene: Scene, given: Answers, rng: np.random.Generator) -> Signals:
    """What was measured."""
    crowd = scene.crowd
    n = len(crowd.hours)
    length = scene.lengths()
    tools = rng.poisson(_TOOL_CALLS[given.truth])
    turns = 1 + rng.poisson(_turns(crowd, given.failed))
    tokens = np.maximum(rng.normal(62, 16, n) * (1 + 0.25 * (turns - 1)), 8).astype(np.int64)
    tokens = np.where(given.error == NONE, tokens, 0)
    voice = crowd.channel == VOICE
    heard = np.clip(rng.beta(22, 2.2, n) - 0.11 * crowd.voice_drift * rng.random(n), 0.2, 1)
    age = _kb_age(scene, rng)
    return Signals(
        latency_ms=_latency(crowd, given, tools, length, rng),
        cost_usd=_cost(crowd, (length / 4 + 120 * tools) * turns + 4 * tokens, rng),
        input_length=length,
        output_tokens=tokens,
        turns=turns,
        retrieval_score=_retrieval(crowd, given.failed, age, rng),
        kb_age_days=age,
        tool_calls=tools,
        sentiment=np.clip(rng.normal(0.08, 0.32, n) - 0.28 * given.failed, -1, 1),
        hour_of_day=crowd.hours.astype(np.int64) % 24,
        account_age_days=rng.gamma(1.6, _TIER_DAYS[crowd.tier] / 1.6).astype(np.int64),
        asr_confidence=np.where(voice, heard, np.nan),
        feedback=_feedback(given.failed, rng),
    )


def _turns(crowd: Crowd, failed: Bools) -> Floats:
    android = (crowd.channel == ANDROID) & (crowd.model == ANDROID_MODEL)
    return 1.1 + 0.9 * failed + 0.25 * android - 0.5 * (crowd.channel == EMAIL)


def _kb_age(scene: Scene, rng: np.random.Generator) -> Floats:
    """Days since the page was refreshed: every night, unless the export stands still."""
    since = (scene.crowd.hours - scene.calendar.offset(*STALE_FROM)) / 24
    still = scene.between(STALE_FROM, STALE_UNTIL) & (scene.crowd.region == LATAM)
    return rng.gamma(2.2, 1.1, len(since)) + np.where(still, since, 0)


def _retrieval(crowd: Crowd, failed: Bools, age: Floats, rng: np.random.Generator) -> Floats:
    found = rng.beta(9, 2.6, len(age)) - 0.08 * failed - 0.006 * np.maximum(age - 8, 0)
    noise = 0.14 * crowd.voice_drift * (crowd.channel == VOICE)
    return np.clip(found - noise * rng.random(len(age)) * 2, 0.02, 1)


def _latency(
    crowd: Crowd, given: Answers, tools: Ints, length: Ints, rng: np.random.Generator
) -> Floats:
    """Log-normal, slower with tools, length and load; what timed out waited for it all."""
    found = _MODEL_MS[crowd.model] * _CHANNEL_MS[crowd.channel] * (1 + 0.17 * tools)
    found *= (1 + 0.45 * crowd.load**2) * (1 + length / 2500)
    found *= np.exp(rng.normal(0, 0.36, len(tools)))
    found = np.minimum(found, _TIMED_OUT_MS - 400)
    return np.where(given.error == TIMEOUT, _TIMED_OUT_MS + rng.gamma(2, 30, len(tools)), found)


def _cost(crowd: Crowd, tokens: Floats, rng: np.random.Generator) -> Floats:
    context = rng.gamma(9, 150, len(tokens))
    return (context + tokens) * _MODEL_USD[crowd.model]


def _feedback(failed: Bools, rng: np.random.Generator) -> Ints:
    lot = rng.random(len(failed))
    bad = lot < np.where(failed, 0.21, 0.0022)
    good = lot > np.where(failed, 0.985, 0.90)
    return good.astype(np.int64) - bad
