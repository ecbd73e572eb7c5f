"""What the sample has to label: an open task, half done by one person."""

from datetime import timedelta

from curation.labelling_standard import About, Standard
from store.acts.asking_for_labels import Choice, ask_for_labels
from store.acts.labelling import label
from store.answers.gate_basis import today
from store.answers.label_work import work
from store.desk import Desk
from store.sample.story.people import ANA, CHLOE

_CASES, _GIVEN = 12, 5


def tell_labelling(desk: Desk) -> None:
    """Two people are asked about cases of monitoring; Chloe has begun, and nobody sees it."""
    with desk.ledger.reading() as asked:
        standard = asked.standard()
    if standard is None:
        return
    ask_for_labels(
        desk, "Monitoring, before it may block", Choice(set="monitoring", limit=_CASES),
        actor=ANA, due=(today(desk) + timedelta(days=5)).isoformat(),
        reason="the review promotes from here",
    )  # fmt: skip
    for one in work(desk, CHLOE, limit=_GIVEN).cases:
        label(desk, one.case, _first(standard), actor=CHLOE, task=one.task)


def _first(standard: Standard) -> dict[str, object]:
    asked = standard.of(About.EXPECTATION)
    return {one.name: one.values[0] for one in asked if one.options}
