"""Which cases come, go or are demoted when the sets are refreshed, and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from curation.cases import Case, Severity, Source, State
from curation.percents import percent
from curation.refresh import FEW, Short
from curation.saturation import Saturation, Telling
from curation.saturation import said as passed

Alike = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A failing input that is in no set. `cost` is what its failures in the window cost."""

    case: str
    text: str
    count: int
    cost: float | None
    last: datetime | None


def picked(
    found: Iterable[Candidate], most: int, alike: Alike, held: Sequence[str] = ()
) -> list[Candidate]:
    """The dearest and most frequent inputs, none like one before it or one in `held`.

    The same inputs give the same picks, in whatever order they come.
    """
    texts, taken = list(held), list[Candidate]()
    for one in sorted(found, key=_dearest):
        if len(taken) >= most:
            break
        if not any(alike(one.text, text) for text in texts):
            taken.append(one)
            texts.append(one.text)
    return taken


def _dearest(one: Candidate) -> tuple[float, int, float, str]:
    last = one.last.timestamp() if one.last else 0.0
    return -(one.cost or 0.0), -one.count, -last, one.case


@dataclass(frozen=True, slots=True)
class Seen:
    """When production last showed a case: its very input, and any failure of its group."""

    itself: date | None
    group: date | None

    @property
    def last(self) -> date | None:
        """The later of the two."""
        return max((day for day in (self.itself, self.group) if day), default=None)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A case that may go to `to` because of `why`; `spared` says why it is not proposed."""

    case: str
    frm: State
    to: State
    why: str
    spared: str | None = None
    severity: Severity | None = None
    cost: float | None = None  # of one failure of it


@dataclass(frozen=True, slots=True)
class Around:
    """What speaks for a case that says little: failures of its like, and what coverage says.

    `itself` is when its very input failed last in the weeks that coverage looks at, `alike`
    how often its category failed among the last events.
    """

    itself: date | None = None
    alike: int = 0
    short: Short | None = None


NOTHING = Around()


def stale(
    case: Case,
    seen: Seen,
    since: str | None,
    today: date,
    days: float,
    record: date | None,
    around: Around = NOTHING,
) -> Leaving | None:
    """A case of a set that production has not shown for `days`; None where it has.

    Nor where the record of production (from `record` on) or its stay (`since`) is shorter.
    """
    if record is None or (today - record).days < days or _stay(since, today) < days:
        return None
    if seen.last is not None and (today - seen.last).days < days:
        return None
    when = f"since {seen.last:%d %b %Y}" if seen.last else "on record"
    why = f"not seen in production {when}"
    return _leaving(case, State.RETIRED, why, _spared(case, around))


def saturated(
    case: Case,
    found: Saturation,
    seen: Seen,
    today: date,
    quiet: float,
    around: Around = NOTHING,
) -> Leaving | None:
    """A case that passed the last runs: from blocking into monitoring, or to the backlog.

    It is never retired for that: production still asks it.
    """
    if found.telling is not Telling.SATURATED:
        return None
    to = State.MONITORING if case.state is State.BLOCKING else State.BACKLOG
    still = seen.group is not None and (today - seen.group).days < quiet
    spared = _spared(case, around)
    if spared is None and still:
        spared = f"its group still fails in production, last on {seen.group:%d %b %Y}"
    return _leaving(case, to, passed(found), spared)


def _leaving(case: Case, to: State, why: str, spared: str | None) -> Leaving:
    return Leaving(case.id, case.state, to, why, spared, case.severity, case.cost_of_failure)


def leaving(found: Iterable[Leaving | None]) -> tuple[list[Leaving], list[Leaving]]:
    """What is proposed to leave, and what is spared; a case once, by its first word."""
    once: dict[str, Leaving] = {}
    for one in found:
        if one is not None:
            once.setdefault(one.case, one)
    told = sorted(once.values(), key=lambda one: one.case)
    return [one for one in told if not one.spared], [one for one in told if one.spared]


def sizes(
    now: Mapping[State, int], moves: Iterable[tuple[State | None, State]]
) -> dict[State, int]:
    """How large the sets would be after `moves`."""
    after = dict(now)
    for frm, to in moves:
        if frm is not None and frm in after:
            after[frm] -= 1
        if to in after:
            after[to] += 1
    return after


def _spared(case: Case, around: Around) -> str | None:
    if case.severity in (Severity.CRITICAL, Severity.HIGH):
        grave = "critical" if case.severity is Severity.CRITICAL else "of high severity"
        return f"it is {grave}: a relapse would still have to be stopped"
    if case.source in (Source.EXPERT, Source.ADVERSARIAL):
        return f"it is {case.source}: that production does not show it says nothing"
    if around.itself:
        return f"its very input failed in production, last on {around.itself:%d %b %Y}"
    if around.alike >= FEW:
        return f"its category failed {around.alike} times among the last events"
    if around.short and around.short.wanted:
        kind, short = (case.kind or "").replace("_", " "), around.short
        return (
            f"{kind} on {case.route} is {_share(short.cost)} of what failures cost and "
            f"{_share(short.cases)} of the cases: coverage lacks cases there"
        )
    return None


def _share(value: float) -> str:
    return percent(value)


def _stay(since: str | None, today: date) -> int:
    return (today - datetime.fromisoformat(since).date()).days if since else 0
