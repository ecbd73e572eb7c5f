"""Which cohorts each failure group hits more than their share of all events."""

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from threading import Lock

from curation.cohorts import Hits
from curation.cohorts import cohorts_hit as judged
from curation.grouping import Grouping
from curation.thresholds import MIN_SUPPORT
from store.answers.grouping import placing
from store.desk import Desk

_KEPT = 8
_EVENTS: OrderedDict[tuple[str, int], dict[str, int]] = OrderedDict()
_LOCK = Lock()


def cohorts_hit(desk: Desk, found: Grouping, group_ids: Sequence[str]) -> dict[str, Hits]:
    """The cohorts that are over-represented in each shown group, with n."""
    events = _events(desk)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    asked_for = {"wanted": list(group_ids), **placing(found)}
    for row in desk.facts().ask("group_cohorts", **asked_for) if events else []:
        counts[row["shown"]][row["cohort"]] = row["count"]
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
    return judged({one: counts[one] for one in group_ids}, events, floor)


def hits_of(desk: Desk, group_ids: Sequence[str]) -> dict[str, Hits]:
    """The same for groups as they are put together now."""
    with desk.ledger.reading() as asked:
        found = asked.grouping()
    return cohorts_hit(desk, found, group_ids)


def _events(desk: Desk) -> dict[str, int]:
    """All events by cohort, counted once for each state of the facts: every row is read."""
    key = (str(desk.folder), desk.shown_facts())
    with _LOCK:
        if key in _EVENTS:
            return _EVENTS[key]
    found = desk.facts().cohorts()
    with _LOCK:
        _EVENTS[key] = found
        while len(_EVENTS) > _KEPT:
            _EVENTS.popitem(last=False)
    return found
