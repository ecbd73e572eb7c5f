"""The contract in words: one sheet that can be read, printed and sent."""

from curation.contract_numbers import Agrees, Held
from store.answers.certificate_words import moment
from store.answers.contract import ContractAnswer
from store.answers.paper import Section, Told

NEXT = "evaldesk contract export contract.toml"


def told(found: ContractAnswer) -> Told:
    """The words of the contract that stands."""
    one = found.contract
    if one is None:
        return Told("Evaluation contract", "None is set.", None, f"Begin with {NEXT}.", ())
    by = f"Version {found.version}, {found.by}, {moment(found.at)}: {found.reason}"
    return Told(
        "Evaluation contract",
        one.decision,
        None,
        by,
        (
            Section("What it covers", (("Outputs", one.scope), ("Worse", _worse(found)))),
            Section(
                "Ship only if",
                tuple(_row(n) for n in found.numbers),
                ("what", "contract", "in force", "owner", "deputy"),
            ),
            Section(
                "Who answers for it",
                tuple(
                    (s.scope, s.owner, s.deputy or "nobody", _now(s.owner_now, s.agrees))
                    for s in found.seats
                ),
                ("of", "owner", "deputy", "now"),
            ),
        ),
    )


def _worse(found: ContractAnswer) -> str:
    one = found.contract
    assert one is not None, "asked for only where a contract stands"
    return f"{one.worse}: {one.why_worse}" if one.why_worse else one.worse


def _row(one: Held) -> tuple[str, ...]:
    side = one.direction.replace("_", " ")
    says = f"{side} {one.value:g}"
    return (one.called, says, in_force(one), one.owner or "nobody", one.deputy or "nobody")


def in_force(one: Held) -> str:
    """The number that holds, and whether it is what the contract says."""
    if one.in_force is None:
        held = "nothing in force"
    else:
        held = f"{one.in_force:g}" + (", differs" if one.agrees is Agrees.DIFFERS else "")
    return f"{held}, proposed: {one.proposal}" if one.proposal else held


def _now(owner: str | None, agrees: Agrees) -> str:
    if agrees is Agrees.SAME:
        return "the same"
    return f"{owner}, differs" if owner else "nobody"
