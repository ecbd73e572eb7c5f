"""The evaluation contract: what it is for, what it asks, who answers, and what has changed."""

from collections.abc import Sequence

import streamlit as st

from curation.contract import Contract
from curation.contract_numbers import Agrees
from pages.governance import contract_tables
from pages.governance.contract_form import contract_form
from pages.shared import lists, parts, wording
from pages.shared.acting import said
from pages.shared.html import Html, show, tag
from store.answers.contract import ContractAnswer, Version, contract, may_set, versions
from store.answers.contract_words import asked, costs, ship_if, told
from store.answers.paper import as_html
from store.desk import Desk
from store.formats.contract_toml import written


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = contract(desk)
    controls = parts.page_head("Contract", _context(found))
    said(desk, actor)
    if found.contract is None:
        _unset(desk, actor, found)
        return
    with controls:
        _downloads(found, found.contract)
    show(_verdict(found))
    _agreed(found, found.contract)
    _change(desk, actor, found)
    with parts.card("Versions", "Newest first, with what each changed", key="versions"):
        _history(versions(desk))


def _context(found: ContractAnswer) -> str:
    if found.contract is None:
        return "What the evaluation is for, and what it asks of a release"
    return f"Version {found.version} · {found.by}, {wording.moment(found.at)}: {found.reason}"


def _may(found: ContractAnswer) -> str:
    people = f"For {found.owners} to set" if found.owners else "Name an owner of blocking first"
    return f"{people}; a number that differs from the one in force becomes a proposal"


def _change(desk: Desk, actor: str, found: ContractAnswer) -> None:
    """The form, once it is asked for by somebody who may set it."""
    with parts.card("Change it", _may(found), key="change"):
        may = may_set(desk, actor)
        key = f"contract-change-{found.version}"  # closed again once a version is set
        if st.toggle("Change the contract", key=key, disabled=not may) and may:
            contract_form(desk, actor, found)


def _unset(desk: Desk, actor: str, found: ContractAnswer) -> None:
    why = "Nobody has written down what this evaluation is for."
    show(parts.verdict("unknown", "No contract.", why))
    with parts.card("Write the first version", _may(found), key="change"):
        if may_set(desk, actor):
            contract_form(desk, actor, found)


def _downloads(found: ContractAnswer, agreed: Contract) -> None:
    st.download_button(
        "TOML", written(agreed, found.version), "contract.toml", "application/toml",
        icon=":material/download:", key="contract-toml", on_click="ignore",
        help="For a pull request: evaldesk contract import FILE",
    )  # fmt: skip
    st.download_button(
        "To print", as_html(told(found)), "contract.html", "text/html",
        icon=":material/print:", key="contract-html", on_click="ignore",
    )  # fmt: skip


def _verdict(found: ContractAnswer) -> Html:
    off = [one for one in found.numbers if one.agrees is not Agrees.SAME]
    seats = [one for one in found.seats if one.agrees is not Agrees.SAME]
    if not off and not seats:
        every = wording.many(len(found.numbers), "number")
        return parts.verdict("good", "As agreed.", f"All {every} and every owner are in force.")
    waiting = sum(1 for one in off if one.proposal)
    what = [f"{wording.many(len(off), 'number')} not in force as agreed"] if off else []
    what += [f"{waiting} of them proposed"] if waiting else []
    what += [f"{wording.many(len(seats), 'owner')} other than agreed"] if seats else []
    return parts.verdict("warn", "Not as agreed.", f"{', '.join(what)}.")


def _agreed(found: ContractAnswer, agreed: Contract) -> None:
    with parts.card(agreed.decision, "The decision that the evaluation supports", key="for"):
        worse = f"{agreed.worse}: {agreed.why_worse}" if agreed.why_worse else agreed.worse
        show(
            lists.facts(
                [("It covers", agreed.scope), ("Worse", worse), ("It ships", ship_if(found))]
            )
        )
    left, right = st.columns(2, gap="small")
    with left:
        with parts.card("What is asked of a release", "All of it, not one", key="ship"):
            show(contract_tables.numbers(asked(found)))
        with parts.card("Who answers for it", "Owner, deputy", key="owners"):
            show(contract_tables.seats(found.seats))
    with right, parts.card("What a failure costs", "By its kind, in USD", key="costs"):
        show(contract_tables.numbers(costs(found)))


def _history(found: Sequence[Version]) -> None:
    by_name = {f"version {one.version}": one for one in found}
    chosen = by_name[st.selectbox("What changed in", list(by_name), key="version")]
    said = f"{chosen.by}, {wording.moment(chosen.at)}, decision {chosen.decision}"
    show(
        tag("p", f"{said}: {chosen.reason}", class_="sub"),
        contract_tables.changes(chosen.changes),
    )
