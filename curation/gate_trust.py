"""How far to trust the gate: which reds were right, which greens were not, and what it sees."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from curation.comparison import NonInferiority, non_inferiority, paired
from curation.gate import Answer

POWER = 0.8
ALPHA = 0.05


class Ending(StrEnum):
    """What became of a red run."""

    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"
    OPEN = "not settled"


@dataclass(frozen=True, slots=True)
class Answered:
    """The gate's answer on a run of the version `tried`; `stood` were in its way.

    `held` are the blocking cases that it was judged on, of the set with `sha256`.
    """

    seq: int
    run: str
    tried: str
    model: str | None
    answer: Answer
    stood: frozenset[str]
    held: frozenset[str] = field(repr=False)
    sha256: str
    needed_waiver: bool = False


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A case was dismissed, or moved out of the blocking set."""

    seq: int
    case: str
    to: str


@dataclass(frozen=True, slots=True)
class LetThrough:
    """A waiver was granted; `run` and `model` say for what, None for any."""

    seq: int
    id: str
    what: str
    run: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class Hurt:
    """An incident was put on record, of the release that was last judged as `run`.

    `runs` are all of that release before it began.
    """

    seq: int
    id: str
    run: str
    began: datetime
    runs: frozenset[str] = frozenset()


Event = Answered | TakenOut | LetThrough | Hurt


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a red run, and how that is known."""

    ending: Ending
    how: str


def settle(red: Answered, events: Sequence[Event]) -> Settled:
    """What the `events` after a red answer made of it; the first that settles it counts.

    Overturned: the same version passed on the same set with nothing changed, or every case
    that failed was taken out of blocking or waived. Confirmed: the same version failed again,
    it took another version to pass, or the release hurt somebody.
    """
    gone: set[str] = set()
    for event in sorted(events, key=lambda one: one.seq):
        if event.seq <= red.seq:
            continue
        match event:
            case Answered():
                found = _by_answer(red, event, gone)
            case Hurt():
                found = _by_incident(red, event)
            case TakenOut() | LetThrough():
                found = _by_hand(red, event, gone)
        if found:
            return found
    return Settled(Ending.OPEN, "nothing has shown yet whether it was right")


def _by_answer(red: Answered, later: Answered, gone: Collection[str]) -> Settled | None:
    same = later.tried == red.tried
    passed = later.answer is Answer.PASS and not later.needed_waiver
    again = red.stood & later.stood
    if same and passed and later.sha256 == red.sha256:
        what = "it" if later.run == red.run else f"{later.run}, the same version,"
        return Settled(Ending.OVERTURNED, f"{what} passed on the same set with nothing changed")
    if same and later.run != red.run and later.answer is Answer.BLOCKED and again:
        return Settled(Ending.CONFIRMED, f"{later.run}, the same version, failed alike")
    still = red.stood - set(gone)  # and a case has to be asked there to be mended
    if not same and passed and still & (later.held | _numbers(red)):
        return Settled(Ending.CONFIRMED, f"it was mended: {later.run} passed")
    return None


def _numbers(red: Answered) -> frozenset[str]:
    """The thresholds among what stood in the way: no case of the set is called so."""
    return red.stood - red.held


def _by_incident(red: Answered, hurt: Hurt) -> Settled | None:
    if hurt.run != red.run:
        return None
    return Settled(Ending.CONFIRMED, f"{hurt.id} is on record of this release")


def _by_hand(red: Answered, event: TakenOut | LetThrough, gone: set[str]) -> Settled | None:
    if isinstance(event, TakenOut):
        what, how = event.case, f"its cases were taken out of blocking (to {event.to})"
    else:
        if event.run not in (None, red.run) or event.model not in (None, red.model):
            return None
        what, how = event.what, f"waived: {event.id}"
    gone.add(what)
    enough = what in red.stood and red.stood <= gone
    return Settled(Ending.OVERTURNED, how) if enough else None


@dataclass(frozen=True, slots=True)
class Green:
    """A release that passed, and the incident that followed within the days, if any."""

    run: str
    model: str | None
    at: datetime
    incident: str | None
    young: bool  # not old enough to say that none followed


def followed(
    greens: Sequence[tuple[str, str | None, datetime]],
    hurts: Sequence[Hurt],
    days: float,
    now: datetime,
) -> list[Green]:
    """Each of `greens` (run, model, when it passed) with the first incident of its release.

    A release that passed several times counts once: by the last pass before the incident,
    whatever was said of it in between, or by the last one of all where nothing followed.
    """
    releases: dict[str, list[tuple[str, str | None, datetime]]] = {}
    for one in sorted(greens, key=_when):
        releases.setdefault(one[1] or one[0], []).append(one)
    within = timedelta(days=days)
    found: list[Green] = []
    for passed in releases.values():
        hits = [h for h in hurts if _before(passed, h, within)]
        if hits:
            hurt = min(hits, key=lambda h: h.began)
            run, model, at = [one for one in passed if one[2] <= hurt.began][-1]
            found.append(Green(run, model, at, hurt.id, young=False))
        else:
            run, model, at = passed[-1]
            found.append(Green(run, model, at, None, young=now < at + within))
    return found


def _before(
    passed: Sequence[tuple[str, str | None, datetime]], hurt: Hurt, within: timedelta
) -> bool:
    """Whether one of the passes of a release came so shortly before it hurt somebody."""
    runs = {hurt.run, *hurt.runs}
    return any(run in runs and at <= hurt.began <= at + within for run, _, at in passed)


def _when(green: tuple[str, str | None, datetime]) -> datetime:
    return green[2]


def smallest_drop(n: int, failures: int, power: float = POWER) -> float | None:
    """The smallest share of cases that break which the gate sees in `power` of releases.

    It sees it when at least `failures` of `n` break: exact binomial, as if each case broke by
    itself with the same chance. None where there are not so many cases.
    """
    if not 0 < failures <= n:
        return None
    from scipy.special import betaincinv  # only where it is needed: see curation.intervals

    return float(betaincinv(failures, n - failures + 1, power))


def failures_of_rate(n: int, limit: float) -> int:
    """How many of `n` have to break before the share that passes is under `limit`."""
    return next((k for k in range(n + 1) if n and (n - k) / n < limit), n + 1)


def failures_of_cohort(n: int, limit: float, tested: int) -> int:
    """How many have to break before a critical cohort is below `limit` for sure.

    Of several cohorts the first step of Holm counts, which is the hardest.
    """
    from scipy.special import bdtr

    alpha = ALPHA / max(tested, 1)
    sure = (k for k in range(n + 1) if float(bdtr(n - k, n, min(limit, 1.0))) < alpha)
    return next(sure, n + 1)


def failures_of_comparison(n: int, margin: float) -> int:
    """How many have to break, and none be fixed, before "not worse" cannot be said."""
    for k in range(n + 1):
        _, low, high = paired([-1] * k + [0] * (n - k))
        if non_inferiority(low, high, margin) is not NonInferiority.NOT_WORSE:
            return k
    return n + 1
