"""What a case is of, in pairs of a name and a word: how people write them, and what fits."""

from collections.abc import Iterable

from curation.cases import LONGEST_ATTRIBUTE
from curation.coverage import OWN, RESERVED
from curation.errors import BadRequest
from curation.readings import word

MOST = 20
Pairs = tuple[tuple[str, str], ...]


def attributes(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """`pairs` as they are kept, or BadRequest."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key, said = word(name), value.strip()
        if not key or key in OWN or key in RESERVED:
            raise BadRequest(
                f"'{name}' cannot be an attribute: it is empty, or a case says it of itself. "
                "Call it category, complexity, tone, outcome …"
            )
        if len(said) > LONGEST_ATTRIBUTE or len(key) > LONGEST_ATTRIBUTE:
            raise BadRequest(
                f"An attribute is a word of up to {LONGEST_ATTRIBUTE} characters; {name} has "
                f"{max(len(said), len(key))}. Put a longer text into the note."
            )
        found[key] = said
    if len(found) > MOST:
        raise BadRequest(f"A case has {MOST} attributes at most; {len(found)} were named.")
    return tuple(sorted(found.items()))


def parsed(said: Iterable[str]) -> dict[str, str]:
    """`category=refund`, taken apart; BadRequest for what is no pair."""
    found: dict[str, str] = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise BadRequest(f"'{one}' is no pair. Write it as category=refund.")
        found[name.strip()] = value.strip()
    return found


def written(pairs: Pairs) -> str:
    """The attributes as a field shows them, and `parsed` reads them between commas."""
    return ", ".join(f"{name}={value}" for name, value in pairs)
