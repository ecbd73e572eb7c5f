"""The line above every page while the gate lets only fixes through."""

from pages.shared import wording
from pages.shared.html import join, show
from pages.shared.links import link
from pages.shared.parts import verdict
from store.answers.gate_mode import gate_mode
from store.desk import Desk


def banner(desk: Desk) -> None:
    """Say who froze the gate, when and why; nothing while it is open."""
    mode = gate_mode(desk)
    if not mode.frozen:
        return
    said = f"Only fixes ship since {wording.moment(mode.at)} ({mode.by}: {mode.reason}). "
    show(verdict("warn", "The gate is frozen.", join((said, link("Error budget", "budget")))))
