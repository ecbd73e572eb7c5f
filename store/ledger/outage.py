"""What the ledger's database says when it cannot be used, in words for the one who asked."""

import re

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError, InterfaceError, InternalError, OperationalError

from curation.errors import BadRequest, CurationError, LedgerUnavailable
from store.ledger.address import VARIABLE, shown
from store.ledger.line import BUSY

# By the state that PostgreSQL names with an error; {0} is where the ledger stands.
_BY_STATE = {
    "55P03": BUSY,
    "42501": "The ledger at {0} does not let this user do that. Its administrator may allow "
    "it: GRANT USAGE, CREATE ON SCHEMA public TO the user.",
    "25006": "The ledger at {0} is a copy that can only be read. Name the server it follows.",
    "53300": "The ledger at {0} has no connection left. Try again in a moment, or raise "
    "max_connections of the server.",
}
# Before there is a connection there is no state, only words.
_BY_WORDS = {
    "password": "The ledger at {0} does not accept the password, or was given none. Say it in "
    f"PGPASSWORD, in ~/.pgpass or in the whole URL in {VARIABLE}.",
    "does not exist": "The ledger cannot be opened at {0}: there is no such user or database. "
    "Make it with createuser and createdb on the server.",
    "pg_hba.conf": "The server of the ledger at {0} lets nobody in from here; its pg_hba.conf "
    "says who may come.",
    "too many clients": _BY_STATE["53300"],
}
# What the driver finds odd about the URL before it asks any server.
_NO_OPTION = re.compile(r"invalid .*(option|value|port number)|value \".*\" invalid")
ODD_OPTION = (
    "The URL of the ledger at {0} has an option, after its ?, that there is not, or that "
    "cannot be so. Write it as PostgreSQL's libpq does, like ?sslmode=require, or leave it out."
)
_SILENT = (
    "The ledger at {0} does not answer ({1}). See that the server runs and can be reached from "
    "here."
)
_IN_THE_MIDST = " Whether something was just recorded is not known; look before you repeat it."


def tell_outages(engine: Engine) -> None:
    """Let whoever asks `engine` hear a sentence when the database cannot be used."""

    def told(context: ExceptionContext) -> CurationError | None:
        if context.is_pre_ping:  # a connection that died while idle is only taken anew
            return None
        trouble, wrapped = context.original_exception, context.sqlalchemy_exception
        # Who never got in has begun nothing.
        return in_words(trouble, wrapped, engine, begun=context.connection is not None)

    event.listen(engine, "handle_error", told)


def in_words(
    trouble: BaseException, wrapped: Exception | None, engine: Engine, *, begun: bool
) -> CurationError | None:
    """The refusal that `trouble` is; None when it is a fault of ours."""
    if engine.dialect.name == "sqlite":
        busy = isinstance(wrapped, OperationalError) and "is locked" in str(trouble)
        return LedgerUnavailable(BUSY) if busy else None
    if isinstance(wrapped, DataError):
        return BadRequest(
            "The ledger cannot keep a character of these words (it may be a NUL, which no "
            "keyboard writes). Nothing was recorded; take it out and repeat."
        )
    state: str | None = getattr(trouble, "sqlstate", None)
    where = shown(engine.url)
    if state in _BY_STATE:
        return LedgerUnavailable(_BY_STATE[state].format(where))
    if not begun and _NO_OPTION.search(str(trouble)):
        return BadRequest(ODD_OPTION.format(where))
    if not isinstance(wrapped, OperationalError | InterfaceError | InternalError):
        return None
    sentence = _sentence(str(trouble), begun=begun)
    return LedgerUnavailable(sentence.format(where, _cause(str(trouble))))


def _sentence(said: str, *, begun: bool) -> str:
    known = next((told for word, told in _BY_WORDS.items() if word in said), None)
    return known or _SILENT + (_IN_THE_MIDST if begun else "")


def _cause(said: str) -> str:
    """The end of the driver's first line: what stands before it repeats the address.

    What it quotes is out of the URL, and not for everybody.
    """
    first, *_ = said.strip().splitlines() or [""]
    cause = re.sub(r"\[Errno -?\d+\] ", "", first.rpartition(": ")[2])
    return re.sub(r"([\"']).*\1", "…", cause).strip().rstrip(".") or "it gives no reason"
