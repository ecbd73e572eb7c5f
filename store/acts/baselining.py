"""Let a window and a run be what production is compared with from now on."""

from dataclasses import dataclass

from curation.baselines import (
    SCOPE,
    SUBJECT,
    body_of,
    require_change,
    require_may_set,
    require_window,
    window_of,
)
from curation.decisions import Kind
from curation.profile import body
from curation.standing import saying
from store.answers.baseline import Said, pinned_to, said, standing_baseline, window_known
from store.answers.drift_reference import profile_of
from store.answers.odd_weeks import OddWeek, odd_weeks
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class BaselineSet:
    """What stands from now on, what stood before, and which of its weeks lie far off."""

    baseline: Said
    before: Said | None
    odd_weeks: tuple[OddWeek, ...] = ()


def set_baseline(
    desk: Desk, since: str, until: str, *, run: str | None = None, actor: str, reason: str
) -> BaselineSet:
    """The baseline is the window from `since` until `until` (not part of it), and `run`.

    Without `run` the newest one that the gate let pass, or none. Raises NotAllowed unless the
    actor owns the baseline (or blocking, where nobody owns it), BadRequest where the window
    says nothing, or where it all stands already.
    """
    first, last = window_of(since, until)
    with desk.ledger.reading() as asked:
        _may(asked, actor, reason)
        pinned = pinned_to(asked, run)
    known = window_known(desk, first, last)
    require_window(first, last, known)
    profile = profile_of(desk, first.isoformat(), last.isoformat())
    after = body_of(
        *(first, last), n=known.n, weeks=known.weeks, pinned=pinned, profile=body(profile)
    )
    with desk.ledger.transaction() as tx:
        _may(tx, actor, reason)
        before, standing = standing_baseline(tx), tx.standing_of(SUBJECT)
        if before is not None:
            require_change(before, after)
        tx.record(
            saying(
                Kind.BASELINE_SET, SUBJECT, after, actor=actor, reason=reason, before=standing
            )
        )
        stands = standing_baseline(tx)
        assert stands is not None, "it was just set"
        odd = odd_weeks(profile.columns)
        return BaselineSet(said(stands), said(before) if before else None, odd)


def _may(asked: Reading, actor: str, reason: str) -> None:
    require_may_set(asked.ownership(SCOPE), asked.ownership("blocking"), actor, reason)
