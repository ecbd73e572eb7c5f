"""A set as a list: filtered, counted by what it can be filtered by, in one order, by pages."""

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from curation.cases import Severity, State
from curation.errors import BadRequest
from curation.saturation import Telling
from curation.tenure import age
from store.answers.members import Member, members, result
from store.desk import Desk

NONE = "none"  # of a filter: the cases that have no owner, no severity, no tag, no kind
PAGE = 50
Key = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list; None is everything."""

    severity: str | None = None
    owner: str | None = None
    route: str | None = None
    tag: str | None = None
    source: str | None = None
    kind: str | None = None
    age: str | None = None
    result: str | None = None
    use: str | None = None  # saturated, telling, too_few
    text: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """The filters that narrow."""
        return {name: value for name, value in asdict(self).items() if value}


FACETS = tuple(field.name for field in fields(Filters) if field.name != "text")
_OF: Mapping[str, Callable[[Member], Collection[str]]] = {
    "severity": lambda m: (m.case.severity or NONE,),
    "owner": lambda m: (m.case.owner or NONE,),
    "route": lambda m: (m.case.route,),
    "tag": lambda m: m.case.tags or (NONE,),
    "source": lambda m: (m.case.source,),
    "kind": lambda m: (m.case.kind or NONE,),
    "age": lambda m: (age(m.days),),
    "result": lambda m: (result(m),),
    "use": lambda m: (m.saturation.telling,),
}
_SEVERITIES = (None, *Severity)
_RESULTS = ("failed", "errored", "flaky", "missing", "never", "passed")


def _entered(one: Member) -> float:
    return datetime.fromisoformat(one.entered).timestamp() if one.entered else 0.0


def _severe(one: Member) -> float:
    return -float(_SEVERITIES.index(one.case.severity))


def _dear(one: Member) -> float:
    return -(one.case.cost_of_failure or 0.0)


SORTS: Mapping[str, Callable[[Member], tuple[float, float]]] = {
    "severity": lambda m: (_severe(m), _dear(m)),
    "cost": lambda m: (_dear(m), _severe(m)),
    "oldest": lambda m: (_entered(m), _severe(m)),
    "newest": lambda m: (-_entered(m), _severe(m)),
    "result": lambda m: (float(_RESULTS.index(result(m))), _severe(m)),
    "use": lambda m: (-float(m.saturation.passed), _severe(m)),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a set. `first`: the place of its first row, from 1, among the `found`."""

    set: State
    rows: tuple[Member, ...]
    in_set: int
    found: int  # of them fit the filters
    first: int
    saturated: int  # in the set
    facets: Mapping[str, Mapping[str, int]]  # each counted under the other filters
    previous: str | None  # `before` asks for the page before this one
    after: str | None  # asks for the page after this one


def listing(
    desk: Desk,
    state: State,
    filters: Filters | None = None,
    *,
    sort: str = "severity",
    after: str | None = None,
    before: str | None = None,
    limit: int | None = PAGE,
) -> Listing:
    """The cases of a set that fit, after (or before) the row of a key; all with limit None.

    The order is total and the key is the row's own: what is moved meanwhile shifts no page.
    """
    everything = members(desk, state)
    known = filters or Filters()
    found, keys = _in_order(_fitting(everything, known), sort)
    start = bisect_right(keys, _key(after)) if after else 0
    if before:
        end = bisect_left(keys, _key(before))
        start = max(0, end - (limit or end))
    end = len(found) if limit is None else start + limit
    rows = found[start:end]
    return Listing(
        set=state,
        rows=tuple(rows),
        in_set=len(everything),
        found=len(found),
        first=start + 1 if rows else 0,
        saturated=sum(m.saturation.telling is Telling.SATURATED for m in everything),
        facets=_facets(everything, known),
        previous=json.dumps(keys[start]) if start and rows else None,
        after=json.dumps(keys[end - 1]) if end < len(found) else None,
    )


def chosen(
    desk: Desk, state: State, filters: Filters, *, sort: str = "severity"
) -> dict[str, int]:
    """Every case that fits, with the version that it has now, in the order of the list."""
    rows = listing(desk, state, filters, sort=sort, limit=None).rows
    return {one.case.id: one.case.version for one in rows}


@dataclass(frozen=True, slots=True)
class Beside:
    """The neighbours of a case in a list; `place` is None when it stands there no more."""

    previous: str | None
    next: str | None
    place: int | None
    found: int


def beside(
    desk: Desk, one: Member, state: State, filters: Filters, *, sort: str = "severity"
) -> Beside:
    """What comes before and after `one`, also when a move has just taken it off the list."""
    found, keys = _in_order(_fitting(members(desk, state), filters), sort)
    mine = (*_sorting(sort)(one), one.case.id)
    ids = [m.case.id for m in found]
    here = ids.index(one.case.id) if one.case.id in ids else None
    start = bisect_left(keys, mine) if here is None else here
    end = start if here is None else here + 1
    return Beside(
        previous=ids[start - 1] if start else None,
        next=ids[end] if end < len(ids) else None,
        place=None if here is None else here + 1,
        found=len(ids),
    )


def _in_order(found: Sequence[Member], sort: str) -> tuple[list[Member], list[Key]]:
    order = _sorting(sort)
    pairs = sorted((((*order(m), m.case.id), m) for m in found), key=lambda pair: pair[0])
    return [m for _, m in pairs], [key for key, _ in pairs]


def _sorting(sort: str) -> Callable[[Member], tuple[float, float]]:
    if sort not in SORTS:
        raise BadRequest(f"'{sort}' is no order. Use one of: {', '.join(SORTS)}.")
    return SORTS[sort]


def _key(said: str) -> Key:
    try:
        first, second, case_id = json.loads(said)
        return float(first), float(second), str(case_id)
    except (TypeError, ValueError):
        raise BadRequest(
            "The address names no place in this list. Leave `after` and `before` out of it."
        ) from None


def _fitting(everything: Sequence[Member], filters: Filters) -> list[Member]:
    given = filters.given
    return [one for one in everything if not _misses(one, given)] if given else [*everything]


def _misses(one: Member, given: Mapping[str, str]) -> list[str]:
    """The filters that `one` does not fit."""
    return [
        name
        for name, value in given.items()
        if not (_holds(one, value) if name == "text" else value in _OF[name](one))
    ]


def _holds(one: Member, words: str) -> bool:
    case = one.case
    texts = (case.id, case.input, case.expected, case.note, case.source_ref, *case.tags)
    wanted = words.casefold()
    return any(wanted in text.casefold() for text in texts if text)


def _facets(everything: Sequence[Member], filters: Filters) -> dict[str, dict[str, int]]:
    given = filters.given
    misses = [_misses(one, given) for one in everything]
    found: dict[str, dict[str, int]] = {}
    for name in FACETS:
        of, alone = _OF[name], [name]
        fits = (one for one, missed in zip(everything, misses, strict=True)
                if not missed or missed == alone)  # fmt: skip
        counts = Counter(value for one in fits for value in of(one))
        found[name] = {str(value): count for value, count in counts.most_common()}
    return found
