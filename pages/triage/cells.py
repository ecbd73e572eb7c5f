"""What a cell says of a case: how long it stands there, its last result, whether it tells."""

from curation.saturation import Telling
from curation.saturation import said as told_use
from pages.shared import marks, parts, wording
from pages.shared.html import Html, join, tag
from pages.shared.marks import Tick
from pages.triage.facets import value
from store.answers.glimpses import Ran
from store.answers.members import Member

_IN_DAYS = 14


def age(one: Member) -> Html:
    """How long it has stood there; the moment itself on hover."""
    if one.days is None:
        return tag("span", wording.NOTHING)
    told = f"{one.days} d" if one.days < _IN_DAYS else f"{one.days // 7} wk"
    return tag("span", told, title=f"since {wording.moment(one.entered)}")


def last(ran: Ran | None) -> Html:
    """The last result in shape and word, with the run that gave it."""
    if ran is None:
        return tag("span", "never run", class_="muted")
    shape = tag("i", class_=f"t-{ran.outcome}", aria_hidden="true")
    told = tag("span", shape, value("result", ran.outcome))
    return join((tag("span", told, class_="key"), tag("small", ran.run)))


def strip(runs: tuple[Ran, ...]) -> Html:
    """The last runs as ticks, oldest first."""
    return marks.strip([tick(ran) for ran in runs])


def tick(ran: Ran) -> Tick:
    """One run as a tick."""
    return Tick(
        ran.outcome.value, f"{ran.run}: {ran.outcome}, {ran.passed} of {ran.attempts} passed"
    )


def tells(one: Member) -> Html:
    """Whether its results still say anything, with the reason on hover."""
    found = one.saturation
    label = value("use", found.telling)
    if found.telling is Telling.SATURATED:
        return tag("span", parts.pill(f"{label} · {found.passed}"), title=told_use(found))
    return tag("span", label, class_="muted", title=told_use(found))
