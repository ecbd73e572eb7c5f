"""The numbers of alignment as its tiles say them."""

from curation.measures.measure import TOO_FEW, Measure
from curation.percents import between, percent
from pages.shared import wording


def share(one: Measure) -> str:
    """A share, or that it is too few to say."""
    few = (one.note or "").startswith(TOO_FEW)
    return TOO_FEW.capitalize() if few else percent(one.value)


def number(one: Measure) -> str:
    """A distance or a correlation."""
    if one.value is None:
        return wording.NOTHING
    few = (one.note or "").startswith(TOO_FEW)
    return TOO_FEW.capitalize() if few else f"{one.value:.2f}".replace("-", "\N{MINUS SIGN}")


def ranked(one: Measure, parts: int) -> str:
    """An order of few parts, however many rows: the interval is of the rows alone."""
    if one.value is None or one.low is None or one.high is None:
        return one.note or f"of {wording.many(parts, 'part')}"
    limits = f"{one.low:.2f} to {one.high:.2f}".replace("-", "\N{MINUS SIGN}")
    return f"of {wording.many(parts, 'part')}; {limits} by the rows alone"


def interval(one: Measure, *, shares: bool = False) -> str:
    """The limits and the rows they rest on."""
    n = f"n {one.n:,}"
    if one.value is None:
        return one.note or n
    if one.low is None or one.high is None:
        return n
    if shares:
        return f"{between(one.low, one.high)}, {n}"
    limits = f"{one.low:.2f} to {one.high:.2f}".replace("-", "\N{MINUS SIGN}")
    return f"{limits}, {n}"
