"""Shares as sentences and tiles say them: one way for all of them."""


def percent(share: float | None, digits: int = 0) -> str:
    """A share between 0 and 1 as 3%; one that would be 0% and is not says so."""
    if share is None:
        return "\N{EN DASH}"
    found = f"{share:.{digits}%}"
    least = f"{10.0**-digits:.{digits}f}%"
    return f"under {least}" if share > 0 and found == f"{0:.{digits}%}" else found


def between(low: float | None, high: float | None, digits: int = 0) -> str:
    """The limits of an interval, as 2% to 5%."""
    if low is None or high is None:
        return "\N{EN DASH}"
    return f"{low:.{digits}%} to {high:.{digits}%}"
