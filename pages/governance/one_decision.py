"""One decision in full: before and after, why, its place in the chain, the desk around it."""

import json
from collections.abc import Iterable

import streamlit as st

from curation.decision_words import Change
from curation.errors import CurationError
from pages.governance.leads import decision_link, lead, linked
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.lists import facts
from store.answers.decisions import Evidence, One, decision
from store.desk import Desk

_SHOWN = 3
_FROM_TO = " \N{RIGHTWARDS ARROW} "


def changed(changes: Iterable[Change]) -> str:
    """The first few changes in a line."""
    found = list(changes)
    rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return " · ".join(f"{c.name}: {_pair(c)}" for c in found[:_SHOWN]) + rest


def one_decision(desk: Desk, wanted: str) -> None:
    """Draw the decision with the number `wanted`."""
    try:
        one = decision(desk, int(wanted) if wanted.isdecimal() else 0)
    except CurationError as none:
        parts.page_head("Decisions", link("All decisions", "decisions"))
        show(parts.verdict("unknown", "No such decision.", prose(str(none))))
        return
    entry = one.entry
    when = wording.moment(entry.at)
    context = join((link("All decisions", "decisions"), f" · {entry.actor}, {when}"))
    parts.page_head(f"Decision {wording.count(entry.seq)}", context)
    said = join((f"{one.told.did} (", lead(entry), ")"))
    show(parts.verdict("info", entry.actor, said))
    if one.undone_by:
        taken = join(("By ", decision_link(one.undone_by, f"decision {one.undone_by}"), "."))
        show(parts.verdict("warn", "Taken back.", taken))
    if entry.reason:
        show(tag("div", linked(entry.reason), class_="quote"))
    left, right = st.columns([3, 2])
    with left, parts.card("Before and after", "What this decision changed", key="changes"):
        _changes(one)
    with right, parts.card("In the chain", "Every field is held by the hash", key="chain"):
        show(facts(_place(one)))


def _changes(one: One) -> None:
    rows = [(c.name, c.before or wording.NOTHING, c.after or wording.NOTHING)
            for c in one.told.changes]  # fmt: skip
    if rows:
        show(tables.table("What changed", ["What", "Before", "After"], rows))
    else:
        show(tag("p", "It changed nothing that is shown.", class_="muted"))
    with st.expander("As it was recorded"):
        entry = one.entry
        whole = {"before": entry.before, "after": entry.after}
        st.code(json.dumps(whole, indent=1, ensure_ascii=False), language="json", height=320)


def _place(one: One) -> list[tuple[str, Content]]:
    entry, act = one.entry, one.act
    others = [e.seq for e in act if e.seq != entry.seq]
    found: list[tuple[str, Content]] = [("About", lead(entry)), *_evidence(one.evidence)]
    if entry.seq > 1:
        found.append(("The desk just before", _as_of(one, entry.seq - 1)))
    found.append(("The desk just after", _as_of(one, entry.seq)))
    if others:
        many = wording.many(len(others), "other decision")
        found.append(("In one go with", join((f"{many}, ", _first(others)))))
    found += [("Follows", _follows(one)), ("sha256", tag("code", entry.hash))]
    found.append(("About the same", link("All about it", "decisions", subject=entry.subject)))
    return found


def _follows(one: One) -> Content:
    if one.entry.seq == 1:
        return "the first"
    number = wording.count(one.entry.seq - 1)
    before = decision_link(one.entry.seq - 1, f"decision {number}")
    return join((before, tag("code", one.entry.previous)), tag("br"))


def _evidence(found: Evidence | None) -> list[tuple[str, Content]]:
    """The proposal that this belongs to, and the replay that it was decided on."""
    if found is None:
        return []
    proposal = link(found.proposal, "thresholds", proposal=found.proposal)
    if found.replayed_at is None:
        return [("Evidence", proposal)]
    at = found.replayed_at
    replayed = decision_link(at, f"decision {wording.count(at)}")
    return [("Evidence", join((proposal, ", with the replay made after ", replayed)))]


def _first(others: list[int]) -> Html:
    return join([decision_link(seq, wording.count(seq)) for seq in others[:6]], ", ")


def _as_of(one: One, seq: int) -> Html:
    return lead(one.entry, f"as of decision {wording.count(seq)}", as_of=seq)


def _pair(change: Change) -> str:
    return f"{change.before or wording.NOTHING}{_FROM_TO}{change.after or wording.NOTHING}"
