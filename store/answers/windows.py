"""From when to when a question asks, and the window that it compares with."""

from datetime import UTC, datetime

from curation.errors import BadRequest

Window = tuple[str | None, str | None]


def window(since: str | None, until: str | None) -> Window:
    """The window as ISO says it, or BadRequest for one that cannot hold anything."""
    found = _day(since), _day(until)
    first, last = (_moment(said) for said in found)
    if first and last and first >= last:
        raise BadRequest(
            f"{since} is not before {until}, so nothing lies between them. Say the first day "
            "first; the last one (--to) is not part of the window."
        )
    return found


def referred(reference: str, since: str | None, until: str | None) -> Window:
    """The window that `reference` names, apart from the one from `since` to `until`."""
    found = between(reference)
    if _meet(found, window(since, until)):
        raise BadRequest(
            f"The reference {reference} overlaps what is asked about "
            f"({since or ''}..{until or ''}), so events would be compared with themselves. "
            "End it where --from begins, or name a window after it with --from."
        )
    first, _, last = reference.partition("..")
    return first or None, last or None


def between(reference: str) -> Window:
    """The window FROM..TO as ISO says it, or BadRequest for what is none."""
    first, dots, last = reference.partition("..")
    if not dots or not (first or last):
        raise BadRequest(
            f"'{reference}' is no window. Write it FROM..TO like "
            "2026-10-01..2026-11-01 (the end is not part of it), or name a run with --run."
        )
    return window(first or None, last or None)


def _meet(one: Window, other: Window) -> bool:
    edges = [(_moment(a[0]), _moment(b[1])) for a, b in ((one, other), (other, one))]
    return all(not (first and last) or first < last for first, last in edges)


def _moment(said: str | None) -> datetime | None:
    if said is None:
        return None
    found = datetime.fromisoformat(said)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _day(said: str | None) -> str | None:
    if said is None:
        return None
    try:
        return datetime.fromisoformat(said).isoformat()
    except ValueError:
        way = "Write it like 2026-11-01, or 2026-11-01T12:00+00:00."
        raise BadRequest(f"'{said}' is no date. {way}") from None
