"""A signature over a text: who holds the key wrote it, and nothing of it was changed since."""

import hashlib
import hmac

KEY = "EVALDESK_SIGNING_KEY"  # where the shells find the key: a secret belongs in no file
METHOD = "HMAC-SHA256"


def signature(text: str, key: str | None) -> str | None:
    """The HMAC-SHA256 (RFC 2104) of `text` under `key`, in hex; None where there is no key."""
    if not key:
        return None
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(text: str, key: str | None, said: str | None) -> bool | None:
    """Whether `said` is the signature of `text` under `key`; None: nobody can tell.

    Nobody can where there is no signature, or no key to check it with.
    """
    if not said or not (own := signature(text, key)):
        return None
    return hmac.compare_digest(own.encode(), said.encode())
