"""What the labels of a case say about its way into blocking: enough, alike, or adjudicated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from curation.label_tasks import Blind
from curation.labelling_standard import Question
from curation.labels import ANOTHER, Adjudication, Label, differing
from curation.names import key, same_person


@dataclass(frozen=True, slots=True)
class CategoryAgreement:
    """How far people agree on one question about cases of one kind: alpha and its highest."""

    category: str  # as category=refund
    question: str
    alpha: float
    high: float


@dataclass(frozen=True, slots=True)
class LabelEvidence:
    """The labels that people gave a case by the standard in force, as far as they are seen.

    `strangers`: who is known here by a brought label alone, and who brought it.
    """

    version: int
    given: int = 0  # people who labelled it, seen or not
    labels: tuple[Label, ...] = ()
    deciding: tuple[Question, ...] = ()
    hidden: Blind | None = None
    adjudication: Adjudication | None = None
    categories: tuple[CategoryAgreement, ...] = ()  # with enough cases to say
    strangers: Mapping[str, str] = field(default_factory=dict[str, str])

    def without(self, actor: str) -> "LabelEvidence":
        """The same without the labels that `actor` alone vouches for."""
        theirs = {key(one) for one in own(self.strangers, actor)}
        kept = tuple(one for one in self.labels if key(one.rater) not in theirs)
        return replace(self, labels=kept, given=self.given - len(theirs))


def own(strangers: Mapping[str, str], actor: str) -> tuple[str, ...]:
    """Whom of `strangers` only `actor` knows."""
    return tuple(one for one, by in strangers.items() if same_person(by, actor))


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why the labels of a case do not carry it into blocking, and what would clear it."""

    code: str
    what: str
    clear: str


def shortfall(
    case: str, known: LabelEvidence, *, needed: int, least_alpha: float, actor: str = ""
) -> Shortfall | None:
    """What is amiss with the labels of `case`; None where they carry it.

    What `actor` brought of people whom nobody knows is not enough for a move of their own.
    """
    found = known.without(actor)
    if found.given < needed:
        alone = known.given >= needed
        return _vouched_by(case, known, needed, actor) if alone else _few(case, found, needed)
    if found.adjudication is not None:  # it decides between labels, and stands for none
        return None
    if found.hidden is not None:
        clear = "wait for them, or ask them: evaldesk labels progress"
        return Shortfall("labels_hidden", f"its labels are {found.hidden.told}", clear)
    if lacking := _unanswered(found, needed):
        clear = f"evaldesk label {case} {_answers(lacking)}, by who left it out"
        what = f"fewer than {needed} of its labels answer {' and '.join(lacking)}"
        return Shortfall("too_few_labels", what, clear)
    names = [one.name for one in found.deciding]
    if apart := differing(found.labels, names):
        clear = f"evaldesk adjudicate {case} {_answers(names)} --reason WHY"
        return Shortfall("labels_differ", _differ(found.labels, apart), clear)
    weak = [one for one in found.categories if one.high < least_alpha]
    return _weak(case, weak[0], names, least_alpha) if weak else None


def _few(case: str, found: LabelEvidence, needed: int) -> Shortfall:
    people = "1 person has" if needed == 1 else f"{needed} people have"
    have = {0: "nobody has", 1: "1 has"}.get(found.given, f"{found.given} have")
    what = f"{people} to label it by standard v{found.version}, {have}"
    by = "by somebody who has not labelled it" if found.given else "each without the others"
    if found.labels:  # shown: only a task makes them blind again
        return Shortfall("too_few_labels", what, _ask(case, needed))
    names = [one.name for one in found.deciding]
    return Shortfall("too_few_labels", what, f"evaldesk label {case} {_answers(names)}, {by}")


def _vouched_by(case: str, found: LabelEvidence, needed: int, actor: str) -> Shortfall:
    who = " and ".join(own(found.strangers, actor))
    what = (
        f"{needed} people have to label it by standard v{found.version}, and of {who} this "
        f"desk knows nothing but the labels that {actor} brought"
    )
    clear = "let somebody else who may decide on blocking move it, or have it labelled here"
    return Shortfall("too_few_labels", what, f"{clear}: {_ask(case, needed)}")


def _ask(case: str, wanted: int) -> str:
    return ANOTHER.format(case=case, wanted=wanted)


def _unanswered(found: LabelEvidence, needed: int) -> list[str]:
    """The deciding questions that too few of the labels answer."""
    return [
        one.name
        for one in found.deciding
        if sum(label.answers.get(one.name) is not None for label in found.labels) < needed
    ]


def _differ(labels: Sequence[Label], names: Sequence[str]) -> str:
    told = "; ".join(f"{name} ({_who_said_what(labels, name)})" for name in names)
    return f"its labels differ on {told}"


def _who_said_what(labels: Sequence[Label], name: str) -> str:
    people: dict[str, list[str]] = {}
    for one in labels:
        if (answer := one.answers.get(name)) is not None:
            people.setdefault(str(answer), []).append(one.rater)
    return ", ".join(f"{' and '.join(who)} said {answer}" for answer, who in people.items())


def _weak(case: str, weak: CategoryAgreement, names: Sequence[str], least: float) -> Shortfall:
    what = (
        f"people do not agree on {weak.question} where {weak.category}: alpha "
        f"{weak.alpha:.2f}, at most {weak.high:.2f}, and {least:.3g} is needed"
    )
    clear = f"evaldesk adjudicate {case} {_answers(names)} --reason WHY, or sharpen"
    return Shortfall("category_unreliable", what, f"{clear} the standard and label anew")


def _answers(names: Sequence[str]) -> str:
    return " ".join(f"--answer {name}=ANSWER" for name in names)
