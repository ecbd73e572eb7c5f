"""Text that came from outside, shown as it was written, and compared word by word."""

from difflib import SequenceMatcher
from re import findall

from pages.shared.html import Content, Html, join, tag, text

_QUOTE_LIMIT = 20_000
_COMPARE_LIMIT = 4_000


def quote(words: str | None, label: str, *, tone: str = "output") -> Html:
    """Text from outside under its label, as it is written; `tone="input"` tints it."""
    said = words if words else tag("span", "nothing was recorded", class_="muted")
    return _quoted(label, _cut(said), tone)


def difference(expected: str, actual: str) -> tuple[Html, Html]:
    """Expected and actual word by word: what is missing underlined, what is wrong dashed.

    Long texts come back as they are: comparing them would keep the reader waiting.
    """
    if len(expected) + len(actual) > _COMPARE_LIMIT:
        return text(expected), text(actual)
    left, right = (findall(r"\s+|\w+|[^\w\s]", side) for side in (expected, actual))
    one: list[Content] = []
    other: list[Content] = []
    for op, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        gone, came = "".join(left[a:b]), "".join(right[c:d])
        one.append(gone if op == "equal" or not gone else tag("del", gone))
        other.append(came if op == "equal" or not came else tag("ins", came))
    return join(one), join(other)


def _quoted(label: str, said: Content, tone: str) -> Html:
    over = tag("p", label, class_="over")
    box = tag(
        "div", said, class_=f"quote is-{tone}", tabindex=0, role="group", aria_label=label
    )
    return join((over, box))


def _cut(said: str) -> Content:
    if isinstance(said, Html) or len(said) <= _QUOTE_LIMIT:
        return said
    left = tag("span", f" … and {len(said) - _QUOTE_LIMIT:,} more characters", class_="muted")
    return join((text(said[:_QUOTE_LIMIT]), left))
