"""Labels of another tool in the words of the standard: whose, about what, with what answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from curation import labelling
from curation.errors import BadRequest
from curation.labelling_standard import About, Standard
from curation.labels import Answer
from curation.names import among
from curation.people import named
from curation.readings import word

JUDGES = ("judge", "model", "llm", "ai", "machine", "auto", "automatic", "true", "yes", "1")


class Misfit(Exception):
    """A row that is no label: what is wrong, in which field."""

    def __init__(self, field: str | None, why: str) -> None:
        self.field, self.why = field, why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says: one rater's answers to some of the questions."""

    rater: str
    judge: bool
    standard: Standard
    answers: Mapping[str, Answer]
    note: str


def said(
    fields: Mapping[str, str | None],
    further: Mapping[str, str | None],
    standards: Mapping[int, Standard],
    judges: Collection[str],
) -> Said:
    """The label that a row says; Misfit for an unknown version, question or answer."""
    rater = _rater(fields.get("annotator"))
    standard = _standard(fields.get("standard"), standards)
    kind = word(fields.get("annotator_kind") or "")
    judge = kind in JUDGES or among(rater, *judges)
    answers = _answers(fields, further, standard)
    try:
        note = labelling.note(fields.get("note") or "")
    except BadRequest as off:
        raise Misfit("note", str(off)) from None
    return Said(rater, judge, standard, answers, note)


def _rater(told: str | None) -> str:
    try:
        return named(told or "")
    except BadRequest:
        raise Misfit("annotator", "says nobody: a label needs its annotator") from None


def _standard(told: str | None, standards: Mapping[int, Standard]) -> Standard:
    if not told:
        return standards[max(standards)]
    number = told.strip().lower().removeprefix("v").removesuffix(".0")
    found = standards.get(int(number)) if number.isdecimal() else None
    if found is None:
        known = ", ".join(str(one) for one in standards)
        raise Misfit("standard", f"'{told}' is no version of the standard; there are: {known}")
    return found


def _answers(
    fields: Mapping[str, str | None], further: Mapping[str, str | None], standard: Standard
) -> dict[str, Answer]:
    asked = standard.of(About.EXPECTATION)
    told = {one.name: further[one.name] for one in asked if further.get(one.name)}
    if question := (fields.get("question") or "").strip():
        told[question] = fields.get("answer")
    elif fields.get("answer"):
        if len(standard.deciding) != 1:
            names = ", ".join(one.name for one in asked)
            raise Misfit("answer", f"says not to which question it is; there are: {names}")
        told[standard.deciding[0].name] = fields.get("answer")
    found: dict[str, Answer] = {}
    for name, value in told.items():
        try:
            found |= labelling.answers(standard, {name: value}, About.EXPECTATION)
        except BadRequest as off:
            raise Misfit(name if name in further else "answer", str(off)) from None
    if all(one is None for one in found.values()):
        names = ", ".join(one.name for one in asked)
        raise Misfit(None, f"answers no question of the standard: {names}")
    return found
