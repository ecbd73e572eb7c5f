"""What a threshold is about, as text: `region=eu,channel=web`; commas in values are escaped."""

import re
from collections.abc import Mapping

from curation.errors import BadRequest

Where = Mapping[str, str | None]
_APART = re.compile(r"(?<!\\)((?:\\\\)*),")


def scope_of(where: Where) -> str:
    """`where` as one text; a column without a value asks for what has none."""
    return ",".join(f"{column}={_escaped(value or '')}" for column, value in where.items())


def where_of(scope: str) -> dict[str, str | None]:
    """The columns and values that `scope_of` wrote."""
    parts = _APART.sub("\\1\0", scope).split("\0") if scope else []
    pairs = [part.partition("=") for part in parts]
    return {column: _plain(value) or None for column, _, value in pairs}


def cohort(where: Where) -> dict[str, str | None]:
    """`where` in the one order that a cohort is named in, or BadRequest."""
    found = {column.strip(): value for column, value in where.items()}
    for column, value in found.items():
        if not column or any(sign in column for sign in ",=\\\0") or "\0" in (value or ""):
            raise BadRequest(f"'{column}' is no column. Write a cohort as region=eu.")
    if not found:
        raise BadRequest("Say which cohort: --where region=eu, again for further columns.")
    return dict(sorted(found.items()))


def told(where: Where) -> str:
    """`where` as people read it."""
    return ", ".join(f"{column} = {value or 'unknown'}" for column, value in where.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(",", "\\,")


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)
