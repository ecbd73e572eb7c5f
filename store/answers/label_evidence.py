"""Gather what labels say about cases before they are moved."""

from collections.abc import Iterable, Mapping, Sequence

from curation.cases import Case
from curation.label_evidence import CategoryAgreement, LabelEvidence
from curation.label_ratings import comparable, counted
from curation.label_tasks import Blind
from curation.labels import Label, raters
from curation.names import key
from store.answers.category_agreement import Agreements, agreements, categories_of
from store.ledger.reading import Reading


def label_evidence(asked: Reading, cases: Sequence[Case]) -> dict[str, LabelEvidence]:
    """Per case what people said of it; nothing while no labelling standard is in force."""
    standard = asked.standard()
    if standard is None or not cases:
        return {}
    versions = comparable(asked.standards(), standard.version)
    ids = {case.id for case in cases}
    every = _by_case(asked.all_labels(ids), versions)
    blind = _hidden(asked.blind(ids), versions) if every else {}
    settled = {c: one for c, one in asked.adjudications().items() if one.standard in versions}
    shown = {case: its for case, its in every.items() if case not in blind}
    nobodies = _strangers(asked, every)
    known: Agreements = agreements(asked, standard, versions) if shown else {}
    return {
        case.id: LabelEvidence(
            version=standard.version,
            given=len(raters(every.get(case.id, ()))),
            labels=tuple(shown.get(case.id, ())),
            deciding=standard.deciding,
            hidden=blind.get(case.id),
            adjudication=settled.get(case.id),
            categories=_its(case, known) if case.id in shown else (),
            strangers=nobodies.get(case.id, {}),
        )
        for case in cases
    }


def _by_case(labels: Iterable[Label], versions: Sequence[int]) -> dict[str, list[Label]]:
    """What people said of each case by one of the versions, hidden or not."""
    found: dict[str, list[Label]] = {}
    for one in counted((one for one in labels if not one.judge), versions):
        found.setdefault(one.case, []).append(one)
    return found


def _strangers(
    asked: Reading, every: Mapping[str, Sequence[Label]]
) -> dict[str, dict[str, str]]:
    """Per case who labelled it, as somebody brought, and is nobody who is listed or acted."""
    found: dict[str, dict[str, str]] = {}
    for case, its in every.items():
        if brought := {one.rater: one.brought_by for one in its if one.brought_by}:
            found[case] = brought
    if not found:
        return {}
    known = {key(one) for one in (*asked.people().listed, *asked.acted())}
    return {
        case: {rater: by for rater, by in brought.items() if key(rater) not in known}
        for case, brought in found.items()
    }


def _hidden(
    blind: Mapping[tuple[str, int], Blind], versions: Sequence[int]
) -> dict[str, Blind]:
    return {case: why for (case, version), why in blind.items() if version in versions}


def _its(case: Case, known: Agreements) -> tuple[CategoryAgreement, ...]:
    return tuple(one for pair in categories_of(case).items() for one in known.get(pair, ()))
