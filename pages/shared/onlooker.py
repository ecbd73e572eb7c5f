"""The line that tells who only looks that nothing can be decided under their name."""

from pages.shared.html import show, tag
from pages.shared.icons import icon
from pages.shared.links import link
from store.answers.people import why_not
from store.desk import Desk


def banner(desk: Desk, actor: str) -> None:
    """Say why `actor` decides nothing here, where that is so."""
    if why := why_not(desk, actor):
        more = link("Who is who", "people")
        show(tag("p", icon("info"), tag("span", f"{why} ", more), class_="sample"))
