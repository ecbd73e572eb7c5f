"""Baseline: what production is compared with, what lies apart from it, who looks into that."""

from datetime import date, timedelta
from functools import partial
from urllib.parse import parse_qsl

import streamlit as st

from pages.production.baseline_history import history_card
from pages.production.baseline_move import move_form
from pages.production.investigations import investigations_card
from pages.production.severities import chip_of
from pages.shared import parts, tables, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.baseline import BaselineAnswer, Said, baseline
from store.answers.deviations import Deviating, deviating
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page; `?decision=` shows what once stood."""
    wanted = st.query_params.get("decision", "")
    found = baseline(desk, int(wanted) if wanted.isdigit() else None)
    head = parts.page_head("Baseline", _context(found))
    with head:
        st.button(
            "Move the baseline" if found.history else "Set a baseline",
            icon=":material/anchor:",
            type="secondary" if found.history else "primary",
            disabled=found.first is None,
            on_click=partial(move_form, desk, actor, found),
        )
    said(desk, actor)
    tone, word, sentence = _verdict(found)
    show(parts.verdict(tone, word, sentence))
    if found.baseline:
        show(parts.tiles(*_tiles(found.baseline, len(found.columns))))
    if found.baseline and found.baseline.decision == found.in_force:
        left, right = st.columns(2, gap="small")
        with left:
            _apart(deviating(desk))
        with right:
            investigations_card(desk, actor)
    history_card(found)
    if found.baseline:
        _columns(found)


def _context(found: BaselineAnswer) -> str:
    through = "" if found.through in (None, "baseline") else f", who owns {found.through}"
    owner = f"{found.owner} decides{through}" if found.owner else "Nobody owns it yet"
    if found.first is None or found.last is None:
        return f"{owner} · no events"
    return f"{owner} · events from {wording.day(found.first)} to {wording.day(found.last)}"


def _verdict(found: BaselineAnswer) -> tuple[Tone, str, Content]:
    one = found.baseline
    if one is None:
        way = "" if found.owner else " Name who decides: `evaldesk own baseline --owner NAME`."
        return "unknown", "No baseline.", prose(found.sentence + way)
    if not one.intact:
        return "bad", "Changed.", "Its sha256 is not that of what stands here: ask for a proof."
    if one.decision != found.in_force:
        return "info", "Stood once.", found.sentence
    return "good", "In force.", found.sentence


def _tiles(one: Said, columns: int) -> list[Tile]:
    pins = ", ".join(f"{name}@{version}" for name, version in (one.sets or {}).items())
    model = one.model_version or "no model named"
    commit = f"commit {one.commit[:12]}" if one.commit else "of all that it holds"
    limits = "calibrated" if one.calibrated else "as governed"
    why = "the weeks' own spread lifts them" if one.calibrated else "too few weeks for a spread"
    return [
        Tile("Whole weeks", wording.count(one.weeks),
             f"{wording.day(one.since)} – {wording.day(_last(one))}"),
        Tile("Events", wording.count(one.n), f"in {wording.many(columns, 'column')}"),
        Tile("Limits", limits, why),
        Tile("Run", one.run or "none", f"{model} · {pins}" if one.run else "no run is held",
             page="runs" if one.run else None, query={"run": one.run}),
        Tile("Address", tag("code", one.sha256[:10], title=f"sha256 {one.sha256}"), commit),
    ]  # fmt: skip


def _last(one: Said) -> date:
    return date.fromisoformat(one.until) - timedelta(days=1)


def _apart(found: Deviating) -> None:
    week = f"Week of {wording.day(found.week.since)}" if found.week else "No whole week yet"
    run = f" and run {found.run}" if found.run else ""
    title = (
        wording.many(len(found.deviations), "deviation")
        if found.deviations
        else "Nothing deviates"
    )
    with parts.card(title, f"{week}{run}, gravest first", key="apart"):
        for one in found.deviations:
            page, _, query = one.link.partition("?")
            where = link(one.subject, page, **dict(parse_qsl(query)))
            why = one.sentence.removeprefix(f"{one.subject} drifted: ")
            head = parts.row(chip_of(one.severity), tag("b", where))
            show(tag("div", head, tag("p", why, class_="sub")))
        for why in found.notes:
            show(tag("p", why, class_="muted"))


def _columns(found: BaselineAnswer) -> None:
    columns = [Column("Column", tight=True), Column("Counted as", phone=False),
               Column("Rows", number=True, phone=False),
               Column("Missing", number=True), Column("Mean", number=True, phone=False),
               Column("Std", number=True, phone=False),
               Column("Own weeks differ by", number=True)]  # fmt: skip
    rows = [
        [c.column, f"{c.kind}, {c.role}", wording.count(c.n), wording.count(c.missing),
         _number(c.mean), _number(c.std), _number(c.weekly_q99)]
        for c in found.columns
    ]  # fmt: skip
    under = "Edges and counts of each are stored; what its own weeks reach widens its limits"
    title = wording.many(len(rows), "column") + " stored"
    with parts.card(title, under, key="columns"):
        show(tables.table(title, columns, rows))


def _number(value: float | None) -> Html | str:
    return tag("span", wording.NOTHING, class_="muted") if value is None else f"{value:,.3g}"
