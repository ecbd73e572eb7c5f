"""The chance of a red by noise, in words: as measured, and what is not ruled out."""

from curation.measures.steadiness import FEWEST

TOO_FEW = "too few to say"


def noise(measured: float | None, at_most: float | None) -> str:
    """That no attempt has failed so far does not make the chance nothing."""
    if measured is None:
        return TOO_FEW
    if at_most is None:  # answers that were recorded before the limit was told
        return f"{measured:.1%} as measured"
    if at_most - measured < 0.005:
        return f"{measured:.1%}"
    return f"{measured:.1%} (up to {at_most:.0%} not ruled out)"


def noise_told(measured: float | None, at_most: float | None) -> str:
    """The same as a sentence about a run, with what it takes to say it."""
    if measured is None:
        return (
            f"How often noise alone turns a run like this one red: {TOO_FEW}. Each case that "
            f"can block needs {FEWEST} attempts or more at this version."
        )
    return (
        f"By noise alone a run like this one goes red {noise(measured, at_most)} of the time."
    )
