"""How long an agenda is: so many of a kind, and what is beyond them stands as one item."""

from collections.abc import Sequence

from curation.review import MORE, Item

_NAMED = 12  # of those beyond the cap
_ALL = {  # the page of all of a kind, where an item of it is shown by itself
    "disagreement": "labels",
    "flake": "flakes",
    "leakage": "duplicates",
    "privacy": "privacy",
    "quarantine": "flakes",
}


def capped(items: Sequence[Item], most: int) -> tuple[Item, ...]:
    """The first `most` of one kind, and one that stands for the rest, so that none is lost."""
    if len(items) <= most + 1:  # one more is no longer than the line that stands for it
        return tuple(items)
    first, rest = items[:most], items[most:]
    named = [one.subject for one in rest]
    told = ", ".join(named[:_NAMED])
    beyond = len(named) - _NAMED
    told = f"{told} and {beyond} more" if beyond > 0 else told
    owners = {one.owner for one in rest}
    more = Item(
        kind=rest[0].kind,
        subject=MORE,
        why=f"And {len(rest)} more: {told}.",
        link=_ALL.get(rest[0].kind) or rest[0].link.partition("?")[0],
        evidence=tuple(one.why for one in rest[:_NAMED]),
        cadence=rest[0].cadence,
        owner=owners.pop() if len(owners) == 1 else None,
        rest=tuple(named),
    )
    return (*first, more)
