"""Pass on what somebody answers for: what goes to whom is shown before it is done."""

from collections.abc import Sequence

import streamlit as st

from curation.errors import CurationError
from curation.holdings import What
from curation.owned import called
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import Content, Html, prose, show, tag
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.acts.handing_over import HandedOver, hand_over
from store.answers.passing_on import DECIDED, Heirs, Passing, Plan, preview
from store.desk import Desk

_PAGES = {"case": "case", "quarantine": "case", "incident": "incidents"}
_NOBODY = "nobody yet"
_FEW = 3  # of one kind are listed, more are counted


def passing_form(desk: Desk, actor: str, name: str, *, leaves: bool) -> None:
    """Open the form; its title says which of both it is."""
    st.dialog("Somebody leaves" if leaves else "Hand over", width="large")(_form)(
        desk, actor, name, leaves=leaves
    )


def _form(desk: Desk, actor: str, name: str, *, leaves: bool) -> None:
    what = "leaves: all that they answer for goes to somebody else, and they decide no more."
    stays = "stays, and all that they answer for goes to somebody else."
    show(tag("p", tag("b", name), " ", what if leaves else stays))
    left, right = st.columns(2)
    to = left.text_input("Who takes over", key="heir")
    deputy = right.text_input("Deputy where the deputy takes over", key="heir-deputy")
    heirs = Heirs(to.strip() or None, deputy.strip() or None)
    _preview(desk, name, heirs)
    reason = st.text_input("Why", key="passing-why", placeholder="It stays in the log")
    if st.button("Let them leave" if leaves else "Hand it over", type="primary", key="pass-it"):
        press(lambda: _passed(desk, actor, name, heirs, reason, leaves=leaves))
        st.rerun()


def _preview(desk: Desk, name: str, heirs: Heirs) -> None:
    try:
        found = preview(desk, name, heirs)
    except CurationError as refusal:
        show(tag("p", prose(str(refusal)), class_="muted"))
        return
    if found.passing:
        show(tag("p", f"{wording.many(len(found.passing), 'thing')} would go:"), _table(found))
    else:
        show(tag("p", f"{name} answers for nothing.", class_="muted"))
    if found.without_deputy:
        alone = ", ".join(map(called, found.without_deputy))
        told = f"{alone} would have no deputy: nobody could decide on the owner's proposals."
        show(tag("p", told, class_="muted"))
    for note in found.notes:
        show(tag("p", prose(note), class_="muted"))


def _table(found: Plan) -> Html:
    """One row for each thing; many of a kind that go to the same person are one row."""
    columns = ["What", Column("Kind", tight=True), Column("As", tight=True), "To"]
    rows: list[Sequence[Content]] = []
    for (what, to), some in _together(found.passing).items():
        if what in DECIDED or len(some) <= _FEW:
            rows += [[_title(p), p.what.value, p.post, p.to or _NOBODY] for p in some]
        else:
            rows.append([wording.many(len(some), what), what, some[0].post, to or _NOBODY])
    return table("What goes to whom", columns, rows)


def _together(found: Sequence[Passing]) -> dict[tuple[What, str | None], list[Passing]]:
    together: dict[tuple[What, str | None], list[Passing]] = {}
    for one in found:
        together.setdefault((one.what, one.to), []).append(one)
    return together


def _title(one: Passing) -> Html | str:
    page = _PAGES.get(one.what)
    return link(one.title, page, id=one.id) if page else one.title


def _passed(
    desk: Desk, actor: str, name: str, heirs: Heirs, reason: str, *, leaves: bool
) -> Done:
    done = hand_over(desk, name, heirs, actor=actor, reason=reason, leaves=leaves)
    return Done("good", "They have left." if leaves else "Handed over.", _told(done, heirs))


def _told(done: HandedOver, heirs: Heirs) -> str:
    if not done.passed:
        return f"{done.name} answered for nothing."
    told = f"{wording.many(len(done.passed), 'thing')} of {done.name} went to {heirs.to}."
    alone = ", ".join(map(called, done.without_deputy))
    return told + (f" Without a deputy now: {alone}." if alone else "")
