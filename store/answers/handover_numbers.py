"""Who owns threshold changes, and what a route may cost and take: the last two questions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from curation.contract import route_threshold
from curation.contract_numbers import Agrees
from curation.courses import RECENT, within
from curation.threshold_words import told
from curation.unowned import Lack
from store.answers.handover_known import (
    Evidence,
    Known,
    Missing,
    Question,
    listed,
    many,
    question,
    tally,
)
from store.answers.thresholds import Number
from store.answers.trends import P95, PER_1000, Line

_METRICS = {P95: "latency_p95_ms", PER_1000: "cost_per_1000_usd"}
_CALLED = {P95: "p95 latency", PER_1000: "cost of 1,000 events"}
_UNITS = {P95: "latency_p95_ms", PER_1000: "usd_per_1000_events"}


def who_moves_numbers(known: Known) -> Question:
    """Who decides that a threshold moves, who stands in, and what nobody decides about."""
    return question(
        "thresholds",
        "Who owns threshold changes?",
        _owners_told(known),
        _owner_rows(known),
        _owners_lack(known),
    )


def _owners_told(known: Known) -> Iterable[str]:
    held, bare = _held(known)
    said = [f"{who} decides about {n:,}" for who, n in held.most_common()]
    if said:
        numbers = many(len(known.numbers), "number")
        yield f"Of {numbers}, {listed(said)}: nobody else lets one of them move."
    if bare:
        yield f"{many(bare, 'number has', 'numbers have')} nobody: they cannot move."
    yield (
        "A move is proposed with a reason, replayed on past releases, and approved or rejected "
        "by the owner; nobody approves their own, so the owner's goes to the deputy. From then "
        "on it is in force everywhere, and on record."
    )
    waiting = known.moves
    if waiting:
        names = listed(f"{one.proposal} ({one.label.lower()})" for one in waiting[:3])
        yield f"{many(len(waiting), 'proposal waits', 'proposals wait')} for a word: {names}."
    else:
        yield "No proposal waits for a word."


def _held(known: Known) -> tuple[Counter[str], int]:
    """How many numbers each owner decides about, and how many nobody does."""
    found = Counter(_people(one) for one in known.numbers if one.owner)
    return found, sum(one.owner is None for one in known.numbers)


def _people(one: Number) -> str:
    return f"{one.owner} (deputy {one.deputy})" if one.deputy else f"{one.owner} (no deputy)"


def _owner_rows(known: Known) -> Iterable[Evidence]:
    held, bare = _held(known)
    for who, n in held.most_common():
        about = tally((one.group for one in known.numbers if _people(one) == who), 4)
        yield Evidence(
            who, f"{many(n, 'number')}: {about}", "thresholds", value=n, unit="numbers"
        )
    if bare:
        yield Evidence("Nobody", many(bare, "number"), "people", value=bare)
    for one in known.moves[:5]:
        said = f"{one.from_told} to {one.to_told}, waits for {' or '.join(one.waits_for)}"
        link = f"thresholds?proposal={one.proposal}"
        yield Evidence(f"{one.proposal}: {one.label}", said, link)
    set_ = sum(one.decision is not None for one in known.numbers)
    yield Evidence(
        "Set by a decision",
        f"{set_:,} of {len(known.numbers):,}; the rest are what Evaldesk begins with",
        "decisions?kind=threshold_set",
        value=set_,
        n=len(known.numbers),
    )


def _owners_lack(known: Known) -> Iterable[Missing]:
    for one in known.people.without_owner:
        if one.lack is not Lack.FALLS:
            yield Missing(f"{one.title}: {one.why}", known.asks, one.clear, "people")
    if known.contract.contract is None:
        who, clear = known.who("blocking"), "evaldesk contract set"
        yield Missing("No contract says what was agreed", who, clear, "contract")
    for held in known.contract.numbers:
        if held.agrees is not Agrees.SAME:
            what = f"{held.called}: the contract says {told(held.metric, held.value)}"
            now = told(held.metric, held.in_force)
            who = held.owner or known.who("blocking")
            clear = f"evaldesk propose {held.name} {held.value:g} --reason …"
            yield Missing(f"{what}, in force is {now}", who, clear, "contract")


@dataclass(frozen=True, slots=True)
class Budget:
    """A route and one measure: what it is, what it may be, and where that is said."""

    route: str
    measure: str
    line: Line | None
    limit: float | None
    said_in: str  # gate, contract, production, or nowhere

    @property
    def kept(self) -> bool | None:
        """Whether it is kept for sure; None where nobody can say."""
        if self.line is None or self.limit is None:
            return None
        return within(self.line.now, self.limit)


def budgets(known: Known) -> list[Budget]:
    """Every route with both measures."""
    return [_budget(known, route, measure) for route in known.routes for measure in _METRICS]


def _budget(known: Known, route: str, measure: str) -> Budget:
    lines = [one for one in known.trends.lines if one.measure == measure]
    own = next((one for one in lines if one.group == route), None)
    whole = next((one for one in lines if one.group is None), None)
    agreed = known.contract.contract.routes.get(route) if known.contract.contract else None
    held = known.route_limit(route, _METRICS[measure])
    said = getattr(agreed, _METRICS[measure]) if agreed else None
    all_of_it = whole.limit if whole else None
    for limit, where in ((held, "gate"), (said, "contract"), (all_of_it, "production")):
        if limit is not None:
            return Budget(route, measure, own, limit, where)
    return Budget(route, measure, own, None, "nowhere")


def what_a_route_may_cost(known: Known) -> Question:
    """The latency and the cost that each route has to respect, against what it is."""
    found = budgets(known)
    return question(
        "budgets",
        "What latency and cost budget must a route respect?",
        _budgets_told(known, found),
        (*_whole(known), *map(_row, found)),
        _budgets_lack(known, found),
    )


def _budgets_told(known: Known, found: list[Budget]) -> Iterable[str]:
    whole = [one for one in known.trends.lines if one.group is None and one.measure in _METRICS]
    if not whole:
        yield "Nobody can say what it takes: production brings neither latency nor cost."
    for one in whole:
        yield _of_production(one)
    if not found:
        return
    yield _own_budgets(known, found)
    for measure, name in _CALLED.items():
        over = [o.route for o in found if o.measure == measure and o.kept is False]
        open_ = [o.route for o in found if o.measure == measure and _undecided(o)]
        if over:
            yield f"Over its {name} for sure: {listed(over)}."
        if open_:
            yield f"Too close to say of its {name}: {listed(open_)}."


def _own_budgets(known: Known, found: list[Budget]) -> str:
    own = {one.route for one in found if one.said_in in ("gate", "contract")}
    held = {one.route for one in found if one.said_in == "gate"}
    if not own:
        return "No route has a budget of its own, so a release is held to none."
    told = f"{many(len(own), 'route has', 'routes have')} a budget of their own"
    gate = (
        f"a release is held to that of {listed(sorted(held))}"
        if held
        else "no release is held to it"
    )
    return f"Of {many(len(known.routes), 'route')}, {told}; {gate}."


def _undecided(one: Budget) -> bool:
    return one.limit is not None and one.line is not None and one.kept is None


def _of_production(line: Line) -> str:
    name, now = _CALLED[line.measure], _measured(line)
    if line.limit is None:
        return f"No {name} is agreed for production; it is {now}."
    verdict = {True: "within", False: "over", None: "too close to say whether within"}
    limit = told(_UNITS[line.measure], line.limit)
    return (
        f"Production may take a {name} of {limit}; over the last {RECENT} weeks it is {now}: "
        f"{verdict[line.met]}."
    )


def _measured(line: Line) -> str:
    now, unit = line.now, _UNITS[line.measure]
    if now.value is None or now.low is None or now.high is None:
        return f"too few to say (n {now.n:,})"
    value, low, high = (_amount(unit, one) for one in (now.value, now.low, now.high))
    return f"{value} ({low} to {high}, n {now.n:,})"


def _amount(unit: str, value: float) -> str:
    return told(unit, round(value) if unit == "latency_p95_ms" else round(value, 2))


def _whole(known: Known) -> Iterable[Evidence]:
    for one in known.trends.lines:
        if one.group is None and one.measure in _METRICS:
            yield _evidence(f"All production, {_CALLED[one.measure]}", one, one.limit, one.met)


def _row(one: Budget) -> Evidence:
    what = f"{one.route}, {_CALLED[one.measure]}"
    if one.line is None:
        return Evidence(what, "not measured", "trends?by=route", limit=one.limit)
    return _evidence(what, one.line, one.limit, one.kept, one.said_in)


def _evidence(
    what: str, line: Line, limit: float | None, kept: bool | None, said_in: str = "production"
) -> Evidence:
    now = line.now
    where = {"gate": "the gate holds a release to it", "contract": "by the contract"}
    held = f"; at most {_amount(_UNITS[line.measure], limit)}" if limit is not None else ""
    held += f", {where[said_in]}" if said_in in where else ""
    link = "trends?by=route" if line.group else "trends"
    unit = "ms" if line.measure == P95 else "usd"
    said = _measured(line) + held
    return Evidence(what, said, link, now.value, now.low, now.high, now.n, limit, kept, unit)


def _budgets_lack(known: Known, found: list[Budget]) -> Iterable[Missing]:
    who = known.who("objective", "blocking")
    for measure, name in _CALLED.items():
        if any(o.said_in == "nowhere" for o in found if o.measure == measure):
            clear = f"evaldesk trends budget {measure} NUMBER --reason …"
            yield Missing(f"No {name} is agreed", who, clear, "trends")
        loose = [o.route for o in found if o.measure == measure and o.said_in != "gate"]
        if loose:
            clear = f"evaldesk propose {route_threshold(loose[0], _METRICS[measure])} NUMBER"
            what = f"No release is held to a {name} on {listed(loose[:3])}"
            more = f" and {len(loose) - 3} more" if len(loose) > 3 else ""
            yield Missing(what + more, known.who("blocking"), f"{clear} --reason …", "contract")
