"""How what went wrong reaches the screen: a calm sentence, never a traceback."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from uuid import uuid4

from curation.errors import CurationError
from pages.shared import theme
from pages.shared.html import Html, join, prose, show, tag
from pages.shared.parts import verdict

_LOG = logging.getLogger("evaldesk")


@contextmanager
def refusals() -> Generator[None]:
    """Show what refuses inside the block as its own sentence; a bug passes through."""
    try:
        yield
    except CurationError as refusal:
        show(_refused(refusal))


def last_word(error: Exception) -> bool:
    """What stands where the page broke off; a bug is logged whole under a short number."""
    theme.apply()
    again = tag("a", "Look again", href="?")
    if isinstance(error, CurationError):
        show(join((_refused(error), again)))
        return True
    said = join((fault(error), " What you see below may be incomplete. ", again))
    show(tag("div", verdict("bad", "Something broke.", said), data_ed_bug=True))
    return True


def fault(error: Exception) -> Html:
    """What to say of a bug, which is logged whole under a short number."""
    number = uuid4().hex[:8]
    _LOG.error("Error %s on the screen", number, exc_info=error)
    return prose(
        "This is a fault in the program, not something you did. "
        f"The server's log has the details under `{number}`."
    )


def _refused(refusal: CurationError) -> Html:
    return verdict("warn", "Not done.", prose(str(refusal)))
