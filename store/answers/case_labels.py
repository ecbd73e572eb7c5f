"""The labels of one case, as far as they may be seen; and the cases whose labels differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.label_tasks import Blind
from curation.labelling_standard import Standard
from curation.labels import Adjudication, Feedback, Label, differing
from curation.names import key
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of labels, each read once."""

    labels: Mapping[str, Sequence[Label]]
    hidden: Mapping[str, Sequence[Blind]]
    standards: Mapping[int, Standard]
    adjudications: Mapping[str, Adjudication]
    feedback: Sequence[Feedback]


def case_labels(desk: Desk, case_id: str, *, actor: str) -> CaseLabels:
    """The labels of `case_id` that `actor` may see: their own, and those that are not blind."""
    with desk.ledger.reading() as asked:
        return _of(asked, _known(asked, [case_id], actor), case_id, actor)


def disagreements(desk: Desk, *, actor: str) -> tuple[CaseLabels, ...]:
    """The cases whose shown labels differ on what decides and that nobody has adjudicated."""
    with desk.ledger.reading() as asked:
        known = _known(asked, None, actor)
        apart = [c for c in known.labels if c not in known.adjudications and _differ(known, c)]
        return tuple(_of(asked, known, one, actor) for one in apart)


def _known(asked: Reading, case_ids: Sequence[str] | None, actor: str) -> _Known:
    shown, hidden = asked.seen(case_ids, to=actor)
    labels: dict[str, list[Label]] = {}
    for one in shown:
        labels.setdefault(one.case, []).append(one)
    blind: dict[str, list[Blind]] = {}
    for (case, _), why in hidden.items():
        blind.setdefault(case, []).append(why)
    return _Known(
        labels,
        blind,
        {one.version: one for one in asked.standards()},
        asked.adjudications(),
        asked.feedback(case_ids, to=actor),
    )


def _differ(known: _Known, case_id: str) -> tuple[str, ...]:
    """The deciding questions of the newest version on which people differ; none while blind."""
    if case_id in known.hidden:
        return ()
    standard, newest = _newest(known, case_id)
    return differing(newest, [one.name for one in standard.deciding]) if standard else ()


def _newest(known: _Known, case_id: str) -> tuple[Standard | None, list[Label]]:
    """The newest version by which the case is labelled (or the one in force), its labels."""
    labels = known.labels.get(case_id, ())
    version = max((one.standard for one in labels), default=max(known.standards, default=0))
    return known.standards.get(version), [one for one in labels if one.standard == version]


def _of(asked: Reading, known: _Known, case_id: str, actor: str) -> CaseLabels:
    case = asked.case(case_id)
    labels, hidden = known.labels.get(case_id, ()), known.hidden.get(case_id, ())
    standard, newest = _newest(known, case_id)
    adjudication, differ = known.adjudications.get(case_id), _differ(known, case_id)
    people = {key(one.rater) for one in labels if not one.judge}
    given = max((one.given for one in hidden), default=len(people))
    return CaseLabels(
        case_id, case.input if case else "", standard, tuple(labels),
        hidden[0].told if hidden else None, given, differ, adjudication,
        tuple(one for one in known.feedback if one.case == case_id),
        bool(newest) and not hidden and key(actor) not in people,
        _sentence(hidden, people, differ, adjudication),
    )  # fmt: skip


def _sentence(
    hidden: Sequence[Blind],
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
