"""An erasure as the log tells it."""

from curation.decisions import Body
from curation.erasures import AGE, from_body, took


def erased(name: str, _: Body, after: Body) -> str | None:
    """What was erased, after the name of who did it."""
    if "decisions" not in after or "rows" not in after:
        return None
    found = from_body(name, after)
    whose = f"of events {found.what}" if found.by == AGE else f"of {found.by} {found.what}"
    return f"erased the texts {whose} ({name}): {took(found)}"
