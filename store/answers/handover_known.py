"""What a handover is told from: each answer of the desk, asked once and only where needed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from curation.cases import Case, State
from curation.contract import route_threshold
from curation.incidents import Incident, incident_subject
from curation.incidents import State as Stage
from curation.ownership import Ownership
from curation.percents import percent
from store.answers.alarms import AlarmsAnswer, alarms
from store.answers.budget_glance import BudgetGlance, glance
from store.answers.contract import ContractAnswer, contract
from store.answers.feedback_clock import FeedbackClock, feedback_clock
from store.answers.flakes import FlakesAnswer, flakes
from store.answers.gate_mode import gate_mode
from store.answers.incidents import incidents
from store.answers.people import PeopleAnswer, people
from store.answers.privacy import Privacy, privacy
from store.answers.runs import Runs, RunSummary, runs
from store.answers.sets import Sets, SetSummary, sets
from store.answers.thresholds import Move, Number, moves, thresholds
from store.answers.trends import TrendsAnswer, TrendsMemory, offered
from store.answers.triage_times import TriageTimes, triage_times
from store.answers.waivers import Waivers, waivers
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that an answer rests on; `link` leads to it, `holds`: None, nobody can say.

    Where it is a number, `value` is that with its interval, `n`, `limit` and `unit` (cases,
    days, share, ms, usd, numbers).
    """

    what: str
    said: str
    link: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    limit: float | None = None
    holds: bool | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What an answer lacks, who can mend it, and how."""

    what: str
    who: str
    clear: str
    link: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of whoever takes over, its answer in sentences, and what that rests on."""

    name: str
    question: str
    answer: str
    sentences: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]


def question(
    name: str,
    asked: str,
    sentences: Iterable[str],
    evidence: Iterable[Evidence],
    missing: Iterable[Missing],
) -> Question:
    """A question with its answer put together."""
    said = tuple(sentences)
    return Question(name, asked, " ".join(said), said, tuple(evidence), tuple(missing))


class Known:
    """One desk at one moment."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now: datetime = desk.ledger.clock().astimezone(UTC)
        with desk.ledger.reading() as asked:
            self.policy = asked.policy()
            self.owners = asked.ownerships()
            self.asks = asked.people().ask
            self.quarantined = len(asked.quarantines(self.now.date()))
            self.standard = asked.standard()
            self._cases = asked.cases(State.BLOCKING, State.MONITORING, State.BACKLOG)

    def of(self, state: State) -> list[Case]:
        """The cases that stand there."""
        return [one for one in self._cases if one.state is state]

    def set_of(self, state: State) -> SetSummary:
        """One set, with the version in force."""
        return next(one for one in self.sets.sets if one.set is state)

    def who(self, *scopes: str) -> str:
        """Who answers for the first of `scopes` that has an owner, else who runs the desk."""
        held = next((self.owners[one] for one in scopes if one in self.owners), None)
        return held.people if held else self.asks

    def owner(self, scope: str) -> Ownership | None:
        """Who owns `scope`."""
        return self.owners.get(scope)

    @property
    def last(self) -> RunSummary | None:
        """The newest run about which the gate was asked."""
        return next((one for one in self.runs.runs if one.recorded_verdict), None)

    @property
    def unasked(self) -> RunSummary | None:
        """The newest release that was scored, where nobody asked the gate about it."""
        held = (
            one for one in self.runs.runs if one.recorded_verdict or State.BLOCKING in one.sets
        )
        newest = next(held, None)
        return newest if newest and not newest.recorded_verdict else None

    @cached_property
    def routes(self) -> tuple[str, ...]:
        """Every route that has events, blocking cases or a budget in the contract."""
        seen = {one.group for one in self.trends.lines if one.group}
        held = {one.route for one in self.of(State.BLOCKING) if one.route}
        agreed = self.contract.contract
        return tuple(sorted(seen | held | set(agreed.routes if agreed else ())))

    def route_limit(self, route: str, metric: str) -> float | None:
        """What a release is held to on the route; None where it is held to nothing."""
        found = self.policy.thresholds.get(route_threshold(route, metric))
        return found.value if found else None

    @cached_property
    def sets(self) -> Sets:
        return sets(self.desk)

    @cached_property
    def runs(self) -> Runs:
        return runs(self.desk)

    @cached_property
    def contract(self) -> ContractAnswer:
        return contract(self.desk)

    @cached_property
    def people(self) -> PeopleAnswer:
        return people(self.desk)

    @cached_property
    def numbers(self) -> list[Number]:
        return thresholds(self.desk)

    @cached_property
    def moves(self) -> list[Move]:
        return moves(self.desk, state="open")

    @cached_property
    def trends(self) -> TrendsAnswer:
        by = "route" if "route" in offered(self.desk) else None
        return self.desk.kept(TrendsMemory).trends(by)

    @cached_property
    def triage(self) -> TriageTimes:
        return triage_times(self.desk)

    @cached_property
    def clock(self) -> FeedbackClock:
        return feedback_clock(self.desk)

    @cached_property
    def waivers(self) -> Waivers:
        return waivers(self.desk)

    @cached_property
    def alarms(self) -> AlarmsAnswer:
        return alarms(self.desk)

    @cached_property
    def open_incidents(self) -> tuple[Incident, ...]:
        found = [one for one in incidents(self.desk) if one.state is Stage.OPEN]
        return tuple(sorted(found, key=lambda one: one.began))

    @cached_property
    def last_recorded(self) -> tuple[str, datetime] | None:
        """The open incident that was recorded last, and when; people date their start back."""
        with self.desk.ledger.reading() as asked:
            said = [
                (one.id, asked.decisions(subject=incident_subject(one.id))[-1].at)
                for one in self.open_incidents
            ]
        return max(said, key=lambda pair: pair[1], default=None)

    @cached_property
    def privacy(self) -> Privacy:
        return privacy(self.desk)

    @cached_property
    def budget(self) -> BudgetGlance | None:
        return glance(self.desk)

    @cached_property
    def frozen(self) -> str | None:
        """Who froze the gate and why; None while it lets everything through that passes."""
        mode = gate_mode(self.desk)
        return mode.told() if mode.frozen else None

    @cached_property
    def flakes(self) -> FlakesAnswer:
        return flakes(self.desk)


def tally(values: Iterable[str | None], most: int = 3, nobody: str = "not stated") -> str:
    """How many of each: refunds (15), billing (13) and 2 more."""
    counts = Counter(nobody if one is None else one.replace("_", " ") for one in values)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{name} ({n:,})" for name, n in ranked[:most]]
    rest = len(ranked) - most
    return listed([*told, f"{rest} more"] if rest > 0 else told)


def listed(words: Iterable[str]) -> str:
    """`words` in a row: a, b and c."""
    found = list(words)
    return " and ".join([", ".join(found[:-1]), found[-1]]) if found[1:] else "".join(found)


def many(number: int, one: str, several: str | None = None) -> str:
    """The number with its noun."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def day(said: str | datetime | None) -> str:
    """A day as people write it: 4 Nov 2026."""
    if said is None:
        return "an unknown day"
    found = datetime.fromisoformat(said) if isinstance(said, str) else said
    return f"{found.day} {found:%b %Y}"


def share(value: float | None, low: float | None, high: float | None, n: int) -> str:
    """A share with its interval and n."""
    if value is None or low is None or high is None:
        return f"too few to say (n {n:,})"
    return f"{percent(value)} ({percent(low)} to {percent(high)}, n {n:,})"
