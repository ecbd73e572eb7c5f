"""The cases of a set as a table: how old, whose, how severe, what the last runs say."""

import streamlit as st

from curation.cases import SETS, State
from curation.saturation import Telling, advice
from pages.shared import marks, parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.tables import Column
from pages.triage.address import Asked
from pages.triage.cells import age, last, strip, tells
from pages.triage.choosing import box, box_for_all, chooser, chosen_in
from pages.triage.facets import ORDERS, filters, value
from pages.triage.moving import bar
from store.answers.listing import Listing, listing
from store.answers.members import Member, result
from store.desk import Desk

SHOWN = 50


def listed(desk: Desk, asked: Asked, actor: str) -> None:
    """Draw the list that is asked for, with its filters, and what can be done with it."""
    found = listing(
        desk, asked.set, asked.filters, sort=asked.sort, after=asked.after,
        before=asked.before, limit=SHOWN,
    )  # fmt: skip
    chosen_in(asked.set)
    if not found.in_set:
        _empty(asked)
    else:
        with st.container(border=True, key="ed-listed"):
            show(parts.heading(_title(found), _saturated(asked, found)))
            filters(asked, found)
            if found.rows:
                chooser(_table(asked, found))
                show(_foot(asked, found))
            else:
                show(tag("p", "No case fits. Take a filter off, or search for less."))
    bar(desk, asked, found, actor)


def _empty(asked: Asked) -> None:
    inside = "in " if asked.set not in ("dismissed", "retired") else ""
    parts.empty_state(
        f"No case is {inside}{asked.set}",
        "Cases get here from the inbox, or from a file of your own.",
        "Sort failures in the inbox, or bring cases in:",
        "evaldesk import cases.csv --as cases",
    )


def _title(found: Listing) -> str:
    inside = f"{wording.many(found.in_set, 'case')} in {found.set}"
    return inside if found.found == found.in_set else f"{found.found:,} of {inside}"


def _saturated(asked: Asked, found: Listing) -> Content:
    """What the saturated ones mean, and the way to see them."""
    if asked.set not in SETS:
        return None
    if not found.saturated:
        return "None of them is saturated: each failed lately, or was scored too rarely to say."
    needed = next((m.saturation.needed for m in found.rows), None)
    one = found.saturated == 1
    runs = f"the last {needed} runs that scored {'it' if one else 'them'}"
    told = f"{found.saturated:,} {'is' if one else 'are'} saturated: passed "
    told += f"{runs if needed else 'run after run'}. "
    told += advice(found.saturated, blocking=asked.set is State.BLOCKING)
    on = asked.filters.use == Telling.SATURATED
    label = "Show all again" if on else "Show them"
    way = asked.link(label, use=None if on else Telling.SATURATED)
    return join((told, way))


def _table(asked: Asked, found: Listing) -> Html:
    def head(label: str, *sorts: str) -> Html:
        to = (
            sorts[(sorts.index(asked.sort) + 1) % len(sorts)]
            if asked.sort in sorts
            else sorts[0]
        )
        href = asked.link(label, sort=to)
        return tag("span", href, title=f"Order: {ORDERS[to].lower()}")

    columns = [
        Column(box_for_all(), kind="choose"),
        Column("Input", kind="what"),
        Column(head("Severity", "severity"), tight=True, phone=False),
        Column(head("Cost", "cost"), number=True, phone=False),
        Column("Owner", tight=True, phone=False),
        Column(head("In set", "oldest", "newest"), number=True, phone=False),
        Column(head("Last result", "result"), tight=True, phone=False),
        Column("Last runs", tight=True, phone=False),
        Column(head("Tells", "use"), tight=True, phone=False),
    ]
    return tables.table("Cases", columns, [_row(asked, one) for one in found.rows], names=1)


def _row(asked: Asked, one: Member) -> list[Content]:
    case = one.case
    title = case.input[:140]
    return [
        box(case.id, case.version, f"Choose: {title[:80]}"),
        _what(asked, one, title),
        marks.severity(case.severity),
        wording.money(case.cost_of_failure),
        case.owner or tag("span", "nobody", class_="muted"),
        age(one),
        last(one.last),
        strip(one.runs),
        tells(one),
    ]


def _what(asked: Asked, one: Member, title: str) -> Html:
    case = one.case
    name = tag("span", asked.case(title, case.id), class_="one")
    wanted = case.expected or (
        wording.words(case.behaviour) if case.behaviour else "not stated"
    )
    under = tag("small", f"→ {wanted[:80]} · {case.route}")
    back = tag("small", f"back: {one.woken}", class_="warn") if one.woken else None
    words = f"{value('severity', case.severity or 'none')} · {value('result', result(one))} · "
    held = one.quarantine
    said = f"in quarantine until {held.until} · {held.owner}" if held else None
    aside = tag("small", said, class_="warn") if said else None
    phone = tag("small", words, age(one), class_="only-s")
    return join((name, under, back, aside, phone))


def _foot(asked: Asked, found: Listing) -> Html:
    last_row = found.first + len(found.rows) - 1
    if found.found == len(found.rows):
        of = f"All {wording.many(found.found, 'case')}"
    else:
        of = f"{found.first:,} to {last_row:,} of {wording.many(found.found, 'case')}"
    shown = (
        f"{of}{' that fit' if asked.filters.given else ''}, {ORDERS[asked.sort].lower()} first."
    )
    way = [
        asked.link("First page") if found.previous else None,
        asked.link("Previous page", before=found.previous) if found.previous else None,
        asked.link("Next page", after=found.after) if found.after else None,
    ]
    pages = tag("nav", *way, class_="pages", aria_label="Pages of the list")
    return join((marks.strip_key(), tag("div", tag("span", shown), pages, class_="pages")))
