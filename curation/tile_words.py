"""A figure of Health in words: its value, its interval, and what a test says of its change."""

from collections.abc import Callable, Mapping

from curation.figures import Figure, Judgement, Unit
from curation.percents import percent

NOTHING = "\N{EM DASH}"
_NBSP = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_TO = "\N{EN DASH}"
_TOO_FEW = f"{Judgement.TOO_FEW.capitalize()}: "
_TONES: Mapping[Judgement, str] = {Judgement.BETTER: "good", Judgement.WORSE: "bad"}


def amount(value: float | None, unit: Unit) -> str:
    """`value` as a person reads it: 94.2%, 1,204, 5.4 h, $0.0042."""
    return NOTHING if value is None else _AMOUNTS[unit](value).replace("-", _MINUS)


def moved(figure: Figure) -> str | None:
    """The change with its sign, a difference of two shares in points; None: none is known."""
    return difference(figure.change, figure.unit, figure.per)


def difference(change: float | None, unit: Unit, per: int | None = None) -> str | None:
    """`change` with its sign: +1.2 pt, -18, -6.4 per 1,000."""
    if change is None:
        return None
    size = abs(change)
    points = unit in (Unit.RATE, Unit.SHARE)
    said = f"{size * 100:.1f}{_NBSP}pt" if points else _AMOUNTS[unit](size)
    if per is not None:
        said = f"{size:,.1f}" if unit is Unit.COUNT else said
        said += f" per {per:,}"
    if not any(
        sign in said.partition(" per ")[0] for sign in "123456789"
    ):  # nothing is left after rounding
        return said
    return f"{'+' if change > 0 else _MINUS}{said}"


def reach(figure: Figure) -> str | None:
    """Its 95 % interval, the unit said once: 93.1 to 95.2; None: it has none."""
    if figure.low is None or figure.high is None:
        return None
    low, high = (amount(one, figure.unit) for one in (figure.low, figure.high))
    return low if low == high else f"{low}{_TO}{high}"


def support(figure: Figure) -> str:
    """Its interval and its n: what the value rests on."""
    known = (reach(figure), f"n{_NBSP}{figure.n:,}" if figure.n else None)
    return ", ".join(one for one in known if one)


def brief(figure: Figure) -> str:
    """What the value rests on; where there is none, why in one sentence."""
    if figure.value is not None:
        return support(figure)
    why = figure.said.removeprefix(_TOO_FEW).partition(". ")[0].rstrip(".")
    return f"{why[:1].upper()}{why[1:]}."


def mark(figure: Figure) -> tuple[str | None, str]:
    """The one thing to read beside the value, with its tone: good, warn, bad or none.

    Worse comes first, then a limit that is not kept, then what the test says.
    """
    if _broken(figure):
        return "warn", allowed(figure) or "beyond its limit"
    return _TONES.get(figure.judgement), judged(figure)


def under(figure: Figure) -> str | None:
    """What is left to say: its limit, or what the test says where the limit came first."""
    if figure.value is None:
        return None
    return judged(figure) if _broken(figure) else allowed(figure)


def _broken(figure: Figure) -> bool:
    known = figure.value is not None
    return known and figure.beyond and figure.judgement is not Judgement.WORSE


def judged(figure: Figure) -> str:
    """What the test says, with the change that it was asked about: -0.2 pt, within noise."""
    known = figure.judgement not in (Judgement.NO_COMPARISON, Judgement.TOO_FEW)
    if figure.value is None and figure.judgement is Judgement.NO_COMPARISON:
        return "not known yet"
    if figure.judged_as:
        return figure.judged_as
    change = moved(figure)
    return f"{change}, {figure.judgement}" if change and known else str(figure.judgement)


def allowed(figure: Figure) -> str | None:
    """The limit that it is held to, and whether it is kept; None: there is none."""
    if figure.limit is None:
        return None
    said = amount(figure.limit, figure.unit)
    if figure.beyond:
        return f"{'below' if figure.higher_is_better else 'over'} its limit of {said}"
    return f"limit: {'at least' if figure.higher_is_better else 'at most'} {said}"


def _money(value: float) -> str:
    size = abs(value)
    digits = 0 if size >= 100 or size == round(size) else 2 if size >= 0.01 else 4
    return f"{'-' if value < 0 else ''}${size:,.{digits}f}"


_AMOUNTS: Mapping[Unit, Callable[[float], str]] = {
    Unit.RATE: lambda value: percent(value, 1),
    Unit.SHARE: lambda value: percent(value, 1),
    Unit.COUNT: lambda value: f"{value:,.0f}",
    Unit.HOURS: lambda value: f"{value:,.1f}{_NBSP}h",
    Unit.DAYS: lambda value: f"{value:,.1f}{_NBSP}d",
    Unit.MONEY: _money,
    Unit.INDEX: lambda value: f"{value:.2f}",
}
