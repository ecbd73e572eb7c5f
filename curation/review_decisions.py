"""Which decisions answer an item of a review: by what they are about, and by when."""

import re
from collections.abc import Collection, Mapping, Sequence

from curation.decisions import ABOUT_GROUPS, Entry, Kind
from curation.names import among
from curation.review import Handled, Item, Meeting

_NUMBERED = re.compile(r"([A-Z]+)-\d+")
_OWN = (Kind.REVIEW_SET, Kind.WATCHED, Kind.DELIVERY_SET, Kind.IMPORTED)
_ANSWERS: Mapping[str, Collection[Kind]] = {  # kinds that answer an item without naming it
    "gate": (Kind.WAIVER_SET, Kind.BASELINE_SET, Kind.GATE_MODE_SET, Kind.JUDGED),
    "failure_group": (*ABOUT_GROUPS, Kind.MOVED),
    "flake": (Kind.QUARANTINED, Kind.MOVED),
    "drift": (Kind.INVESTIGATION_SET, Kind.ALARM_SET, Kind.BASELINE_SET, Kind.INCIDENT_SET),
    "budget": (Kind.OBJECTIVE_SET, Kind.GATE_MODE_SET),
    "alarm": (Kind.ALARM_SET, Kind.INVESTIGATION_SET, Kind.INCIDENT_SET, Kind.MAINTENANCE_SET),
    "disagreement": (Kind.STANDARD_SET, Kind.LABEL_TASK_SET),
    "waiver": (Kind.WAIVER_SET,),
    "coverage": (Kind.WANTED_SET,),
    "stale": (Kind.FROZE, Kind.JUDGED, Kind.MOVED),
    "leakage": (Kind.DUPLICATE_SET, Kind.MOVED),
    "privacy": (Kind.PRIVACY_SET, Kind.ERASED),
    "refresh": (Kind.REFRESH_SET,),
    "fairness": (Kind.LIMIT_SET,),
    "cohort": (Kind.LIMIT_SET, Kind.COHORT_SET, Kind.INVESTIGATION_SET),
    "slo": (Kind.OBJECTIVE_SET, Kind.THRESHOLD_SET, Kind.PROPOSAL_SET),
    "contract": (Kind.CONTRACT_SET,),
}


Spells = Sequence[tuple[int, int | None]]  # from one decision to another; None: still


def decided(
    item: Item,
    handled: Handled,
    meeting: Meeting,
    later: list[Entry],
    spells: Spells = (),
) -> list[int]:
    """Which of `later` answer `item`, in their order; a decision takes its whole act along.

    It does when it is about the item's subject, or when somebody who was there took one of the
    kind that answers such an item while it was on the table: now, or in one of `spells`.
    """
    here = (meeting.chair, *meeting.present)
    if meeting.on == item.key:
        spells = (*spells, (meeting.on_since, None))
    acts = {
        one.act
        for one in later
        if one.kind not in _OWN
        and one.seq > handled.since
        and (_about(item, one) or _meant(item, one, here, spells))
    }
    return sorted(one.seq for one in later if one.act in acts and one.kind not in _OWN)


def _about(item: Item, entry: Entry) -> bool:
    named = entry.subject.partition(":")[2]
    if entry.kind is Kind.ACTION_SET:
        return item.kind == "promise" and named == item.subject
    return item.subject in (entry.subject, named, named.partition("/")[0])


def _meant(item: Item, entry: Entry, here: tuple[str, ...], spells: Spells) -> bool:
    lay = any(since < entry.seq and (end is None or entry.seq < end) for since, end in spells)
    if not lay or not among(entry.actor, *here):
        return False
    other = item.kind != "waiver" and _series(item.subject) == _series(entry.subject) != ""
    return not other and entry.kind in _ANSWERS.get(item.kind, ())


def _series(subject: str) -> str:
    """What is numbered: A of alarm:A-2; a decision about A-2 is none about A-1."""
    found = _NUMBERED.fullmatch(subject.partition(":")[2] or subject)
    return found[1] if found else ""
