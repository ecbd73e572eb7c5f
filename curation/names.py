"""Whether two names are one person's: the one rule, wherever who acts is held against who."""

import unicodedata
from functools import lru_cache

_ALIKE = str.maketrans(
    "авекмнорстухіјѕԁһԛԝӏ" + "αβεικνορτυχ",
    "abekmhopctyxijsdhqwl" + "abeikvoptyx",
)


@lru_cache(maxsize=4096)  # few people, and thousands of labels name them
def key(name: str) -> str:
    """`name` as two people cannot both have it: Eve, eve and a hidden sign in it are one."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc"))
    return " ".join(map(_of_one_script, seen.split()))


def _of_one_script(word: str) -> str:
    """`word`; where Latin letters are mixed with others that look alike, in Latin ones.

    Nobody spells a name half in Cyrillic or Greek, but who wants to pass for two people does.
    """
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}
    mixed = "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}
    return word.translate(_ALIKE) if mixed else word


def same_person(one: str, other: str | None) -> bool:
    """Whether `one` and `other` are one person; nobody is no person."""
    return other is not None and key(one) == key(other)


def among(name: str, *people: str | None) -> bool:
    """Whether `name` is one of `people`."""
    return any(same_person(name, one) for one in people)
