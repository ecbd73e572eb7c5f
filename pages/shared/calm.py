"""How a refusal reaches the screen: a calm sentence, never a traceback."""

from collections.abc import Generator
from contextlib import contextmanager

from curation.errors import CurationError
from pages.shared.html import prose, show
from pages.shared.parts import verdict


@contextmanager
def refusals() -> Generator[None]:
    """Show what refuses inside the block as its own sentence; a bug passes through."""
    try:
        yield
    except CurationError as refusal:
        explain(refusal)


def explain(error: Exception) -> bool:
    """Show a refusal; False for anything else, which is a bug and stays loud in the log."""
    if not isinstance(error, CurationError):
        return False
    show(verdict("warn", "Not done.", prose(str(error))))
    return True
