"""The line above every page while a release may ship in spite of a failure."""

from pages.shared import wording
from pages.shared.html import join, show
from pages.shared.links import link
from pages.shared.parts import verdict
from store.answers.waivers import in_force_now
from store.desk import Desk


def banner(desk: Desk) -> None:
    """Say how many failures are waived and when the next one blocks again; nothing if none."""
    found = sorted(in_force_now(desk), key=lambda one: one.until)
    if not found:
        return
    one = found[0]
    many = wording.many(len(found), "failure")
    are = "is" if len(found) == 1 else "are"
    first = "It" if len(found) == 1 else "The first"
    said = (
        f"{first} blocks again on {wording.day(one.until)} ({one.id}, {one.owner} mends it). "
    )
    show(verdict("warn", f"{many} {are} waived.", join((said, link("Waivers", "waivers")))))
