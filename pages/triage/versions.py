"""The frozen versions of one set: freeze the next, export one, compare two."""

from functools import partial

import streamlit as st

from curation.cases import State
from pages.shared import tables, wording
from pages.shared.acting import Done, filled, press
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.acts.freezing import freeze
from store.answers.handed_out import hand_out
from store.answers.not_today import named, not_today, sentence
from store.answers.sets import Sets, SetSummary
from store.answers.versions import FORMATS, export
from store.desk import Desk

_TOLD = {"jsonl": "JSON lines, to be scored", "csv": "A table, for a spreadsheet"}


def version_line(one: SetSummary, found: Sets) -> Html:
    """What is frozen, whose the set is, and the way to compare versions."""
    numbers = [v.version for v in found.versions if v.set == one.set]
    beside = [(found.labels, "agreement"), (found.leaks, "duplicates")]
    links = [(" ", link(told, page)) for told, page in beside if told]
    said = (part for pair in links for part in pair) if one.set is State.BLOCKING else ()
    return tag("p", tag("b", finding(one)), ". ", _frozen(one, numbers), *said)


def version_controls(desk: Desk, one: SetSummary, found: Sets, actor: str) -> None:
    """Draw the ways to freeze a set and to export a version."""
    numbers = [v.version for v in found.versions if v.set == one.set]
    with st.container(horizontal=True, width="content", vertical_alignment="bottom"):
        why = f"why:{one.set}:{one.in_force}"
        st.text_input(
            "Why freeze now", key=why, placeholder="Why freeze now", width=190,
            label_visibility="collapsed",
        )  # fmt: skip
        st.button(
            f"Freeze {one.set}",
            type="primary" if one.unfrozen_changes else "secondary",
            icon=":material/ac_unit:",
            disabled=not one.cases,
            on_click=press,
            args=(partial(_freeze, desk, one.set, actor, why),),
        )
        if numbers:
            _exports(desk, one, numbers, actor)


def finding(one: SetSummary) -> str:
    """What is frozen, in one sentence."""
    if one.in_force is None:
        return f"{one.set.capitalize()} was never frozen"
    if one.unfrozen_changes:
        return f"{wording.many(one.unfrozen_changes, 'change')} since {one.in_force}"
    return f"{one.in_force} holds exactly these cases"


def _frozen(one: SetSummary, numbers: list[int]) -> Html:
    if one.in_force is None:
        return tag(
            "span", "Runs are pinned to frozen versions; freeze one to judge a release on it."
        )
    whose = f", owner: {one.owner or 'nobody yet'}"
    held = f"{wording.many(one.frozen_cases, 'case')}{whose}"
    frozen = f"Frozen {wording.day(one.frozen_at)} by {one.frozen_by}, {held}"
    ways = [link("Compare versions", "sets", set=one.set, **_newest(numbers))]
    if one.unfrozen_changes:
        changes = {"from": str(numbers[0]), "to": "now"}
        ways.insert(0, link("See the changes", "sets", set=one.set, **changes))
    sha = tag("code", (one.sha256 or "")[:12], title=f"sha256 {one.sha256}")
    told = tag("span", frozen, " · ", sha, class_="muted")
    return join((told, *ways), " · ")


def _newest(numbers: list[int]) -> dict[str, str]:
    """The comparison that is asked for most: the version in force with the one before."""
    if len(numbers) > 1:
        return {"from": str(numbers[1]), "to": str(numbers[0])}
    return {"from": str(numbers[0]), "to": "now"}


def _freeze(desk: Desk, name: str, actor: str, why: str) -> Done:
    made = freeze(desk, name, actor=actor, reason=filled(why))
    amiss = not_today(desk) if name == State.BLOCKING else ()
    told = f"{made.name} is in force: {len(made.cases)} cases, {made.sha256}"
    lines = [told, *([sentence(amiss), *named(amiss)] if amiss else [])]
    return Done("warn" if amiss else "good", "Frozen.", join(lines, tag("br")))


def _exports(desk: Desk, one: SetSummary, numbers: list[int], actor: str) -> None:
    with st.popover("Export", icon=":material/download:"):
        number = st.selectbox(
            "Version", numbers, format_func=lambda n: f"{one.set}@{n}", key="version"
        )
        for form in FORMATS:
            st.download_button(
                _TOLD[form],
                data=partial(_zipped, desk, one.set, number, form, actor),
                file_name=f"{one.set}@{number}.{form}.zip",
                mime="application/zip",
                key=f"export:{form}",
                on_click="ignore",
                width="stretch",
            )
        said = "Each with its manifest, which proves by sha256 what was in it."
        show(tag("p", said, class_="muted"))


def _zipped(desk: Desk, name: str, number: int, form: str, actor: str) -> bytes:
    found = export(desk, name, number, form)
    hand_out(desk, found.name, found.text, actor)
    return found.zipped()


def all_versions(of: State, found: Sets) -> Html:
    """Every version of a set, each leading to what changed since the one before."""
    columns = [
        Column("Version", tight=True),
        Column("Cases", number=True),
        Column("Frozen", tight=True),
        Column("Who", tight=True, phone=False),
        Column("Why"),
        Column("sha256", phone=False),
    ]
    made = [v for v in found.versions if v.set == of]
    rows = [
        [
            _since(of, version.version),
            len(version.cases),
            wording.day(version.frozen_at),
            version.frozen_by,
            version.reason or wording.NOTHING,
            tag("code", version.sha256[:12], title=version.sha256),
        ]
        for version in made
    ]
    return tables.table("All versions", columns, rows)


def _since(of: State, number: int) -> Html:
    name = f"{of}@{number}"
    if number == 1:
        return join((name,))
    return link(name, "sets", set=of, **{"from": str(number - 1), "to": str(number)})
