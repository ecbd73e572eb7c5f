"""What somebody says of a run when its results come in, and the run that this makes."""

from dataclasses import dataclass, fields, replace
from typing import Any

from curation.errors import BadRequest, NotAllowed
from curation.runs import Run, parse_set
from curation.versions import asked_sha256
from store.desk import Desk
from store.facts import CaseLine, RunContext
from store.ledger.reading import Reading

PINNED = ("blocking", "monitoring")  # the sets that a run is scored on when nobody says


@dataclass(frozen=True, slots=True)
class RunWords:
    """The words of a command; `sets` as people write them: blocking@7."""

    name: str | None = None
    model_version: str | None = None
    sets: tuple[str, ...] = ()
    commit: str | None = None
    environment: str | None = None
    seed: int | None = None
    tier: str | None = None
    started_at: str | None = None
    finished_at: str | None = None


def run_of(asked: Reading, words: RunWords) -> Run:
    """The run that `words` name, pinned to set versions; one that is known stays as it is.

    Raises BadRequest when the words are too few or say something else of a known run.
    """
    if not words.name or not words.name.strip():
        raise BadRequest("Results belong to a run: name it with --run NAME.")
    known = asked.known_run(words.name)
    if known is None:
        return _new(asked, words)
    _refuse_other_words(asked, known, words)
    return known


def _new(asked: Reading, words: RunWords) -> Run:
    said = {f.name: getattr(words, f.name) for f in fields(words) if f.name != "sets"}
    return Run(**said, sets=_pins(asked, words))


def _pins(asked: Reading, words: RunWords) -> dict[str, int]:
    """Set -> version; a set without a number means the version in force."""
    pins: dict[str, int] = {}
    for said in words.sets or PINNED:
        name, version = parse_set(said)
        found = asked.set_version(name, version)
        if found is not None:
            pins[name] = found.version
        elif words.sets:
            asked.lines(name, version or 0)  # Unknown, with the way out
    if not pins:
        raise NotAllowed(
            "No set was ever frozen, so there is nothing that this run was scored on. "
            "Run `evaldesk freeze monitoring` or `evaldesk freeze blocking` first."
        )
    return pins


def _refuse_other_words(asked: Reading, known: Run, words: RunWords) -> None:
    other = [
        f"{name} {getattr(known, name)}"
        for name in ("model_version", "commit", "environment", "seed", "tier")
        if getattr(words, name) not in (None, getattr(known, name))
    ]
    if words.sets and _pins(asked, words) != dict(known.sets):
        other.append("sets " + ", ".join(f"{s}@{v}" for s, v in known.sets.items()))
    if other:
        raise BadRequest(
            f"Run {known.name} is known with {', '.join(other)}. Say the same words for a "
            "further file of it, or give this run another --run name."
        )


def refuse_another(asked: Reading, run: Run) -> None:
    """Refuse when another import has just begun a run of this name with other words."""
    known = asked.known_run(run.name)
    if known is not None and _timeless(known) != _timeless(run):
        raise BadRequest(
            f"Another import has just begun run {run.name} with other words; see `evaldesk "
            "runs`, and give this one another --run name."
        )


def _timeless(run: Run) -> Run:
    return replace(run, started_at=None, finished_at=None, recorded_at=None)


def context_of(desk: Desk, words: RunWords) -> tuple[Run, RunContext]:
    """The run that `words` name, and the cases that its results are matched with.

    A case that stands in several pinned sets is judged by what blocking says of it.
    """
    with desk.ledger.reading() as asked:
        run = run_of(asked, words)
        pins = sorted(run.sets.items(), key=lambda pin: pin[0] != "blocking")
        lines = [line for pin in pins for line in asked.lines(*pin)]
    run = run if run.at else replace(run, recorded_at=desk.ledger.clock().isoformat())
    names = [f"{name}@{version}" for name, version in pins]
    return run, RunContext(run.name, [_line(line) for line in lines], names)


def _line(line: dict[str, Any]) -> CaseLine:
    return CaseLine(
        line["case_id"],
        line["source_ref"],
        line["expected"],
        line["expected_behaviour"],
        asked_sha256(line),
    )
