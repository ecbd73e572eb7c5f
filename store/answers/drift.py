"""How far production lies from its reference, column by column and week by week."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from curation.drift import ChangePoint, ColumnDrift, Concept, GoesWith, Kind, Period


@dataclass(frozen=True, slots=True)
class DriftQuestion:
    """What is asked: the cohort, the current window, the reference (FROM..TO), the columns.

    Without a window it is the last whole week (day, month) that has events; without a reference
    the baseline's, or the first weeks.
    """

    where: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    since: str | None = None
    until: str | None = None
    reference: str | None = None
    every: str = "week"
    columns: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What is compared with; `provisional`: nobody has set a baseline yet."""

    since: str
    until: str
    n: int
    baseline: str | None
    provisional: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Window:
    """The window that is compared; `until` is the day after its last one."""

    since: str
    until: str
    n: int


@dataclass(frozen=True, slots=True)
class DriftAnswer:
    """The current window against the reference, worst column first, and every period before."""

    reference: Reference
    current: Window
    every: str
    columns: tuple[ColumnDrift, ...]
    concept: Concept
    weeks: tuple[Period, ...]
    changes: tuple[ChangePoint, ...]
    goes_with: tuple[GoesWith, ...]
    sentence: str
    min_rows: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """One column's counts in the same bins, reference and current."""

    column: str
    kind: Kind
    bins: tuple[str, ...]
    reference: tuple[int, ...]
    current: tuple[int, ...]
