"""How many of the failures that were injected the desk found, when it was last tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.decisions import Kind
from curation.injections import CONTROLS, Detected, from_body
from curation.intervals import Rate, rate
from curation.percents import percent
from curation.standing import Standing
from curation.suites import DETECTION, subject
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Detection:
    """The last trial. `all` leaves out what has nothing wrong; `spared`: it was let alone."""

    sentence: str
    all: Rate
    spared: Rate
    kinds: tuple[Detected, ...]
    seed: int
    at: str
    by: str


def detection(desk: Desk) -> Detection | None:
    """What was found of injected failures; None: nobody has tried it."""
    with desk.ledger.reading() as asked:
        standing = asked.standing_of(subject(DETECTION))
    return told(standing) if standing and standing.kind is Kind.SUITE_SET else None


def told(standing: Standing) -> Detection:
    """The trial that `standing` records."""
    found = from_body(standing.body)
    faulty = [one for one in found if one.kind not in CONTROLS]
    controls = [one for one in found if one.kind in CONTROLS]
    whole, spared = _together(faulty), _together(controls)
    at = standing.at.isoformat()
    sentence = _sentence(whole, faulty, controls)
    return Detection(
        sentence, whole, spared, tuple(found), standing.body["seed"], at, standing.actor
    )


def _together(kinds: Sequence[Detected]) -> Rate:
    return rate(sum(one.rate.k for one in kinds), sum(one.rate.n for one in kinds))


def _sentence(whole: Rate, faulty: Sequence[Detected], controls: Sequence[Detected]) -> str:
    if whole.value is None:
        return "No failure could be injected."
    share = f"{whole.k:,} of {whole.n:,} injected failures were found ({percent(whole.value)})"
    missed, alarmed = _short(faulty), _short(controls)
    said = [f"{share}. Missed: {missed}." if missed else f"{share}: none was missed."]
    if alarmed:
        said.append(f"Named though nothing is wrong: {alarmed}.")
    if untried := [one.kind for one in (*faulty, *controls) if not one.rate.n]:
        said.append(f"Not tried: {', '.join(untried)}.")
    return " ".join(said)


def _short(kinds: Sequence[Detected]) -> str:
    return ", ".join(
        f"{one.kind} ({one.rate.n - one.rate.k} of {one.rate.n})"
        for one in kinds
        if one.rate.k < one.rate.n
    )
