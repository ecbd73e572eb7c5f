"""What a refresh of the sets would propose now: cases that come, go, or are demoted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from curation.cases import Behaviour, Case, State
from curation.refresh import TESTED, Category, Short, Shorts, key, lacking
from curation.refresh_picks import (
    Around,
    Candidate,
    Leaving,
    Seen,
    leaving,
    picked,
    saturated,
    sizes,
    stale,
)
from curation.refreshes import Item
from curation.texts_alike import alike
from curation.thresholds import MIN_SUPPORT, REFRESH_QUIET, REFRESH_STALE, REFRESH_THIN, Policy
from store.answers.coverage import ALL, coverage, coverage_now
from store.answers.grouping import placing
from store.answers.members import Member, members
from store.answers.openings import openings
from store.answers.refresh_window import Failing, Window, failing
from store.answers.until_decided import UntilDecided
from store.desk import Desk

SET_OF_NEW = State.MONITORING


@dataclass(frozen=True, slots=True)
class SetSize:
    """How many cases a set has, and would have."""

    set: State
    now: int
    after: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be proposed now. `spared` are cases that could go and are not proposed."""

    window: Window
    categories: tuple[Category, ...]
    items: tuple[Item, ...]
    spared: tuple[Leaving, ...]
    sizes: tuple[SetSize, ...]
    sentence: str
    record: date | None  # the first day of production on record
    stale_days: float
    min_support: float  # under so many events a rate is too few to say
    wider: datetime | None = None  # since when those are counted that fail too seldom for it

    @property
    def chosen(self) -> tuple[Category, ...]:
        """The categories that cases are proposed for."""
        return tuple(one for one in self.categories if one.chosen)


def draft(desk: Desk, *, since: datetime | None = None, actor: str = "") -> Draft:
    """The refresh that would be proposed now, on the last events or on those since a day."""
    with desk.ledger.reading() as asked:
        policy, cases = asked.policy(), asked.cases()
        owners = {scope: one.owner for scope, one in asked.ownerships().items()}
    shorts, wider, found = _looked(desk, policy, cases, since)
    coming = _coming(desk, found, policy, cases, owners, actor)
    going, spared, record = _going(desk, policy, found, shorts)
    items = (*coming, *[_item(one) for one in going])
    now = Counter(case.state for case in cases)
    after = sizes({one: now[one] for one in TESTED}, [(i.frm, i.to) for i in items])
    changed = tuple(SetSize(one, now[one], after[one]) for one in TESTED)
    told = _sentence(found, items, wider)
    days, least = policy.value(REFRESH_STALE), policy.value(MIN_SUPPORT)
    return Draft(
        found.window, found.categories, items, tuple(spared), changed, told, record, days,
        least, wider,
    )  # fmt: skip


def draft_now(desk: Desk, actor: str) -> Draft:
    """What `draft` answers of the last events, kept until something is decided."""
    asked = "draft", actor
    return desk.kept(UntilDecided).get(asked, lambda: draft(desk, actor=actor))


def _looked(
    desk: Desk, policy: Policy, cases: Sequence[Case], since: datetime | None
) -> tuple[Shorts, datetime | None, Failing]:
    """What coverage lacks, since when, and what fails: proposing and applying both ask."""

    def found() -> tuple[Shorts, datetime | None, Failing]:
        shorts, wider = _shorts(desk, since)
        return shorts, wider, failing(desk, policy, cases, since, wider=wider, shorts=shorts)

    return desk.kept(UntilDecided).get(("failing", since), found)


def _shorts(
    desk: Desk, since: datetime | None
) -> tuple[dict[tuple[str, str], Short], datetime | None]:
    """What coverage says of each kind on each route, and since when where no day is named."""
    found = coverage(desk, since=since.isoformat()) if since else coverage_now(desk, (), ALL)
    n, told = found.summary.cases, dict[tuple[str, str], Short]()
    for cell in (one.cell for one in found.cells):
        kind, route = cell.values
        if kind is not None and route is not None and cell.cost_weight is not None:
            told[kind, route] = Short(cell.cost_weight, cell.actual / n if n else 0.0, n)
    return told, None if since else datetime.fromisoformat(found.since)


def _coming(
    desk: Desk,
    found: Failing,
    policy: Policy,
    cases: Sequence[Case],
    owners: Mapping[str, str],
    actor: str,
) -> list[Item]:
    """Inputs for each chosen category, until it would be covered."""
    standing = {case.id: case for case in cases}
    held = [case.input for case in cases if case.state in TESTED]
    taken: dict[str, tuple[Category, Candidate]] = {}
    for one in (c for c in found.categories if c.chosen):
        free = [c for c in found.inputs[one.key] if _free(standing.get(c.case), c, taken)]
        need = lacking(one, policy.value(REFRESH_THIN))
        picks = picked(free, need, alike, [*held, *(c.text for _, c in taken.values())])
        taken |= {pick.case: (one, pick) for pick in picks}
    fresh = openings(desk, list(taken))
    return [
        _added(standing.get(case_id) or fresh[case_id], *chosen, owners, actor)
        for case_id, chosen in taken.items()
        if case_id in standing or case_id in fresh
    ]


def _free(case: Case | None, candidate: Candidate, taken: Mapping[str, object]) -> bool:
    """Whether an input is in no set that tests, and nobody has put it aside."""
    if candidate.case in taken:
        return False
    return case is None or case.state in (State.INBOX, State.BACKLOG)


def _added(
    case: Case, category: Category, pick: Candidate, owners: Mapping[str, str], actor: str
) -> Item:
    known = case.behaviour is not None and (
        case.behaviour is not Behaviour.ANSWER or bool(case.expected)
    )
    owner = owners.get(f"route:{case.route}") or owners.get(SET_OF_NEW) or actor or None
    seen = f"failed {pick.count} times" if pick.count > 1 else "failed once"
    window = "the longer window" if category.wider else "the window"
    there = "case is" if category.covered == 1 else "cases are"
    why = f"{seen} in {window}; {category.covered} {there} of its category"
    if not known:
        why += "; nobody has said what would be right"
    frm = case.state if case.version else None
    to = SET_OF_NEW if known or frm is State.BACKLOG else State.BACKLOG
    return Item("add", case.id, to, frm, why, category.title, pick.count, pick.cost,
                None if case.owner else owner, severity=case.severity)  # fmt: skip


def no_longer(desk: Desk, items: Sequence[Item]) -> dict[str, str]:
    """Of the cases that are to go, why one would not be proposed today, where it would not."""
    going = {one.case: one for one in items if one.act != "add" and one.said is None}
    if not going:
        return {}
    with desk.ledger.reading() as asked:
        policy, cases = asked.policy(), asked.cases()
    shorts, _, failing_ = _looked(desk, policy, cases, None)
    found, _ = _idle(desk, policy, failing_, shorts, going)
    why = {case: _not_today(one, found.get(case)) for case, one in going.items()}
    return {case: told for case, told in why.items() if told}


def _not_today(item: Item, found: Sequence[Leaving] | None) -> str | None:
    """None: it still holds, or the case stands elsewhere, which is said of it anyway."""
    if found is None:
        return None
    same = [one for one in found if one.to is item.to]
    if any(one.spared is None for one in same):
        return None
    return same[0].spared if same else f"this no longer holds: {item.why}"


def _going(
    desk: Desk, policy: Policy, failing_: Failing, shorts: Shorts
) -> tuple[list[Leaving], list[Leaving], date | None]:
    """What is stale or saturated among the cases that test, and since when is on record."""
    found, record = _idle(desk, policy, failing_, shorts)
    going, spared = leaving(one for some in found.values() for one in some)
    return going, spared, record


def _idle(
    desk: Desk,
    policy: Policy,
    failing_: Failing,
    shorts: Shorts,
    only: Collection[str] | None = None,
) -> tuple[dict[str, list[Leaving]], date | None]:
    """By case that tests (or of these `only`) why it may go; the first day on record."""
    today = desk.ledger.clock().date()
    standing = [
        one
        for state in TESTED
        for one in members(desk, state)
        if only is None or one.case.id in only
    ]
    seen = _seen(desk, [one.case for one in standing])
    facts = desk.facts().ask("window_events", since=today, until=today)[0]
    days, quiet = policy.value(REFRESH_STALE), policy.value(REFRESH_QUIET)

    def judged(one: Member) -> Iterable[Leaving | None]:
        case = _priced(one.case, policy)
        around = _around(case, failing_, shorts)
        yield stale(case, seen[case.id], one.entered, today, days, facts["first"], around)
        yield saturated(case, one.saturation, seen[case.id], today, quiet, around)

    found = {one.case.id: [why for why in judged(one) if why] for one in standing}
    return found, facts["first"]


def _priced(case: Case, policy: Policy) -> Case:
    """`case` with the price of its kind, where it has none of its own."""
    cost = case.cost_of_failure
    return (
        case if cost is not None else replace(case, cost_of_failure=policy.cost_of(case.kind))
    )


def _around(case: Case, failing_: Failing, shorts: Shorts) -> Around:
    """What production says of `case` and its like."""
    kind = case.kind or ""
    return Around(
        _day(failing_.failed.get(case.id)),
        failing_.alike.get(key(kind, case.route, case.expected), 0),
        shorts.get((kind, case.route)),
    )


def _seen(desk: Desk, cases: Sequence[Case]) -> dict[str, Seen]:
    """When production last showed each case, and its group."""
    with desk.ledger.reading() as asked:
        grouping = asked.grouping()
    facts = desk.facts()
    rows = facts.ask(
        "seen_inputs", case_ids=[case.id for case in cases],
        routes=[case.route for case in cases], inputs=[case.input for case in cases],
    )  # fmt: skip
    inputs = {row["case_id"]: row["last"] for row in rows}
    groups = {r["shown"]: r["last"] for r in facts.ask("seen_groups", **placing(grouping))}
    return {
        case.id: Seen(
            _day(inputs.get(case.id)),
            _day(groups.get(grouping.place(case.group_id, case.id)) if case.group_id else None),
        )
        for case in cases
    }


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _item(one: Leaving) -> Item:
    act = "retire" if one.to is State.RETIRED else "demote"
    return Item(act, one.case, one.to, one.frm, one.why, cost=one.cost, severity=one.severity)


def _sentence(found: Failing, items: Sequence[Item], wider: datetime | None) -> str:
    """What is proposed, in one sentence with its numbers."""
    if not found.window.events:
        return "There are no events of production yet, so there is nothing to refresh from."
    thin = sum(one.chosen for one in found.categories)
    acts = Counter(one.act for one in items)
    window = f"In the last {found.window.events:,} events"
    if wider and any(one.chosen and one.wider for one in found.categories):
        window += f", and since {wider:%d %b %Y} for what is too rare in them"
    if not items:
        return f"{window} no category fails that the sets do not cover, and no case is idle."
    failing_ = f"{thin} failing categories are thinly covered" if thin != 1 else (
        "1 failing category is thinly covered"
    )  # fmt: skip
    return (
        f"{window}, {failing_}: {acts['add']} cases would come, {acts['retire']} would be "
        f"retired and {acts['demote']} demoted."
    )
