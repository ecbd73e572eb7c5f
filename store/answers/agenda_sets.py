"""What a review hears of the sets: what they lack, what is old, leaked or unmasked."""

from collections.abc import Iterator
from datetime import UTC

from curation.coverage import called
from curation.percents import percent
from curation.refreshes import Stage
from curation.review import Item
from curation.staleness import Age
from curation.tenure import days_since
from store.answers.agenda_look import Look, days
from store.answers.ages import ages
from store.answers.coverage import Coverage, coverage
from store.answers.leakage import leakage
from store.answers.privacy import privacy
from store.answers.refreshes import refreshes


def holes(look: Look) -> Iterator[Item]:
    """Where failures cost something and too little is tested, the dearest first."""
    found = coverage(look.desk)
    if not found.summary.failures:
        return
    lacking = [one.cell for one in found.cells if one.cell.known and (one.cell.gap or 0) > 0]
    for cell in sorted(lacking, key=lambda one: -(one.cost_weight or 0)):
        name = called(cell.values)
        share = percent(cell.cost_weight)
        tested = f"{cell.actual} of {cell.target} cases" if cell.actual else "no case"
        why = f"{name} is {share} of what failures cost, and {tested} of the sets test it."
        yield Item("coverage", name, why, "coverage", _cell(cell.failures, cell.cost, found),
                   (f"evaldesk coverage want {_pairs(found, cell.values)} --owner NAME",),
                   owner=look.owner)  # fmt: skip


def _cell(failures: int, cost: float | None, found: Coverage) -> tuple[str, ...]:
    told = "nobody has said what they cost" if cost is None else f"${cost:,.0f}"
    span = f"{found.since[:10]} to {found.until[:10]}"
    return (f"{failures:,} failures, {told}, {span}", f"of {found.summary.failures:,} in all")


def _pairs(found: Coverage, values: tuple[str | None, ...]) -> str:
    return " ".join(f"--what {n}={v}" for n, v in zip(found.dimensions, values, strict=True))


def stale(look: Look) -> Iterator[Item]:
    """What is older than somebody has said it may be."""
    for one in ages(look.desk):
        if one.met is False:
            yield Item("stale", one.what, f"{one.why}.", _WHERE[one.what], _since(one),
                       _RENEW.get(one.what, ()), owner=look.owner)  # fmt: skip


_WHERE = {"model": "trends", "run": "runs", "set": "sets", "label": "labels"}
_RENEW = {"set": ("evaldesk freeze blocking --reason WHY",), "label": ("evaldesk labels new",)}


def _since(one: Age) -> tuple[str, ...]:
    return (f"since {one.since:%d %b %Y}",) if one.since else ()


def leaked(look: Look) -> Iterator[Item]:
    """Cases that a model may only remember."""
    found = leakage(look.desk)
    for one in found.findings:
        yield Item("leakage", one.subject, f"{one.subject}: {one.why}.", one.link,
                   (found.sentence,), (f"evaldesk leakage --case {one.subject}",),
                   owner=look.owner)  # fmt: skip


def unmasked(look: Look) -> Iterator[Item]:
    """Personal data that stands where none should, or that nobody has decided about."""
    found = privacy(look.desk)
    for one in found.findings:
        why = f"{one.why[0].upper()}{one.why[1:]}".rstrip(".")
        yield Item("privacy", one.subject, f"{why}.", one.link, (found.sentence,),
                   ("evaldesk privacy show",), owner=look.owner)  # fmt: skip


def refresh(look: Look) -> Iterator[Item]:
    """The refreshes of which something waits for a word."""
    now = look.desk.ledger.clock().astimezone(UTC)
    for one in refreshes(look.desk):
        if one.stage not in (Stage.OPEN, Stage.PARTLY) or not one.waiting:
            continue
        age = days(days_since(one.at, now) or 0)
        n = "1 change of the sets waits" if one.waiting == 1 else (
            f"{one.waiting} changes of the sets wait")  # fmt: skip
        yield Item("refresh", one.id, f"{one.id}: {n}, proposed by {one.by} ({age}).",
                   f"refresh?id={one.id}",
                   (f"{one.accepted} accepted, {one.rejected} rejected", _window(one.events)),
                   (f"evaldesk refresh apply {one.id}", f"evaldesk refresh reject {one.id}"),
                   owner=look.owner)  # fmt: skip


def _window(events: int) -> str:
    return f"on {events:,} events"
