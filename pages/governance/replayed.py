"""A replay as every page shows it: what flips, what decides it, where the knee is."""

from collections.abc import Sequence

import streamlit as st

from curation.replay_words import beside, changes, written
from curation.replays import OneThen, Replay, RunThen
from pages.governance.replay_chart import STOPPED, chart
from pages.governance.replay_incidents import incidents_table
from pages.shared import charts, html, parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column, table

_TONES: dict[str, Tone] = {"PASS": "good", "BLOCKED": "bad", "INCOMPLETE": "warn"}
_MOST = 6  # cases named in a row


def show(found: Replay, *, key: str = "replay") -> None:
    """Draw what `found` says: the sentence, the chart, the runs, the incidents."""
    if found.cannot:
        html.show(parts.verdict("unknown", "No replay.", found.cannot))
        return
    html.show(parts.verdict(_tone(found), _word(found), changes(found)))
    if held := beside(found):
        html.show(tag("p", held))
    _draw(found, key)
    if found.runs:
        html.show(
            tag("h3", "Each run, as it is judged now and as it would be"), _runs(found.runs)
        )
    if found.things:
        html.show(tag("h3", "What else would be otherwise"), _things(found.things))
    if found.incidents:
        with st.expander("Against the incidents on record", expanded=False):
            html.show(incidents_table(found.incidents, found.incidents_now))


def show_values(found: Replay, *, key: str = "replay") -> None:
    """Draw only what each value would have made: nobody has named one to try."""
    if found.cannot:
        html.show(parts.verdict("unknown", "No replay.", found.cannot))
        return
    html.show(tag("p", "Type a value to try: it says which runs, weeks or cases would change."))
    _draw(found, key)


def _draw(found: Replay, key: str) -> None:
    if len(found.points) > 1:
        alt = f"{STOPPED.get(found.kind, 'stopped')} against {found.name}. {found.sentence}"
        charts.draw(chart(found), key=key, alt=alt, numbers=_points(found))


def _tone(found: Replay) -> Tone:
    now, then = found.incidents_now, found.incidents
    if now and then and then.caught < now.caught:
        return "bad"
    if now and then and then.false_alarms > now.false_alarms:
        return "warn"
    return "info"


def _word(found: Replay) -> str:
    flips = sum(one.flips for one in (*found.runs, *found.things))
    return f"{wording.count(flips)} would change." if flips else "Nothing would change."


def _points(found: Replay) -> Html:
    names = list(found.points[0].counts)
    columns: list[Column | str] = ["Value", *(Column(n, number=True) for n in names)]
    told = found.points[0].caught is not None
    if told:
        columns += [Column("Caught", number=True), Column("Missed", number=True)]
        columns += [Column("False alarms", number=True)]
    rows: list[Sequence[Content]] = []
    for one in found.points:
        value: Content = written(found.unit, one.value)
        if one.value in (found.value_now, found.value):
            said = "in force" if one.value == found.value_now else "tried"
            value = join((value, parts.pill(said, "info")), " ")
        met = (one.caught, one.missed, one.false_alarms) if told else ()
        rows.append((value, *one.counts.values(), *met))
    caption = f"{STOPPED.get(found.kind, 'stopped').capitalize()} at each value"
    return table(caption, columns, rows)


def _runs(runs: Sequence[RunThen]) -> Html:
    columns = [
        Column("Run", tight=True),
        Column("When", tight=True, phone=False),
        Column("Now", tight=True),
        Column("Then", tight=True),
        Column("What decides it"),
        Column("Why", phone=False),
    ]
    ordered = sorted(runs, key=lambda one: not one.flips)  # what flips stands first
    rows: list[Sequence[Content]] = [
        (
            link(one.run, "runs", run=one.run),
            wording.day(one.at) if one.at else wording.NOTHING,
            _verdict(one.verdict_now),
            join((_verdict(one.verdict_then), tag("b", " flips") if one.flips else None)),
            _deciding(one),
            one.why if one.flips or one.verdict_then != "PASS" else wording.NOTHING,
        )
        for one in ordered
    ]
    return table("Runs, as they are judged now and as they would be", columns, rows)


def _verdict(said: str | None) -> Content:
    if said is None:
        return tag("span", "nobody can tell", class_="muted")
    return parts.chip(_TONES.get(said, "unknown"), said)


def _deciding(one: RunThen) -> Content:
    if not one.cases and not one.cohorts:
        return wording.NOTHING
    named: list[Content] = [link(c, "case", id=c) for c in one.cases[:_MOST]]
    if (more := len(one.cases) - _MOST) > 0:
        named.append(f"and {wording.many(more, 'case')} more")
    return join([*one.cohorts, *named], ", ")


def _things(things: Sequence[OneThen]) -> Html:
    columns = [
        Column(things[0].what.capitalize(), tight=True),
        Column("Now", tight=True),
        Column("Then", tight=True),
        Column("Why"),
    ]
    ordered = sorted(things, key=lambda one: not one.flips)
    rows: list[Sequence[Content]] = [
        (
            one.subject,
            one.now,
            tag("b", one.then) if one.flips else one.then,
            one.why or wording.NOTHING,
        )
        for one in ordered[:50]
    ]
    return table(f"Every {things[0].what}, as it is and as it would be", columns, rows)
