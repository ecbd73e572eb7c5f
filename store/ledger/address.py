"""Where a ledger stands: its URL, and what of the URL may be shown or written into a file."""

import os
from collections.abc import Mapping

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from curation.errors import BadRequest

VARIABLE = "EVALDESK_LEDGER_URL"
ENVIRONMENT = "environment"  # what desk.toml says when only the variable knows the URL
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_SQLITE = ("sqlite", "sqlite+pysqlite")
_SECRETS = ("password", "sslpassword")
_EXAMPLE = "postgresql://USER@HOST:5432/DATABASE"


def ledger_url(
    named: str | None, default: str, environment: Mapping[str, str] = os.environ
) -> str:
    """The whole URL of a desk's ledger: `named` by desk.toml, its password from outside.

    The variable never moves a desk that names no ledger, or another one: a sample, or somebody
    else's desk, would otherwise be written into the ledger of the team.
    """
    if not named:
        return default
    said = environment.get(VARIABLE, "")
    if named == ENVIRONMENT:
        if not said:
            raise BadRequest(f"The URL of this desk's ledger is not known: set {VARIABLE}.")
        return said
    if not said:
        return named
    if not same_place(said, named):
        raise BadRequest(
            f"desk.toml names the ledger {shown(named)}, and {VARIABLE} names {shown(said)}. "
            f"Unset {VARIABLE}, or let both name the same one."
        )
    return said


def parsed(url: str) -> URL:
    """`url` taken apart, with our driver; BadRequest, which quotes nothing, when it is none."""
    try:
        found = make_url(url)
        wrong = found.get_backend_name() and found.drivername not in _POSTGRESQL + _SQLITE
    except (ArgumentError, ValueError):
        wrong, found = True, None
    if wrong or found is None:
        # From None: the words of a URL that is off may be a password.
        raise BadRequest(
            f"The URL of the ledger cannot be read. Write it as {_EXAMPLE}; signs like @ : / "
            "in a password are written as %40 %3A %2F."
        ) from None
    if found.drivername in _SQLITE:
        return found
    if not found.database:
        raise BadRequest(f"The URL of the ledger names no database. Write it as {_EXAMPLE}.")
    return found.set(drivername="postgresql+psycopg")


def same_place(one: str, other: str) -> bool:
    """Whether both URLs lead to the same ledger, whoever asks there."""
    return _place(parsed(one)) == _place(parsed(other))


def shown(url: str | URL) -> str:
    """Who and where, as it may be told to everybody: no password, no options."""
    found = url if isinstance(url, URL) else parsed(url)
    bare = URL.create(
        found.get_backend_name(),
        username=found.username,
        host=found.host,
        port=found.port,
        database=found.database,
    )
    return bare.render_as_string(hide_password=True)


def without_secrets(url: str) -> str:
    """`url` as desk.toml may keep it."""
    found = parsed(url)
    if found.drivername in _SQLITE:
        return url
    bare = found.set(drivername="postgresql").difference_update_query(_SECRETS)
    return URL.create(
        bare.drivername,
        username=bare.username,
        host=bare.host,
        port=bare.port,
        database=bare.database,
        query=bare.query,
    ).render_as_string(hide_password=False)


def has_secrets(url: str) -> bool:
    """Whether `url` says more than may be written into a file."""
    found = parsed(url)
    return found.password is not None or bool(set(_SECRETS) & set(found.query))


def _place(url: URL) -> tuple[str, str | None, int, str | None, object]:
    port = url.port or 5432
    return url.get_backend_name(), url.host, port, url.database, url.query.get("options")
