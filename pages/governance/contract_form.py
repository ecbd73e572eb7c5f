"""Change the contract: by fields, or its numbers and owners as a file would say them."""

from dataclasses import replace
from functools import partial

import streamlit as st

from curation.contract import Contract
from curation.errors import CurationError
from pages.governance.contract_fields import fields, from_fields
from pages.governance.contract_tables import changes
from pages.shared import parts, wording
from pages.shared.acting import Done, filled, press
from pages.shared.html import prose, show, tag
from store.acts.contracting import ContractSet, set_contract
from store.answers.contract import ContractAnswer, draft
from store.desk import Desk
from store.formats.contract_toml import numbers, read, written

_WAYS = ("By fields", "As TOML: also routes, and what else is asked")
_FIELDS = {
    "decision": ("The decision it supports", "May this release replace the one in production?"),
    "scope": ("Which outputs it covers", "Every answer of the support assistant"),
    "worse": ("Which error is worse", "An unsafe answer is worse than a refused one"),
    "why_worse": ("Why, and what it costs", "It reaches a customer"),
}


def contract_form(desk: Desk, actor: str, found: ContractAnswer) -> None:
    """The fields as they stand, what would change, and the button."""
    stands = found.contract or draft(desk)
    version = found.version  # a version set meanwhile brings fields of its own
    left, right = st.columns(2, gap="medium")
    with left:
        for name, (label, like) in _FIELDS.items():
            st.text_input(
                label, getattr(stands, name), key=f"contract-{name}-{version}", placeholder=like
            )
        way = st.radio("Numbers and owners", _WAYS, key="contract-way", horizontal=True)
        if way == _WAYS[0]:
            fields(stands, version)
        else:
            _as_toml(stands, version)
        st.text_input("Why", key="contract-why", placeholder="It stays in the log")
        st.button(
            "Set the contract", type="primary", key="contract-set", on_click=press,
            args=(partial(_set, desk, actor, stands, version),),
        )  # fmt: skip
    with right:
        _preview(desk, stands, version)


def _as_toml(stands: Contract, version: int) -> None:
    st.text_area(
        "Numbers and owners, as TOML", numbers(stands), height=320,
        key=f"contract-numbers-{version}",
        help="[[ship_if]] threshold, at_least or at_most, called · [routes.NAME] "
        "latency_p95_ms, cost_per_1000_usd · [owners.SCOPE] owner, deputy",
    )  # fmt: skip


def _said(stands: Contract, version: int) -> Contract:
    sentences = {name: filled(f"contract-{name}-{version}") for name in _FIELDS}
    if filled("contract-way") == _WAYS[0]:
        found = from_fields(replace(stands, **sentences), version)
        return read(written(found, version), lined=False)[0]
    return read(filled(f"contract-numbers-{version}"), sentences)[0]


def _preview(desk: Desk, stands: Contract, version: int) -> None:
    show(parts.heading("What would change", "Nothing is set before the button is pressed"))
    try:
        would = set_contract(desk, _said(stands, version), actor="", reason="", dry_run=True)
    except CurationError as refused:
        show(parts.verdict("unknown", "Not yet.", prose(str(refused))))
        return
    if not would.changes:
        show(tag("p", "It says what stands.", class_="muted"))
        return
    show(changes(would.changes))
    if would.asked:
        names = ", ".join(f"{one.name} to {one.to:g}" for one in would.asked)
        show(tag("p", f"Would be proposed, for their owners to approve: {names}."))


def _set(desk: Desk, actor: str, stands: Contract, version: int) -> Done:
    done = set_contract(
        desk, _said(stands, version), actor=actor, reason=filled("contract-why"),
        based_on=version,
    )  # fmt: skip
    return Done("good", f"Version {done.version} is in force.", _came(done))


def _came(done: ContractSet) -> str:
    proposed = [one.proposal for one in done.asked if one.proposal]
    refused = [
        f"{one.name} is not proposed: {one.why_not}" for one in done.asked if one.why_not
    ]
    waits = f"{', '.join(proposed)} wait for their owners." if proposed else ""
    changed = f"{wording.many(len(done.changes), 'field')} changed."
    return " ".join(one for one in (changed, waits, *refused) if one)
