"""What the assistant chose, how sure it was, and what broke on the way."""

from dataclasses import dataclass

import numpy as np

from store.sample.calendar import PLAN_WEEKS
from store.sample.crowd import ANDROID, VOICE, Bools, Crowd, Floats, Ints, drawn
from store.sample.messages import LABELS_ASKED
from store.sample.phrases import DECLINE, HUMAN, INTENTS, LABELS
from store.sample.questions import CONFUSED, TAKEN_FOR
from store.sample.releases import ANDROID_MODEL, LATE_LABEL_WEEKS
from store.sample.scene import Scene
from store.sample.troubles import (
    INVALID,
    KINDS,
    MALFORMED,
    NONE,
    errors,
    quotes_records,
    sources,
)

_SURENESS = 5.0  # how alike the confidences of equally risky events are


@dataclass(frozen=True, slots=True)
class Answers:
    """One entry per event. Labels, kinds and errors are indices, NONE where there is none."""

    truth: Ints
    prediction: Ints
    kind: Ints
    error: Ints
    score: Floats  # NaN where nothing was chosen
    known: Bools  # whether the truth came with the event
    failed: Bools  # whether anybody would call it a failure, once the truth is known


def answers(scene: Scene, risk: Floats, rng: np.random.Generator) -> Answers:
    """The assistant's answer to each event, given its `risk` of being wrong."""
    crowd, written = scene.crowd, scene.written
    truth = _truths()[written.topic]
    sure = rng.beta((1 - risk) * _SURENESS, risk * _SURENESS)
    right = rng.random(len(truth)) < sure
    prediction = np.where(right, truth, _mistaken(scene, truth, rng))
    kind = _special_kinds()[written.topic]
    kind = np.where(right, NONE, kind)
    error = errors(scene, truth, rng)
    broken = error != NONE
    doubtful = right & ~broken & quotes_records(truth)
    kind = sources(scene, kind, doubtful, rng)
    kind = np.where(broken, np.where(error == INVALID, MALFORMED, NONE), kind)
    failed = broken | (kind != NONE) | (prediction != truth)
    return Answers(
        truth=truth,
        prediction=np.where(broken, NONE, prediction),
        kind=kind,
        error=error,
        score=np.where(broken, np.nan, _score(crowd, sure)),
        known=_known(crowd, kind, rng),
        failed=failed,
    )


def _truths() -> Ints:
    words = {"refusal_expected": DECLINE, "unsafe": DECLINE, "needs_human": HUMAN}
    return np.array([LABELS.index(words.get(t, t)) for t in LABELS_ASKED])


def _special_kinds() -> Ints:
    return np.array([KINDS.index(t) if t in KINDS else NONE for t in LABELS_ASKED])


def _mistaken(scene: Scene, truth: Ints, rng: np.random.Generator) -> Ints:
    """The label that is chosen in place of the right one."""
    crowd, question = scene.crowd, scene.written.question
    confusion = np.zeros((len(LABELS), len(LABELS)))
    for label, others in TAKEN_FOR.items():
        for other, share in zip(others, CONFUSED, strict=False):
            confusion[LABELS.index(label), LABELS.index(other)] = share
    confusion[len(INTENTS) :, : len(INTENTS)] = 1
    confusion[: len(INTENTS), LABELS.index(HUMAN)] += 0.05
    found = drawn(rng, confusion[truth])
    favourite = np.array([LABELS.index(q.wrong) for q in scene.asked])[question]
    found = np.where((question >= 0) & (rng.random(len(found)) < 0.86), favourite, found)
    billing = np.isin(truth, [LABELS.index("double_charge"), LABELS.index("invoice_question")])
    heard = billing & (crowd.channel == VOICE) & (rng.random(len(found)) < crowd.voice_drift)
    found = np.where(heard, LABELS.index("refund_request"), found)
    login = (truth == LABELS.index("login_help")) & (crowd.channel == ANDROID)
    login &= crowd.model == ANDROID_MODEL
    return np.where(login, LABELS.index("invoice_question"), found)


def _score(crowd: Crowd, sure: Floats) -> Floats:
    """A confidence near the truth; a little too sure, more so where the model reads worse."""
    excess = np.array([0.85, 0.88, 0.88, 0.96])[crowd.model]
    excess = np.where((crowd.channel == ANDROID) & (crowd.model == ANDROID_MODEL), 0.6, excess)
    return np.clip(1 - (1 - sure) * excess, 0.02, 0.9995)


def _known(crowd: Crowd, kind: Ints, rng: np.random.Generator) -> Bools:
    """The truth comes with the event, but for weeks in which the annotators were behind."""
    share = np.full(PLAN_WEEKS + 1, 0.915)
    share[list(LATE_LABEL_WEEKS)] = 0.4
    share[PLAN_WEEKS] = 0.8
    return (rng.random(len(kind)) < share[crowd.week]) | (kind != NONE)
