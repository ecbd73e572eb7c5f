"""What the sample tells of fresh sets: a refresh on record that waits for a word."""

from store.acts.refreshing import propose_refresh, reject_refresh
from store.desk import Desk
from store.sample.story.people import ANA, CHLOE


def propose_fresh_sets(desk: Desk) -> None:
    """Chloe proposes what came up; Ana keeps one saturated case where it is."""
    why = "before the quarterly review"
    proposed = propose_refresh(desk, actor=CHLOE, reason=why).refresh
    if proposed is None:
        return
    demoted = [one.case for one in proposed.items if one.act == "demote"]
    if demoted:
        why = "it broke twice last year; it stays a gate"
        reject_refresh(desk, proposed.id, demoted[:1], actor=ANA, reason=why)
