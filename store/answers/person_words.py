"""How a person is found on this desk: by what they are called, and by what stands for it."""

import re

from store.desk import Desk

_PHONE = re.compile(r"[+(]?\d[\d\s()./-]{5,}\d")


def kind_of(value: str) -> str:
    """What somebody wrote: an e-mail address, a phone number, or a name."""
    if "@" in value:
        return "email"
    return "phone" if _PHONE.fullmatch(value.strip()) else "name"


def words_of(desk: Desk, value: str) -> tuple[str, ...]:
    """The words that stand for a person here: what they are called."""
    return (value,)


def token_of(desk: Desk, value: str) -> str:
    """What the log may say of a person."""
    return f"a person, by {kind_of(value)}"
