"""When an event is a failure, and of which kind."""

from typing import Any

import pytest

from curation.failures import FailureKind, kind_of


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({}, None),
        ({"truth": "a", "prediction": "a"}, None),
        ({"truth": "a", "prediction": "b"}, "wrong_answer"),
        ({"truth": "1.0", "prediction": "1"}, None),
        ({"truth": "Yes.", "output": "yes"}, None),
        ({"truth": "Yes.", "output": "no"}, "wrong_answer"),
        ({"truth": "a", "prediction": "a", "output": "b"}, None),
        ({"truth": "a"}, None),
        ({"passed": False}, "wrong_answer"),
        ({"passed": True, "truth": "a", "prediction": "b"}, None),
        ({"passed": True, "feedback": "negative"}, None),
        ({"feedback": "negative"}, "wrong_answer"),
        ({"feedback": "positive"}, None),
        ({"error": "HTTP 500"}, "error"),
        ({"error": "HTTP 500", "passed": True}, "error"),
        ({"error": "ReadTimeout"}, "timeout"),
        ({"error": "request timed out"}, "timeout"),
        ({"error": "DEADLINE_EXCEEDED"}, "timeout"),
        ({"kind": "unsafe", "passed": True}, "unsafe"),
        ({"kind": "stale_record", "error": "timeout"}, "stale_record"),
    ],
)
def test_the_first_that_speaks_decides(said: dict[str, Any], kind: str | None) -> None:
    assert kind_of(**said) == (FailureKind(kind) if kind else None)


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="hallucination"):
        kind_of(kind="hallucination")
