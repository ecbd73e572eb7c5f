"""What people type on its way into the log: the door through which a desk lets it in."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from curation.masking import Spared
from curation.names import key
from curation.privacy import SUBJECT, from_body
from curation.typed import Shown
from store.facts.masking import Masking
from store.ledger.reading import Reading
from store.privacy_key import key_of

Door = Callable[[Reading], Shown]


def door(folder: Path, *, sample: bool) -> Door:
    """How the desk in `folder` masks what people type; asked once per transaction.

    Whoever decides on the desk stays named: a reason says who was asked, and the log says who
    decided what anyway.
    """

    def of(asked: Reading) -> Shown:
        stands = asked.standing_of(SUBJECT)
        policy = from_body(stands.body if stands else None)
        return Masking(policy, key_of(folder, sample=sample), spared=people_of(asked)).shown

    return of


def people_of(asked: Reading) -> Spared:
    """Who owns or decides something on the desk; looked up when somebody wants to know."""
    return cache(lambda: _people(asked))


def _people(asked: Reading) -> frozenset[str]:
    owners = asked.ownerships().values()
    named = [name for one in owners for name in (one.owner, one.deputy) if name]
    return frozenset(map(key, [*named, *asked.people().listed, *asked.acted()]))
