"""How a person is found on this desk: by what they are called, and by what stands for it."""

import re

from curation.decisions import Kind
from curation.privacy import Treatment
from curation.pseudonyms import can_be_made_up, pseudonym, synthetic
from store.desk import Desk

_PHONE = re.compile(r"[+(]?\d[\d\s()./-]{5,}\d")


def kind_of(value: str) -> str:
    """What somebody wrote: an e-mail address, a phone number, or a name."""
    if "@" in value:
        return "email"
    return "phone" if _PHONE.fullmatch(value.strip()) else "name"


def words_of(desk: Desk, value: str) -> tuple[str, ...]:
    """The words that stand for a person here: what they are called, and their pseudonyms.

    A token is of one kind of data and of one person, so all kinds are tried: no harm is done
    by one that was never made. Made-up values only where the policy ever asked for some.
    """
    masking = desk.masking()
    tokens = [pseudonym(kind, value, masking.key) for kind in masking.policy.known_kinds]
    kind = kind_of(value)
    if _ever_made_up(desk) and can_be_made_up(kind):
        tokens.append(synthetic(kind, value, masking.key))
    return (value, *tokens)


def token_of(value: str) -> str:
    """What the log may say of a person: nothing by which they could be found again."""
    return f"a person, by {kind_of(value)}"


def _ever_made_up(desk: Desk) -> bool:
    with desk.ledger.reading() as asked:
        said = asked.decisions(kinds=[Kind.PRIVACY_SET])
    return any(Treatment.SYNTHESISE in str(one.after) for one in said)
