"""What whoever is on call has to know: which limit is broken now, what is slower than usual."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from curation.budget_share import Counted, share
from curation.courses import EFFECT, Bins, Course, Sums, p95
from curation.error_chart import sigmas
from curation.failures import FailureKind
from curation.measures.latency_bins import bounds
from curation.measures.measure import Measure
from curation.noise import Change, change

BACK = 7 * 24  # so many hours are drawn
REFERENCE = 28 * 24  # and held against so many before them
SLOTS = (1, 2, 3, 4, 6, 8, 12, 24)  # hours
ENOUGH = 100  # of fewer answers, chance alone is too often three sigmas slow
BEFORE = -1  # the span of the reference


class State(StrEnum):
    """How a number stands to its limit; `TOO_FEW`: its interval lies across, or n is small."""

    OK = "ok"
    BREACH = "breach"
    TOO_FEW = "too few to say"
    NO_LIMIT = "no limit"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of some events: they can be added."""

    events: int = 0
    judged: int = 0
    bad: int = 0
    failed: int = 0  # judged or not
    errors: int = 0  # errors and timeouts
    costs: Sums = field(default_factory=Sums)
    bins: Bins = field(default_factory=dict[int, int])

    @property
    def timed(self) -> int:
        """How many latencies are known."""
        return sum(self.bins.values())


NOTHING = Tally()


def added(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    events = judged = bad = failed = errors = 0
    costs, bins = Sums(), dict[int, int]()
    for one in tallies:
        events, judged, bad = events + one.events, judged + one.judged, bad + one.bad
        failed, errors, costs = failed + one.failed, errors + one.errors, costs + one.costs
        for number, n in one.bins.items():
            bins[number] = bins.get(number, 0) + n
    return Tally(events, judged, bad, failed, errors, costs, bins)


def exposed(kind: str, tally: Tally) -> int:
    """How many events could have shown a failure of `kind`.

    Every event says whether it ended in an error; of the others only those that were judged,
    or failed without, can tell: who judges nothing has no fewer failures.
    """
    if kind in (FailureKind.ERROR, FailureKind.TIMEOUT):
        return tally.events
    of = share({"": Counted(tally.events, tally.judged, tally.bad, tally.failed)})
    return max(of.n, tally.judged + tally.failed - tally.bad)


def state(measured: Measure, limit: float | None, floor: float) -> State:
    """Whether `measured` keeps its limit, for sure."""
    if measured.value is None:
        return State.UNKNOWN
    if limit is None:
        return State.NO_LIMIT if measured.n >= floor else State.TOO_FEW
    if measured.n < floor:
        return State.TOO_FEW
    if measured.low is not None and measured.low > limit:  # few leave the other end open
        return State.BREACH
    kept = measured.high is not None and measured.high <= limit
    return State.OK if kept else State.TOO_FEW


def course(k: int, n: int, k_before: int, n_before: int, floor: float) -> Course:
    """Whether a share of bad things moved, by Fisher's exact test; more is worse."""
    return {
        Change.HIGHER: Course.WORSE,
        Change.LOWER: Course.BETTER,
        Change.WITHIN_NOISE: Course.NOISE,
        Change.TOO_FEW: Course.TOO_FEW,
    }[change(k, n, k_before, n_before, floor)]


@dataclass(frozen=True, slots=True)
class Slot:
    """Some hours: `ago` is how many hours before the newest event they end.

    `sigmas`: by how many more answers than usual were slower than the p95 of the reference.
    """

    ago: int
    hours: int
    events: int
    timed: int
    p95: Measure
    sigmas: float | None
    spike: bool
    severe: bool


def width(by_hour: Mapping[int, Tally]) -> int:
    """The shortest slot that has enough latencies on average, else a day."""
    shown = [by_hour[ago].timed for ago in range(BACK) if ago in by_hour]
    oldest = max((ago for ago in by_hour if ago != BEFORE), default=0) + 1
    an_hour = sum(shown) / min(BACK, oldest)
    return next((hours for hours in SLOTS if hours * an_hour >= ENOUGH), SLOTS[-1])


def slots(
    by_hour: Mapping[int, Tally], floor: float, limit: float, severe: float
) -> list[Slot]:
    """The last days, oldest first; a spike is more than `limit` sigmas slower than usual.

    It is Shewhart's chart of the share that is slower than the p95 of the reference; a p95
    that rose by less than a tenth is no spike, however sure it is.
    """
    hours, usual = width(by_hour), by_hour.get(BEFORE, NOTHING)
    edge = p95(usual.bins).value
    oldest = max((ago for ago in by_hour if ago != BEFORE), default=-1)
    found: list[Slot] = []
    for ago in range(0, min(BACK, oldest + 1), hours):
        tally = added(by_hour[a] for a in range(ago, ago + hours) if a in by_hour)
        measured = p95(tally.bins)
        above = None if edge is None else _above(tally, usual, edge, floor)
        slow = above is not None and (measured.value or 0) > (1 + EFFECT) * (edge or 0)
        spike = slow and (above or 0) >= limit
        found.append(
            Slot(ago, hours, tally.events, tally.timed, measured, above, spike,
                 spike and (above or 0) >= severe)
        )  # fmt: skip
    return found[::-1]


def _above(now: Tally, usual: Tally, edge: float, floor: float) -> float | None:
    some = (_slower(now.bins, edge), now.timed, _slower(usual.bins, edge), usual.timed)
    return sigmas(*some, floor)


def _slower(bins: Bins, edge: float) -> int:
    return sum(n for number, n in bins.items() if bounds(number)[0] > edge)


def runs_of_spikes(found: Sequence[Slot]) -> list[tuple[Slot, ...]]:
    """Slots that spike one after the other are one spike; the newest first."""
    told: list[list[Slot]] = []
    for one in found:
        if not one.spike:
            continue
        if told and told[-1][-1].ago == one.ago + one.hours:
            told[-1].append(one)
        else:
            told.append([one])
    return [tuple(some) for some in reversed(told)]
