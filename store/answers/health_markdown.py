"""Health as Markdown, to paste into a chat or a wiki; outside text stays plain text."""

import re
from collections.abc import Sequence

from store.answers import health_rows as rows
from store.answers.health import Health
from store.answers.markdown import plain_text
from store.answers.paper import Rows

# Signs that mean something only at the start of a line, where no outside text stands here.
_HARMLESS = re.compile(r"\\([()+!\-]|\.(?![A-Za-z]))")


def markdown(found: Health) -> str:
    """The sentence, the figures, the cohorts, what waits, and what failures cost."""
    answer, rest = rows.halves(found)
    parts = [
        f"# {_said(rows.title(found))}",
        f"**{_said(answer)}**{_said(rest)}",
        _said(rows.pinned(found)),
        _table(rows.FIGURES, rows.figures(found)),
        *_titled("We ask you to decide", _asks(found)),
        *_titled("Cohorts", _table(rows.COHORTS, rows.cohorts(found))),
        *_titled(rows.cost(found), _table(rows.IMPACT, rows.impact(found))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _said(text: str) -> str:
    """`text` as text; a chat that shows Markdown as it is written stays readable."""
    return _HARMLESS.sub(r"\1", plain_text(text))


def _titled(title: str, text: str) -> tuple[str, ...]:
    return (f"## {title}", text) if text else ()


def _asks(found: Health) -> str:
    lines = (
        f"- **{_said(one.what)}**: {_said(one.why)} ({_said(rows.asked(one))})"
        for one in found.asks
    )
    return "\n".join(lines) or "Nothing waits for a decision."


def _table(heads: Sequence[str], found: Rows) -> str:
    if not found:
        return ""
    lines = (f"| {' | '.join(_said(cell) for cell in row)} |" for row in found)
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines])
