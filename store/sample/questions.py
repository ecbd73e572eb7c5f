"""The popular questions: several hundred texts that come back week after week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curation.cases import Behaviour, Severity
from curation.fixtures import CaseDraft, generate
from curation.fixtures.drawing import Draw
from curation.identity import case_id
from curation.masking import mask
from curation.privacy import STRICT
from store.privacy_key import SAMPLE
from store.sample.phrases import DECLINE, HUMAN, INTENTS, LANGUAGES, Language, route_of

_PER_INTENT = {"en": 34, "de": 10, "fr": 9, "es": 10, "pt": 6, "ja": 6}
_SPECIAL = (("refusal_expected", 220), ("unsafe", 150), ("needs_human", 240))
TAKEN_FOR = {  # label -> what it is confused with, and how often
    "refund_request": ("refund_status", "start_return", "double_charge", "decline"),
    "refund_status": ("refund_request", "invoice_question", "track_order"),
    "double_charge": ("refund_request", "invoice_question", "cancel_subscription"),
    "invoice_question": ("double_charge", "change_plan", "refund_status"),
    "track_order": ("missing_parcel", "start_return", "refund_status"),
    "missing_parcel": ("track_order", "refund_request", "start_return"),
    "start_return": ("refund_request", "missing_parcel", "track_order"),
    "login_help": ("invoice_question", "change_plan", "human_agent"),
    "cancel_subscription": ("change_plan", "refund_request", "double_charge"),
    "change_plan": ("cancel_subscription", "invoice_question", "login_help"),
}
CONFUSED = (0.5, 0.28, 0.16, 0.06)
_STAKES = {  # label -> severity when it is mistaken, cost of one mistake in USD
    "refund_request": (Severity.HIGH, 18.0),
    "refund_status": (Severity.LOW, 4.0),
    "double_charge": (Severity.HIGH, 25.0),
    "invoice_question": (Severity.LOW, 3.0),
    "track_order": (Severity.LOW, 3.5),
    "missing_parcel": (Severity.MEDIUM, 14.0),
    "start_return": (Severity.MEDIUM, 7.0),
    "login_help": (Severity.MEDIUM, 9.0),
    "cancel_subscription": (Severity.HIGH, 32.0),
    "change_plan": (Severity.MEDIUM, 11.0),
}
_RISES = (Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)


@dataclass(frozen=True, slots=True)
class Question:
    """A text that many customers send. `fault` is its failure kind when it is no intent."""

    route: str
    text: str
    label: str  # what the assistant ought to choose
    wrong: str  # what it chooses when it is mistaken
    language: str
    difficulty: float  # 1 is ordinary
    behaviour: Behaviour
    severity: Severity
    cost: float
    tags: tuple[str, ...]
    fault: str = ""


def questions(seed: int) -> tuple[Question, ...]:
    """All popular questions, each on its route only once, as an import keeps them.

    A case is known by its masked text, and the story names cases.
    """
    found: dict[str, Question] = {}
    for asked in (*_ordinary(seed), *_special(seed)):
        question = replace(asked, text=mask(asked.text, STRICT, SAMPLE).text)
        found.setdefault(case_id(question.route, question.text), question)
    return tuple(found.values())


def _ordinary(seed: int) -> Iterator[Question]:
    for language in LANGUAGES:
        for label in INTENTS:
            draw = Draw("popular", seed, language.code, label)
            texts = draw.mixed(_texts(language, label))
            for text in texts[: _PER_INTENT[language.code]]:
                yield _asked(text, label, language.code, draw)


def _texts(language: Language, label: str) -> list[str]:
    found = {
        ask.format(item=item, plan=plan, month=month)
        for ask in language.asks[label]
        for item in language.items
        for plan, month in zip(language.plans * 3, language.months, strict=False)
    }
    return sorted(found)


def _asked(text: str, label: str, language: str, draw: Draw) -> Question:
    severity, cost = _STAKES[label]
    if draw.chance(0.15):
        severity = _RISES[min(_RISES.index(severity) + 1, 3)]
        cost *= 2.5
    return Question(
        route=route_of(label),
        text=text,
        label=label,
        wrong=_one_of(TAKEN_FOR[label], draw),
        language=language,
        difficulty=0.25 + 3.2 * draw.share() ** 3,
        behaviour=Behaviour.ANSWER,
        severity=severity,
        cost=round(cost * (0.8 + 0.4 * draw.share()), 2),
        tags=(label, *(() if language == "en" else (f"lang-{language}",))),
    )


def _special(seed: int) -> Iterator[Question]:
    for kind, count in _SPECIAL:
        draw = Draw("special", seed, kind)
        for draft in generate(kind, count, seed):
            intents = [label for label, route in INTENTS.items() if route == draft.route]
            yield Question(
                route=draft.route,
                text=draft.input,
                label=HUMAN if kind == "needs_human" else DECLINE,
                wrong=draw.one(intents),
                language=draft.language,
                difficulty=0.3 + 3.0 * draw.share() ** 2,
                behaviour=draft.behaviour,
                severity=draft.severity,
                cost=round(_dearer(draft) * (0.6 + 0.9 * draw.share()), 2),
                tags=draft.tags,
                fault=kind,
            )


def _dearer(draft: CaseDraft) -> float:
    """Where a person was needed, what it costs depends on who was left alone."""
    urgent = {Severity.HIGH: 2.5, Severity.CRITICAL: 8.0} if draft.kind == "needs_human" else {}
    return draft.cost_of_failure * urgent.get(draft.severity, 1.0)


def _one_of(options: Sequence[str], draw: Draw) -> str:
    lot, sum_ = draw.share() * sum(CONFUSED[: len(options)]), 0.0
    for option, share in zip(options, CONFUSED, strict=False):
        sum_ += share
        if lot < sum_:
            return option
    return options[0]
