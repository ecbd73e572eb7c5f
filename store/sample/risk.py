"""How likely the assistant is to be wrong: who asks, what, when, which model."""

from collections.abc import Sequence

import numpy as np

from store.sample.crowd import ANDROID, VOICE, Floats, Ints
from store.sample.messages import LABELS_ASKED
from store.sample.questions import Question
from store.sample.releases import ANDROID_MODEL
from store.sample.scene import Scene

_BASE = 0.034
_TOPIC = {  # against the base rate
    "refund_request": 1.15, "refund_status": 1.05, "double_charge": 1.35,
    "invoice_question": 1.1, "track_order": 0.7, "missing_parcel": 0.95, "start_return": 1.1,
    "login_help": 0.85, "cancel_subscription": 1.2, "change_plan": 1.0,
    "refusal_expected": 5.2, "unsafe": 3.4, "needs_human": 4.6,
}  # fmt: skip
_CHANNEL = np.array([0.88, 0.9, 1.0, 1.15, 1.45, 0.7])
_LANGUAGE = np.array([0.9, 1.02, 1.08, 1.1, 1.35, 1.6])
_TIER = np.array([1.04, 0.97, 0.9])
_MODEL = np.array([1.14, 1.02, 0.96, 0.76])
_VOICE_RISES = 1.5  # by as much, once the new recogniser is everywhere
_ANDROID_RISES = {"login": 3.2, "": 1.45}  # with the model that reads it worse


def risk(scene: Scene, rng: np.random.Generator) -> Floats:
    """The chance of a wrong answer, from 0 to under 1."""
    crowd, written = scene.crowd, scene.written
    topic = np.array([_TOPIC[t] for t in LABELS_ASKED])[written.topic]
    found = _BASE * topic * _CHANNEL[crowd.channel] * _LANGUAGE[crowd.language]
    found *= (
        _TIER[crowd.tier]
        * _MODEL[crowd.model]
        * _difficulty(written.question, scene.asked, rng)
    )
    found *= 1 + _VOICE_RISES * crowd.voice_drift * (crowd.channel == VOICE)
    android = (crowd.channel == ANDROID) & (crowd.model == ANDROID_MODEL)
    login = scene.on("login")
    found[android & login] *= _ANDROID_RISES["login"]
    found[android & ~login] *= _ANDROID_RISES[""]
    week = (crowd.hours // 168).astype(np.int64)
    found *= rng.normal(1, 0.05, scene.calendar.weeks)[week]
    return np.clip(found, 0.002, 0.85)


def _difficulty(question: Ints, asked: Sequence[Question], rng: np.random.Generator) -> Floats:
    popular = np.array([q.difficulty for q in asked])
    tail = np.exp(rng.normal(-0.07, 0.37, len(question)))
    return np.where(question >= 0, popular[question], tail)
