"""When two things are the same: texts, answers, cases, failure groups."""

import re
import unicodedata
from hashlib import sha256

_BETWEEN = "\x1f"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", re.ASCII)
_WHOLE = re.compile(r"(-?[0-9]+)\.0+", re.ASCII)


def normalise(text: str) -> str:
    """`text` without what does not change its meaning: case, punctuation, spacing, width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(" " if unicodedata.category(c)[0] == "P" else c for c in folded)
    return " ".join(spaced.split())


def case_id(route: str, text: str) -> str:
    """The id that the same input on the same route has for ever."""
    return "c-" + _digest(route, normalise(text))[:16]


def group_id(kind: str, expected: str | None, actual: str | None, route: str) -> str:
    """The id of all failures that share this signature."""
    return "g-" + _digest(kind, expected or "", actual or "", route)[:12]


def plain_label(text: str) -> str:
    """An id or a label as it is compared: 7.0 is 7, True is true."""
    stripped = text.strip(" ")
    if stripped.lower() in ("true", "false"):
        return stripped.lower()
    return _WHOLE.sub(r"\1", stripped) if _WHOLE.fullmatch(stripped) else stripped


def is_number(text: str) -> bool:
    """Whether `text` reads as a number; 007 and ids of sixteen digits do not."""
    return _NUMBER.fullmatch(text) is not None and abs(float(text)) < 1e15


def same_answer(expected: str, actual: str) -> bool:
    """Whether `actual` says what was expected: numbers by value, words by meaning."""
    if is_number(expected) and is_number(actual):
        return float(expected) == float(actual)
    return normalise(expected) == normalise(actual)


def _digest(*parts: str) -> str:
    return sha256(_BETWEEN.join(parts).encode("utf-8")).hexdigest()
