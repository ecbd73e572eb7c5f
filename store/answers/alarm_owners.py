"""Who decides about muting alarms and what stands in them."""

from curation import baselines
from curation.alarm_owners import SCOPE, UNOWNED
from curation.cases import State
from curation.ownership import Ownership
from store.desk import Desk
from store.ledger.reading import Reading


def alarm_owners(asked: Reading) -> tuple[Ownership, ...]:
    """Those who are named, the closest to alarms first."""
    found = map(asked.ownership, (SCOPE, baselines.SCOPE, State.BLOCKING))
    return tuple(one for one in found if one is not None)


def unowned(desk: Desk) -> tuple[str, ...]:
    """That everybody may mute, where it is so."""
    with desk.ledger.reading() as asked:
        return () if alarm_owners(asked) else (UNOWNED,)
