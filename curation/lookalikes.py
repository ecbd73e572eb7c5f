"""Texts as they look to who reads them: without invisible marks, in letters of one alphabet.

For comparing only. The id of a case comes of its very letters, and never changes.
"""

import unicodedata

# Each as it is in lower case, and none twice within an alphabet: what differs there still does.
_CYRILLIC = "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd һh ԛq ԝw"
_GREEK = "αa βb εe ζz ιi κk οo ρp τt χx"
_FURTHER = "ոn սu օo ıi ɑa ɡg"
_LATIN = str.maketrans({two[0]: two[1] for two in f"{_CYRILLIC} {_GREEK} {_FURTHER}".split()})
_ACCENTS = range(0x300, 0x370)  # those that no letter took up: piled on, or joiners
_FILLERS = frozenset("\u115f\u1160\u2800")


def readable(text: str) -> str:
    """`text` in lower case as a reader takes it in; the same for texts that look the same."""
    if text.isascii():
        return text.casefold()
    bare = "".join(char for char in text if not _unseen(char))
    folded = unicodedata.normalize("NFKC", bare).casefold()
    return "".join(c for c in folded.translate(_LATIN) if not _unseen(c))


def _unseen(char: str) -> bool:
    """Whether nobody sees `char`: direction and width marks, selectors, piled accents."""
    if char.isascii():
        return False
    at = ord(char)
    return (
        unicodedata.category(char) == "Cf"
        or 0xFE00 <= at <= 0xFE0F
        or at in _ACCENTS
        or char in _FILLERS
    )
