"""What the desk sees of one item of a checklist: it holds, it does not, or nobody can know."""

from dataclasses import dataclass

from curation.checklists import Held


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether it holds, what was seen, and the page that shows it."""

    held: Held
    said: str
    link: str


def done(said: str, link: str) -> Seen:
    """It holds."""
    return Seen(Held.DONE, said, link)


def not_done(said: str, link: str) -> Seen:
    """It does not hold."""
    return Seen(Held.NOT_DONE, said, link)


def cannot_know(said: str, link: str) -> Seen:
    """Nothing on the desk tells."""
    return Seen(Held.UNKNOWN, said, link)


def judged(*, holds: bool | None, said: str, link: str) -> Seen:
    """As `holds` says; None: nobody can know."""
    held = {True: Held.DONE, False: Held.NOT_DONE, None: Held.UNKNOWN}[holds]
    return Seen(held, said, link)
