"""What people have put before others: proposals, what ends soon, labels that differ, drafts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from curation.proposals import Stage
from curation.refreshes import Stage as Refreshed
from curation.tenure import days_since
from store.answers.agreement_glance import AgreementGlance
from store.answers.asks import Ask, many
from store.answers.refreshes import refreshes
from store.answers.thresholds import Move, moves
from store.answers.waivers import WaiverShown, waivers
from store.desk import Desk

SOON = 7  # days: what ends within them is asked about


def of_people(desk: Desk, labels: AgreementGlance | None, owner: str | None) -> Iterator[Ask]:
    """All of it; `owner` decides about blocking."""
    now = desk.ledger.clock().astimezone(UTC)
    yield from _proposals(desk, now)
    for one in waivers(desk).waivers:
        if one.days_left is not None and one.days_left <= SOON:
            yield _ending(one, now)
    yield from _quarantines(desk, now.date())
    if labels and labels.open:
        yield _to_adjudicate(labels, owner, now)
    yield from _tasks(desk, now.date())
    yield from _drafts(desk, owner, now)


def _proposals(desk: Desk, now: datetime) -> Iterator[Ask]:
    for one in moves(desk, state=Stage.OPEN):
        yield _proposal(one, now)


def _proposal(one: Move, now: datetime) -> Ask:
    if one.stale:
        what = f"Refresh or withdraw {one.proposal}: {one.label}"
    else:
        what = f"Decide {one.proposal}: {one.label}, {one.from_told} → {one.to_told}"
    why = f"{one.proposer}: {one.reason} (until {one.expires})"
    link = f"thresholds?{urlencode({'name': one.name})}"
    return Ask(what, why, one.waits_for[0] if one.waits_for else None, link,
               days_since(one.proposed_at, now))  # fmt: skip


def _ending(one: WaiverShown, now: datetime) -> Ask:
    what = f"{one.id} ends on {one.until}: {one.title}"
    why = f"then {one.scope} is held to it again; {one.reason}"
    return Ask(what, why, one.owner, "waivers", days_since(one.at, now))


def _quarantines(desk: Desk, today: date) -> Iterator[Ask]:
    with desk.ledger.reading() as asked:
        found = asked.quarantines(today)
    last = (today + timedelta(days=SOON)).isoformat()
    ends = sorted((one.until, case, one.owner) for case, one in found.items())
    soon = [one for one in ends if one[0] <= last]
    if soon:
        owners = {owner for _, _, owner in soon}
        what = many(len(soon), "quarantine ends", "quarantines end") + f" by {soon[-1][0]}"
        why = f"from then on they block again; the first is {soon[0][1]}"
        yield Ask(what, why, _one(sorted(owners)), "flakes")


def _to_adjudicate(labels: AgreementGlance, owner: str | None, now: datetime) -> Ask:
    what = many(len(labels.open), "disagreement waits", "disagreements wait")
    since = labels.since.astimezone(UTC).isoformat() if labels.since else None
    return Ask(f"{what} to be adjudicated", f"labels differ on {labels.question}", owner,
               "agreement", days_since(since, now))  # fmt: skip


def _tasks(desk: Desk, today: date) -> Iterator[Ask]:
    with desk.ledger.reading() as asked:
        open_ = [one for one in asked.label_tasks() if one.is_open and one.due]
    for one in open_:
        late = (today - date.fromisoformat(one.due or "")).days
        if late > 0:
            people = _one(one.reviewers) if one.reviewers else one.by
            what = f"{one.id} was due on {one.due}: {one.title}"
            why = f"{many(len(one.cases), 'case', 'cases')} to label"
            yield Ask(what, why, people, "labels", late)


def _drafts(desk: Desk, owner: str | None, now: datetime) -> Iterator[Ask]:
    for one in refreshes(desk):
        if one.waiting and one.stage in (Refreshed.OPEN, Refreshed.PARTLY):
            what = f"{one.id} proposes {many(one.waiting, 'change', 'changes')} to the sets"
            link = f"refresh?{urlencode({'id': one.id})}"
            yield Ask(what, f"drawn up by {one.by}", owner, link, days_since(one.at, now))


def _one(people: Sequence[str]) -> str | None:
    return people[0] if len(people) == 1 else f"{len(people)} people" if people else None
