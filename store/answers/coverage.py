"""Coverage: what the sets hold against what failures cost, and what is wanted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from curation import coverage as rules
from curation.cases import Case, State
from curation.composition import Composition, composition
from curation.coverage import DEFAULT, Cell, Summary, called, dimensions
from curation.errors import BadRequest
from curation.percents import percent
from curation.sight import Sight, sight
from curation.thresholds import COVERAGE_DAYS, MIN_SUPPORT
from store.answers.coverage_words import sentence
from store.answers.dimensions import (
    in_events,
    losses,
    narrowing,
    narrows,
    of_cases,
    offered,
    require,
)
from store.answers.no_failures import no_failures
from store.answers.sleeping import back_with, settled
from store.answers.until_decided import UntilDecided
from store.answers.windows import window
from store.desk import Desk

ALL = "all"
SETS: Mapping[str, tuple[State, ...]] = {
    ALL: (State.MONITORING, State.BLOCKING),
    "blocking": (State.BLOCKING,),
    "monitoring": (State.MONITORING,),
}
ADDRESS = ("by", "and", "then")  # how the page names its dimensions
HOW = (
    "target: the share of what failures cost times the cases of the set, rounded, at least 1 "
    "where anything is lost; gap: target less what is there; what is unknown counts for no "
    "other combination"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody ought to look at; `link` is a page with what it is asked for."""

    kind: str
    subject: str
    why: str
    link: tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell with the inbox where failures wait that would fill it; None: it cannot narrow."""

    cell: Cell
    inbox: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix of a set, unknown cells first, then the most lacking."""

    sentence: str
    dimensions: tuple[str, ...]
    offered: tuple[str, ...]
    set: str
    since: str
    until: str
    dismissed: int  # failures that a person has said to be none; they count nowhere
    cells: tuple[Shown, ...]
    summary: Summary
    composition: Composition
    sight: Sight
    findings: tuple[Finding, ...]
    how: str = HOW


def coverage(
    desk: Desk,
    by: Sequence[str] = (),
    *,
    of: str = ALL,
    since: str | None = None,
    until: str | None = None,
) -> Coverage:
    """The cases of the set `of` by the dimensions `by`, beside what production lost."""
    named = dimensions(by or DEFAULT)
    if of not in SETS:
        raise BadRequest(f"'{of}' is no set to cover. Use one of: {', '.join(SETS)}.")
    with desk.ledger.reading() as asked:
        policy, states, every = asked.policy(), asked.states(), asked.cases()
    known = offered(desk, every)
    require(named, known)
    inside = [one for one in every if one.state in SETS[of]]
    said = of_cases(desk, every, named)
    edges = _window(desk, since, until, policy.value(COVERAGE_DAYS))
    dismissed = [one for one in every if one.state is State.DISMISSED]
    sorted_ = settled(states, back_with(desk, dismissed))
    lost, left_out = losses(desk, named, edges, said, sorted_, no_failures(desk, every))
    cells = rules.cells(lost, [tuple(said[one.id][d] for d in named) for one in inside])
    columns = in_events(desk, named)
    can = narrows(named, columns)
    total = rules.summary(cells, named)
    return Coverage(
        sentence=sentence(cells, total, named, left_out),
        dimensions=named,
        offered=tuple(known),
        set=of,
        since=edges[0],
        until=edges[1],
        dismissed=left_out,
        cells=tuple(
            Shown(c, narrowing(named, c.values, columns) if can and c.known else None)
            for c in cells
        ),
        summary=total,
        composition=composed(inside, policy.value(MIN_SUPPORT)),
        sight=sight(len(inside)),
        findings=tuple(_findings(cells, named)),
    )


def coverage_now(desk: Desk, by: Sequence[str], of: str) -> Coverage:
    """What `coverage` answers of the days up to now, kept until something is decided."""
    asked = "coverage", tuple(by or DEFAULT), of
    return desk.kept(UntilDecided).get(asked, lambda: coverage(desk, by, of=of))


def offered_by(desk: Desk) -> tuple[str, ...]:
    """What can be a dimension on this desk."""
    return desk.kept(UntilDecided).get("offered", lambda: _offered(desk))


def _offered(desk: Desk) -> tuple[str, ...]:
    with desk.ledger.reading() as asked:
        return tuple(offered(desk, asked.cases()))


def composed(cases: Sequence[Case], floor: float) -> Composition:
    """Where `cases` come from."""
    return composition(Counter(one.source for one in cases), floor)


def actual_of(desk: Desk, what: Mapping[str, str], of: str) -> int:
    """How many cases of the set `of` are what a note asks for."""
    return counted(desk, [(what, of)])[0]


def counted(desk: Desk, asked_for: Sequence[tuple[Mapping[str, str], str]]) -> list[int]:
    """The same for many notes at once."""
    if not asked_for:
        return []
    with desk.ledger.reading() as asked:
        cases = asked.cases(*SETS[ALL])
    names = list(dict.fromkeys(name for what, _ in asked_for for name in what))
    said = of_cases(desk, cases, names)
    return [
        sum(
            one.state in SETS[of] and all(said[one.id][k] == v for k, v in what.items())
            for one in cases
        )
        for what, of in asked_for
    ]


def _window(desk: Desk, since: str | None, until: str | None, days: float) -> tuple[str, str]:
    first, last = window(since, until)
    now = desk.ledger.clock()
    return first or (now - timedelta(days=days)).isoformat(), last or now.isoformat()


def _findings(cells: Sequence[Cell], by: Sequence[str]) -> list[Finding]:
    bare = [c for c in cells if c.known and not c.actual and (c.cost_weight or 0) >= 0.01]
    return [
        Finding(
            "uncovered",
            called(cell.values),
            f"{percent(cell.cost_weight)} of what failures cost, and no case tests it",
            ("coverage", dict(zip(ADDRESS, by, strict=False))),
        )
        for cell in bare
    ]
