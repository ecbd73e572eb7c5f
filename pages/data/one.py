"""One import: what became of its rows, what was kept out, and the way to take it back."""

from functools import partial

import streamlit as st

from pages.data.naming import field_name, unit_name
from pages.data.quarantine import quarantine
from pages.shared import parts, tables, wording
from pages.shared.acting import Done, filled, press, said
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.lists import facts
from pages.shared.parts import Tile
from store.acts.taking_out import undo_import
from store.answers.one_import import OneImport, goes_out, one_import
from store.desk import Desk

LISTED = 40


def draw(desk: Desk, actor: str, import_id: str) -> None:
    """Draw the page of the import `import_id`."""
    found = one_import(desk, import_id)
    one = found.summary
    what = f"{one.kind} of {one.run}" if one.run else one.kind
    by = f"{what} · brought by {one.actor}, {wording.moment(one.at)} · "
    parts.page_head(f"Import of {one.source}", join((by, link("all imports", "imports"))))
    said(desk, actor)
    if found.undone:
        why = f": “{found.undone.reason}”" if found.undone.reason else ""
        when = wording.moment(found.undone.at)
        out = f"{found.undone.by} took its rows out of view, {when}{why}"
        show(parts.verdict("unknown", "Undone.", out))
    show(parts.tiles(*_tiles(found)))
    if one.rows_rejected:
        quarantine(desk, actor, found)
    with parts.card("Where it came from", None, key="from"):
        show(facts(_facts(found)), _columns(found))
    if not found.undone:
        _undo(desk, actor, found)


def _tiles(found: OneImport) -> list[Tile]:
    one = found.summary
    completed = f"{wording.count(one.rows_completed)} complete what is known"
    return [
        Tile("Rows read", wording.count(one.rows_read), wording.many(len(one.files), "file")),
        Tile("Added", wording.count(one.rows_added), completed if one.rows_completed else None),
        Tile("Known already", wording.count(one.rows_known), "not stored again"),
        Tile("Kept out", wording.count(one.rows_rejected), _mended(found)),
        Tile("Failures", wording.count(one.failures), "found among them")
        if one.kind in ("events", "labels")
        else Tile("In view", goes_out(found.in_view) if one.kind == "results" else one.kind),
    ]


def _mended(found: OneImport) -> Content:
    if not found.mended_by:
        return None
    left = found.summary.rows_rejected - found.mended
    said = f"{wording.count(found.mended)} mended, {wording.count(left)} still out"
    word = "all mended" if left <= 0 else said
    return join(link(word, "imports", id=i) for i in found.mended_by[-1:])


def _facts(found: OneImport) -> list[tuple[str, Content]]:
    one = found.summary
    pairs: list[tuple[str, Content]] = [
        ("Import", one.import_id),
        ("Files", ", ".join(one.files)),
    ]
    if one.run:
        pairs.append(("Run", link(one.run, "runs", run=one.run)))
    if one.mends:
        pairs.append(("Mends", link(one.mends, "imports", id=one.mends)))
    if found.mended_by:
        pairs.append(
            ("Mended by", join((link(i, "imports", id=i) for i in found.mended_by), ", "))
        )
    if found.opened:
        first = join((link(c, "case", id=c) for c in found.opened[:LISTED]), " ")
        more = len(found.opened) - LISTED
        pairs.append(("Cases", join((first, f" and {more} more" if more > 0 else None))))
    return pairs


def _columns(found: OneImport) -> Html:
    goes = [
        (column, field_name(field), unit_name(unit) if unit else None)
        for field, column, unit in found.fields
    ]
    goes += [(column, "Kept as a further column", None) for column in found.further]
    goes += [(column, "Not imported", None) for column in found.not_kept]
    return tables.table("Columns", ["Column", "Went to", "Unit"], goes)


def _undo(desk: Desk, actor: str, found: OneImport) -> None:
    with parts.card("Take it back", None, key="undo"):
        if found.summary.kind == "cases":
            way = (
                "A case is not unopened. Retire those that you do not want: follow them above, "
                "or find them in the "
            )
            show(tag("p", way, link("backlog", "sets", set="backlog"), "."))
            return
        gone = goes_out(found.in_view)
        show(
            tag("p", f"Undoing it takes out of view: {gone}. What was recorded stays recorded.")
        )
        if st.button("Undo this import …", icon=":material/undo:"):
            _confirm(desk, actor, found)


@st.dialog("Undo this import?")
def _confirm(desk: Desk, actor: str, found: OneImport) -> None:
    one = found.summary
    gone = tag("b", goes_out(found.in_view))
    show(tag("p", "Out of view go: ", gone, f", which {one.actor} brought from {one.source}."))
    show(tag("p", _what_stays(one.kind), class_="sub"))
    key = f"why:{one.import_id}"
    st.text_input("Why", key=key, placeholder="It stays in the log")
    act = partial(_undone, desk, actor, found, key)
    with st.container(horizontal=True):
        if st.button("Take it out of view", type="primary", on_click=press, args=(act,)):
            st.rerun()
        if st.button("Keep it"):
            st.rerun()


def _what_stays(kind: str) -> str:
    if kind == "results":
        return (
            "The gate answers anew for this run; a case without another result is not scored."
        )
    if kind == "labels":
        return "Their events stay, and are judged again by what else is known of them."
    return "Cases that were made from them stay, with all that was decided about them."


def _undone(desk: Desk, actor: str, found: OneImport, key: str) -> Done:
    done = undo_import(desk, found.summary.import_id, actor=actor, reason=filled(key))
    return Done("info", "Undone.", f"Out of view: {goes_out(found.in_view)} of {done.source}.")
