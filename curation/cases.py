"""The evaluation case: what the model is tested on, and where the case stands."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, cast

from curation.errors import BadRequest

Json = Any  # a plain JSON value


class State(StrEnum):
    """Where a case stands: in one of the three sets, or beside them."""

    INBOX = "inbox"  # a failure that was assigned or described, but not sorted yet
    BACKLOG = "backlog"  # real, not yet understood
    MONITORING = "monitoring"  # larger, noisier: a drift is investigated
    BLOCKING = "blocking"  # small, stable, severe: one failure stops the release
    DISMISSED = "dismissed"  # not a failure; wakes up when it gets worse
    RETIRED = "retired"  # no longer of use


SETS = (State.BACKLOG, State.MONITORING, State.BLOCKING)
PLACES = (*SETS, State.DISMISSED, State.RETIRED)  # where a case can be moved to


class Behaviour(StrEnum):
    """What the model ought to do."""

    ANSWER = "answer"
    REFUSAL = "refusal"
    NEEDS_HUMAN = "needs_human"


class Severity(StrEnum):
    """How bad one failure is, mildest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Source(StrEnum):
    """Where a case came from."""

    PRODUCTION = "production"
    EXPERT = "expert"
    ADVERSARIAL = "adversarial"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Until when a dismissed case sleeps, and what was known when it was put to sleep."""

    until: str | None = None  # an ISO date
    more: int | None = None  # failures of its group beyond `count`
    escalates: bool = False  # until a week rises above `weekly_limit`
    count: int = 0  # failures of its group at that time
    weekly_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A flaky case cannot block before the day `until`; `owner` is to mend it by then."""

    owner: str
    until: str  # an ISO date: from that day on the case blocks again


@dataclass(frozen=True, slots=True)
class Case:
    """One example. `version` is the sequence number of the last decision about it."""

    id: str
    route: str
    input: str
    state: State = State.BACKLOG
    version: int = 0
    behaviour: Behaviour | None = None
    expected: str | None = None
    severity: Severity | None = None
    cost_of_failure: float | None = None
    owner: str | None = None
    due: str | None = None  # the day by which its owner is to have answered, as an ISO date
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()  # what it is of: category, tone, complexity
    source: Source = Source.PRODUCTION
    source_ref: str | None = None  # id of the event it came from, at its source
    group_id: str | None = None
    kind: str | None = None  # of the failure it came from
    note: str | None = None
    opened_at: str | None = None
    moved_at: str | None = None
    moved_by: str | None = None
    dismissal: Dismissal | None = None
    quarantine: Quarantine | None = None


DESCRIBABLE = (
    "behaviour",
    "expected",
    "severity",
    "cost_of_failure",
    "owner",
    "due",
    "tags",
    "attributes",
    "note",
)
_ENUMS = {
    "state": State,
    "behaviour": Behaviour,
    "severity": Severity,
    "source": Source,
}
_PARTS: Mapping[str, type[Dismissal | Quarantine]] = {
    "dismissal": Dismissal,
    "quarantine": Quarantine,
}


def body(case: Case) -> dict[str, Any]:
    """`case` as plain JSON values, without what follows from the log itself."""
    found = asdict(case)
    found["tags"] = list(case.tags)
    found["attributes"] = dict(case.attributes) or None
    return without_blanks(found)


def without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    """A body of a case as it is written now.

    A field that came later is left out while it is None: bodies of before do not have it, and
    stay what their decisions lead to.
    """
    return {k: v for k, v in values.items() if v is not None or k not in _LATER}


LONGEST_ATTRIBUTE = 120  # characters; what is longer is a text, and no word for what it is of
_LATER = ("quarantine", "attributes")


def with_fields(case: Case, values: Mapping[str, Any]) -> Case:
    """`case` with plain `values` put in; unknown names are refused, words are checked."""
    return replace(case, **{name: typed(name, value) for name, value in values.items()})


def from_body(values: Mapping[str, Any]) -> Case:
    """The case that `body` wrote."""
    known = {f.name for f in fields(Case)}
    return Case(**{name: typed(name, v) for name, v in values.items() if name in known})


def typed(name: str, value: Json) -> Json:
    """A plain JSON value as the field `name` of a case holds it."""
    if name in _MANY:
        return _MANY[name](value or ())
    if value is None:
        return None
    if name in _ENUMS:
        return _word(name, value)
    if name == "due":
        return _day(value)
    if name in _PARTS:
        part = _PARTS[name]
        return value if isinstance(value, part) else part(**value)
    return value


def _pairs(value: Json) -> tuple[tuple[str, str], ...]:
    pairs = dict(cast("dict[object, object]", value)).items()  # of a mapping or of its pairs
    return tuple(sorted((str(key), str(said)) for key, said in pairs))


_MANY: Mapping[str, Callable[[Json], Json]] = {"tags": tuple, "attributes": _pairs}


def _day(value: Json) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise BadRequest(f"'{value}' is no day. Write it as 2026-12-31.") from None


def _word(name: str, value: Json) -> StrEnum:
    enum = _ENUMS[name]
    try:
        return enum(value)
    except ValueError:
        words = ", ".join(enum)
        raise BadRequest(f"'{value}' is no {name}. Use one of: {words}.") from None
