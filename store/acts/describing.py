"""State what a case is about: expected behaviour, severity, cost of failure, owner, tags."""

from collections.abc import Mapping, Sequence
from typing import Any

from curation import cases
from curation.attributes import attributes
from curation.cases import DESCRIBABLE, Behaviour, Case, State
from curation.decisions import Decision, Kind
from curation.errors import BadRequest, KnownCase, Unknown
from curation.identity import case_id as identify
from curation.ownership import require
from curation.typed import masked_body
from store.acts.opening import opened
from store.answers.openings import openings
from store.desk import Desk
from store.ledger import Transaction


def describe(
    desk: Desk,
    case_ids: Sequence[str],
    values: Mapping[str, Any],
    *,
    actor: str,
    reason: str = "",
    seen: Mapping[str, int] | None = None,
    as_act: str | None = None,
    adding: bool = False,
) -> list[Case]:
    """Put `values` on each case, opening it first where it is still only a failure.

    `adding`: attributes join those that the case has, and one that is empty goes.

    Raises BadRequest for words that fit no field, MovedMeanwhile when a case changed since
    the version in `seen`; then nothing is recorded. `as_act` names the act; an act of that
    name that is recorded already is not done again.
    """
    said = _checked(values)
    fresh = openings(desk, case_ids)
    with desk.ledger.transaction(as_act) as tx:
        checked = masked_body(said, tx.shown)
        for case_id in () if tx.act_entries(tx.act) else case_ids:
            case = tx.case(case_id) or opened(tx, fresh, case_id, actor)
            version, after = (seen or {}).get(case_id), _said(checked, case, adding=adding)
            described_in(tx, case, after, actor=actor, reason=reason, seen=version)
        return [tx.known(case_id) for case_id in case_ids]


def described_in(
    tx: Transaction,
    case: Case,
    values: Mapping[str, Any],
    *,
    actor: str,
    reason: str = "",
    seen: int | None = None,
) -> None:
    """Put checked `values` on a case, within a transaction that may hold more."""
    if case.state is State.BLOCKING:  # what stops a release is its owner's to say
        require(tx.ownership("blocking"), actor, "change a blocking case")
    there, after = cases.body(case), dict(values)
    before = {name: there.get(name) for name in after}
    if before != after:
        tx.record(Decision(Kind.DESCRIBED, case.id, after, actor, reason, before, seen))


def _said(checked: Mapping[str, Any], case: Case, *, adding: bool) -> Mapping[str, Any]:
    """What is to be said of `case`: nothing of attributes where it has none and gets none."""
    if "attributes" not in checked:
        return checked
    had = dict(case.attributes)
    said = {**had, **checked["attributes"]} if adding else checked["attributes"]
    found = {name: value for name, value in said.items() if value}
    if not (found or had):
        return {name: value for name, value in checked.items() if name != "attributes"}
    return {**checked, "attributes": found or None}


def open_by_hand(desk: Desk, text: str, *, route: str, actor: str, **values: object) -> Case:
    """A case that an expert writes; it starts in the backlog."""
    if not text.strip():
        raise BadRequest("A case needs an input: say what the model is asked.")
    source = values.pop("source", None) or "expert"
    text = desk.masking().shown(text, "input")
    case = Case(identify(route, text), route, text, State.BACKLOG, group_id=None)
    said = _checked(values)
    case = cases.with_fields(case, {"source": source, **said})
    with desk.ledger.transaction() as tx:
        if tx.case(case.id) is not None:
            raise KnownCase(case.id)
        tx.record(Decision(Kind.OPENED, case.id, after=cases.body(case), actor=actor))
        return tx.known(case.id)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    for name in values:
        if name not in DESCRIBABLE:
            raise Unknown("field of a case", name, f"Fields are: {', '.join(DESCRIBABLE)}.")
    cost = values.get("cost_of_failure")
    if cost is not None and not 0 <= cost < float("inf"):
        raise BadRequest(f"A cost of failure is a number of USD, 0 or more; not {cost}.")
    if (
        values.get("behaviour") == Behaviour.ANSWER
        and not (values.get("expected") or "").strip()
    ):
        raise BadRequest("An expected answer needs its text: --answer TEXT.")
    found: dict[str, Any] = {}
    for name, value in values.items():
        typed = cases.typed(name, value)
        if name == "attributes":
            typed = attributes(typed)
        as_written = {"tags": list, "attributes": dict}.get(name)
        found[name] = as_written(typed) if as_written else typed
    return found
