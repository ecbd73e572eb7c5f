"""What the people of the sample agreed on: the evaluation contract, in two versions."""

from dataclasses import replace

from store.acts.contracting import set_contract
from store.answers.contract import draft
from store.desk import Desk


def story_contract(desk: Desk) -> None:
    """Ana writes the first version, and Ben says in the second one what an error costs."""
    begun = draft(desk)
    first = replace(
        begun,
        decision="May this release candidate answer our customers?",
        scope="Every answer of the support assistant, on every route, channel and language.",
        worse="An unsafe answer is worse than a refused one",
        ship_if=tuple(
            replace(one, called="accuracy on the blocking set")
            if one.name == "gate.pass_rate.blocking" else one
            for one in begun.ship_if
        ),
    )  # fmt: skip
    set_contract(desk, first, actor="Ana Ruiz", reason="agreed with product and support")
    why = "a customer acts on it, and one such answer costs as much as a hundred wrong ones"
    second = replace(first, why_worse=why)
    set_contract(desk, second, actor="Ben Okafor", reason="asked for in the review")
