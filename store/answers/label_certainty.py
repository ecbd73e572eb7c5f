"""How far people agree on the cases of a set version: what a verdict on it is bound to."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from curation.label_ratings import comparable, counted, said
from curation.labels import Label, raters
from store.answers.category_agreement import alpha_of
from store.ledger.reading import Reading


def label_agreement(asked: Reading, case_ids: Sequence[str]) -> dict[str, Any] | None:
    """Agreement on the first question that decides; None without a labelling standard.

    Of the cases that are adjudicated the labels count as they were given: adjudication mends
    a case, not how far people agree.
    """
    standard = asked.standard()
    if standard is None or not standard.deciding:
        return None
    question = standard.deciding[0]
    versions = comparable(asked.standards(), standard.version)
    labels = counted(asked.labels(set(case_ids), judges=False), versions)
    alpha = alpha_of(said(labels, question), question)
    settled = asked.adjudications()
    ruled = [c for c in case_ids if c in settled and settled[c].standard in versions]
    return {
        "alpha": alpha.value,
        "low": alpha.low,
        "high": alpha.high,
        "level": alpha.level,
        "n": alpha.n_units,
        "labels": alpha.n_ratings,
        "raters": len(raters(labels)),
        "question": question.name,
        "standard": standard.version,
        "cases": len(case_ids),
        "adjudicated": len(ruled),
        "why": alpha.note,
        **_brought(labels),
    }


def _brought(labels: Sequence[Label]) -> dict[str, Any]:
    """How many of the labels who brought here from another tool; nothing where nobody did."""
    found = Counter(one.brought_by for one in labels if one.brought_by)
    return {"brought": dict(sorted(found.items()))} if found else {}
