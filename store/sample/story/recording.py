"""When the team of the sample put an incident on record, and when it was done with it."""

from collections.abc import Sequence

from store.sample.calendar import Calendar
from store.sample.releases import Incident
from store.sample.story import reasons
from store.sample.story.shapes import Record

_SEEN = (  # plan week, day, hour: of the incidents in their order
    (12, 1, 10),
    (17, 2, 10),
    (18, 1, 11),
    (20, 4, 16),
    (24, 0, 16),
)
_LOOKED_AT_AGAIN = ((14, 1, 16), (21, 3, 11), (23, 2, 15), (22, 2, 11), (25, 1, 10))


def recorded(calendar: Calendar, incidents: Sequence[Incident]) -> list[Record]:
    """Each incident is recorded when somebody sees it, and looked at again when it is over."""
    found: list[Record] = []
    for one, seen, again in zip(incidents, _SEEN, _LOOKED_AT_AGAIN, strict=True):
        at, later = calendar.at(*seen), calendar.at(*again)
        found.append(Record(at, one.owner, one, over=False, reason=reasons.RECORDED))
        why = reasons.OVER if one.end else reasons.TIED
        found.append(Record(later, one.owner, one, over=one.end is not None, reason=why))
    return found
