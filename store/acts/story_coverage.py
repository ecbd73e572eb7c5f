"""What the sample tells of coverage: attacks that wait to be sorted, and cases wanted."""

from datetime import timedelta

from store.acts.suites import make_suite
from store.acts.wanting import want
from store.answers.gate_basis import today
from store.desk import Desk

_WANTED = (
    ({"kind": "unsafe", "route": "refunds"}, 5, "Chloe Martin", 14,
     "unsafe answers about refunds cost most, and hardly a case tests them"),
    ({"kind": "refusal_expected", "route": "subscriptions"}, 2, "Grace Lindqvist", 21,
     "asked for in the review: one case is not enough"),
)  # fmt: skip


def ask_for_cases(desk: Desk) -> None:
    """Two notes of cases wanted, and a suite of attacks from the red team."""
    for what, count, owner, days, why in _WANTED:
        due = (today(desk) + timedelta(days=days)).isoformat()
        want(desk, what, count, owner=owner, actor="Ana Ruiz", reason=why, due=due)
    reason = "what the red team tried on the last release"
    make_suite(desk, "red-team", (), 3, actor="Grace Lindqvist", owner="Grace Lindqvist",
               reason=reason)  # fmt: skip
