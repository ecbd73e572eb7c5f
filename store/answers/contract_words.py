"""The contract in words: one sheet that can be read, printed and sent."""

from curation.contract_numbers import Agrees, Held, amount
from curation.owned import called
from curation.thresholds import COST_PREFIX
from store.answers.certificate_words import moment
from store.answers.contract import ContractAnswer
from store.answers.paper import Section, Told

_HEADS = ("what", "contract", "in force", "owner", "deputy")
_SIGNS = {"at_least": "≥ ", "at_most": "≤ "}
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
            Section("Ship only if", tuple(map(_row, asked(found))), _HEADS, ship_if(found)),
            Section("What a failure costs", tuple(map(_row, costs(found))), _HEADS),
            Section(
                "Who answers for it",
                tuple(
                    (
                        called(s.scope),
                        s.owner,
                        s.deputy or "nobody",
                        _now(s.owner_now, s.agrees),
                    )
                    for s in found.seats
                ),
                ("of", "owner", "deputy", "now"),
            ),
        ),
    )


def asked(found: ContractAnswer) -> list[Held]:
    """The numbers that a release is held to."""
    return [one for one in found.numbers if not one.name.startswith(COST_PREFIX)]


def costs(found: ContractAnswer) -> list[Held]:
    """What one failure of each kind costs."""
    return [one for one in found.numbers if one.name.startswith(COST_PREFIX)]


def ship_if(found: ContractAnswer) -> str:
    """What is asked of a release, as one sentence."""
    terms = [f"{one.called} {says(one)}" for one in asked(found)]
    return f"Ship only if {' AND '.join(terms)}." if terms else "No number is asked of it."


def says(one: Held) -> str:
    """What the contract says of a number: ≥ 92 %."""
    sign = "" if one.name.startswith(COST_PREFIX) else _SIGNS[one.direction]
    return f"{sign}{amount(one.metric, one.value)}"


def _worse(found: ContractAnswer) -> str:
    one = found.contract
    assert one is not None, "asked for only where a contract stands"
    return f"{one.worse}: {one.why_worse}" if one.why_worse else one.worse


def _row(one: Held) -> tuple[str, ...]:
    return (one.called, says(one), in_force(one), one.owner or "nobody", one.deputy or "nobody")


def in_force(one: Held) -> str:
    """The number that holds, and whether it is what the contract says."""
    if one.in_force is None:
        held = "nothing in force"
    else:
        held = amount(one.metric, one.in_force) + (
            ", differs" if one.agrees is Agrees.DIFFERS else ""
        )
    return f"{held}, proposed: {one.proposal}" if one.proposal else held


def _now(owner: str | None, agrees: Agrees) -> str:
    if agrees is Agrees.SAME:
        return "the same"
    return f"{owner}, differs" if owner else "nobody"
