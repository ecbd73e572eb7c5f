"""Refreshes of the sets on record, and what the promotion check says against their items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curation.cases import Case, State
from curation.decisions import Kind
from curation.errors import Unknown
from curation.promotion import Objection, objections
from curation.refreshes import LIST_THEM, Item, Refresh, Stage, from_body, subject
from store.answers.evidence import evidence
from store.answers.openings import openings
from store.answers.refresh_draft import no_longer
from store.answers.until_decided import UntilDecided
from store.desk import Desk
from store.ledger.reading import Reading

SAID = "said"  # a reason is asked for where the word is given, not held against the item


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item with what it is about, and what would keep its move from being done."""

    item: Item
    title: str
    route: str
    severity: str | None
    source: str
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class RefreshShown:
    """One refresh, and how many of its items are in which state."""

    id: str
    stage: Stage
    by: str
    at: str
    since: str | None
    until: str | None
    events: int
    accepted: int
    rejected: int
    waiting: int
    items: tuple[ItemShown, ...] = ()


def refreshes(desk: Desk) -> tuple[RefreshShown, ...]:
    """Every refresh that was proposed, the newest first, without its items."""
    with desk.ledger.reading() as asked:
        found = on_record(asked)
    return tuple(_shown(one) for one in reversed(found))


def refresh(
    desk: Desk, refresh_id: str, *, actor: str, owner: str | None = None
) -> RefreshShown:
    """One refresh with its items; `actor` is who would accept them."""
    with desk.ledger.reading() as asked:
        found = known(asked, refresh_id)
    return _shown(found, items_shown(desk, found.items, actor=actor, owner=owner))


def refresh_now(desk: Desk, refresh_id: str, actor: str) -> RefreshShown:
    """What `refresh` answers, kept until something is decided."""
    asked = "refresh", refresh_id, actor
    return desk.kept(UntilDecided).get(asked, lambda: refresh(desk, refresh_id, actor=actor))


def items_now(desk: Desk, items: tuple[Item, ...], actor: str) -> tuple[ItemShown, ...]:
    """What `items_shown` answers of what would be proposed, kept until something is decided."""
    asked = "items", items, actor
    return desk.kept(UntilDecided).get(asked, lambda: items_shown(desk, items, actor=actor))


def on_record(asked: Reading) -> list[Refresh]:
    """The refreshes in the order in which something was said of them last, by number."""
    found = [from_body(one.body) for one in asked.standing(Kind.REFRESH_SET) if one.body]
    return sorted(found, key=lambda one: int(one.id.partition("-")[2]))


def known(asked: Reading, refresh_id: str) -> Refresh:
    """One refresh, or Unknown."""
    stands = asked.standing_of(subject(refresh_id))
    if stands is None:
        raise Unknown("refresh", refresh_id, LIST_THEM)
    return from_body(stands.body)


def items_shown(
    desk: Desk, items: Sequence[Item], *, actor: str, owner: str | None = None
) -> tuple[ItemShown, ...]:
    """Each of `items` with its case and what is against its move, all of it."""
    fresh = openings(desk, [one.case for one in items])
    spared = no_longer(desk, items)
    with desk.ledger.reading() as asked:
        cases = {one.case: asked.case(one.case) or fresh.get(one.case) for one in items}
        against = standing_against(asked, items, cases, actor=actor, owner=owner, spared=spared)
    return tuple(
        ItemShown(
            one, case.input[:140], case.route, case.severity, case.source, against[one.case]
        )
        for one in items
        if (case := cases[one.case])
    )


def standing_against(
    asked: Reading,
    items: Sequence[Item],
    cases: Mapping[str, Case | None],
    *,
    actor: str,
    owner: str | None = None,
    reason: str = SAID,
    spared: Mapping[str, str],
) -> dict[str, tuple[Objection, ...]]:
    """What the promotion check says against each item, once its case has an owner.

    `spared` says of cases that are to go why they would not be proposed today.
    """
    there = {one.case: owned(cases[one.case], one, owner) for one in items}
    proof = evidence(asked, [case for case in there.values() if case], {})
    found: dict[str, tuple[Objection, ...]] = {}
    for one in items:
        case = there[one.case]
        if case is None or one.said is not None:
            found[one.case] = () if case else (_gone(one),)
            continue
        told = objections(case, one.to, proof[one.case], actor=actor, reason=reason)
        stands = case.state is (one.frm or State.INBOX)  # where a failure waits
        moved = () if stands or not case.version else (_moved(case, one),)
        kept = (_spared(one, spared[one.case]),) if stands and one.case in spared else ()
        found[one.case] = (*moved, *kept, *told)
    return found


def owned(case: Case | None, item: Item, owner: str | None) -> Case | None:
    """`case`, and where nobody owns it with the owner that it is to get."""
    if case is None or case.owner or item.act != "add":
        return case
    return replace(case, owner=owner or item.owner)


def _moved(case: Case, item: Item) -> Objection:
    what = f"it was {item.frm or 'a failure'} when this was proposed and is {case.state} now"
    return Objection("moved_meanwhile", what, "reject this item, and propose a refresh anew")


def _spared(item: Item, why: str) -> Objection:
    clear = f"reject this item; or do it by hand: evaldesk move {item.case} --to {item.to}"
    return Objection("spared_now", f"it would not be proposed today: {why}", clear)


def _gone(item: Item) -> Objection:
    what = "its failure is no longer in view: its import was undone"
    return Objection("gone", what, f"reject the item: evaldesk refresh reject … {item.case}")


def _shown(found: Refresh, items: tuple[ItemShown, ...] = ()) -> RefreshShown:
    said = [one.said for one in found.items]
    return RefreshShown(
        found.id, found.stage, found.by, found.at, found.since, found.until, found.events,
        said.count("accepted"), said.count("rejected"), said.count(None), items,
    )  # fmt: skip
