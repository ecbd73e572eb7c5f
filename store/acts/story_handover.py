"""What the sample tells of its checklists: a few ticks, one of them long ago."""

from datetime import timedelta

from store.acts.ticking import tick
from store.desk import Desk
from store.sample.story.people import ANA, BEN, EMI, GRACE

_TICKS = (
    ("pre-production", "red-team", GRACE, "30 attacks on 5.1-rc1, kept as the suite red-team"),
    ("pre-production", "expert", BEN, "with two colleagues of the refund desk"),
    ("production", "rollback", EMI, "from 5.0.1 to 5.0 in four minutes, on a Sunday"),
    ("production", "steps", ANA, "5 %, 25 %, all; Emi watches the first hour"),
    ("production", "a-person", BEN, "read in all six languages"),
    ("incident", "harm", EMI, "voice goes to people for billing since 26 August"),
)
