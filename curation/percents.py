"""Shares as sentences and tiles say them: one way for all of them."""


def percent(share: float | None, digits: int = 0) -> str:
    """A share between 0 and 1 as 3 %; one that would be 0 % and is not says so."""
    if share is None:
        return "\N{EN DASH}"
    found, none = _of_hundred(share, digits), _of_hundred(0, digits)
    least = f"{10.0**-digits:.{digits}f} %"
    return f"under {least}" if share > 0 and found == none else found


def between(low: float | None, high: float | None, digits: int = 0) -> str:
    """The limits of an interval, as 2 % to 5 %."""
    if low is None or high is None:
        return "\N{EN DASH}"
    return f"{_of_hundred(low, digits)} to {_of_hundred(high, digits)}"


def signed(change: float | None, digits: int = 0) -> str:
    """A change by a share, as +3 %."""
    if change is None:
        return "\N{EN DASH}"
    found = _of_hundred(change, digits)
    return f"+{found}" if round(change, digits + 2) > 0 else found


def _of_hundred(share: float, digits: int) -> str:
    rounded = round(share * 100, digits) + 0.0  # no -0
    return f"{rounded:.{digits}f} %".replace("-", "\N{MINUS SIGN}")
