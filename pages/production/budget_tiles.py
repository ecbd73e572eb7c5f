"""The few numbers of the error budget."""

from curation.burn import FIRING
from pages.shared import marks, wording
from pages.shared.html import Content
from pages.shared.parts import Tile
from store.answers.budget import BudgetAnswer


def tiles(found: BudgetAnswer) -> list[Tile]:
    """What is left, what was bad, what fires, what says nothing, and the objective."""
    rest = found.left
    known = rest is not None and rest.value is not None
    value = wording.percent(rest.value, 0) if rest and known else wording.NOTHING
    note: Content = "too few to say"
    if rest and rest.low is not None and rest.high is not None:
        low, high = (wording.percent(one, 0) for one in (rest.low, rest.high))
        note = f"{low} to {high}, of {found.period}"
    bar = marks.bar(max(0.0, rest.value or 0.0), 0, 1) if rest and known else None
    allowed = 1 - (found.target or 0)
    fires = sum(one.action in FIRING for one in found.windows)
    silent = found.silent / found.events if found.events else None
    return [
        Tile("Budget left", value, note, bar),
        Tile(
            "Bad events",
            wording.percent(found.share),
            f"{wording.count(found.bad)} of {wording.count(found.n)}, "
            f"{wording.percent(allowed)} may be",
        ),
        Tile("Windows that fire", f"{fires} of {len(found.windows)}", _called(found)),
        Tile(
            "Without a verdict",
            wording.percent(silent),
            f"of {wording.count(found.events)}: not counted as good",
        ),
        Tile("Objective", wording.percent(found.target, 2), _set_by(found)),
    ]


def _called(found: BudgetAnswer) -> str:
    return f"weighted: worth {found.n_effective:,.0f} equal events" if found.weights else (
        "a long and a short window each"
    )  # fmt: skip


def _set_by(found: BudgetAnswer) -> str:
    if found.borrowed:
        return "production's: it has none of its own"
    return f"{found.set_by}, {wording.day(found.set_at)}: {found.reason_set}"
