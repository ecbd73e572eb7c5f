"""Inputs whose failures are none: a person has dismissed them, and they sleep."""

from collections.abc import Sequence

from curation.cases import Case, State
from curation.decisions import Kind
from curation.leakage import Verdict, two_of
from store.answers.sleeping import back_with
from store.desk import Desk


def no_failures(desk: Desk, everything: Sequence[Case]) -> frozenset[str]:
    """Those of `everything` that somebody dismissed and that have not come back.

    One that went because it says the same as another case failed all the same: it stays.
    """
    dismissed = [case for case in everything if case.state is State.DISMISSED]
    if not dismissed:
        return frozenset()
    with desk.ledger.reading() as asked:
        judged = [one for one in asked.standing(Kind.DUPLICATE_SET)
                  if (one.body or {}).get("verdict") == Verdict.SAME]  # fmt: skip
    twins = {case_id for one in judged for case_id in two_of(one.subject)}
    awake = back_with(desk, dismissed)
    return frozenset(c.id for c in dismissed if c.id not in awake and c.id not in twins)
