"""How the figures of the home page are said: the same words every week."""

from collections.abc import Mapping

from curation.figures import Judgement, Unit, Window
from curation.percents import between, percent
from curation.tile_words import amount

_BEFORE: Mapping[int, str] = {1: "the week before", 4: "the 4 weeks before"}
_FALLBACK = "the {n} weeks before"


def before(window: Window) -> str:
    """What the period is compared with."""
    weeks = window.period.weeks
    return _BEFORE.get(weeks, _FALLBACK.format(n=weeks)) + _gaps(window.came_before, weeks)


def during(window: Window) -> str:
    """The period itself, by its first day."""
    weeks = window.period.weeks
    span = "week" if weeks == 1 else f"{weeks} weeks"
    return f"in the {span} from {window.since}{_gaps(window.came, weeks)}"


def _gaps(came: int | None, weeks: int) -> str:
    return f" (only {came} of them had events)" if came and came < weeks else ""


def number(value: float | None, unit: Unit) -> str:
    """A value as it is read: 94.2%, 246, 5.4 days, $8.10."""
    if value is None:
        return "\N{EN DASH}"
    if unit in (Unit.RATE, Unit.SHARE):
        return percent(value, 1) if value >= 0 else f"-{percent(-value, 1)}"
    if unit is Unit.MONEY:
        return amount(value, unit)
    if unit in (Unit.DAYS, Unit.HOURS):
        return f"{value:,.1f} {unit.value}"
    return f"{value:,.0f}" if unit is Unit.COUNT else f"{value:.2f}"


def bare(value: float, unit: Unit) -> str:
    """The same without its unit, for the second of two numbers."""
    return number(value, unit).removesuffix(f" {unit.value}")


def interval(low: float | None, high: float | None, unit: Unit, n: str = "") -> str:
    """The interval with its n in brackets: (93.1% to 95.0%, n 8,412)."""
    said = ""
    if low is not None and high is not None:
        if unit in (Unit.RATE, Unit.SHARE):
            said = between(low, high, 1)
        else:
            said = f"{bare(low, unit)} to {bare(high, unit)}"
    told = ", ".join(one for one in (said, n) if one)
    return f" ({told})" if told else ""


def few(have: int, floor: float, what: str) -> str:
    """Why there is no number: too few of `what`."""
    return f"Too few to say: {have:,} {what}, {floor:.0f} needed."


def against(judgement: Judgement, told: str, window: Window) -> str:
    """The judgement as the end of a line; `told` is what it was before."""
    if judgement is Judgement.NO_COMPARISON:
        return f"Nothing of {before(window)} to compare with."
    if judgement is Judgement.TOO_FEW:
        return f"Too few {before(window)} to compare with."
    then = before(window)
    return f"{then[0].upper()}{then[1:]} {told}: {judgement.value}."
