"""Whether a pattern that somebody wrote can be let loose on texts that anybody writes."""

import re
from time import perf_counter

from curation.errors import BadRequest

MAX_PATTERN = 200
_BUDGET = 0.02  # seconds for a text of at most 4,000 characters
_FORBIDDEN = re.compile(r"\\[1-9]|\(\?P=|\(\?\(|\(\?<?[=!]")
_LENGTHS = (8, 12, 16, 18, 20, 22, 24, 26, 28, 32, 64, 256, 1000, 4000)
_MORE = "*+{"


def accepted(name: str, pattern: str) -> str:
    """`pattern`, or BadRequest that says what is wrong with it.

    Quantified groups that hold a quantifier or alternatives are refused, because some texts
    make them run for years; what is left is tried on hostile texts of growing length.
    """
    if len(pattern) > MAX_PATTERN:
        raise _refused(name, f"is longer than {MAX_PATTERN} characters")
    try:
        ready = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as wrong:
        raise _refused(name, f"is no pattern that can be read ({wrong})") from None
    if ready.search("") is not None:
        raise _refused(name, "finds something in an empty text")
    if _FORBIDDEN.search(pattern):
        raise _refused(name, "looks around or refers back, which can take for ever")
    if _nested(pattern):
        raise _refused(
            name,
            "repeats a group that repeats or chooses by itself, which can take for ever: write "
            "the repetition once, like [a-z0-9]+",
        )
    if _slow(ready, pattern):
        raise _refused(name, "takes too long on a text made to slow it down")
    return pattern


def _refused(name: str, why: str) -> BadRequest:
    return BadRequest(f"The pattern {name} {why}. Nothing was changed.")


def _nested(pattern: str) -> bool:
    """Whether a repeated group holds a repetition of open length, or alternatives."""
    open_groups: list[bool] = []
    bare = re.sub(r"\\.", "x", pattern)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "x", bare)
    for at, sign in enumerate(bare):
        after = bare[at + 1 : at + 2]
        if sign == "(":
            open_groups.append(False)
        elif sign == ")" and open_groups:
            varied = open_groups.pop()
            if varied and after and after in _MORE:
                return True
            if open_groups:
                open_groups[-1] |= varied or after in tuple(_MORE)
        elif open_groups and (sign in "*+|" or (sign == "{" and "," in bare[at : at + 8])):
            open_groups[-1] = True
    return False


def _slow(ready: re.Pattern[str], pattern: str) -> bool:
    literal = "".join(dict.fromkeys(re.sub(r"\\.|[^A-Za-z0-9 ._-]", "", pattern)))[:12]
    for seed in ("a", "A", "0", " ", "a0", "A-0", "-", ".", literal or "x", "ab1 "):
        for length in _LENGTHS:
            text = (seed * length)[:length] + "\n!"
            # Thrice, because a busy machine is slow by itself now and then.
            if all(_seconds(ready, text) > _BUDGET for _ in range(3)):
                return True
    return False


def _seconds(ready: re.Pattern[str], text: str) -> float:
    start = perf_counter()
    ready.search(text)
    return perf_counter() - start
