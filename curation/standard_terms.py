"""A labelling standard as somebody wrote it down: read term by term, every fault named."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar, cast

from curation.contract_terms import Misfit, Path
from curation.labelling_standard import About, Option, Question, Scale, Standard

FORM = 1  # of the file
LONGEST = 4000  # characters of a text: reviewers read it beside a case
MOST_OPTIONS = 9  # each has a key of its own
TEXTS, LISTS = ("definitions", "criteria"), ("boundary_cases", "counter_examples", "edge_rules")
_TOP = ("standard", "based_on", "title", *TEXTS, *LISTS, "question")
_OF_QUESTION = ("name", "text", "scale", "about", "decides", "low", "high", "option")
_Word = TypeVar("_Word", bound=StrEnum)


def standard_of(values: Mapping[str, Any]) -> tuple[Standard, list[Misfit]]:
    """The standard that a file says, and all that is off in it; whole only without any."""
    terms = _Terms()
    terms.known(values, _TOP, ())
    if values.get("standard") != FORM:
        terms.off(("standard",), f"is no form that this Evaldesk reads: write {FORM}.")
    found = Standard(
        version=0,
        title=terms.text(values, "title", ()),
        questions=_questions(terms, values.get("question", [])),
        definitions=terms.text(values, "definitions", (), needed=False),
        criteria=terms.text(values, "criteria", (), needed=False),
    )
    lists = {name: terms.texts(values, name) for name in LISTS}
    return replace(found, **lists), terms.misfits


class _Terms:
    """What was off so far."""

    def __init__(self) -> None:
        self.misfits: list[Misfit] = []

    def off(self, path: Path, why: str) -> None:
        self.misfits.append(Misfit(path, why))

    def known(self, values: Mapping[str, Any], names: Sequence[str], path: Path) -> None:
        for name in values:
            if name not in names:
                self.off((*path, name), f"is no term here. There are: {', '.join(names)}.")

    def text(
        self, values: Mapping[str, Any], name: str, path: Path, *, needed: bool = True
    ) -> str:
        return self.said(values.get(name, ""), (*path, name), needed=needed)

    def said(self, found: object, path: Path, *, needed: bool = True) -> str:
        if not isinstance(found, str):
            self.off(path, 'is no text: write it in quotes, "…".')
            return ""
        text = found.strip()
        if "\0" in text:
            self.off(path, "holds a NUL character, which no keyboard writes.")
        if needed and not text:
            self.off(path, "is missing: a standard has to say it.")
        if len(text) > LONGEST:
            self.off(path, f"has {len(text):,} characters; {LONGEST:,} are the most.")
        return text

    def texts(self, values: Mapping[str, Any], name: str) -> tuple[str, ...]:
        listed = self.listed(values.get(name, []), (name,))
        return tuple(self.said(one, (name, place)) for place, one in enumerate(listed))

    def listed(self, found: object, path: Path) -> list[object]:
        if isinstance(found, list):
            return cast("list[object]", found)
        self.off(path, "is no list.")
        return []

    def table(self, found: object, path: Path) -> dict[str, Any]:
        if isinstance(found, dict):
            return cast("dict[str, Any]", found)
        self.off(path, "is no table.")
        return {}

    def word(self, found: object, path: Path, words: type[_Word], default: _Word) -> _Word:
        known = {str(one): one for one in words}
        if isinstance(found, str) and found in known:
            return known[found]
        self.off(path, f"is not one of {', '.join(known)}.")
        return default

    def number(self, values: Mapping[str, Any], name: str, path: Path) -> float | None:
        found = values.get(name)
        if found is None:
            return None
        if (
            isinstance(found, bool)
            or not isinstance(found, (int, float))
            or not isfinite(found)
        ):
            self.off((*path, name), "is no number.")
            return None
        return float(found)


def _questions(terms: _Terms, said: object) -> tuple[Question, ...]:
    listed = terms.listed(said, ("question",))
    return tuple(_question(terms, one, ("question", n)) for n, one in enumerate(listed))


def _question(terms: _Terms, said: object, path: Path) -> Question:
    values = terms.table(said, path)
    terms.known(values, _OF_QUESTION, path)
    decides = values.get("decides", True)
    if not isinstance(decides, bool):
        terms.off((*path, "decides"), "is true or false.")
    about = terms.word(
        values.get("about", "expectation"), (*path, "about"), About, About.EXPECTATION
    )
    return Question(
        name=terms.text(values, "name", path),
        text=terms.text(values, "text", path),
        scale=terms.word(
            values.get("scale", "nominal"), (*path, "scale"), Scale, Scale.NOMINAL
        ),
        options=_options(terms, values.get("option", []), (*path, "option")),
        about=about,
        decides=bool(decides) and about is About.EXPECTATION,
        low=terms.number(values, "low", path),
        high=terms.number(values, "high", path),
    )


def _options(terms: _Terms, said: object, path: Path) -> tuple[Option, ...]:
    found: list[Option] = []
    for place, one in enumerate(terms.listed(said, path)):
        here = (*path, place)
        values = terms.table(one, here)
        terms.known(values, ("value", "meaning"), here)
        meaning = terms.text(values, "meaning", here, needed=False)
        found.append(Option(terms.text(values, "value", here), meaning))
    return tuple(found)
