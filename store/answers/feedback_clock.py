"""The clock of the feedback loop: from a failure in production until it has its case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from curation.cases import State
from curation.courses import Course
from curation.decisions import ABOUT_GROUPS, Kind
from curation.feedback_clock import Clock, Since, Wait, clock
from curation.grouping import Grouping
from curation.measures.measure import TOO_FEW, Measure
from curation.percents import between, percent
from curation.thresholds import CLOCK_HOURS, MIN_SUPPORT, Policy
from store.answers.failure_groups import Asked, named_groups
from store.answers.grouping import Standing, standing
from store.answers.last_answers import LastAnswers
from store.desk import Desk
from store.ledger.reading_changes import Placed


@dataclass(frozen=True, slots=True)
class Oldest:
    """The group whose input waits longest; `hours` since its failure came to the desk."""

    group: str
    title: str
    case: str
    hours: float
    since: str
    waiting: int  # inputs of the group without a case


@dataclass(frozen=True, slots=True)
class FeedbackClock:
    """The clocks of failing inputs, and of their groups until the first case of one.

    `had_one` inputs failed when they had their case already, and are not counted.
    """

    sentence: str
    target_hours: float
    had_one: int
    occurrence: Clock
    imported: Clock
    groups: Clock
    oldest: Oldest | None

    @property
    def brief(self) -> str | None:
        """The clock in a few words; None where nothing has to wait."""
        share, old = self.imported.within.value, self.oldest
        told = [f"{percent(share)} of inputs get a case within {self.target_hours:g} h"
                if share is not None else None,
                f"the oldest group waits {long(old.hours)}" if old else None]  # fmt: skip
        return ", ".join(one for one in told if one) or None


_CHANGE_IT = (
    Kind.OPENED,
    Kind.MOVED,
    Kind.IMPORTED,
    Kind.IMPORT_UNDONE,
    Kind.THRESHOLD_SET,
    *ABOUT_GROUPS,
)


class ClockMemory:
    """The last answers of one desk, up to the hour."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[FeedbackClock] = LastAnswers(2)

    def clock(self) -> FeedbackClock:
        """What `feedback_clock` answers."""
        with self._desk.ledger.reading() as asked:
            last = asked.last_of(*_CHANGE_IT)
            key = (last, f"{self._desk.ledger.clock():%Y-%m-%dT%H}")
        return self._kept.get(key, lambda: _answered(self._desk))


def feedback_clock(desk: Desk) -> FeedbackClock:
    """How long failures take to become cases, or to be settled otherwise; and what waits."""
    return desk.kept(ClockMemory).clock()


@dataclass(frozen=True, slots=True)
class _First:
    """An input that failed: when first, when that came to the desk, when it was settled."""

    case: str
    group: str
    occurred: float | None
    imported: float
    settled: float | None


def _answered(desk: Desk) -> FeedbackClock:
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        policy, places = asked.policy(), asked.places()
        imports = [(one.id, one.at.timestamp()) for one in asked.imports()]
    target, floor = policy.value(CLOCK_HOURS), policy.value(MIN_SUPPORT)
    shown = standing(desk)
    found = _firsts(desk, imports, settled_at(places), shown)
    waited = [one for one in found if not _had_one(one)]
    told = [Wait(w.occurred, w.settled) for w in waited if w.occurred is not None]
    occurrence = clock(Since.OCCURRED, told, now, target, floor)
    came = [Wait(one.imported, one.settled) for one in waited]
    imported = clock(Since.IMPORTED, came, now, target, floor)
    together = _groups(shown.grouping, found)
    groups = clock(Since.IMPORTED, [one.wait for one in together.values()], now, target, floor)
    oldest = _oldest(desk, shown, waited, together, now, policy)
    return FeedbackClock(
        _sentence(imported, groups, target, oldest),
        target, len(found) - len(waited), occurrence, imported, groups, oldest,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """A shown group: when its first failure came, and when it got its first case."""

    wait: Wait
    case: str  # the input that came first


def _groups(grouping: Grouping, found: Sequence[_First]) -> dict[str, _Group]:
    """The groups whose first failure came before their first case."""
    inputs: dict[str, list[_First]] = {}
    for one in found:
        inputs.setdefault(grouping.place(one.group, one.case), []).append(one)
    told: dict[str, _Group] = {}
    for group, some in inputs.items():
        first = min(some, key=lambda one: (one.imported, one.occurred or 0.0, one.case))
        settled = min((one.settled for one in some if one.settled is not None), default=None)
        if settled is None or settled >= first.imported:
            told[group] = _Group(Wait(first.imported, settled), first.case)
    return told


def settled_at(places: Iterable[Placed]) -> dict[str, float]:
    """When each case first left the inbox by what was not taken back; in seconds since 1970."""
    found: dict[str, float] = {}
    for one in places:
        if one.state is not State.INBOX and not one.undone:
            found.setdefault(one.case, one.at.timestamp())
    return found


def _had_one(one: _First) -> bool:
    """Whether its case stood before its first failure came to the desk: nothing waited."""
    return one.settled is not None and one.settled < one.imported


def _firsts(
    desk: Desk,
    imports: Sequence[tuple[str, float]],
    settled: Mapping[str, float],
    shown: Standing,
) -> list[_First]:
    rows = desk.facts().ask(
        "first_failures",
        imports=[i for i, _ in imports],
        moments=[moment for _, moment in imports],
    )
    asleep = _asleep(shown.grouping, shown.asleep)
    return [
        _First(
            row["case_id"], row["group_id"], row["occurred"], row["imported"],
            _settled(row["case_id"], row["group_id"], settled, asleep, shown),
        )
        for row in rows
    ]  # fmt: skip


def _settled(
    case: str,
    group: str,
    settled: Mapping[str, float],
    asleep: Mapping[str, float],
    shown: Standing,
) -> float | None:
    """By a decision about its case, or because its group was put to sleep."""
    own = settled.get(case)
    if not asleep:
        return own
    rest = asleep.get(shown.grouping.place(group, case))
    return min((at for at in (own, rest) if at is not None), default=None)


def _asleep(grouping: Grouping, groups: Iterable[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for group in groups:
        archive = grouping.of(group).archive
        if archive is not None:
            found[group] = datetime.fromisoformat(archive.at).timestamp()
    return found


def _oldest(
    desk: Desk,
    shown: Standing,
    waited: Sequence[_First],
    together: Mapping[str, _Group],
    now: datetime,
    policy: Policy,
) -> Oldest | None:
    """The oldest group without any case; where each has one, that of the oldest input."""
    left = [one for one in waited if one.settled is None]
    if not left:
        return None
    place = shown.grouping.place
    bare = {g: one for g, one in together.items() if one.wait.settled is None}
    if bare:
        group = min(bare, key=lambda one: (bare[one].wait.began, one))
        began, case = bare[group].wait.began, bare[group].case
    else:
        first = min(left, key=lambda one: (one.imported, one.occurred or 0.0, one.case))
        group, began, case = place(first.group, first.case), first.imported, first.case
    known = named_groups(desk, shown, Asked((), policy), [group]).get(group)
    since = datetime.fromtimestamp(began, UTC)
    return Oldest(
        group,
        known.title if known else group,
        case,
        (now - since).total_seconds() / 3600,
        since.isoformat(),
        sum(place(one.group, one.case) == group for one in left),
    )


def _sentence(imported: Clock, groups: Clock, target: float, oldest: Oldest | None) -> str:
    if not imported.n:
        return "No failure has come in that had no case yet: there is nothing to time."
    told = f"{_share(imported.within)} failing inputs have a case within {target:g} hours"
    told += f" of their import, {_share(groups.within)} groups a first one"
    way = {Course.BETTER: "; it gets faster", Course.WORSE: "; it gets slower"}
    waits = f"{imported.waiting:,} of {imported.n:,} inputs still wait"
    old = ""
    if oldest is not None:
        old = f"; the oldest group, {oldest.title}, for {long(oldest.hours)}"
    told = told[0].upper() + told[1:]
    return f"{told}{way.get(imported.course, '')}. {waits}{old}."


def hours(measured: Measure) -> str:
    """A time in words; one that is not reached says so."""
    if measured.value is not None:
        return long(measured.value)
    return TOO_FEW if (measured.note or "").startswith("too few") else "not reached"


def long(some: float) -> str:
    """So many hours, in words."""
    return f"{some:.0f} hours" if some < 48 else f"{some / 24:.1f} days"


def _share(measured: Measure) -> str:
    if measured.value is None:
        return "too few to say how many"
    if measured.low is None or measured.high is None:
        return f"{percent(measured.value)} of"
    return f"{percent(measured.value)} ({between(measured.low, measured.high)}) of"
