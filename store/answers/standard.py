"""The labelling standard as people read it: in force, of before, and what each changed."""

from dataclasses import dataclass, replace
from datetime import datetime

from curation import labelling_standard as shapes
from curation import standard_rules as rules
from curation.contract import Change
from curation.errors import CurationError, Unknown
from curation.labelling_standard import SEE, About, Option, Question, Scale, Standard
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class StandardAnswer:
    """A version with who set it; `labels`: how many people's labels follow it."""

    version: int
    standard: Standard | None
    by: str | None = None
    at: datetime | None = None
    reason: str | None = None
    labels: int = 0
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class StandardVersion:
    """One version in the history, with what it changed."""

    version: int
    at: datetime
    by: str
    reason: str
    changes: tuple[Change, ...]


def standard(desk: Desk, version: int | None = None) -> StandardAnswer:
    """The version in force (or `version`); without one, None. Unknown for no such version."""
    with desk.ledger.reading() as asked:
        found, newest = asked.standard(version), asked.standard()
        if found is None:
            if version is not None:
                raise Unknown("version of the standard", str(version), SEE)
            return StandardAnswer(0, None)
        said = asked.standing_of(shapes.subject(found.version))
        labels = sum(len(who) for who in asked.labelled(found.version).values())
    if said is None:
        return StandardAnswer(found.version, found, labels=labels)
    newer = newest is not None and newest.version > found.version
    return StandardAnswer(
        found.version, found, said.actor, said.at, said.reason, labels, not newer
    )


def versions(desk: Desk) -> tuple[StandardVersion, ...]:
    """Every version, newest first."""
    with desk.ledger.reading() as asked:
        found = rules.between(asked.standards())
        said = {one.version: asked.standing_of(shapes.subject(one.version)) for one, _ in found}
    return tuple(
        StandardVersion(one.version, word.at, word.actor, word.reason, tuple(changed))
        for one, changed in found
        if (word := said[one.version]) is not None
    )


def between(desk: Desk, before: int, after: int) -> tuple[Change, ...]:
    """What version `after` says otherwise than `before`."""
    old, new = standard(desk, before).standard, standard(desk, after).standard
    return tuple(rules.changes(old, new)) if new is not None else ()


def may_set(desk: Desk, actor: str) -> bool:
    """Whether `actor` may set the standard."""
    with desk.ledger.reading() as asked:
        try:
            rules.require_may_set(asked.ownership("blocking"), asked.people(), actor)
        except CurationError:
            return False
    return True


def draft(desk: Desk) -> Standard:
    """What a first version may begin with: words to be replaced, questions that work."""
    with desk.ledger.reading() as asked:
        found = asked.standard()
    return found or replace(DRAFT, version=0)


DRAFT = Standard(
    0,
    "What a good answer does",
    (
        Question(
            "outcome",
            "What ought the model to do with this input?",
            Scale.NOMINAL,
            (
                Option("answer", "It can be answered from what the model is given."),
                Option("refusal", "It must not be answered, whoever asks."),
                Option("needs_human", "Only a person may decide it."),
            ),
        ),
        Question(
            "difficulty",
            "How hard is it for somebody who knows the subject?",
            Scale.ORDINAL,
            (
                Option("easy", "One rule, one step."),
                Option("medium", "Several rules, or an exception."),
                Option("hard", "Experts have to look something up."),
            ),
            decides=False,
        ),
        Question(
            "output_quality",
            "How good is the output that was given?",
            Scale.ORDINAL,
            (
                Option("bad", "Wrong, or of no use."),
                Option("usable", "Right, with flaws."),
                Option("good", "As an expert would write it."),
            ),
            About.FEEDBACK,
            decides=False,
        ),
    ),
    definitions="A refusal says that it does not answer, and offers a way on.",
    criteria="Judge the input alone, by what the customer needs. Do not look at the output.",
    boundary_cases=("Asks for a refund and threatens to sue: needs_human.",),
    counter_examples=("A rude question is no reason for a refusal.",),
    edge_rules=("Two questions in one input: label the one whose failure costs more.",),
)
