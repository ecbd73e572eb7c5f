"""What a review hears of production: drift, the error budget, alarms and investigations."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC

from curation.alarms import AlarmState
from curation.decisions import Kind
from curation.deviations import Deviation
from curation.drift import Severity
from curation.errors import CurationError
from curation.review import Item
from curation.tenure import days_since
from store.answers.agenda_look import Look, days
from store.answers.alarms import AlarmLine, alarms
from store.answers.budget_glance import LOW, glance
from store.answers.deviations import deviating
from store.answers.investigations import Listed, investigations
from store.answers.last_answers import LastAnswers
from store.answers.trends import Line, TrendsMemory
from store.desk import Desk

_RESTS_ON = (
    Kind.IMPORTED, Kind.IMPORT_UNDONE, Kind.ERASED, Kind.BASELINE_SET, Kind.THRESHOLD_SET,
    Kind.LIMIT_SET, Kind.PROPOSAL_SET,
)  # fmt: skip
HALF = 0.5  # of a budget: what is eating it is looked at


def drift(look: Look) -> Iterator[Item]:
    """What lies apart from the baseline in the newest week, by the part that it is apart in."""
    found = look.desk.kept(_Judged).of(look)
    parts: dict[tuple[str, ...], list[Deviation]] = defaultdict(list)
    for one in found:
        if one.severity in (Severity.MODERATE, Severity.SEVERE):
            parts[_part(one)].append(one)
    waiting = investigations(look.desk).waiting
    for part, some in parts.items():
        yield _apart(part, some, waiting)


class _Judged:
    """What deviates, kept until something is decided that it rests on: it takes a while."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._answers: LastAnswers[tuple[Deviation, ...]] = LastAnswers()

    def of(self, look: Look) -> tuple[Deviation, ...]:
        with self._desk.ledger.reading() as asked:
            last = asked.decisions(kinds=_RESTS_ON, limit=1)
        key = (last[0].seq if last else 0, look.today)
        return self._answers.get(key, self._asked)

    def _asked(self) -> tuple[Deviation, ...]:
        try:
            return deviating(self._desk).deviations
        except CurationError:
            return ()


def _part(one: Deviation) -> tuple[str, ...]:
    """Deviations of one cohort are one item; those of all production each by themselves."""
    if one.cohort:
        return tuple(f"{name}={value}" for name, value in sorted(one.cohort.items()))
    return (one.subject,)


def _apart(part: tuple[str, ...], some: Sequence[Deviation], waiting: Sequence[Listed]) -> Item:
    first, keys = some[0], {one.key for one in some}
    more = f" And {len(some) - 1} more there." if len(some) > 1 else ""
    began = f" It began in the week of {first.began}." if first.began else ""
    open_ = [one for one in waiting if keys & set(one.investigation.keys)]
    looked = [(one.investigation, days(one.days)) for one in open_]
    told = [f"{one.id}: {one.owner} has looked into it for {age}" for one, age in looked]
    acts = [f"evaldesk investigations close {one.id} --finding WHAT" for one, _ in looked]
    return Item("drift", ", ".join(part), f"{first.sentence}{more}{began}", first.link,
                (*(one.sentence for one in some), *told), tuple(acts),
                owner=looked[0][0].owner if looked else None)  # fmt: skip


def budget(look: Look) -> Iterator[Item]:
    """Production's error budget once half of it is gone, and what lies over its limit."""
    found = glance(look.desk)
    if found and (found.waits or (found.left is not None and found.left <= HALF)):
        left = found.said()
        why = f"The error budget of {found.period}: {left}. {found.why or found.reason}."
        low = found.left is not None and found.left <= LOW
        acts = ("evaldesk gate-mode freeze --reason WHY",) if low else ()
        yield Item("budget", "production", why, "budget", (left, found.reason), acts,
                   owner=look.owner)  # fmt: skip
    for line in _over(look):
        yield _line(line, look)


def _over(look: Look) -> list[Line]:
    try:
        lines = look.desk.kept(TrendsMemory).trends().lines
    except CurationError:
        return []
    return [one for one in lines if one.group is None and one.met is False]


def _line(line: Line, look: Look) -> Item:
    return Item("budget", line.threshold or line.measure, held(line), "trends",
                (f"n {line.now.n:,}", line.why), owner=look.owner)  # fmt: skip


def held(line: Line) -> str:
    """A measure of latency or cost against its limit, as a sentence."""
    name = line.measure.replace("_", " ")
    now = f"{line.now.value:,.0f}" if line.now.value is not None else "too few to say"
    side = "over" if line.met is False else "within"
    return f"{name[0].upper()}{name[1:]} is {now}, {side} its limit of {line.limit:,.10g}."


def alarm(look: Look) -> Iterator[Item]:
    """The alarms that are not resolved, and the investigations that nobody has closed."""
    try:
        for one in alarms(look.desk).alarms:
            if one.state is not AlarmState.RESOLVED and not one.muted_until:
                yield _alarm(one, look)
    except CurationError as off:  # the channels of desk.toml cannot be read
        yield Item("alarm", "channels", f"Nobody is told of alarms: {off}", "alarms")
    for one in investigations(look.desk).waiting:
        yield _investigation(one)


def _alarm(one: AlarmLine, look: Look) -> Item:
    age = days(days_since(one.first_seen, look.desk.ledger.clock().astimezone(UTC)) or 0)
    taken = (
        f"{one.acknowledged_by} has taken it" if one.acknowledged_by else "nobody has taken it"
    )
    ack = () if one.acknowledged_by else (f"evaldesk alarms ack {one.id}",)
    return Item("alarm", one.id, f"{one.id}, {one.severity}: {one.sentence} {taken[0].upper()}"
                f"{taken[1:]}.", f"alarms?alarm={one.id}",
                (one.sentence, f"first seen {one.first_seen[:10]} ({age}), {one.times} times",
                 *((f"runbook: {one.runbook}",) if one.runbook else ())),
                (*ack, f"evaldesk alarms resolve {one.id} --reason WHY"),
                owner=one.acknowledged_by)  # fmt: skip


def _investigation(one: Listed) -> Item:
    found = one.investigation
    why = f"{found.id}, {found.title}: {found.status} for {days(one.days)}, without a finding."
    last = [seen.sentence for seen in found.sightings[-3:]]
    return Item("alarm", found.id, why, "baseline", tuple(reversed(last)),
                (f"evaldesk investigations close {found.id} --finding WHAT",),
                owner=found.owner)  # fmt: skip
