"""What stands under the figures of Health: what waits, cohorts, costs and releases."""

from collections.abc import Mapping, Sequence

from curation.figures import CohortRow, Impact, Judgement, Unit
from curation.percents import percent
from curation.plot import bars_from
from curation.tile_words import amount, difference
from pages.evidence.answers import tone_of
from pages.shared import lists, marks, parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import address
from pages.shared.lists import Todo
from pages.shared.marks import Tone
from pages.shared.tables import Column
from pages.today.evidence_links import leading
from store.answers.asks import Ask
from store.answers.health_cohorts import FINE, MAY_BE
from store.answers.health_rows import age
from store.answers.runs import RunSummary

FIRST = 5  # of what waits; the others are one click away
KINDS = 6  # of failures
_TONES: Mapping[Judgement, str] = {Judgement.BETTER: "good", Judgement.WORSE: "bad"}


def asks(found: Sequence[Ask]) -> Html:
    """What waits for a decision, the most urgent first, with whose it is and since when."""
    if not found:
        return tag("p", "Nothing waits for a decision.", class_="muted")
    first = lists.todo_list(_todo(one) for one in found[:FIRST])
    if len(found) <= FIRST:
        return first
    rest = lists.todo_list(_todo(one) for one in found[FIRST:])
    more = tag("summary", f"and {len(found) - FIRST} more")
    return join((first, tag("details", more, rest, class_="numbers")))


def _todo(one: Ask) -> Todo:
    whose = join((one.owner or "nobody yet", age(one.age_days) or None), " · ")
    side = whose if one.age_days is not None else one.owner or "nobody yet"
    return Todo("warn", leading(one.what, one.link), one.why, side)


def cohorts(found: Sequence[CohortRow]) -> Html:
    """Each cohort with its share of good, its limit marked on a bar, its change and drift."""
    if not found:
        return tag("p", "No cohort has enough events to say how it does.", class_="muted")
    low = bars_from([v for one in found for v in (one.value, one.limit) if v is not None])
    columns = [
        Column("Cohort", kind="of-name"),
        Column("Status", tight=True),
        Column("Good, interval and n", number=True),
        Column(f"{percent(low)} to 100%, line: its limit", phone=False, kind="of-bar"),
        Column("Change", number=True, phone=False),
        Column("Drift", number=True, phone=False),
    ]
    return tables.table("Cohorts, worst first", columns, [_cohort(one, low) for one in found])


def _cohort(one: CohortRow, low: float) -> list[Content]:
    return [
        leading(one.name, one.link),
        parts.chip(_tone(one), one.status),
        _value(one),
        marks.bar(one.value, low, 1, one.limit),
        _change(one.change, Unit.RATE, one.judgement),
        amount(one.drift, Unit.INDEX),
    ]  # fmt: skip


def _tone(one: CohortRow) -> Tone:
    if one.bad:
        return "bad"
    if one.status == MAY_BE:
        return "warn"
    return "good" if one.status in (FINE, Judgement.BETTER) else "unknown"


def _value(one: CohortRow) -> Html:
    """Its share, and under it what that rests on."""
    rests = tag("small", _rests(one), class_="below muted")
    return tag("span", amount(one.value, Unit.RATE), rests)


def _rests(one: CohortRow) -> str:
    """The interval and n of a cohort's share."""
    known = one.low is not None and one.high is not None
    between = f"{amount(one.low, Unit.RATE)}\N{EN DASH}{amount(one.high, Unit.RATE)}, "
    return f"{between if known else ''}n\N{NO-BREAK SPACE}{wording.count(one.n)}"


def impact(found: Sequence[Impact]) -> Html:
    """What the failures of each kind cost in the period, on bars, the dearest first."""
    if not found:
        return tag("p", "No failure in this period.", class_="muted")
    most = max((one.usd or 0.0 for one in found), default=0.0)
    columns = [
        Column("Kind", kind="of-name"),
        Column("Cost", number=True),
        Column("", kind="of-bar", phone=False),
        Column(join(("Change", tag("br"), tag("small", "per 1,000 events"))), number=True),
        Column("Failures", number=True, phone=False),
    ]
    rows: list[list[Content]] = [
        [
            leading(wording.words(one.kind), one.link),
            amount(one.usd, Unit.MONEY),
            marks.bar(one.usd, 0, most),
            _change(one.change, Unit.MONEY, one.judgement),
            wording.count(one.failures),
        ]
        for one in found
    ]
    first = tables.table("What failures cost, by kind", columns, rows[:KINDS])
    if len(rows) <= KINDS:
        return first
    rest = tables.table("What other failures cost, by kind", columns, rows[KINDS:])
    more = tag("summary", f"and {len(rows) - KINDS} more")
    return join((first, tag("details", more, rest, class_="numbers")))


def _change(change: float | None, unit: Unit, judgement: Judgement) -> Html:
    """The change, and under it what its test says."""
    tone = _TONES.get(judgement, "muted")
    said = difference(change, unit)
    return tag("span", said, tag("small", str(judgement), class_=f"{tone} below"))


def releases(found: Sequence[RunSummary]) -> Html:
    """The last runs, and what the gate said."""
    if not found:
        return tag("p", "No run was imported yet.", class_="muted")
    columns = [
        Column("Run", tight=True),
        Column("Answer", tight=True),
        Column("Why"),
        Column("Set", phone=False, tight=True),
        Column("Scored", phone=False, tight=True),
    ]
    return tables.table("Last releases", columns, [_release(run) for run in found])


def _release(run: RunSummary) -> list[Content]:
    tone, word = tone_of(run)
    pins = ", ".join(f"{name}@{version}" for name, version in run.sets.items())
    started = wording.day(run.started_at) if run.started_at else wording.NOTHING
    name = tag("a", run.run, href=address("runs", run=run.run), data_ed_page=True)
    return [name, parts.chip(tone, word), run.reason or "the gate was not asked", pins, started]
