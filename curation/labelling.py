"""May somebody label this case, and with these answers? Blind, once, and by the standard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from curation.errors import BadRequest, NotAllowed
from curation.label_tasks import LIST_THEM, Task
from curation.labelling_standard import SEE, About, Question, Scale, Standard
from curation.labels import ANOTHER, Adjudication, Answer, Label, raters
from curation.names import key, same_person
from curation.people import People

LONGEST = 2000  # characters of a note


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case when somebody labels it; `hidden`: its labels are not shown."""

    case: str
    labels: Sequence[Label]  # all of them, blind ones too
    hidden: bool
    task: Task | None = None
    adjudication: Adjudication | None = None
    needed: int = 1  # people whose labels there are to be before somebody adjudicates


def answers(
    standard: Standard, said: Mapping[str, object], about: About | None = None
) -> dict[str, Answer]:
    """The answers as they are kept: every value one that its question knows; BadRequest."""
    known = {one.name: one for one in standard.questions if about in (None, one.about)}
    for name in said:
        if name not in known:
            raise BadRequest(
                f"The standard, version {standard.version}, does not ask for '{name}'"
                f"{f' about the {about}' if about else ''}. It asks for: "
                f"{', '.join(known) or 'nothing'}. {SEE}"
            )
    return {name: _answer(known[name], value) for name, value in said.items()}


def _answer(question: Question, said: object) -> Answer:
    text = "" if said is None else str(said).strip()
    if not text:
        return None
    if question.scale is Scale.INTERVAL:
        return _number(question, text)
    found = next((one for one in question.values if key(one) == key(text)), None)
    if found is None:
        raise BadRequest(
            f"'{text}' is no answer to '{question.name}'. Use one of: "
            f"{', '.join(question.values)}."
        )
    return found


def _number(question: Question, text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    low = question.low if question.low is not None else float("-inf")
    high = question.high if question.high is not None else float("inf")
    if isfinite(found) and low <= found <= high:
        return found
    bounds = f" from {low:g} to {high:g}" if isfinite(low) or isfinite(high) else ""
    raise BadRequest(f"'{text}' is no answer to '{question.name}': write a number{bounds}.")


def required(standard: Standard, said: Mapping[str, Answer]) -> None:
    """Refuse a label that says nothing of what the case expects."""
    if not any(said.get(one.name) is not None for one in standard.of(About.EXPECTATION)):
        asked = ", ".join(one.name for one in standard.of(About.EXPECTATION))
        raise BadRequest(f"This says nothing of what is expected. Answer one of: {asked}.")


def note(said: str) -> str:
    """A note as it is kept, or BadRequest."""
    if len(said) > LONGEST:
        raise BadRequest(f"A note has {LONGEST:,} characters at most; this has {len(said):,}.")
    return said.strip()


def require_may_label(known: Known, standard: Standard, actor: str) -> None:
    """Refuse a label that would not be independent, or that nobody asks of `actor`."""
    its = [one for one in known.labels if one.standard == standard.version]
    own = any(same_person(one.rater, actor) and not one.judge for one in its)
    have = raters(its)
    if known.adjudication is not None and same_person(known.adjudication.by, actor):
        raise NotAllowed(
            f"{actor} adjudicated {known.case}: who decides between labels is no reviewer of "
            "it. Let somebody else label it."
        )
    if known.task is not None:
        _require_asked(known.task, actor)
        if not own and len(have) >= known.task.wanted:
            raise NotAllowed(
                f"{known.case} has the {known.task.wanted} labels that {known.task.id} asks "
                f"for. Take the next one: evaldesk labels next --task {known.task.id}."
            )
    if its and not known.hidden:
        more = ANOTHER.format(case=known.case, wanted=len(have) + 1)
        what = "changed" if own else "made"
        raise NotAllowed(
            f"The labels of {known.case} are shown already: one {what} now would not be "
            f"independent. Ask for further ones in a task: {more}."
        )


def _require_asked(task: Task, actor: str) -> None:
    if not task.is_open:
        raise NotAllowed(f"{task.id} was closed by {task.closed_by}. {LIST_THEM}")
    if not task.asks(actor):
        raise NotAllowed(
            f"{task.id} asks {', '.join(task.reviewers)}; {actor} is none of them. Ask "
            f"{task.by} for a task of your own."
        )


def require_may_adjudicate(
    known: Known,
    standard: Standard,
    said: Mapping[str, Answer],
    actor: str,
    reason: str,
    who: People,
) -> None:
    """Refuse who labelled the case themselves, and what would decide on labels nobody saw."""
    if known.hidden:
        raise NotAllowed(
            f"The labels of {known.case} are hidden until everybody who is asked has labelled "
            "it: there is nothing to decide between yet. `evaldesk labels progress` says who "
            "is missing."
        )
    people = raters(known.labels)
    if len(people) < known.needed:
        raise BadRequest(
            f"{known.case} has {len(people)} labels of people, judges apart, and "
            f"{known.needed} are needed before there is something to decide between. Have it "
            "labelled first: "
            f"{ANOTHER.format(case=known.case, wanted=known.needed)}."
        )
    if not who.decides(actor):
        raise NotAllowed(f"{actor} cannot adjudicate: `evaldesk people` says who they are.")
    if key(actor) in people:
        raise NotAllowed(
            f"{actor} labelled {known.case}, and the adjudicator is not a reviewer of it. Ask "
            "somebody who has not labelled it."
        )
    missing = [one.name for one in standard.deciding if said.get(one.name) is None]
    if missing:
        raise BadRequest(f"An adjudication answers what decides: {', '.join(missing)} lacks.")
    if not reason.strip():
        raise BadRequest(
            "An adjudication needs a reason, which stays in the log: say --reason."
        )
