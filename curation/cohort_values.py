"""When a value is the one that a filter asks for: as written, by number, or in a range."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from math import inf

from curation.identity import is_number
from curation.readings import names_a_code

# Kept as they were written, so that versions 1.0 and 1 stay apart.
OF_EVENTS = ("route", "model_version", "feedback")
OF_CASES = (*OF_EVENTS, "severity", "kind", "source", "expected_behaviour", "owner", "tags")
_ONE = r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"
_RANGE = re.compile(
    rf"under (?P<to>{_ONE})|(?P<at>{_ONE}) (?:and over|to under (?P<end>{_ONE}))"
)
Range = tuple[float, float]


def is_as_written(column: str, own: Collection[str]) -> bool:
    """Whether values of `column` are compared letter by letter: `own` columns, and codes."""
    return column in own or names_a_code(column)


def plain_value(said: str) -> str:
    """A value of a further column as facts keep it: 7.0 is 7, True is true."""
    if is_number(said):
        number = float(said)
        return str(int(number)) if number.is_integer() else repr(number)
    return said.lower() if said.lower() in ("true", "false") else said


def number_of(said: str) -> float | None:
    """The number that `said` is, if it is one."""
    return float(said) if is_number(said) else None


def range_of(said: str) -> Range | None:
    """The numbers that `20 to under 40` speaks of: from the first on, under the second."""
    found = _RANGE.fullmatch(said)
    if found is None:
        return None
    if found["to"]:
        return -inf, float(found["to"])
    return float(found["at"]), float(found["end"]) if found["end"] else inf


def ranges(edges: Sequence[float]) -> list[tuple[str, float]]:
    """Each part that `edges` make, as `range_of` reads it, with its end; equal ones are one."""
    cuts = sorted({float(f"{edge:g}") for edge in edges})
    words = [f"under {cuts[0]:g}"]
    words += [f"{a:g} to under {b:g}" for a, b in pairwise(cuts)]
    words.append(f"{cuts[-1]:g} and over")
    return list(zip(words, [*cuts, inf], strict=True))


def same_value(column: str, value: str | None, said: str | None) -> bool:
    """Whether a case's `value` is what a filter on `column` asks for when it says `said`."""
    if value is None or said is None or value == said:
        return value == said
    if is_as_written(column, OF_CASES):
        return False
    number = number_of(value)
    if number is None or number_of(said) is not None:
        return plain_value(value) == plain_value(said)
    within = range_of(said)
    return within is not None and within[0] <= number < within[1]


def length_word(text: str) -> str | None:
    """How long an input is, in the words that events are split by; None of an empty one."""
    for most, word in ((0, None), (40, "1 to 40"), (160, "41 to 160"), (640, "161 to 640")):
        if len(text) <= most:
            return word and f"{word} characters"
    return "over 640 characters"
