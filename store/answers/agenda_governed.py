"""What a review hears of what waits for a word, and of what was allowed only for a while."""

from collections.abc import Iterator
from datetime import date

from curation.review import Item
from store.answers.agenda_look import Look, days
from store.answers.disagreeing import disagreeing
from store.answers.label_findings import Disagreement, findings
from store.answers.thresholds import Move, moves
from store.answers.titles import titles
from store.answers.waivers import WaiverShown, waivers


def proposal(look: Look) -> Iterator[Item]:
    """The open proposals, and those of which somebody wanted to know whether they did it."""
    for one in moves(look.desk):
        if one.state == "open":
            yield _waits(one, look)
        elif one.revisit and date.fromisoformat(one.revisit) <= look.ends_by:
            if look.since.date() < date.fromisoformat(one.revisit):
                yield _revisited(one)
            elif look.left("proposal", one.proposal):
                yield look.again(_revisited(one))


def _waits(one: Move, look: Look) -> Item:
    left = (date.fromisoformat(one.expires) - look.today).days
    stale = " Its base has moved since: it has to be refreshed." if one.stale else ""
    why = (
        f"{one.proposal}: {one.label} from {one.from_told} to {one.to_told}, by "
        f"{one.proposer}, expires in {days(left)}.{stale}"
    )
    evidence = [f"reason: {one.reason}"]
    if one.evidence and (said := one.evidence.get("sentence")):
        evidence.append(str(said))
    return Item("proposal", one.proposal, why, f"thresholds?proposal={one.proposal}",
                tuple(evidence), (f"evaldesk approve {one.proposal} --reason WHY",
                                  f"evaldesk reject {one.proposal} --reason WHY"),
                owner=" or ".join(one.waits_for) or None)  # fmt: skip


def _revisited(one: Move) -> Item:
    why = (
        f"{one.label} is {one.to_told} since {one.proposal}, and {one.revisit} is the day to "
        f"ask whether it did what it was meant to: {one.reason}"
    )
    return Item("proposal", one.proposal, why, f"thresholds?name={one.name}",
                (f"approved by {one.decided_by}: {one.why or 'no reason given'}",),
                (f"evaldesk propose {one.name} VALUE --reason WHY",),
                owner=one.decided_by)  # fmt: skip


def disagreement(look: Look) -> Iterator[Item]:
    """The cases whose labels differ, blocking ones first; then what lacks labels to block."""
    differ = disagreeing(look.desk)
    with look.desk.ledger.reading() as asked:
        owners = {case.id: case.owner for case in asked.cases_named([d.case for d in differ])}
        lacking = [one for one in findings(asked) if one.kind != "labels_differ"]
    for one in differ:
        yield _differs(one, owners.get(one.case))
    if lacking:
        n = len(lacking)
        many = "1 blocking case lacks" if n == 1 else f"{n} blocking cases lack"
        yield Item("disagreement", "too_few_labels",
                   f"{many} the labels that would carry it there: {lacking[0].why}.", "labels",
                   tuple(f"{one.title}: {one.why}" for one in lacking[:5]),
                   (lacking[0].clear,), owner=look.owner)  # fmt: skip


def _differs(one: Disagreement, owner: str | None) -> Item:
    name = one.questions[0]
    said = [(s.rater, s.answers.get(name), s.note) for s in one.labels]
    told = ", ".join(f"{rater} said {answer}" for rater, answer, _ in said)
    why = f"{one.title}: {told} ({name}), in {one.state}."
    notes = (f"{rater}: {note}" for rater, _, note in said if note)
    answer = f"evaldesk adjudicate {one.case} --answer {name}=ANSWER --reason WHY"
    return Item("disagreement", one.case, why, f"case?id={one.case}", (told, *notes),
                (answer,), owner=owner)  # fmt: skip


def waiver(look: Look) -> Iterator[Item]:
    """The waivers that end before the next review, and those that ended since the last one."""
    found = waivers(look.desk)
    for one in found.waivers:
        if date.fromisoformat(one.until) <= look.ends_by:
            yield _waiver(one, f"ends in {days(one.days_left or 0)}, on {one.until}")
    for one in found.ended:
        how = f"was ended by {one.ended_by}" if one.ended_by else f"ended on {one.until}"
        item = _waiver(one, f"{how}: it blocks again", over=True)
        if look.since.isoformat()[:10] <= (one.ended_at or one.until)[:10]:
            yield item
        elif look.left("waiver", one.id):
            yield look.again(item)


def _waiver(one: WaiverShown, when: str, *, over: bool = False) -> Item:
    why = f"{one.id}, {one.title} for {one.scope}, {when}. {one.owner} mends it."
    acts = () if over else (f"evaldesk waivers end {one.id}",)
    again = f"evaldesk waive {one.what} --owner {one.owner} --until DAY --reason WHY"
    return Item("waiver", one.id, why, f"waivers?id={one.id}",
                (f"granted by {one.by}: {one.reason}",), (*acts, again),
                owner=one.owner)  # fmt: skip


def quarantine(look: Look) -> Iterator[Item]:
    """The quarantines that end before the next review: their cases block again."""
    with look.desk.ledger.reading() as asked:
        held = asked.quarantines(look.today)
    ending = {
        case: one for case, one in held.items() if date.fromisoformat(one.until) <= look.ends_by
    }
    names = titles(look.desk, list(ending))
    for case, one in sorted(ending.items(), key=lambda pair: pair[1].until):
        left = (date.fromisoformat(one.until) - look.today).days
        why = f"{names[case]}: its quarantine ends in {days(left)}, on {one.until}."
        yield Item("quarantine", case, f"{why} {one.owner} mends it.", f"case?id={case}", (),
                   (f"evaldesk flakes lift {case} --reason WHY",), owner=one.owner)  # fmt: skip
