"""A number as it may be shown: with n, interval, method, and None where it is undefined."""

from dataclasses import dataclass, replace

TOO_FEW = "too few to say"


@dataclass(frozen=True, slots=True)
class Measure:
    """`value` with its 95 % interval. What is not defined is None, never 0; `note` says why."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    note: str | None = None


def undefined(n: int, method: str, why: str) -> Measure:
    """A measure that has no value."""
    return Measure(None, None, None, n, method, why)


def supported(measure: Measure, floor: float) -> Measure:
    """`measure`, and the word "too few to say" on it when n is under `floor`."""
    if measure.n >= floor:
        return measure
    said = f"{TOO_FEW}: {measure.n}, {floor:.0f} needed"
    return replace(measure, note=f"{said}; {measure.note}" if measure.note else said)
