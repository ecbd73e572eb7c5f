"""Who may erase what, and what an erasure says that it did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.errors import BadRequest, NotAllowed
from curation.ownership import Ownership
from curation.people import People, require_here
from curation.tombstones import SUBJECT, Tombstones, written

PERSON, EVENT, CASE, AGE = "person", "event", "case", "age"
SHORTEST = 4  # characters of a name or address; shorter ones stand in too many words
SCOPE = "privacy"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose texts go: of a person, of an event, or of a case. `what` is never written down."""

    by: str
    what: str


@dataclass(frozen=True, slots=True)
class Swap:
    """A file of facts that was rewritten: its path before, its body now, the rows that lost."""

    was: str
    now: Mapping[str, Any]
    rows: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased. `what` is an id, or the token that stood for a person."""

    id: str
    by: str
    what: str
    rows: Mapping[str, int]  # by view
    cases: tuple[str, ...]
    versions: tuple[str, ...]  # frozen, with tombstones in them now
    decisions: int  # entries of the log of which something was taken
    files: int
    actor: str = ""
    reason: str = ""
    at: str = ""

    @property
    def sentence(self) -> str:
        """What it did, in one sentence."""
        return f"{self.id} took {took(self)}."


def took(one: Erasure) -> str:
    """What an erasure took, as a phrase."""
    counted = (
        ("the texts of {}", one.rows.get("events", 0), "event"),
        ("those of {}", one.rows.get("results", 0), "result"),
        ("{}", len(one.cases), "case"),
        ("lines of {}", len(one.versions), "frozen version"),
        ("what {} of the log said", one.decisions, "decision"),
    )
    parts = [said.format(_n(n, noun)) for said, n, noun in counted if n]
    last = parts[-1:] or ["nothing"]
    return f"{', '.join(parts[:-1])} and {last[0]}" if parts[:-1] else last[0]


def _n(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def wanted(person: str | None, event: str | None, case: str | None) -> Wanted:
    """What somebody asked to be erased, or BadRequest."""
    said = [(PERSON, person), (EVENT, event), (CASE, case)]
    found = [Wanted(by, what.strip()) for by, what in said if what and what.strip()]
    if len(found) != 1:
        raise BadRequest(
            "Say one thing to erase: --person NAME|E-MAIL|PHONE, --event ID or --case ID."
        )
    if found[0].by == PERSON and len(found[0].what) < SHORTEST:
        raise BadRequest(
            f"'{found[0].what}' stands in too many texts: write the whole name, e-mail address "
            f"or number ({SHORTEST} characters at least)."
        )
    return found[0]


def next_id(subjects: Iterable[str]) -> str:
    """The name of the erasure to come: E-3 after E-2."""
    numbers = [int(one.removeprefix(SUBJECT).removeprefix("E-")) for one in subjects]
    return f"E-{max(numbers, default=0) + 1}"


def require_may_erase(
    known: People, owners: Mapping[str, Ownership], actor: str, act: str = "erase"
) -> None:
    """Refuse who is neither an admin nor owns privacy or the blocking set."""
    require_here(known, actor)
    own = [one for scope in (SCOPE, "blocking") if (one := owners.get(scope))]
    if known.is_admin(actor) or any(one.may_decide(actor) for one in own):
        return
    ask = " or ".join(dict.fromkeys(one.people for one in own)) or known.ask
    raise NotAllowed(
        f"To {act} is for an admin, or for who owns privacy or blocking; what goes is gone. "
        f"{actor} is neither. Ask {ask}."
    )


def require_reason(reason: str, holds: bool) -> str:
    """The reason as it is kept, or BadRequest; it must not repeat what is to go."""
    if not reason.strip():
        raise BadRequest("Say why it goes: --reason, as 'request of 2026-11-20, ticket 4711'.")
    if holds:
        raise BadRequest(
            "The reason repeats what is to be erased, and would keep it in the log for ever. "
            "Name the request instead, as 'ticket 4711'."
        )
    return reason.strip()


def body(
    one: Erasure,
    swaps: Sequence[Swap],
    stones: Tombstones,
    further: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the log keeps of an erasure: enough to prove it, and nothing of what went."""
    return {
        "by": one.by,
        "what": one.what,
        "rows": dict(one.rows),
        "cases": list(one.cases),
        "versions": list(one.versions),
        "batches": [{"was": s.was, "now": dict(s.now), "rows": s.rows} for s in swaps],
        "decisions": written(stones),
        **(further or {}),
    }


def from_body(subject: str, said: Mapping[str, Any]) -> Erasure:
    """The erasure that `body` wrote."""
    return Erasure(
        subject.removeprefix(SUBJECT),
        said["by"],
        said["what"],
        dict(said["rows"]),
        tuple(said["cases"]),
        tuple(said["versions"]),
        len(said["decisions"]),
        len(said["batches"]),
    )
