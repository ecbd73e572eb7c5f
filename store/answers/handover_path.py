"""How a new failure becomes a case: the third question, with this desk's own numbers."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from curation.cases import Case, State
from curation.decisions import Kind
from curation.people import Role
from curation.percents import percent
from curation.thresholds import (
    CLOCK_HOURS,
    MAX_FLIP_RATE,
    MIN_ALPHA,
    MIN_ATTEMPTS,
    MIN_LABELS,
    MIN_SUPPORT,
)
from curation.triage_time import DAYS, Waits, waits
from store.answers.handover_known import (
    Evidence,
    Known,
    Missing,
    Question,
    many,
    question,
    share,
    tally,
)


def how_a_case_is_made(known: Known) -> Question:
    """The path from production to blocking: who walks it, how long it takes, what it asks."""
    walked = _walked(known)
    return question(
        "path",
        "How does a new failure become a case?",
        _told(known, walked),
        _rows(known, walked),
        _lacks(known),
    )


def _told(known: Known, walked: tuple[Waits, Waits]) -> Iterable[str]:
    waits = many(known.triage.waiting.n, "failure waits", "failures wait")
    yield (
        "It comes in with production's import and stands in the inbox with others of its kind, "
        f"dearest first: {waits} there."
    )
    yield _sorting(known)
    yield f"The target is {known.policy.value(CLOCK_HOURS):g} hours. {_kept(known)}"
    yield (
        "Into monitoring it comes with an expected answer, an owner and no personal data left "
        f"unmasked; into blocking with {_asks(known)} as well."
    )
    there = _median(walked[1])
    yield f"From monitoring into blocking it took {there}."


def _sorting(known: Known) -> str:
    found, who = known.triage.sorted, tally(_sorters(known), 4)
    if not found.n:
        return f"Nobody has sorted one in the last {DAYS} days."
    return (
        f"In the last {DAYS} days {many(found.n, 'was', 'were')} sorted, by {who}; from the "
        f"import that took {_median(found)}."
    )


def _kept(known: Known) -> str:
    one = known.clock.imported.within
    if not known.clock.imported.n:
        return "Nothing has come in that would have to keep it."
    return f"{share(one.value, one.low, one.high, one.n)} of failing inputs had one by then."


def _asks(known: Known) -> str:
    value = known.policy.value
    labels = (
        f"{value(MIN_LABELS):g} people's labels that agree (alpha at least "
        f"{value(MIN_ALPHA):g})"
        if known.standard
        else "no labels, as no labelling standard is in force"
    )
    return (
        f"{labels}, {value(MIN_ATTEMPTS):g} scored attempts of which at most "
        f"{percent(value(MAX_FLIP_RATE))} flip, a severity, a cost, no twin in blocking or "
        f"in training, and the word of {known.who('blocking')}"
    )


def _median(found: Waits) -> str:
    if found.median is None:
        return f"a time of which there are too few to say (n {found.n:,})"
    between = f"{found.low:.1f} to {found.high:.1f}, " if found.low is not None else ""
    return f"a median of {found.median:.1f} days ({between}n {found.n:,})"


def _sorters(known: Known) -> list[str]:
    """Who moved what was in the inbox, once for each case; jobs are nobody."""
    since = known.now - timedelta(days=DAYS)
    with known.desk.ledger.reading() as asked:
        moves, people = asked.moves_since(since), asked.people()
    undone = {one.undoes for one in moves if one.undoes}
    first = {
        one.subject: one.actor
        for one in reversed(moves)
        if (one.before or {}).get("state") == State.INBOX and one.act not in undone
    }
    return [who for who in first.values() if people.role(who) is not Role.JOB]


def _walked(known: Known) -> tuple[Waits, Waits]:
    """Days from the opening of a case into monitoring, and from there into blocking."""
    with known.desk.ledger.reading() as asked:
        places = asked.places()
    reached: dict[str, dict[State, datetime]] = {}
    for one in places:
        if not one.undone:
            reached.setdefault(one.case, {}).setdefault(one.state, one.at)
    into, on = Counter[float](), Counter[float]()
    for case in known.of(State.MONITORING) + known.of(State.BLOCKING):
        at = reached.get(case.id, {})
        if State.MONITORING in at and (opened := _opened(case)) is not None:
            into[_days(opened, at[State.MONITORING])] += 1
        if State.MONITORING in at and State.BLOCKING in at:
            on[_days(at[State.MONITORING], at[State.BLOCKING])] += 1
    floor = known.policy.value(MIN_SUPPORT)
    return waits(into, floor), waits(on, floor)


def _opened(case: Case) -> datetime | None:
    return datetime.fromisoformat(case.opened_at) if case.opened_at else None


def _days(since: datetime, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds() / 86400)


def _rows(known: Known, walked: tuple[Waits, Waits]) -> Iterable[Evidence]:
    waiting = known.triage.waiting
    oldest = f", the oldest {waiting.oldest:.0f} days" if waiting.oldest is not None else ""
    yield Evidence(
        "Waits in the inbox", f"{waiting.n:,}{oldest}", "inbox", value=waiting.n, unit="cases"
    )
    yield _wait(f"Import to sorted, last {DAYS} days", known.triage.sorted, "inbox")
    one = known.clock.imported.within
    yield Evidence(
        f"Has a case within {known.policy.value(CLOCK_HOURS):g} hours",
        share(one.value, one.low, one.high, one.n), "alignment",
        one.value,
        one.low,
        one.high,
        one.n,
        unit="share",
    )  # fmt: skip
    yield _wait("Opened to monitoring", walked[0], "sets?set=monitoring")
    yield _wait("Monitoring to blocking", walked[1], "sets?set=blocking")
    who = tally(_sorters(known), 6) or "nobody"
    link = f"decisions?kind={Kind.MOVED}"
    yield Evidence(f"Sorted by, last {DAYS} days", who, link)
    for name in (MIN_LABELS, MIN_ALPHA, MIN_ATTEMPTS, MAX_FLIP_RATE):
        number = next(one for one in known.numbers if one.name == name)
        link = f"thresholds?name={name}"
        yield Evidence(number.label, number.stated, link, limit=number.value)


def _wait(what: str, found: Waits, link: str) -> Evidence:
    said = _median(found).removeprefix("a ")
    if found.median is None:
        said = f"too few to say (n {found.n:,})"
    return Evidence(what, said, link, found.median, found.low, found.high, found.n, unit="days")


def _lacks(known: Known) -> Iterable[Missing]:
    if known.standard is None:
        who, clear = known.who("blocking"), "evaldesk standard set FILE"
        yield Missing("No labelling standard is in force", who, clear, "labels")
    if known.triage.overdue:
        what = many(known.triage.overdue, "assigned failure is", "assigned failures are")
        names = ", ".join(str(one.owner) for one in known.triage.late if one.owner)
        link, clear = "inbox?group=all&due=overdue", "evaldesk inbox --group all --due overdue"
        yield Missing(f"{what} overdue", names or known.who("backlog"), clear, link)
    if known.triage.waiting.n and not known.triage.sorted.n:
        what = f"Nobody has sorted a failure for {DAYS} days"
        yield Missing(what, known.who("backlog", "blocking"), "evaldesk inbox", "inbox")
