"""The labels of one case, as far as they may be seen; and the cases whose labels differ."""

from dataclasses import dataclass

from curation.label_tasks import Blind
from curation.labelling_standard import Standard
from curation.labels import Adjudication, Feedback, Label, differing
from curation.names import key, same_person
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class CaseLabels:
    """What people expect of a case. `hidden`: until when the labels of others are not shown.

    `differ`: the deciding questions on which they do not agree. `feedback` is no label.
    """

    case: str
    input: str
    standard: Standard | None
    labels: tuple[Label, ...]
    hidden: str | None
    given: int
    differ: tuple[str, ...]
    adjudication: Adjudication | None
    feedback: tuple[Feedback, ...]
    may_adjudicate: bool
    sentence: str


def case_labels(desk: Desk, case_id: str, *, actor: str) -> CaseLabels:
    """The labels of `case_id` that `actor` may see: their own, and those that are not blind."""
    with desk.ledger.reading() as asked:
        return _of(asked, case_id, actor)


def disagreements(desk: Desk, *, actor: str) -> tuple[CaseLabels, ...]:
    """The cases whose shown labels differ on what decides and that nobody has adjudicated."""
    with desk.ledger.reading() as asked:
        settled = asked.adjudications()
        cases = dict.fromkeys(one.case for one in asked.labels(judges=False))
        names = {v.version: [q.name for q in v.deciding] for v in asked.standards()}
        every: dict[str, list[Label]] = {}
        for one in asked.labels(judges=False):
            every.setdefault(one.case, []).append(one)
        apart = [c for c in cases if c not in settled and _differ(every[c], names)]
        return tuple(_of(asked, one, actor) for one in apart)


def _differ(labels: list[Label], names: dict[int, list[str]]) -> tuple[str, ...]:
    newest = max(one.standard for one in labels)
    asked = names.get(newest, [])
    return differing([one for one in labels if one.standard == newest], asked)


def _of(asked: Reading, case_id: str, actor: str) -> CaseLabels:
    case = asked.case(case_id)
    labels = asked.labels([case_id], to=actor)
    hidden = list(asked.blind([case_id]).values())
    adjudication = asked.adjudications().get(case_id)
    versions = [one.standard for one in labels] + [v for _, v in asked.blind([case_id])]
    standard = asked.standard(max(versions) if versions else None)
    newest = [one for one in labels if standard and one.standard == standard.version]
    names = [one.name for one in standard.deciding] if standard else []
    differ = () if hidden else differing(newest, names)
    people = {key(one.rater) for one in labels if not one.judge}
    given = max((one.given for one in hidden), default=len(people))
    own = any(same_person(one.rater, actor) and not one.judge for one in labels)
    return CaseLabels(
        case_id, case.input if case else "", standard, tuple(labels),
        hidden[0].told if hidden else None, given, differ, adjudication,
        tuple(asked.feedback([case_id], to=actor)),
        bool(newest) and not hidden and not own,
        _sentence(hidden, people, differ, adjudication),
    )  # fmt: skip


def _sentence(
    hidden: list[Blind],
    people: set[str],
    differ: tuple[str, ...],
    adjudication: Adjudication | None,
) -> str:
    if hidden:
        return f"Labels are {hidden[0].told}."
    if adjudication:
        said = ", ".join(f"{n} = {a}" for n, a in adjudication.answers.items() if a is not None)
        return f"{adjudication.by} decided: {said}."
    if not people:
        return "Nobody has labelled this case."
    number = f"{len(people)} {'person has' if len(people) == 1 else 'people have'} labelled it"
    apart = f"differ on {', '.join(differ)}" if differ else "do not differ"
    return f"{number} and {apart}."
