"""When an event is a failure, and of which kind."""

import re
from enum import StrEnum

from curation.identity import plain_label, same_answer


class FailureKind(StrEnum):
    """What went wrong."""

    WRONG_ANSWER = "wrong_answer"
    ERROR = "error"
    TIMEOUT = "timeout"
    REFUSAL_EXPECTED = "refusal_expected"
    UNSAFE = "unsafe"
    BAD_SOURCE = "bad_source"
    STALE_RECORD = "stale_record"
    MALFORMED_TOOL_CALL = "malformed_tool_call"
    NEEDS_HUMAN = "needs_human"


_TIMEOUT = re.compile(
    "time[-_ ]*(d[-_ ]*)?out|deadline[-_ ]*exceeded", re.ASCII | re.IGNORECASE
)


def kind_of(
    *,
    kind: str | None = None,
    error: str | None = None,
    passed: bool | None = None,
    truth: str | None = None,
    prediction: str | None = None,
    output: str | None = None,
    feedback: str | None = None,
) -> FailureKind | None:
    """The kind of failure, or None when nothing says that the event was wrong.

    The first that speaks decides: a stated kind, an error, a verdict (passed or not), the
    truth, the user's feedback.
    """
    if kind is not None:
        return FailureKind(kind)
    if error is not None:
        return FailureKind.TIMEOUT if says_timeout(error) else FailureKind.ERROR
    if passed is not None:
        return None if passed else FailureKind.WRONG_ANSWER
    wrong = is_wrong(truth, prediction, output) or feedback == "negative"
    return FailureKind.WRONG_ANSWER if wrong else None


def says_timeout(error: str) -> bool:
    """Whether the error is that time ran out."""
    return _TIMEOUT.search(error) is not None


def is_wrong(truth: str | None, prediction: str | None, output: str | None) -> bool:
    """Whether the truth is known and is not what the model said."""
    if truth is None:
        return False
    if prediction is not None:
        return plain_label(truth) != plain_label(prediction)
    return output is not None and not same_answer(truth, output)
