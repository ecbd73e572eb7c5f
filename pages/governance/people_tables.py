"""Who is who, what is owned and what is not, as tables."""

from collections.abc import Mapping, Sequence

from curation.owned import called, ownable
from curation.people import Role
from curation.unowned import LACKING, Lack, Unowned
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column, table
from store.answers.people import OnePerson, Owned

_SHOWN = 4  # scopes in a row of the table; the rest is counted
_TONES: Mapping[Lack, Tone] = {
    Lack.NOBODY: "bad",
    Lack.CANNOT: "bad",
    Lack.NO_DEPUTY: "warn",
    Lack.FALLS: "info",
}
_PAGES = {"blocking": "sets", "monitoring": "sets", "backlog": "sets", "baseline": "baseline",
          "objective": "budget", "alarms": "alarms"}  # fmt: skip


def people_table(found: Sequence[OnePerson]) -> Html:
    """Everybody, with what they answer for."""
    columns = [
        "Who",
        Column("Role", tight=True),
        "Owns",
        Column("Deputy of", phone=False),
        Column("Waits for them", phone=False),
        Column("Decisions", number=True, phone=False),
        Column("Last", tight=True, phone=False),
    ]
    return table("Who is who", columns, [_person(one) for one in found])


def _person(one: OnePerson) -> list[Content]:
    return [
        one.name,
        _role(one),
        _left(one) if one.left else _scopes(one.owns),
        _scopes(one.deputy_of),
        _work(one.work),
        wording.count(one.decisions),
        wording.day(one.last_at) if one.last_at else wording.NOTHING,
    ]


def _left(one: OnePerson) -> Html:
    to = f", to {one.successor}" if one.successor else ""
    return tag("span", f"since {wording.day(one.left)}{to}", class_="muted")


def _role(one: OnePerson) -> Html:
    if one.left:
        return parts.pill("Left")
    if one.role is Role.VIEWER:
        return parts.pill("Viewer")
    said = parts.pill(one.role.capitalize(), "info" if one.role is Role.ADMIN else None)
    return said if one.listed else join((said, tag("small", " not listed", class_="muted")))


def _scopes(found: Sequence[str]) -> Content:
    if not found:
        return wording.NOTHING
    shown = join((_scope(one, called(one)) for one in found[:_SHOWN]), ", ")
    more = len(found) - _SHOWN
    return join((shown, f" and {more} more")) if more > 0 else shown


def _scope(scope: str, title: str) -> Content:
    page = _PAGES.get(scope)
    return link(title, page, set=scope if page == "sets" else None) if page else title


def _work(work: Mapping[str, int]) -> Content:
    found = [wording.many(number, what) for what, number in work.items()]
    return ", ".join(found) or wording.NOTHING


def owned(found: Sequence[Owned]) -> Html:
    """What somebody owns by its name."""
    columns = ["What", "Owner", Column("Deputy")]
    rows = [[_scope(o.scope, o.title), o.owner, o.deputy or wording.NOTHING] for o in found]
    return table("What is owned", columns, rows)


def lacking(found: Sequence[Unowned], *, may: bool) -> Html:
    """What lacks somebody, who answers meanwhile and what to do, as who is here `may`."""
    columns = [
        "What",
        Column("Lacks", tight=True),
        Column("Why", phone=False),
        "Answers meanwhile",
        Column("To do", phone=False),
    ]
    return table("Without an owner", columns, [_lacks(one, may=may) for one in found])


def _lacks(one: Unowned, *, may: bool) -> list[Content]:
    chip = parts.chip(_TONES[one.lack], LACKING[one.lack])
    about = _scope(one.subject, one.title)
    return [about, chip, one.why, one.falls_to or "nobody", _todo(one, may=may)]


def _todo(one: Unowned, *, may: bool) -> Html:
    """The form with what it is about filled in; what has no form here is a command."""
    if not (may and ownable(one.subject)):
        return tag("code", one.clear)
    what = "deputy" if one.lack is Lack.NO_DEPUTY else "owner"
    return link(f"Name {'a' if what == 'deputy' else 'an'} {what}", "people", own=one.subject)
