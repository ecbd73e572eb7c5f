"""The minutes of a review: who was there, what came of each item, who promised what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from curation.actions import Promised
from curation.decision_words import told
from curation.errors import BadRequest
from curation.review import KINDS, Handled, Item, Meeting, Outcome, monday, week_of
from store.answers import paper
from store.answers.markdown import readable
from store.answers.meetings import met, weeks_met
from store.answers.paper import Section
from store.answers.promised import actions, judged
from store.desk import Desk
from store.ledger.reading import Reading

UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken while an item was open: `did`, after the name of who did it."""

    seq: int
    by: str
    did: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Settled:
    """One item and what came of it; `outcome` is `unfinished` where nobody said."""

    key: str
    heading: str
    why: str
    link: str
    evidence: tuple[str, ...]
    owner: str | None
    outcome: str
    note: str
    by: str | None
    decisions: tuple[Decided, ...]
    actions: tuple[Promised, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """All of it; `before` are the promises that it was opened with, as they stand now."""

    sentence: str
    week: str
    chair: str
    present: tuple[str, ...]
    started_at: str
    closed_at: str | None
    closed_by: str | None
    items: tuple[Settled, ...]
    actions: tuple[Promised, ...]
    before: tuple[Promised, ...]


def minutes(desk: Desk, week: str | None = None) -> Minutes:
    """Of the review of `week`; None: of this week's, or of the last one there is."""
    with desk.ledger.reading() as asked:
        found = _wanted(desk, asked, week)
        decided = {one.key: _decisions(asked, one) for one in found.handled}
        every = actions(asked)
    named = {one.subject for one in found.agenda if one.kind == "promise"}
    mine = tuple(judged(desk, one, seq) for one, seq in every if one.week == found.week)
    before = tuple(judged(desk, one, seq) for one, seq in every if one.id in named)
    items = tuple(
        _settled(item, found.of(item.key), decided.get(item.key, ()), mine)
        for item in found.agenda
    )
    return Minutes(_sentence(found, mine), found.week, found.chair, found.present,
                   found.started_at, found.closed_at, found.closed_by, items, mine,
                   before)  # fmt: skip


def _wanted(desk: Desk, asked: Reading, week: str | None) -> Meeting:
    named = week_of(monday(week)) if week else week_of(desk.ledger.clock().astimezone(UTC))
    found = met(asked, named)
    if found is None and week is None and (held := weeks_met(asked)):
        found = met(asked, held[0])
    if found is None:
        raise BadRequest(
            f"No review of {named} was started, so there are no minutes. `evaldesk review` "
            "says which there were; `evaldesk review start` starts this week's."
        )
    return found


def _decisions(asked: Reading, handled: Handled) -> tuple[Decided, ...]:
    entries = [one for seq in handled.decisions if (one := asked.entry(seq))]
    return tuple(
        Decided(one.seq, one.actor, told(one).did, one.reason, one.at.isoformat())
        for one in entries
    )


def _settled(
    item: Item,
    handled: Handled | None,
    decided: Sequence[Decided],
    made: Sequence[Promised],
) -> Settled:
    outcome = handled.outcome if handled and handled.outcome else UNFINISHED
    return Settled(
        item.key, KINDS[item.kind], item.why, item.link, item.evidence, item.owner, outcome,
        handled.note if handled else "", handled.by if handled else None, tuple(decided),
        tuple(one for one in made if one.item == item.key),
    )  # fmt: skip


def _sentence(found: Meeting, made: Sequence[Promised]) -> str:
    left = len(found.left)
    done = f"{len(found.agenda) - left} of {len(found.agenda)} items were settled"
    rest = f", {left} are unfinished" if left else ""
    n = len(made)
    promised = "1 action was promised" if n == 1 else f"{n} actions were promised"
    over = "It is still open." if found.open else f"{found.closed_by} closed it."
    return f"{found.chair} led the review. {done}{rest}; {promised}. {over}"


def sheet(found: Minutes) -> paper.Told:
    """The minutes as one sheet, for a wiki, a mail or a chat."""
    answer = "Closed." if found.closed_at else "Still open."
    return paper.Told(f"Review of {found.week}", answer, None, found.sentence,
                      tuple(_sections(found)))  # fmt: skip


def _sections(found: Minutes) -> Iterator[Section]:
    until = f" to {_moment(found.closed_at)}" if found.closed_at else ""
    yield Section("Who was there", (
        ("Chair", found.chair),
        ("Present", ", ".join(found.present)),
        ("Held", f"{_moment(found.started_at)}{until} UTC"),
    ))  # fmt: skip
    if found.actions:
        yield Section("Actions", tuple(map(_action, found.actions)), _HEADS)
    if found.before:
        yield Section("Promised before", tuple(map(_action, found.before)), _HEADS)
    handled = [one for one in found.items if one.outcome != UNFINISHED]
    for number, one in enumerate(handled, start=1):
        yield Section(f"{number}. {one.heading}", tuple(_facts(one)))
    left = [one for one in found.items if one.outcome == UNFINISHED]
    if left:
        rows = tuple((one.heading, one.why, one.owner or "nobody", _said(one)) for one in left)
        yield Section("Unfinished", rows, ("about", "what", "owner", "so far"))


def _moment(said: str) -> str:
    return said[:16].replace("T", " ")


_HEADS = ("action", "what", "owner", "due", "state")


def _action(one: Promised) -> tuple[str, ...]:
    return one.id, one.what, one.owner, one.due, f"{one.standing}: {one.why}"


def _facts(one: Settled) -> Iterator[tuple[str, str]]:
    yield "What", one.why
    if one.evidence:
        yield "Evidence", "; ".join(one.evidence)
    bare = one.outcome == Outcome.DECIDED and not (one.decisions or one.actions)
    yield "Outcome", f"{one.outcome} ({one.by}){', and nothing is on record' if bare else ''}"
    if one.note:
        yield "Note", one.note
    for decided in one.decisions:
        why = f": {decided.reason}" if decided.reason else ""
        yield f"Decision {decided.seq}", f"{decided.by} {decided.did}{why}"
    for action in one.actions:
        yield f"Action {action.id}", f"{action.owner}, until {action.due}: {action.what}"


def _said(one: Settled) -> str:
    words = [one.note, *(f"{d.by} {d.did}" for d in one.decisions)]
    return "; ".join(word for word in words if word) or "nothing"


def _markdown(found: Minutes) -> str:
    return paper.as_markdown(sheet(found), readable)


def _html(found: Minutes) -> str:
    return paper.as_html(sheet(found))


FORMATS: Mapping[str, Callable[[Minutes], str]] = {"md": _markdown, "html": _html}


def written(found: Minutes, form: str) -> str:
    """The minutes as a file; BadRequest for a format that there is not."""
    if form not in FORMATS:
        raise BadRequest(f"'{form}' is no format of minutes. Use one of: {', '.join(FORMATS)}.")
    return FORMATS[form](found)
