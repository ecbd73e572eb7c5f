"""The one sentence of the home page: may we ship, with how many watch items, and why."""

from collections.abc import Sequence

from curation.figures import Span, Watch

AGENDA = "review"  # where all of them are talked about
NAMED = 3  # watch items that are named; the others are counted


def sentence_of(parts: Sequence[Span]) -> str:
    """The pieces as one text."""
    return "".join(part.text for part in parts)


def shipping(words: str, run: Span, reason: str, watching: Sequence[Watch]) -> tuple[Span, ...]:
    """What the gate said of `run`: `words` are Safe to ship, Do not ship or Not decided."""
    why = Span(reason, run.link)
    if words == SAFE and watching:
        return (Span(f"{words}, with "), *listed(watching), Span(" "), run, Span(": "), why)
    return (Span(f"{words}: "), run, Span(". "), why, *_besides(watching))


def plainly(text: str, watching: Sequence[Watch], link: str) -> tuple[Span, ...]:
    """A sentence about no answer of the gate, and what is to be watched all the same."""
    word, dot, why = text.partition(". ")
    return (Span(f"{word}{dot}"), Span(why, link), *_besides(watching))


def _besides(watching: Sequence[Watch]) -> tuple[Span, ...]:
    return (Span(" Besides, "), *listed(watching)) if watching else ()


SAFE, NEVER, OPEN = "Safe to ship", "Do not ship", "Not decided"


def listed(watching: Sequence[Watch]) -> tuple[Span, ...]:
    """3 watch items: the first ones by name, and how many more."""
    n = len(watching)
    found = [Span(f"{n} watch item{'' if n == 1 else 's'}", AGENDA), Span(": ")]
    named = list(watching[:NAMED])
    for place, one in enumerate(named):
        if place:
            last = place == len(named) - 1 and n <= NAMED
            found.append(Span(" and " if last else ", "))
        found.append(Span(one.text, one.link))
    if n > NAMED:
        found += [Span(" and "), Span(f"{n - NAMED} more", watching[NAMED].link)]
    return (*found, Span("."))
