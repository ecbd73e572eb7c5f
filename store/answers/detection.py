"""How many of the failures that were injected the desk found, when it was last tried."""

from dataclasses import dataclass

from curation.decisions import Kind
from curation.injections import CONTROL, Detected, from_body
from curation.intervals import Rate, rate
from curation.standing import Standing
from curation.suites import DETECTION, subject
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Detection:
    """The last trial. `all` leaves out what has nothing wrong, which is `spared`."""

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
    faulty = [one for one in found if one.kind != CONTROL]
    whole = rate(sum(one.rate.k for one in faulty), sum(one.rate.n for one in faulty))
    spared = next((one.rate for one in found if one.kind == CONTROL), rate(0, 0))
    at = standing.at.isoformat()
    sentence = _sentence(whole, faulty)
    return Detection(
        sentence, whole, spared, tuple(found), standing.body["seed"], at, standing.actor
    )


def _sentence(whole: Rate, faulty: list[Detected]) -> str:
    if whole.value is None:
        return "No failure could be injected."
    share = f"{whole.k:,} of {whole.n:,} injected failures were found ({whole.value:.0%})"
    missed = [one for one in faulty if one.rate.n and one.rate.k < one.rate.n]
    if not missed:
        return f"{share}: none was missed."
    names = [f"{one.kind} ({one.rate.n - one.rate.k} of {one.rate.n})" for one in missed]
    return f"{share}. Missed: {', '.join(names)}."
