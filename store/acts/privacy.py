"""Say what is done with personal data from now on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from curation import privacy
from curation.decisions import Kind
from curation.erasures import require_may_erase
from curation.errors import BadRequest
from curation.privacy import SUBJECT, Policy
from curation.standing import Standing, saying
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """Words that are to hold besides those that hold; an empty one takes its subject back."""

    kinds: Mapping[str, str] | None = None
    columns: Mapping[str, str] | None = None
    regions: tuple[str, ...] | None = None
    patterns: Mapping[str, str] | None = None


def set_policy(
    desk: Desk,
    change: PolicyChange,
    *,
    actor: str,
    reason: str,
    seen: Standing | None = None,
) -> Policy:
    """Put `change` in force for what is imported from now on; what is here stays as it is.

    NotAllowed for who is neither an admin nor owns privacy or blocking. `seen` is what the
    actor saw standing; whoever did not see the latest word overrules nobody.
    """
    if not reason.strip():
        raise BadRequest("Say why: --reason. It stays in the log beside the policy.")
    with desk.ledger.transaction() as tx:
        require_may_erase(tx.people(), tx.ownerships(), actor, "set the privacy policy")
        stands = tx.standing_of(SUBJECT)
        before = privacy.from_body(stands.body if stands else None)
        after = privacy.changed(
            before,
            kinds=change.kinds,
            columns=change.columns,
            regions=change.regions,
            patterns=change.patterns,
        )
        after = replace(after, retention=before.retention)
        if after == before:
            raise BadRequest("The policy says this already; nothing was changed.")
        body = privacy.body(after)
        tx.record(
            saying(
                Kind.PRIVACY_SET, SUBJECT, body, actor=actor, reason=reason.strip(),
                before=seen or stands,
            )
        )  # fmt: skip
        return after
