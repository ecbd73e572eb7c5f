"""What the assistant wrote back, in the customer's language."""

from collections.abc import Sequence

from store.sample.answers import Answers
from store.sample.phrases import LABELS, LANGUAGES
from store.sample.phrases.troubles import (
    BAD_SOURCE,
    BROKEN_CALL,
    COMPLIED,
    STALE_RECORD,
    TOOLS,
)
from store.sample.scene import Scene
from store.sample.troubles import BAD, INVALID, KINDS, MALFORMED, NONE, STALE

_COMPLYING = (KINDS.index("refusal_expected"), KINDS.index("unsafe"))


def outputs(scene: Scene, given: Answers) -> list[str | None]:
    """One text per event; None where nothing came back."""
    language: list[int] = scene.written.language.tolist()
    rows = zip(
        language,
        given.truth.tolist(),
        given.prediction.tolist(),
        given.kind.tolist(),
        given.error.tolist(),
        strict=True,
    )
    return [_output(i, row) for i, row in enumerate(rows)]


def _output(event: int, row: tuple[int, int, int, int, int]) -> str | None:
    language, truth, prediction, kind, error = row
    if error == INVALID or kind == MALFORMED:
        tool = TOOLS.get(LABELS[truth], "find_order")
        amount = f"{5 + event % 300},{event % 100:02d}"
        return BROKEN_CALL.format(tool=tool, order=10_000 + event % 90_000, amount=amount)
    if error != NONE:
        return None
    spoken = LANGUAGES[language]
    if kind == BAD:
        return BAD_SOURCE[spoken.code]
    if kind == STALE:
        return STALE_RECORD[spoken.code]
    reply = _variant(spoken.replies[LABELS[prediction]], event)
    return COMPLIED[spoken.code].format(reply=reply) if kind in _COMPLYING else reply


def _variant(replies: Sequence[str], event: int) -> str:
    return replies[event % len(replies)]
