"""What the sample tells of waivers and of the gate's proof: one waiver over, one self-test."""

from datetime import timedelta

from curation.thresholds import MARGIN
from store.acts.self_testing import run_self_test
from store.acts.waiving import end_waiver, waive
from store.answers.gate_basis import today
from store.desk import Desk
from store.sample.story.people import ANA, BEN

NANO = "assistant-5.1-nano-rc1"
SEED = 20


def tell_trust(desk: Desk) -> None:
    """A waiver that was granted and ended before its day, and the gate's proof on Monday."""
    until = today(desk) + timedelta(days=7)
    why = "the pilot of the small model may be a little worse; nobody outside sees it"
    done = waive(desk, MARGIN, owner=BEN, until=until.isoformat(), actor=ANA, reason=why,
                 model=NANO)  # fmt: skip
    if done.waiver is not None:
        end_waiver(desk, done.waiver.id, actor=BEN, reason="the pilot was called off")
    run_self_test(desk, SEED, actor="ci")
