"""The answers that people ask for first, made while nobody waits for them."""

from collections.abc import Callable

from curation.errors import CurationError
from store.answers.budget import BudgetMemory
from store.answers.coverage import ALL, coverage_now
from store.answers.drift import DriftQuestion, drift
from store.answers.drift_answers import DriftAnswers
from store.answers.finding import find
from store.answers.health import health
from store.answers.oncall import OnCallMemory
from store.answers.review import review
from store.answers.thresholds import thresholds
from store.desk import Desk

_ANYTHING = "health"  # three letters or more: the texts are searched, so they are loaded

# The home page first, then what is opened in a hurry, then what takes longest.
FIRST: tuple[tuple[str, Callable[[Desk], object]], ...] = (
    ("Health", health),
    ("On call", lambda desk: desk.kept(OnCallMemory).oncall()),
    ("The search", lambda desk: find(desk, _ANYTHING)),
    ("Review", review),
    ("Drift", lambda desk: drift(desk, DriftQuestion())),
    ("What happened", lambda desk: desk.kept(DriftAnswers).timeline()),
    ("Error budget", lambda desk: desk.kept(BudgetMemory).budget()),
    ("Coverage", lambda desk: coverage_now(desk, (), ALL)),
    ("Thresholds", thresholds),
)


def make_ready(desk: Desk, tell: Callable[[str, Exception], None]) -> None:
    """Make them one after the other; `tell` hears which could not be made, and why.

    They are kept under what they rest on, so that none outlives a decision. What refuses has
    its sentence on its page.
    """
    for what, ask in FIRST:
        try:
            ask(desk)
        except CurationError:
            continue
        except Exception as error:
            tell(what, error)
