"""The tables of the contract: what it asks, who answers for it, and what has changed."""

from collections.abc import Sequence

from curation.contract import Change
from curation.contract_numbers import Agrees, Held, Seat, amount
from curation.owned import called
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.tables import Column
from store.answers.contract_words import says


def numbers(found: Sequence[Held]) -> Html:
    """What is asked of a release, beside what is in force."""
    columns = ["What", Column("Contract", number=True), Column("", tight=True)]
    rows = [(_called(one), _said(one), _agrees(one)) for one in found]
    return tables.table("What is asked of a release", columns, rows)


def _called(one: Held) -> Content:
    who = f"{one.owner or 'nobody'} decides" + (f", deputy {one.deputy}" if one.deputy else "")
    return join((one.called, tag("small", who)), tag("br"))


def _said(one: Held) -> Content:
    """What the contract says, and what holds where that is another number."""
    if one.agrees is not Agrees.DIFFERS or one.in_force is None:
        return says(one)
    held = tag("small", f"in force {amount(one.metric, one.in_force)}")
    return join((says(one), held), tag("br"))


def _agrees(one: Held) -> Html:
    if one.agrees is Agrees.SAME:
        return parts.chip("good", "in force")
    word = "differs" if one.agrees is Agrees.DIFFERS else "not in force"
    chip = parts.chip("warn", word)
    if not one.proposal:
        return chip
    asked = link(f"{one.proposal} waits", "thresholds", proposal=one.proposal)
    return join((chip, asked), tag("br"))


def seats(found: Sequence[Seat]) -> Html:
    """Who answers, beside who it is now."""
    rows = [(called(one.scope), _people(one.owner, one.deputy), _now(one)) for one in found]
    return tables.table("Who answers", ["Of", "Contract", Column("Now", tight=True)], rows)


def _people(owner: str | None, deputy: str | None) -> Content:
    if owner is None:
        return "nobody"
    return join((owner, tag("small", deputy or "no deputy")), tag("br"))


def _now(one: Seat) -> Content:
    if one.agrees is Agrees.SAME:
        return parts.chip("good", "the same")
    return join((parts.chip("warn", "differs"), _people(one.owner_now, one.deputy_now)), " ")


def changes(found: Sequence[Change]) -> Html:
    """What a version says otherwise, field by field."""
    rows = [(c.field, c.before or wording.NOTHING, c.after or wording.NOTHING) for c in found]
    return tables.table("What changed", ["Field", "Before", "After"], rows)
