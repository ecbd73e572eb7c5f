"""Let old events lose their texts, as the policy of privacy says; what is counted stays."""

from dataclasses import dataclass, replace
from datetime import datetime

from curation import privacy
from curation.decisions import Kind
from curation.erasing import Target
from curation.erasures import AGE, Erasure, next_id, require_may_erase
from curation.errors import BadRequest
from curation.people import BUILT_IN
from curation.privacy import SUBJECT
from curation.retention import ROWS, Retention, body, from_body, retention
from curation.standing import saying
from store.acts.erasing import carry_out, finish, told
from store.answers.erasing import Plan
from store.answers.unmasked import policy_of
from store.desk import Desk
from store.facts.batches import Batch
from store.facts.erased_cells import Gone
from store.facts.erasing import found_in
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class Retained:
    """What the rule is, and what was taken by it now; None: nothing was old enough."""

    rule: Retention | None
    before: str | None
    erasure: Erasure | None

    @property
    def sentence(self) -> str:
        """What it did, in one sentence."""
        if self.rule is None:
            return "Nothing says for how long events keep their texts: they keep them for ever."
        if self.erasure is None:
            return f"{self.rule.sentence} None was older than that."
        return f"{self.rule.sentence} {self.erasure.sentence}"


def rule_of(asked: Reading) -> Retention | None:
    """For how long events keep their texts here; None: for ever."""
    return from_body(policy_of(asked).retention)


def set_retention(desk: Desk, days: int, what: str, *, actor: str, reason: str) -> Retained:
    """Say after how many days events lose `what` (0: never), and let it be done now.

    NotAllowed for who is neither an admin nor owns privacy or blocking.
    """
    rule = retention(days, what) if days else None
    if not reason.strip():
        raise BadRequest("Say why: --reason. It stays in the log beside the policy.")
    with desk.ledger.transaction() as tx:
        require_may_erase(tx.people(), tx.ownerships(), actor, "say how long texts are kept")
        stands = tx.standing_of(SUBJECT)
        policy = replace(policy_of(tx), retention=body(rule))
        tx.record(
            saying(
                Kind.PRIVACY_SET, SUBJECT, privacy.body(policy), actor=actor,
                reason=reason.strip(), before=stands,
            )
        )  # fmt: skip
    return retain(desk, actor=actor)


def retain(desk: Desk, *, actor: str = BUILT_IN[0]) -> Retained:
    """Let events that are older than the rule says lose what it says.

    Cases made of them stay: people chose them; `evaldesk erase --case` takes them away.
    """
    while True:
        with desk.ledger.reading() as asked:
            rule = rule_of(asked)
        if rule is None:
            return Retained(None, None, None)
        before = rule.before(desk.ledger.clock())
        found = _old(desk, rule, before)
        if not found.found:
            return Retained(rule, before.isoformat(), None)
        further = {"before": before.isoformat()}
        reason = "the policy of privacy"
        entry = carry_out(desk, found, AGE, actor=actor, reason=reason, further=further)
        if entry is not None:
            finish(desk)
            return Retained(rule, before.isoformat(), told(entry))


def _old(desk: Desk, rule: Retention, before: datetime) -> Plan:
    seen = desk.shown_facts()
    with desk.ledger.reading() as asked:
        done = asked.erasures()
        batches = [Batch.from_body(one) for one in asked.every_batch()]
    known = {
        swap["now"]["path"]: one.after["body"]["before"]
        for one in done
        if one.kind is Kind.ERASED and one.after["body"]["what"] == _said(rule)
        for swap in one.after["body"]["batches"]
    }
    name = next_id(one.subject for one in done)
    gone = Gone(Target(name), before=before, ids=rule.what == ROWS)
    left = [batch for batch in batches if _may_hold(batch, before, known.get(batch.path))]
    with desk.facts().cursor() as cursor:
        found = found_in(cursor, desk.folder / "facts", left, gone) if left else []
    return Plan(name, _said(rule), gone, gone.target, tuple(found), (), seen)


def _said(rule: Retention) -> str:
    return f"older than {rule.days} days ({rule.what})"


def _may_hold(batch: Batch, before: datetime, done: str | None) -> bool:
    """Whether a batch may hold old events that were not looked at yet."""
    if batch.view == "labels":
        return True
    if batch.view not in ("events", "failures", "late_failures") or batch.first_at is None:
        return False
    if done is not None and batch.last_at is not None and batch.last_at < done:
        return False
    return datetime.fromisoformat(batch.first_at) < before
