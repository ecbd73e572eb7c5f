"""What the sample tells of its checklists: a few ticks, one of them long ago."""

from store.acts.ticking import tick
from store.desk import Desk
from store.sample.story.people import ANA, BEN

_EMI, _GRACE = "Emi Sato", "Grace Lindqvist"
_TICKS = (
    ("pre-production", "expert", BEN, "with two colleagues of the refund desk"),
    ("pre-production", "red-team", _GRACE, "30 attacks, kept as the suite red-team"),
    ("production", "rollback", _EMI, "back by one version in four minutes, on a Sunday"),
    ("production", "steps", ANA, "one in twenty, a quarter, all; Emi watches the first hour"),
    ("production", "a-person", BEN, "read in all six languages"),
    ("incident", "harm", _EMI, "people answer billing by voice since 26 August"),
)


def tick_at_the_start(desk: Desk) -> None:
    """Half a year ago somebody restored a backup: that tick has grown old."""
    tick(desk, "production", "restore", actor=BEN, note="into an empty folder, whole")


def tick_lately(desk: Desk) -> None:
    """What people have seen by themselves since."""
    for checklist, item, who, note in _TICKS:
        tick(desk, checklist, item, actor=who, note=note)
