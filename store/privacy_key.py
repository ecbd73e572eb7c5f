"""The key of a desk's pseudonyms: a file that nobody else may read, in no export or log."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

FILE = "privacy.key"
SAMPLE = sha256(b"the sample holds nobody's data").digest()  # so that all samples are alike


def key_of(folder: Path, *, sample: bool = False) -> bytes:
    """The key of the desk in `folder`, made when it is first asked for.

    Without it nobody can tell whose a pseudonym is, and whoever loses it gets other
    pseudonyms for the same people from then on.
    """
    if sample:
        return SAMPLE
    path = folder / FILE
    if not path.exists():
        _make(path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _make(path: Path) -> None:
    """Put a new key there, whole, unless another process was quicker."""
    draft = path.with_name(f".{FILE}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return
    finally:
        draft.unlink()
