"""A sentence in pieces: its answer, which is read first, and what follows."""

import re
from collections.abc import Sequence

from curation.figures import Span

_END = re.compile(r"[:.](?=\s|$)")


def halved(parts: Sequence[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The pieces up to the first colon or full stop, and the others."""
    for place, span in enumerate(parts):
        if found := _END.search(span.text):
            first = Span(span.text[: found.end()], span.link)
            rest = Span(span.text[found.end() :], span.link)
            after = (rest,) if rest.text else ()
            return (*parts[:place], first), (*after, *parts[place + 1 :])
    return tuple(parts), ()


def text_of(parts: Sequence[Span]) -> str:
    """The pieces as one text."""
    return "".join(span.text for span in parts)
