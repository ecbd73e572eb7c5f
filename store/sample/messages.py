"""What the customers write: popular questions in their many spellings, and a long tail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from curation.fixtures.drawing import Draw
from curation.fixtures.noise import misspelt
from curation.identity import normalise
from store.sample.crowd import EMAIL, PARTNER, VOICE, Crowd, Floats, Ints, drawn
from store.sample.phrases import INTENTS, LANGUAGES, Language, route_of
from store.sample.questions import Question

Lots: TypeAlias = Sequence[int]

_TOPICS = (  # label or failure kind -> share of all events
    ("refund_request", 0.088), ("refund_status", 0.082), ("double_charge", 0.075),
    ("invoice_question", 0.098), ("track_order", 0.165), ("missing_parcel", 0.078),
    ("start_return", 0.122), ("login_help", 0.142), ("cancel_subscription", 0.055),
    ("change_plan", 0.050), ("refusal_expected", 0.015), ("unsafe", 0.0075),
    ("needs_human", 0.0185),
)  # fmt: skip
_POPULAR = (0.52, 0.50, 0.50, 0.16, 0.34, 0.55)  # share per channel
_DETAILS = ((0, 2), (0, 1), (0, 1), (2, 4), (1, 2), (1, 1))  # fewest and most per channel
_PARCEL_ROUTES = ("shipping", "returns", "refunds")
_LOTS = 16
_SLIPS = 0.12  # share of typed messages with a slip of the finger


@dataclass(frozen=True, slots=True)
class Messages:
    """One entry per event."""

    question: Ints  # index of the popular question, -1 in the long tail
    topic: Ints  # index into LABELS_ASKED
    language: Ints  # in which it is written, whatever the customer speaks at home
    text: list[str]
    route: list[str]


LABELS_ASKED = tuple(topic for topic, _ in _TOPICS)


def messages(crowd: Crowd, asked: Sequence[Question], rng: np.random.Generator) -> Messages:
    """What each of the `crowd` writes."""
    n = len(crowd.hours)
    topic = drawn(rng, np.tile([share for _, share in _TOPICS], (n, 1)))
    question = _popular(crowd, asked, topic, rng)
    lots: list[list[int]] = rng.integers(0, 1 << 30, (n, _LOTS)).tolist()
    drift: list[float] = (crowd.voice_drift * (crowd.channel == VOICE)).tolist()
    popular: list[int] = question.tolist()
    topics: list[int] = topic.tolist()
    languages: list[int] = crowd.language.tolist()
    channels: list[int] = crowd.channel.tolist()
    by_topic = [route_of(label) if label in INTENTS else "" for label in LABELS_ASKED]
    text = [
        _spelt(asked[q], channels[i], drift[i], lots[i])
        if q >= 0
        else _told(
            LANGUAGES[languages[i]], LABELS_ASKED[topics[i]], channels[i], drift[i], lots[i]
        )
        for i, q in enumerate(popular)
    ]
    route = [
        asked[q].route if q >= 0 else by_topic[t] for q, t in zip(popular, topics, strict=True)
    ]
    codes = [language.code for language in LANGUAGES]
    spoken = np.array([codes.index(q.language) for q in asked])[question]
    language = np.where(question >= 0, spoken, crowd.language)
    return Messages(question, topic, language, text, route)


def _popular(
    crowd: Crowd, asked: Sequence[Question], topic: Ints, rng: np.random.Generator
) -> Ints:
    """Which popular question each event is, or -1; what is no intent is always a known one."""
    wish = np.array(_POPULAR)[crowd.channel]
    rambling = (crowd.channel == VOICE) & (rng.random(len(topic)) < 0.7 * crowd.voice_drift)
    known = (rng.random(len(topic)) < wish) & ~rambling
    known |= topic >= len(INTENTS)
    lots, found = rng.random(len(topic)), np.full(len(topic), -1)
    codes = [language.code for language in LANGUAGES]
    for (label, code), pool in _pools(asked).items():
        at = (
            known & (topic == LABELS_ASKED.index(label)) & (crowd.language == codes.index(code))
        )
        found[at] = np.array(pool)[_by_popularity(lots[at], len(pool))]
    return found


def _pools(asked: Sequence[Question]) -> Mapping[tuple[str, str], list[int]]:
    """The questions per topic and language; who finds none in a language writes English."""
    pools: dict[tuple[str, str], list[int]] = {}
    for index, question in enumerate(asked):
        topic = question.fault or question.label
        pools.setdefault((topic, question.language), []).append(index)
    return {
        (label, language.code): pools.get((label, language.code)) or pools[(label, "en")]
        for label in LABELS_ASKED
        for language in LANGUAGES
    }


def _by_popularity(lots: Floats, size: int) -> Ints:
    """Zipf's law, flattened a little: the first is asked most."""
    weights = 1 / (np.arange(size) + 4.0)
    return np.searchsorted(np.cumsum(weights) / weights.sum(), lots).astype(np.int64)


def _spelt(question: Question, channel: int, drift: float, lot: Lots) -> str:
    """A popular question as this customer types or says it; it stays the same case."""
    if channel == VOICE:
        return normalise(question.text)
    style = lot[0] % 10
    if style < 2 and drift == 0:
        return question.text.lower()
    return question.text.rstrip(".。") + "!!" if style == 2 else question.text


def _told(language: Language, label: str, channel: int, drift: float, lot: Lots) -> str:
    """A message of the long tail."""
    slots = _slots(language, lot)
    fewest, most = _DETAILS[channel]
    extra = round(drift * (2 + lot[1] % 3))
    count = fewest + lot[2] % (most - fewest + 1) + extra
    details = language.details
    if route_of(label) in _PARCEL_ROUTES:
        details = details + language.parcel_details
    parts = [_from(language.asks[label], lot[3])]
    parts += [_from(details, lot[4] + at * (1 + lot[5] % 7)) for at in range(count)]
    if channel == EMAIL or lot[6] % 10 < 4:
        _open(parts, _from(language.openings, lot[7]), language)
    if channel == EMAIL or lot[8] % 10 < 3:
        parts.append(_from(language.closings, lot[9]))
    joint = "" if language.code == "ja" else "\n" if channel == EMAIL else " "
    text = joint.join(dict.fromkeys(parts)).format_map(slots)
    if channel == VOICE:
        return _transcript(text, language, drift, lot)
    if channel == PARTNER:
        return f"{text} (ref {slots['order']})"
    slipped = language.code != "ja" and lot[10] % 1000 < 1000 * _SLIPS
    return misspelt(text, Draw(lot[11])) if slipped else text


def _open(parts: list[str], opening: str, language: Language) -> None:
    """Put `opening` first; after a comma the sentence goes on in small letters."""
    if opening.endswith(",") and language.code != "de" and parts[0][1].islower():
        parts[0] = parts[0][0].lower() + parts[0][1:]
    parts.insert(0, opening)


def _slots(language: Language, lot: Lots) -> dict[str, object]:
    return {
        "item": _from(language.items, lot[12]),
        "plan": _from(language.plans, lot[13]),
        "month": _from(language.months, lot[14]),
        "order": 10_000 + lot[15] % 90_000,
        "days": 2 + lot[12] // 64 % 40,
        "few": 2 + lot[13] // 64 % 7,
        "amount": f"{5 + lot[14] // 64 % 400}.{lot[15] // 64 % 100:02d}",
    }


def _transcript(text: str, language: Language, drift: float, lot: Lots) -> str:
    """Speech as text: no punctuation, fillers, and more of everything as it drifts."""
    words = normalise(text).split()
    fillers = 1 + lot[10] % 3 + round(drift * (4 + lot[11] % 6))
    for at in range(fillers):
        place = lot[(at * 3 + 1) % _LOTS] % (len(words) + 1)
        words.insert(place, _from(language.fillers, lot[(at * 5 + 2) % _LOTS]))
    if drift and lot[9] % 3 == 0:  # a stammer: the last words come twice
        words += words[-(2 + lot[8] % 4) :]
    return " ".join(words)


def _from(options: Sequence[str], lot: int) -> str:
    return options[lot % len(options)]
