"""A pin: the head of a log, kept outside of it, against which the log is proved later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from curation.decisions import canonical
from curation.errors import BadRequest
from curation.signing import KEY, is_signed, signature

_FIELDS = ("origin", "seq", "hash", "at")
_NOT_A_PIN = "{name} is no pin: write one with `evaldesk verify --pin FILE`."


@dataclass(frozen=True, slots=True)
class Pin:
    """The last decision of a desk when it was pinned; `origin` tells the desk from others."""

    origin: str
    seq: int
    hash: str
    at: str
    signature: str | None = None

    def text(self) -> str:
        """What is signed: every field but the signature, with one spelling."""
        return canonical({name: getattr(self, name) for name in _FIELDS})


@dataclass(frozen=True, slots=True)
class Held:
    """What a pin says about a log; `signed` is None where nobody can tell."""

    ok: bool
    seq: int
    hash: str
    at: str
    signed: bool | None
    says: str


def pinned(origin: str, head: tuple[int, str], at: datetime, key: str | None) -> Pin:
    """The pin of `head`, signed where there is a key."""
    bare = Pin(origin, head[0], head[1], at.isoformat(timespec="seconds"))
    return Pin(bare.origin, bare.seq, bare.hash, bare.at, signature(bare.text(), key))


def written(pin: Pin) -> str:
    """The file of a pin."""
    return json.dumps(asdict(pin), indent=2) + "\n"


def read(text: str, name: str) -> Pin:
    """The pin in a file called `name`, or BadRequest."""
    try:
        said: object = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, Mapping):
        raise BadRequest(_NOT_A_PIN.format(name=name))
    body = cast("Mapping[str, Any]", said)
    sealed = body.get("signature")
    words = all(isinstance(body.get(one), str) for one in ("origin", "hash", "at"))
    if not words or type(body.get("seq")) is not int or not isinstance(sealed, str | None):
        raise BadRequest(_NOT_A_PIN.format(name=name))
    return Pin(body["origin"], body["seq"], body["hash"], body["at"], sealed)


def held(pin: Pin, origin: str, there: str | None, key: str | None) -> Held:
    """Whether the log of `origin` still contains the pin; `there`: its hash at that number.

    With a `key` the pin has to be signed: who rewrites a log can write an unsigned pin of it.
    """
    signed = is_signed(pin.text(), key, pin.signature)
    bare = bool(key) and not pin.signature
    ok = not bare and signed is not False and pin.origin == origin and pin.hash == there
    told = _BARE if bare else _told(pin, origin, there, signed)
    return Held(ok, pin.seq, pin.hash, pin.at, signed, told)


def _told(pin: Pin, origin: str, there: str | None, signed: bool | None) -> str:
    if signed is False:
        return (
            "The signature of the pin does not hold: the file was changed, or signed with "
            "another key."
        )
    if pin.origin != origin:
        return "The pin is of another desk: the first decisions differ."
    if there is None:
        return f"Decision {pin.seq}, which was pinned on {pin.at}, is gone from the log."
    if there != pin.hash:
        return (
            f"The log was rewritten: decision {pin.seq} is not the one that was pinned on "
            f"{pin.at}, so it, or one before it, was changed."
        )
    how = "The signature holds." if signed else _UNTOLD[bool(pin.signature)]
    return f"The log still contains decision {pin.seq}, pinned on {pin.at}. {how}"


_BARE = (
    f"The pin is not signed, and {KEY} is set: whoever rewrites a log can write such a pin of "
    f"it. Take the pin as it was written, or unset {KEY} to check one that never was signed."
)
_UNTOLD: Mapping[bool, str] = {  # whether the pin is signed
    True: f"No signature was checked: set {KEY} to check it.",
    False: "No signature was checked: the pin has none, so whoever can write the file can have "
    "written this one.",
}
