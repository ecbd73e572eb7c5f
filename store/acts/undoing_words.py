"""Who may take back a word that somebody gave with their name: a promise, a tick."""

from curation.actions import from_body, require_may_say
from curation.decisions import Entry, Kind
from curation.errors import NotAllowed
from curation.names import same_person
from store.answers.meetings import met
from store.ledger import Transaction


def refuse_action(tx: Transaction, entry: Entry, actor: str) -> None:
    """One's own word on a promise can be taken back, another's by who might say it.

    The promise itself goes only by who wrote it down, while that review goes on.
    """
    if entry.kind is not Kind.ACTION_SET:
        return
    before, after = (entry.before or {}).get("body"), entry.after.get("body")
    action = from_body(entry.subject, after or before or {})
    meeting = met(tx, action.week)
    if before is None or after is None:
        own = same_person(actor, entry.actor)
        if not own or meeting is None or not meeting.open:
            raise NotAllowed(
                f"{action.id} was promised in the review of {action.week}: only {action.by} "
                "takes it out, while that review goes on. Who owns it or leads drops it with "
                f"a reason: evaldesk review drop {action.id} --reason WHY."
            )
    elif not same_person(actor, entry.actor):
        require_may_say(action, actor, meeting.chair if meeting else None)


def refuse_tick(entry: Entry, actor: str) -> None:
    """Another person's tick goes only with a word, and comes back only in one's own name."""
    if entry.kind is not Kind.CHECK_SET or same_person(actor, entry.actor):
        return
    named = entry.subject.partition(":")[2].replace("/", " ")
    if entry.after.get("body"):
        way = f"say why it no longer holds: evaldesk check {named} --untick --note WHY"
        raise NotAllowed(f"{entry.actor} ticked this; {way}.")
    way = f"where it holds, say so in your own name: evaldesk check {named}"
    raise NotAllowed(f"{entry.actor} took this tick away; {way}.")
