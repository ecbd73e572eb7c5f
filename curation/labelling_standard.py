"""The labelling standard: what reviewers are asked about a case, and how they are to answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, cast

from curation.decisions import Body

PREFIX = "standard:v"
SEE = "`evaldesk standard show` prints the one in force."


class Scale(StrEnum):
    """How far apart two answers of a question are."""

    NOMINAL = "nominal"  # other, or the same
    ORDINAL = "ordinal"  # in the order of the options
    INTERVAL = "interval"  # a number


class About(StrEnum):
    """What a question asks for; the two are kept apart."""

    EXPECTATION = "expectation"  # what ought to come of the case
    FEEDBACK = "feedback"  # what somebody thinks of an output


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be given, and when it is the right one."""

    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a reviewer. One that `decides` keeps a case out where they differ."""

    name: str
    text: str
    scale: Scale = Scale.NOMINAL
    options: tuple[Option, ...] = ()  # of an ordinal question from low to high
    about: About = About.EXPECTATION
    decides: bool = True
    low: float | None = None  # of an interval question
    high: float | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What can be answered, as it is kept."""
        return tuple(one.value for one in self.options)

    @property
    def form(self) -> tuple[object, ...]:
        """What is frozen once there are labels: words may change, this may not."""
        order = self.values if self.scale is Scale.ORDINAL else tuple(sorted(self.values))
        return (self.name, self.scale, order, self.about, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of it. The words may change with the next one, the forms of questions not."""

    version: int
    title: str
    questions: tuple[Question, ...]
    definitions: str = ""
    criteria: str = ""
    boundary_cases: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    edge_rules: tuple[str, ...] = ()

    def question(self, name: str) -> Question | None:
        """The question of this name."""
        return next((one for one in self.questions if one.name == name), None)

    def of(self, about: About) -> tuple[Question, ...]:
        """The questions about one of the two."""
        return tuple(one for one in self.questions if one.about is about)

    @property
    def deciding(self) -> tuple[Question, ...]:
        """The questions on which reviewers have to agree before a case may block."""
        return tuple(q for q in self.of(About.EXPECTATION) if q.decides)


def same_questions(one: Standard, other: Standard) -> bool:
    """Whether labels of both versions answer the same: only words differ."""
    return _forms(one) == _forms(other)


def _forms(found: Standard) -> set[tuple[object, ...]]:
    return {(*one.form, one.decides) for one in found.of(About.EXPECTATION)}


def subject(version: int) -> str:
    """What the log calls a version."""
    return f"{PREFIX}{version}"


def body(found: Standard) -> dict[str, Any]:
    """The standard as plain JSON values."""
    return cast("dict[str, Any]", _plain(asdict(found)))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        said = cast("Mapping[str, object]", value)
        return {name: _plain(one) for name, one in said.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in cast("tuple[object, ...]", value)]
    return str(value) if isinstance(value, StrEnum) else value


def from_body(said: Body) -> Standard:
    """The standard that `body` wrote."""
    rules = {
        name: tuple(said.get(name) or ())
        for name in ("boundary_cases", "counter_examples", "edge_rules")
    }
    return Standard(
        int(said["version"]),
        said["title"],
        tuple(_question(one) for one in said["questions"]),
        said.get("definitions") or "",
        said.get("criteria") or "",
        **rules,
    )


def _question(said: Body) -> Question:
    kept = dict(said)
    kept["options"] = tuple(Option(**one) for one in said["options"])
    kept["scale"], kept["about"] = Scale(said["scale"]), About(said["about"])
    return Question(**kept)
