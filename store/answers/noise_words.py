"""The chance of a red by noise, in words: as measured, and what is not ruled out."""

from curation.measures.steadiness import FEWEST
from curation.percents import percent

TOO_FEW = "too few to say"
_UNSEEN = 0.05  # where so much is possible, that nothing was seen yet says nothing


def noise(measured: float | None, at_most: float | None) -> str:
    """That no attempt has failed so far does not make the chance nothing."""
    if measured is None:
        return TOO_FEW
    if at_most is None:  # answers that were recorded before the limit was told
        return f"{percent(measured, 1)} as measured"
    if unseen(measured, at_most):
        return f"{TOO_FEW} (no contradiction seen so far; up to {percent(at_most)} possible)"
    if at_most - measured < 0.005:
        return percent(measured, 1)
    return f"{percent(measured, 1)} (up to {percent(at_most)} not ruled out)"


def unseen(measured: float | None, at_most: float | None) -> bool:
    """Whether nothing was seen to wobble in too few attempts for that to say anything."""
    return measured == 0 and at_most is not None and at_most >= _UNSEEN


def goes_red(what: str, measured: float | None, at_most: float | None) -> str:
    """How often `what` ("a run") goes red by noise alone, as a sentence without its stop."""
    said = noise(measured, at_most)
    if measured is None or unseen(measured, at_most):
        return f"How often {what} goes red by noise alone: {said}"
    return f"{what[:1].upper()}{what[1:]} goes red by noise alone {said} of the time"


def noise_told(measured: float | None, at_most: float | None) -> str:
    """The same as a sentence about a run, with what it takes to say it."""
    if measured is None:
        return (
            f"How often noise alone turns a run like this one red: {TOO_FEW}. Each case that "
            f"can block needs {FEWEST} attempts or more at this version."
        )
    return f"{goes_red('a run like this one', measured, at_most)}."
