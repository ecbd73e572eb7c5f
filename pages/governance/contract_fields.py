"""The numbers and owners of a contract as fields, each with its unit and its own name."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from curation.contract import Contract, Requirement
from curation.owned import called
from curation.ownership import Ownership
from curation.threshold_moves import known, spoken
from curation.threshold_words import unit_of
from pages.shared.acting import filled
from pages.shared.html import show, tag

_ALL = 1e9


def fields(stands: Contract, version: int) -> None:
    """What a release has to meet, what a failure costs, and who answers for what."""
    _grid([(_label(one), _shown(one), _ship(one.name, version)) for one in stands.ship_if])
    if stands.costs:
        show(tag("p", "What one failure of its kind costs, in USD", class_="sub"))
    _grid(
        [
            (kind.replace("_", " ").capitalize(), usd, _cost(kind, version))
            for kind, usd in stands.costs.items()
        ]
    )
    if not stands.owners:
        return
    with st.expander("Who answers for it: owner and deputy"):
        for scope, one in stands.owners.items():
            left, right = st.columns(2, gap="small")
            what = called(scope)
            left.text_input(f"Owner of {what}", one.owner, key=_owner(scope, version))
            right.text_input(f"Deputy of {what}", one.deputy or "", key=_deputy(scope, version))


def from_fields(stands: Contract, version: int) -> Contract:
    """`stands` with what the fields say."""
    ship = [
        replace(one, value=_value(one, filled(_ship(one.name, version))))
        for one in stands.ship_if
    ]
    costs = {kind: float(filled(_cost(kind, version))) for kind in stands.costs}
    owners = {
        scope: Ownership(
            scope,
            filled(_owner(scope, version)).strip(),
            filled(_deputy(scope, version)).strip() or None,
        )
        for scope in stands.owners
    }
    return replace(stands, ship_if=tuple(ship), costs=costs, owners=owners)


def _grid(found: Sequence[tuple[str, float, str]]) -> None:
    """Number fields, two in a row."""
    for n in range(0, len(found), 2):
        columns = st.columns(2, gap="small")
        for place, (label, value, key) in zip(columns, found[n : n + 2], strict=False):
            place.number_input(label, 0.0, _ALL, float(value), 1.0, "%g", key=key)


def _label(one: Requirement) -> str:
    side = one.direction.replace("_", " ")
    unit = _unit(one)
    what = one.called or spoken(one.name)
    return f"{what[:1].upper()}{what[1:]}, {side}{f' ({unit})' if unit else ''}"


def _unit(one: Requirement) -> str:
    about = known(one.name)
    return unit_of(about.metric) if about else ""


def _shown(one: Requirement) -> float:
    return round(100 * one.value, 8) if _unit(one) == "%" else one.value


def _value(one: Requirement, typed: float) -> float:
    """The number as it is kept; untouched, it is the very same."""
    if typed == _shown(one):
        return one.value
    return round(typed / 100, 10) if _unit(one) == "%" else typed


def _ship(name: str, version: int) -> str:
    return f"contract-ship-{name}-{version}"


def _cost(kind: str, version: int) -> str:
    return f"contract-cost-{kind}-{version}"


def _owner(scope: str, version: int) -> str:
    return f"contract-owner-{scope}-{version}"


def _deputy(scope: str, version: int) -> str:
    return f"contract-deputy-{scope}-{version}"
