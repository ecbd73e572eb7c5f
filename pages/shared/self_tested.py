"""The line above every page while the gate has been shown to let bad releases through."""

from pages.shared.html import join, show
from pages.shared.links import link
from pages.shared.parts import verdict
from store.answers.self_test import self_test
from store.desk import Desk


def banner(desk: Desk) -> None:
    """Say which made-up run got a wrong answer; nothing where the last self-test held."""
    found = self_test(desk)
    if found is None or found.ok:
        return
    said = join((f"{found.sentence} ", link("Gate trust", "trust")))
    show(verdict("bad", "Do not trust the gate.", said))
