"""State a number that nobody has set yet; from then on it moves by proposal."""

from collections.abc import Iterable
from datetime import UTC

from curation.coming import waiting
from curation.decisions import Kind
from curation.founding import require_founding
from curation.limits import is_limit
from curation.threshold_values import number
from store.ledger import Transaction


def require_unset(tx: Transaction, names: Iterable[str]) -> None:
    """Raise NotAllowed where a decision has set or lifted one of `names`, or is about to."""
    policy, today, gone = tx.policy(), tx.clock().astimezone(UTC).date(), tx.overtaken()
    later = waiting((one for _, one in tx.proposals() if one.id not in gone), today)
    coming = {one.name: one for one in later}
    for name in names:
        lifted = None if name in policy.thresholds else _last_word(tx, name)
        require_founding(number(policy, name), coming.get(name), lifted)


def _last_word(tx: Transaction, name: str) -> int | None:
    """The decision that set or lifted a limit last, whose day may have come since."""
    if not is_limit(name):
        return None
    said = [e.seq for e in tx.decisions(subject=name, kinds=(Kind.LIMIT_SET,), limit=1)]
    due = set(tx.due())
    said += [s.seq for s, one in tx.proposals() if one.name == name and s.seq in due]
    return max(said, default=None)
