"""The one sentence of the home page: may we ship, with how many watch items, and why."""

from collections.abc import Sequence

from curation.figures import Span, Watch

NAMED = 3  # watch items that are named; the others are counted


def sentence_of(parts: Sequence[Span]) -> str:
    """The pieces as one text."""
    return "".join(part.text for part in parts)


def shipping(words: str, run: Span, reason: str, watching: Sequence[Watch]) -> tuple[Span, ...]:
    """What the gate said of `run`: `words` are Safe to ship, Do not ship or Not decided."""
    if words != SAFE:
        besides = (Span(" Besides, "), *listed(watching, first="")) if watching else ()
        return (Span(f"{words}: "), run, Span(f". {reason}"), *besides)
    if not watching:
        return (Span(f"{words}: "), run, Span(f". {reason}"))
    return (Span(f"{words}, with "), *listed(watching, first=""), Span(" "), run,
            Span(f": {reason}"))  # fmt: skip


SAFE, NEVER, OPEN = "Safe to ship", "Do not ship", "Not decided"


def listed(watching: Sequence[Watch], first: str) -> tuple[Span, ...]:
    """3 watch items: the first ones by name, and how many more."""
    n = len(watching)
    found = [Span(f"{first}{n} watch item{'' if n == 1 else 's'}: ")]
    named = list(watching[:NAMED])
    for place, one in enumerate(named):
        if place:
            last = place == len(named) - 1 and n <= NAMED
            found.append(Span(" and " if last else ", "))
        found.append(Span(one.text, one.link))
    if n > NAMED:
        found.append(Span(f" and {n - NAMED} more"))
    return (*found, Span("."))


def plainly(text: str, watching: Sequence[Watch] = ()) -> tuple[Span, ...]:
    """A sentence about no run, and what is to be watched all the same."""
    besides = (Span(" Besides, "), *listed(watching, first="")) if watching else ()
    return (Span(text), *besides)
