"""A text with its odd spaces, dashes, digits and full-width signs as a keyboard writes them.

What copies a number from a page or a PDF leaves no-break spaces and dashes of print in it.
A levelled text is as long as it was, so that places in the one are places in the other.
"""

SPACES = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
DASHES = "\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_ZEROS = "\u0660\u06f0\u0966\u09e6\u0e50\uff10"  # Arabic, Persian, Devanagari, Bengali, Thai, …
DIGITS = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS)
_FULL_WIDTH = range(0xFF01, 0xFF5F)


def levelled(text: str) -> str:
    """`text` with each odd sign replaced by the plain one that it stands for."""
    return text if text.isascii() else text.translate(_PLAIN)


def _codes(ranges: str) -> list[int]:
    """The characters of a class as a pattern writes it: single ones, and from-to."""
    found: list[int] = []
    for at, char in enumerate(ranges):
        if char == "-":
            found += range(ord(ranges[at - 1]) + 1, ord(ranges[at + 1]))
        else:
            found.append(ord(char))
    return found


_PLAIN = {
    **{code: code - 0xFEE0 for code in _FULL_WIDTH},
    **{ord(zero) + n: ord("0") + n for zero in _ZEROS for n in range(10)},
    **dict.fromkeys(_codes(SPACES), ord(" ")),
    **dict.fromkeys(_codes(DASHES), ord("-")),
}
