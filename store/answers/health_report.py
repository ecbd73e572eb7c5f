"""Health as a file for somebody who has no desk: for a chat, a mail, a wall."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from curation.errors import BadRequest
from curation.figures import Period
from store.answers.handed_out import hand_out
from store.answers.health import Health, health
from store.answers.health_html import html
from store.answers.health_markdown import markdown
from store.answers.health_picture import png
from store.desk import Desk

FORMATS: Mapping[str, Callable[[Health], str | bytes]] = {
    "md": markdown,
    "html": html,
    "png": png,
}
MIMES: Mapping[str, str] = {"md": "text/markdown", "html": "text/html", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Report:
    """One file: its `name`, what is in it, and what it says in a sentence."""

    name: str
    content: bytes
    sentence: str


def health_report(
    desk: Desk, form: str, period: Period = Period.WEEK, actor: str | None = None
) -> Report:
    """The file in one of FORMATS; that it left the desk is remembered, with its hash."""
    if form not in FORMATS:
        raise BadRequest(
            f"'{form}' is no format of this report. Use one of: {', '.join(FORMATS)}."
        )
    found = health(desk, period)
    written = FORMATS[form](found)
    content = written.encode() if isinstance(written, str) else written
    name = f"health-{period}-{found.as_of:%Y-%m-%d}.{form}"
    hand_out(desk, f"report {name}", content, actor)
    return Report(name, content, found.sentence)
